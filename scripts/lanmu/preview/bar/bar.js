// 编辑栏：收起和展开（记在这台机器上）、复制路径、检查有了结果就换上，不刷新网页。
(() => {
  const bar = document.querySelector("[data-editbar]");
  if (!bar) return;
  const said = bar.querySelector("[data-said]");
  const fold = bar.querySelector("[data-fold]");
  const SOON = 700;
  const LATER = 2000;

  // 存不了（隐私模式、禁用存储）就当没有记住。
  const kept = {
    has(name) {
      try { return localStorage.getItem(`lanmu.preview.${name}`) === "on"; } catch (error) { return false; }
    },
    put(name, on) {
      try {
        if (on) localStorage.setItem(`lanmu.preview.${name}`, "on");
        else localStorage.removeItem(`lanmu.preview.${name}`);
      } catch (error) { /* 这一页照样有效 */ }
    },
  };

  const say = (text) => {
    said.textContent = "";
    // 隔一下再写，同样的话读屏软件也会再念一遍。
    setTimeout(() => { said.textContent = text; }, 50);
  };

  // 刷新网页以前就查完了的，刷新以后念；刚念就刷新了的，再念一遍。记下这一页念过什么。
  const wordsIn = (part) => Array.from(part.querySelectorAll("[data-say]"), (element) => element.dataset.say).join("。");
  const HEARD = 5000;
  const tell = (words, isNews) => {
    const name = `lanmu.preview.said.${bar.dataset.page}`;
    let news = isNews;
    try {
      const last = JSON.parse(sessionStorage.getItem(name));
      news ||= last !== null && (last.words !== words || Date.now() - last.time < HEARD);
      if (news || !last) sessionStorage.setItem(name, JSON.stringify({ words, time: news ? Date.now() : 0 }));
    } catch (error) { /* 存不了，刷新以后就不补念 */ }
    if (news) say(words);
  };

  const foldAs = (folded) => {
    bar.classList.toggle("editbar--folded", folded);
    fold.setAttribute("aria-expanded", String(!folded));
    fold.title = folded ? "展开编辑栏" : "收起编辑栏";
  };

  let isOpen = kept.has("list");
  // 新换上的几块也要照记住的样子摆好。
  const arrange = () => {
    for (const button of bar.querySelectorAll("[data-copy]")) button.hidden = false;
    for (const details of bar.querySelectorAll("details")) details.open = isOpen;
  };

  // 键盘正停在被换掉的一块里时，回到同一个地方；没有了，就停在这一块上，不退回页首。
  const swap = (part, fresh) => {
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    part.replaceChildren(...fresh.childNodes);
    arrange();
    if (!focused) return;
    const same = Array.from(part.querySelectorAll("a, button, summary")).find((element) => (
      element.tagName === focused.tagName && element.getAttribute("href") === focused.getAttribute("href")));
    if (!same) part.tabIndex = -1;
    (same || part).focus({ preventScroll: true });
  };

  const show = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const words = wordsIn(fresh);
    for (const part of bar.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`[data-editbar] [data-live="${part.dataset.live}"]`);
      if (other && other.innerHTML !== part.innerHTML) swap(part, other);
    }
    if (!("running" in bar.dataset)) tell(words, true);
  };

  // 只在有结果要等、网页又看得见的时候问；总表没有自动刷新，一直问。
  let timer;
  const waits = () => "running" in bar.dataset || "always" in bar.dataset;
  const ask = () => {
    clearTimeout(timer);
    if (document.hidden || !waits()) return;
    const query = new URLSearchParams({ page: bar.dataset.page, revision: bar.dataset.revision });
    fetch(`/_lanmu/findings.json?${query}`).then((answer) => answer.json()).then((news) => {
      bar.toggleAttribute("data-running", news.running);
      bar.dataset.revision = news.revision;
      if (news.html) show(news.html);
      timer = setTimeout(ask, news.running ? SOON : LATER);
    }).catch(() => { timer = setTimeout(ask, LATER); });
  };

  if (fold) {
    fold.disabled = false;
    foldAs(kept.has("folded"));
    fold.addEventListener("click", () => {
      const folded = !bar.classList.contains("editbar--folded");
      kept.put("folded", folded);
      foldAs(folded);
    });
  }
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const answer = (words) => {
      say(words);
      button.textContent = words;
      setTimeout(() => { button.textContent = "复制路径"; }, 3000);
    };
    const failed = () => answer("没有复制成功，请选中左边的文件名");
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(() => answer("路径已复制"), failed);
    else failed();
  });
  // 点下去就记住：等到展开以后才记，马上刷新的、正好有新结果的，就白点了。
  bar.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    if (!summary) return;
    isOpen = !summary.parentElement.open;
    kept.put("list", isOpen);
  });
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", (event) => { if (event.persisted) { bar.dataset.running = ""; ask(); } });
  arrange();
  if (!("running" in bar.dataset)) tell(wordsIn(bar), false);
  timer = setTimeout(ask, SOON);
})();
