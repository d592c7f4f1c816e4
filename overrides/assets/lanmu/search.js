// 检索：标题、摘要、单位、任务和标签里含有全部所查文字的文章。索引作为脚本载入，这样从 U 盘直接打开（file://）也能用。
(() => {
  const list = document.querySelector("[data-search-results]");
  if (!list) return;
  const state = document.querySelector("[data-search-state]");
  const box = document.querySelector("#lanmu-q");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const MOST = 50;

  const show = (entries) => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length) {
      state.textContent = "请输入要找的文字，多个词用空格隔开。";
      return;
    }
    const found = entries.filter((entry) => words.every((word) => entry.folded.includes(word)));
    state.textContent = found.length ? found.length > MOST ? `找到 ${found.length} 篇，这里是前 ${MOST} 篇。` : `找到 ${found.length} 篇。` : "没有找到。换个说法，或从分类浏览里找。";
    for (const entry of found.slice(0, MOST)) {
      const item = document.createElement("li");
      item.className = "entry";
      const link = document.createElement("a");
      link.href = list.dataset.root.replace(/\/?$/, "/") + entry.address;
      link.textContent = entry.title;
      const title = document.createElement("h2");
      title.className = "entry__title";
      title.append(link);
      const summary = document.createElement("p");
      summary.className = "entry__summary";
      summary.textContent = entry.summary;
      const meta = document.createElement("p");
      meta.className = "entry__meta";
      meta.textContent = [entry.date, entry.where].filter(Boolean).join("　");
      item.append(title, summary, meta);
      list.append(item);
    }
  };

  const start = () => {
    const entries = window.lanmuTitles.map(([title, address, summary, date, where, words]) => ({
      title, address, summary, date, where, folded: fold([title, summary, where, words].join("\n")),
    }));
    box.value = new URLSearchParams(location.search).get("q") || "";
    show(entries);
    box.addEventListener("input", () => show(entries));
    box.form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.replaceState(null, "", `?q=${encodeURIComponent(box.value)}`);
      show(entries);
    });
  };

  const index = document.createElement("script");
  index.src = list.dataset.index;
  index.onload = start;
  index.onerror = () => { state.textContent = "检索资料没有载入，请从分类浏览里找。"; };
  document.head.append(index);
})();
