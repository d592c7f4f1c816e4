// 检索页：边写边找，筛选、排序、键盘。看得见的文字都在模板里。
document.addEventListener("DOMContentLoaded", () => {
  const STEP = 10;
  const FILTERS = ["column", "unit", "year", "phase"];
  const boxes = Array.from(document.querySelectorAll("[data-search-box]"));

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const typing = at.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName);
    const box = boxes[boxes.length - 1];
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  const place = document.querySelector("[data-search-index]");
  if (!place) return;
  const engine = window.lanmuSearch;
  const box = place.querySelector("[data-search-box]");
  const state = place.querySelector("[data-search-state]");
  const list = place.querySelector("[data-search-results]");
  const more = place.querySelector("[data-search-more]");
  const filters = place.querySelector("[data-search-filters]");
  const advice = place.querySelector("[data-search-advice]");
  const choices = FILTERS.map((name) => filters.querySelector(`[name="${name}"]`));
  const sort = filters.querySelector('[name="sort"]');
  const said = state.dataset;
  let turn = 0;
  let shown = 0;
  let current = null;
  let composing = false;
  let timer = 0;
  let wanted = new URLSearchParams(location.search);

  const fill = (text, places) => text.replace(/\{(\w+)\}/g, (match, name) => places[name]);
  const element = (tag, name, text) => {
    const node = document.createElement(tag);
    node.className = name;
    node.append(text || "");
    return node;
  };

  // 一段原文，命中的字放进 <mark>。
  const marked = (tag, name, text, from, to, words) => {
    const node = element(tag, name);
    let at = from;
    engine.places(text, words).filter((span) => span[0] >= from && span[1] <= to).forEach(([start, end]) => {
      node.append(text.slice(at, start), element("mark", "hit", text.slice(start, end)));
      at = end;
    });
    node.append(text.slice(at, to));
    return node;
  };

  const snippet = (record, words) => {
    const [, , , summary, , body] = record;
    // 命中最多的一段。
    const best = body.split("\n").reduce((most, block) => {
      const spans = engine.places(block, words);
      return spans.length > most.spans.length ? { block, spans } : most;
    }, { block: "", spans: [] });
    if (!best.spans.length) return marked("p", "entry__summary", summary, 0, summary.length, words);
    const { block, spans } = best;
    // 西文的词不拆开。
    const wordAt = (place) => {
      while (place > 0 && place < block.length && /^[\w’-]{2}$/.test(block.slice(place - 1, place + 1))) place -= 1;
      return place;
    };
    const from = wordAt(Math.max(0, spans[0][0] - 30));
    const to = wordAt(Math.min(block.length, from + 130));
    const node = marked("p", "entry__summary", block, from, to, words);
    if (from) node.prepend("…");
    if (to < block.length) node.append("…");
    return node;
  };

  const entry = (record, words) => {
    const item = element("li", "entry entry--found");
    const title = element("h2", "entry__title");
    record[9].forEach((name) => title.append(element("span", `mark mark--${name}`, said[name])));
    const link = marked("a", "entry__link", record[1], 0, record[1].length, words);
    // 离线版（file://）的地址要写到文件为止，见 scripts/lanmu/build/offline.py。
    link.href = place.dataset.searchRoot.replace(/\/?$/, "/") + record[0] + (document.documentElement.dataset.index || (location.protocol === "file:" ? "index.html" : ""));
    title.append(link);
    const facts = [record[6], record[8], record[7]].filter(Boolean).join(said.gap);
    item.append(title, snippet(record, words), element("p", "entry__meta", facts));
    return item;
  };

  const next = async () => {
    const mine = turn;
    const ids = current.ids.slice(shown, shown + STEP);
    const records = await Promise.all(ids.map(engine.record));
    if (mine !== turn) return;
    if (!shown) list.textContent = "";
    records.forEach((record) => list.append(entry(record, current.words)));
    shown += ids.length;
    more.hidden = shown >= current.ids.length;
  };

  // 各项筛选的选项，带着在其他条件下各有多少篇。
  const offer = (catalogue, ids) => {
    const picked = choices.map((choice) => choice.value);
    const value = (index, id) => {
      const [names, numbers] = catalogue.facets[FILTERS[index]];
      return numbers[id] ? names[numbers[id] - 1] : "";
    };
    const fits = (id, but) => picked.every((name, index) => index === but || !name || value(index, id) === name);
    choices.forEach((choice, index) => {
      const counts = new Map();
      ids.forEach((id) => {
        const name = value(index, id);
        if (name && fits(id, index)) counts.set(name, (counts.get(name) || 0) + 1);
      });
      while (choice.options.length > 1) choice.remove(1);
      catalogue.facets[FILTERS[index]][0].forEach((name) => {
        if (!counts.has(name) && name !== picked[index]) return;
        choice.add(new Option(fill(said.option, { name, n: counts.get(name) || 0 }), name));
      });
      choice.value = picked[index];
      // 不分阶段的活动没有可选的阶段。
      choice.parentElement.hidden = !catalogue.facets[FILTERS[index]][0].length;
    });
    return ids.filter((id) => fits(id, -1));
  };

  // 网址里原有的筛选：选项要等索引到了才有。
  const restore = (catalogue) => {
    choices.forEach((choice, index) => {
      const name = wanted.get(FILTERS[index]);
      if (name && catalogue.facets[FILTERS[index]][0].includes(name)) {
        choice.add(new Option(name, name));
        choice.value = name;
      }
    });
    if (wanted.get("sort") === "date") sort.value = "date";
    wanted = new URLSearchParams();
  };

  const remember = () => {
    const query = new URLSearchParams();
    if (box.value) query.set("q", box.value);
    choices.concat(sort).forEach((choice) => choice.value && query.set(choice.name, choice.value));
    try {
      history.replaceState(null, "", query.toString() ? `?${query}` : location.pathname);
    } catch (error) {
      // 有的浏览器不让 file:// 的网页改网址，不影响检索。
    }
  };

  const say = (text, isNone) => {
    state.textContent = text;
    advice.hidden = !isNone;
  };

  const search = async (isAgain) => {
    turn += 1;
    const mine = turn;
    try {
      const catalogue = await engine.open();
      if (mine !== turn) return;
      restore(catalogue);
      const { words, ids } = await engine.find(box.value);
      if (mine !== turn) return;
      remember();
      const filtered = offer(catalogue, ids);
      if (sort.value === "date") filtered.sort((a, b) => b - a);
      current = { words, ids: filtered };
      shown = 0;
      filters.hidden = !ids.length;
      more.hidden = true;
      if (!filtered.length) list.textContent = "";
      else await next();
      if (mine !== turn) return;
      const countText = fill(filtered.length === 1 ? said.foundOne : said.foundOther, { n: filtered.length });
      say(words.length ? (filtered.length ? countText : said.none) : said.empty, words.length > 0 && !filtered.length);
    } catch (error) {
      if (mine !== turn) return;
      if (isAgain !== true && await engine.renewed().catch(() => false)) await search(true);
      else say(said.failed, true);
    }
  };

  const soon = () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(search, 150);
  };

  const move = (event, step) => {
    const links = Array.from(list.querySelectorAll("a"));
    const target = links[links.indexOf(document.activeElement) + step];
    if (!target && step > 0) return;
    event.preventDefault();
    (target || box).focus();
  };

  filters.open = window.matchMedia("(min-width: 48rem)").matches;
  box.value = wanted.get("q") || "";
  box.addEventListener("compositionstart", () => { composing = true; });
  box.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  box.addEventListener("input", soon);
  box.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    search();
  });
  filters.addEventListener("change", search);
  more.addEventListener("click", async () => {
    const last = list.lastElementChild;
    await next();
    last.nextElementSibling.querySelector("a").focus();
  });
  place.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.target.tagName === "SELECT") return;
    if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp" && event.target !== box) move(event, -1);
    else if (event.key === "Escape") {
      event.preventDefault();
      box.value = "";
      box.focus();
      soon();
    }
  });
  search();
});
