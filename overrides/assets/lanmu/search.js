// 检索：索引由一个个脚本组成，用到哪个载入哪个，这样从 U 盘直接打开（file://）也能用。
// 怎样折叠、怎样分片，见 scripts/lanmu/search/，两边要一致。
(() => {
  const place = document.querySelector("[data-search-index]");
  if (!place) return;
  const MARK = "`";
  const MOST = 50000;
  const OFTEN = 8;
  const LETTER = /[0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f]/;
  const PASSED_OVER = /[\0- \x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"'`\u2018-\u201f\u300c-\u300f\u301d-\u301f\ud800-\udfff\ufffe\uffff]/;
  const OPENING = "[{〔〖【";
  const CLOSING = "]}〕〗】";

  // 折叠 -----------------------------------------------------------------
  // 繁体等其他写法的字，各自归到哪个字；和索引一起载入。
  let variants = new Map();
  const forms = new Map();

  const foldChar = (plain) => {
    const char = variants.get(plain) || plain;
    if (char.length > 1) return String.fromCharCode(char.charCodeAt(0) + 0x800, char.charCodeAt(1) + 0x800);
    if (PASSED_OVER.test(char)) return "";
    if (OPENING.includes(char)) return "(";
    if (CLOSING.includes(char)) return ")";
    return char >= "\ue000" && char < "\uf900" ? "\ufffd" : char;
  };

  const formOf = (char) => {
    let form = forms.get(char);
    if (form === undefined) {
      form = [];
      for (const plain of char.normalize("NFKC").toLowerCase()) form.push(foldChar(plain));
      forms.set(char, form);
    }
    return form;
  };

  // 折叠后的文字，以及其中每个字在原文里的起止。
  const fold = (text) => {
    const starts = [];
    const ends = [];
    let form = "";
    let inWord = false;
    const put = (char, start, end) => {
      form += char;
      for (let i = 0; i < char.length; i += 1) {
        starts.push(start);
        ends.push(end);
      }
    };
    let at = 0;
    for (const char of text) {
      const end = at + char.length;
      for (const piece of formOf(char)) {
        const isLetter = LETTER.test(piece);
        if (isLetter && !inWord && !form.endsWith(MARK)) put(MARK, at, at);
        if (!isLetter && inWord) put(MARK, at, at);
        inWord = isLetter;
        put(piece, at, end);
      }
      at = end;
    }
    if (inWord) put(MARK, at, at);
    return { form, starts, ends };
  };

  // 载入 -----------------------------------------------------------------
  const waiting = new Map();
  const loaded = new Map();
  let catalogue = null;
  let renewals = 0;

  window.lanmuSearch = (name, data) => {
    if (waiting.has(name)) waiting.get(name)(data);
  };

  // 繁体页面的原文和筛选是自己的，其余和简体页面共用。
  const folderOf = (name) => {
    const folder = place.dataset.searchIndex.replace(/catalogue\.js$/, "");
    if (!catalogue) return folder;
    return `${folder}${name[0] === "d" ? "" : catalogue.shared || ""}${catalogue.version}/`;
  };

  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `${folderOf(name)}${name}.js${!catalogue && renewals ? `?${renewals}` : ""}`;
        script.onload = () => script.remove();
        script.onerror = () => {
          loaded.delete(name);
          script.remove();
          reject(new Error(name));
        };
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  };

  const read = async () => {
    const data = await load("catalogue");
    data.keys = data.keys.split("\n");
    data.titles = numbers(data.titles);
    Object.keys(data.facets).forEach((facet) => {
      data.facets[facet][1] = numbers(data.facets[facet][1]);
    });
    catalogue = data;
    const [from, to] = await load("variants");
    variants = new Map(Array.from(from).map((char, i) => [char, to[i]]));
    return data;
  };

  let reading = null;
  const open = () => {
    reading = reading || read().catch((error) => {
      reading = null;
      throw error;
    });
    return reading;
  };

  // 网站换了新版，开着的页面记着的目录就旧了，分片也不在了：丢开，重新读。真换了的为真。
  const renewed = async () => {
    const old = catalogue && catalogue.version;
    loaded.clear();
    catalogue = null;
    reading = null;
    renewals += 1;
    return (await open()).version !== old;
  };

  // 读分片 ---------------------------------------------------------------
  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }

    get more() {
      return this.at < this.text.length;
    }

    number() {
      let sum = 0;
      for (;;) {
        let code = this.text.charCodeAt(this.at);
        this.at += 1;
        if (code >= 0x2028) code -= 0x48;
        if (code >= 0xa0) code -= 0x21;
        if (code >= 0x5d) code -= 1;
        code -= 0x23;
        sum += code;
        if (code !== MOST) return sum;
      }
    }

    letters(count) {
      this.at += count;
      return this.text.slice(this.at - count, this.at);
    }
  }

  const numbers = (text) => {
    const reader = new Reader(text);
    const values = [];
    while (reader.more) values.push(reader.number());
    return values;
  };

  const readPage = (text, words, counts) => {
    const reader = new Reader(text);
    let key = "";
    let inside = null;
    let whole = false;
    while (reader.more) {
      const shared = reader.number();
      key = key.slice(0, shared) + reader.letters(reader.number());
      const takes = key.length > words.length && key.startsWith(words);
      const before = key <= words;
      const owners = [];
      let owner = 0;
      for (let left = reader.number(); left; left -= 1) {
        owner += reader.number();
        if (takes) counts.set(owner, (counts.get(owner) || 0) + 1);
        else if (before) owners.push(owner);
      }
      whole = whole || takes;
      if (before) inside = { stem: key.slice(0, -1), owners };
    }
    return { inside, whole };
  };

  const readSum = (text, counts) => {
    const reader = new Reader(text);
    let owner = 0;
    while (reader.more) {
      const value = reader.number();
      owner += Math.floor(value / OFTEN);
      counts.set(owner, (counts.get(owner) || 0) + (value % OFTEN) + 1);
    }
  };

  // 有多少个键小于（或不大于）这些字。
  const below = (words, orEqual) => {
    let low = 0;
    let high = catalogue.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (catalogue.keys[middle] < words || (orEqual && catalogue.keys[middle] === words)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  // 查找 -----------------------------------------------------------------
  // 结果：counts 是各篇各处（正文、标题、小标题、摘要和标签）出现的次数；sure 为假时还要看原文才算数。
  const lookUp = async (words) => {
    const first = Math.max(0, below(words, true) - 1);
    const last = Math.max(0, below(`${words}\uffff`, false) - 1);
    const wanted = [load(`p${first}`)];
    if (last > first) wanted.push(load(`p${last}`));
    if (last > first + 1) wanted.push(load(`s${first}-${last}`));
    const [page, lastPage, sum] = await Promise.all(wanted);
    const counts = new Map();
    const { inside, whole } = readPage(page, words, counts);
    const wholeToo = lastPage !== undefined && readPage(lastPage, words, counts).whole;
    if (sum !== undefined) readSum(sum, counts);
    const sure = whole || wholeToo || sum !== undefined;
    if (!sure && inside && words.startsWith(inside.stem)) inside.owners.forEach((owner) => counts.set(owner, 1));
    return { counts, sure };
  };

  const byDocument = (counts) => {
    const byId = new Map();
    counts.forEach((count, owner) => {
      const id = owner % catalogue.count;
      if (!byId.has(id)) byId.set(id, [0, 0, 0, 0]);
      byId.get(id)[Math.floor(owner / catalogue.count)] += count;
    });
    return byId;
  };

  // 比索引里最长的键还长的词：查它的头和尾，再看原文。
  const candidates = async (words) => {
    const longest = catalogue.deepest - 1;
    if (words.length <= longest) {
      const { counts, sure } = await lookUp(words);
      return { documents: byDocument(counts), sure };
    }
    const head = byDocument((await lookUp(words.slice(0, longest))).counts);
    let start = words.length - longest;
    const within = (at) => LETTER.test(words[at]) || (words[at] === MARK && !LETTER.test(words[at + 1] || ""));
    while (start < words.length && within(start)) start += 1;
    if (start < words.length) {
      const tail = byDocument((await lookUp(words.slice(start))).counts);
      Array.from(head.keys()).forEach((id) => tail.has(id) || head.delete(id));
    }
    return { documents: head, sure: false };
  };

  const zonesOf = (record) => [record[5].split("\n"), [record[1]], record[2], [record[3]].concat(record[4])];

  const times = (blocks, words) => {
    let count = 0;
    blocks.forEach((block) => {
      const { form } = fold(block);
      for (let at = form.indexOf(words); at >= 0; at = form.indexOf(words, at + 1)) count += 1;
    });
    return count;
  };

  const verified = async (documents, words, among) => {
    const ids = Array.from(documents.keys()).filter((id) => !among || among.has(id));
    const records = await Promise.all(ids.map((id) => load(`d${id}`)));
    const confirmed = new Map();
    records.forEach((record, i) => {
      const counts = zonesOf(record).map((blocks) => times(blocks, words));
      if (counts.some(Boolean)) confirmed.set(ids[i], counts);
    });
    return confirmed;
  };

  // 查询的词：空格隔开；引号里的是一个词。
  const WORD = /["＂“”„]([^"＂“”„]*)["＂“”„]|「([^」]*)」|『([^』]*)』|([^\s"＂“”„「『]+)/g;
  const wordsOf = (query) => {
    const words = new Set();
    query.slice(0, 200).replace(WORD, (match, a, b, c, d) => {
      const { form } = fold([a, b, c, d].find((text) => text !== undefined));
      if (form) words.add(form);
      return "";
    });
    return Array.from(words).slice(0, 10);
  };

  const worth = (counts, words, titleLength) => {
    const [body, title, heading, label] = counts;
    let sum = Math.min(9.5, 3 * Math.log2(1 + body));
    if (title) sum += 100 + 50 * Math.min(1, words.length / titleLength) + (words.length === titleLength ? 1000 : 0);
    if (heading) sum += 30;
    if (label) sum += 12;
    return sum;
  };

  const together = async (words) => {
    const answers = await Promise.all(words.map(candidates));
    let common = null;
    const hitsByWord = [];
    const order = answers.map((answer, i) => i).sort((a, b) => answers[b].sure - answers[a].sure);
    for (const i of order) {
      const hits = answers[i].sure ? answers[i].documents : await verified(answers[i].documents, words[i], common);
      hitsByWord[i] = hits;
      common = new Set(Array.from(hits.keys()).filter((id) => !common || common.has(id)));
    }
    return { hitsByWord, ids: Array.from(common || []) };
  };

  // 找到的全部各篇的编号，最合适的在前；编号小的新。
  const find = async (query) => {
    await open();
    const words = wordsOf(query);
    if (!words.length || !catalogue.count) return { words, ids: [] };
    const { hitsByWord, ids } = await together(words);
    const scores = new Map(ids.map((id) => [
      id,
      words.reduce((sum, word, i) => sum + worth(hitsByWord[i].get(id), word, catalogue.titles[id]), 0) / words.length,
    ]));
    if (words.length > 1 && ids.length > 1) {
      const whole = fold(query.slice(0, 200)).form;
      const answer = await candidates(whole);
      const hits = answer.sure ? answer.documents : await verified(answer.documents, whole, scores);
      hits.forEach((counts, id) => {
        if (scores.has(id)) scores.set(id, scores.get(id) + 40 + worth(counts, whole, catalogue.titles[id]));
      });
    }
    // 分数相同的，新的在前：编号从旧到新。
    ids.sort((a, b) => scores.get(b) - scores.get(a) || b - a);
    return { words, ids };
  };

  // 词在一段原文里的位置，从前到后，不重叠。
  const places = (text, words) => {
    const { form, starts, ends } = fold(text);
    const all = [];
    words.forEach((word) => {
      for (let at = form.indexOf(word); at >= 0; at = form.indexOf(word, at + word.length)) {
        all.push([starts[word[0] === MARK ? at + 1 : at], ends[at + word.length - 1]]);
      }
    });
    all.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    return all.filter((span, i) => !all.slice(0, i).some((other) => other[1] > span[0]));
  };

  window.lanmuSearch.find = find;
  window.lanmuSearch.open = open;
  window.lanmuSearch.renewed = renewed;
  window.lanmuSearch.places = places;
  window.lanmuSearch.record = (id) => load(`d${id}`);
})();
