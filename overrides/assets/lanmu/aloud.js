// 朗读：设备上有本页语言的声音才出现。一句一句地读，读到的那句标出来。
// 只用设备自己的声音：联网的声音会把正文送到别人的服务器上去。
(() => {
  const box = document.querySelector("[data-aloud]");
  const speech = window.speechSynthesis;
  if (!box || !speech || typeof SpeechSynthesisUtterance !== "function") return;
  const root = document.querySelector("article .prose");
  const toggle = box.querySelector("[data-aloud-toggle]");
  const stop = box.querySelector("[data-aloud-stop]");
  const speed = box.querySelector("select");
  // 代码不读；脚注号、“外站”字样、按钮、隐藏的字都不是正文。
  const SKIPPED = "code, pre, script, style, svg, sup, button, select, noscript, [hidden], [aria-hidden=true], .outside__mark, .visually-hidden, .headerlink, .footnote-backref";
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd, caption, figcaption, summary, blockquote, div";
  // 句末标点和跟着的引号、括号算在一句里；英文句号后面要有空白，3.5 不断开。
  const SENTENCE = /[\s\S]+?(?:[。！？；!?;]+[”’』」）》)"]*|\.[”’)"]*(?=\s)|$)/g;
  const READABLE = /[0-9A-Za-z\u00c0-\u024f\u3400-\u9fff]/;
  // 太长的一句在逗号处再分：有的浏览器读过十五秒就哑了。
  const LONGEST = 70;
  const NAME = "lanmu-aloud";

  let state = "idle";
  let sentences = [];
  let at = 0;
  let current = null;
  let unmark = () => {};

  // ---- 正文：可读的文字连成一串，每句记下在其中的起止，标记加了又去也不乱 ----
  const textNodes = () => {
    const nodes = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, null);
    let start = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(SKIPPED)) continue;
      nodes.push({ node, start, end: start + node.length, block: node.parentElement.closest(BLOCKS) });
      start += node.length;
    }
    return nodes;
  };

  const pieces = (text) => {
    const parts = [];
    for (const sentence of text.match(SENTENCE) || []) {
      let rest = sentence;
      while (rest.length > LONGEST * (/[\u3400-\u9fff]/.test(rest) ? 1 : 3)) {
        const cut = rest.slice(LONGEST / 2).search(/[，、：,:]/);
        if (cut < 0) break;
        parts.push(rest.slice(0, LONGEST / 2 + cut + 1));
        rest = rest.slice(LONGEST / 2 + cut + 1);
      }
      if (rest) parts.push(rest);
    }
    return parts;
  };

  const split = () => {
    const readable = [];
    const nodes = textNodes();
    for (let i = 0; i < nodes.length;) {
      let text = "";
      const first = nodes[i];
      while (i < nodes.length && nodes[i].block === first.block) text += nodes[i++].node.data;
      let start = first.start;
      for (const piece of pieces(text)) {
        const lead = piece.length - piece.replace(/^\s+/, "").length;
        if (READABLE.test(piece)) readable.push({ start: start + lead, end: start + piece.replace(/\s+$/, "").length, text: piece.trim().replace(/\s+/g, " ") });
        start += piece.length;
      }
    }
    return readable;
  };

  // ---- 标记 ----
  const rangesOf = (sentence) => textNodes()
    .filter((part) => part.end > sentence.start && part.start < sentence.end)
    .map((part) => {
      const range = document.createRange();
      range.setStart(part.node, Math.max(0, sentence.start - part.start));
      range.setEnd(part.node, Math.min(part.node.length, sentence.end - part.start));
      return range;
    });

  const paint = (ranges) => {
    if (window.CSS && CSS.highlights && typeof Highlight === "function") {
      CSS.highlights.set(NAME, new Highlight(...ranges));
      return () => CSS.highlights.delete(NAME);
    }
    const marks = ranges.map((range) => {
      const mark = document.createElement("mark");
      mark.className = "aloud__mark";
      range.surroundContents(mark);
      return mark;
    });
    return () => {
      for (const mark of marks) {
        const parent = mark.parentNode;
        while (mark.firstChild) parent.insertBefore(mark.firstChild, mark);
        parent.removeChild(mark);
        parent.normalize();
      }
    };
  };

  const follow = (range) => {
    const place = range.getBoundingClientRect();
    const screen = window.innerHeight;
    if (place.top >= screen * 0.1 && place.bottom <= screen * 0.85) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches || document.documentElement.classList.contains("elder");
    window.scrollBy({ top: place.top - screen * 0.3, behavior: still ? "auto" : "smooth" });
  };

  // ---- 声音 ----
  const language = document.documentElement.lang.toLowerCase().split("-")[0];
  const tagOf = (voice) => voice.lang.toLowerCase().replace(/_/g, "-").replace(/^cmn/, "zh");
  const voiceOf = () => {
    const fit = speech.getVoices().filter((voice) => voice.localService && tagOf(voice).split("-")[0] === language);
    // 普通话先于台湾国语，粤语（zh-HK）放在最后。
    const rank = (voice) => (/hk|yue/.test(tagOf(voice)) ? 2 : /tw|hant/.test(tagOf(voice)) ? 1 : 0);
    return fit.sort((first, second) => rank(first) - rank(second))[0] || null;
  };

  const turn = (next) => {
    state = next;
    box.dataset.state = next;
    toggle.textContent = { idle: box.dataset.start, speaking: box.dataset.pause, paused: box.dataset.resume }[next];
    stop.hidden = next === "idle";
  };

  const hush = () => {
    current = null;
    speech.cancel();
  };

  const finish = () => {
    hush();
    unmark();
    unmark = () => {};
    at = 0;
    turn("idle");
  };

  const speak = () => {
    unmark();
    unmark = () => {};
    if (at >= sentences.length) { finish(); return; }
    const ranges = rangesOf(sentences[at]);
    if (ranges.length) {
      follow(ranges[0]);
      unmark = paint(ranges);
    }
    const utterance = new SpeechSynthesisUtterance(sentences[at].text);
    utterance.voice = voiceOf();
    utterance.lang = utterance.voice ? utterance.voice.lang : document.documentElement.lang;
    utterance.rate = Number(speed.value);
    utterance.onend = () => {
      if (utterance !== current) return;
      at += 1;
      speak();
    };
    utterance.onerror = () => { if (utterance === current) finish(); };
    current = utterance;
    speech.speak(utterance);
  };

  // 暂停就是停下并记住读到哪一句：不少手机上的暂停不起作用。
  toggle.addEventListener("click", () => {
    if (state === "speaking") { hush(); turn("paused"); return; }
    if (state === "idle") { sentences = split(); at = 0; }
    turn("speaking");
    speak();
  });
  stop.addEventListener("click", () => { finish(); toggle.focus(); });
  speed.addEventListener("change", () => { if (state === "speaking") { hush(); speak(); } });
  window.addEventListener("pagehide", finish);

  // 声音往往晚些才列出来。
  const offer = () => { box.hidden = !voiceOf() || !split().length; };
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  else speech.onvoiceschanged = offer;
  turn("idle");
  offer();
})();
