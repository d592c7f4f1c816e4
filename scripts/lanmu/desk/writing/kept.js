// 没有保存的稿子记在这台电脑上：窗口关了、停电了，再打开还在。
const PAUSE = 800;
const PREFIX = "lanmu.desk.text.";

// 存不了（隐私模式、存满了）就当没有这一样。
const storage = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  put(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* 照样可以写、可以保存 */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* 同上 */ } },
};

export const keeper = (key, values) => {
  const name = PREFIX + key;
  let timer = null;
  const put = () => { timer = null; storage.put(name, { time: Date.now(), ...values() }); };
  const keep = () => { clearTimeout(timer); timer = setTimeout(put, PAUSE); };
  window.addEventListener("pagehide", () => { if (timer !== null) { clearTimeout(timer); put(); } });
  return {
    keep,
    load: () => storage.get(name),
    drop: () => { clearTimeout(timer); timer = null; storage.drop(name); },
  };
};
