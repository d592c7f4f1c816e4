// 稿件：边打字边找，按头排序，上下键在各篇之间走；选了什么都在网址里。没有这个脚本，点“找”和链接也一样。
import { get, say } from "/_desk/static/common/desk.js";

const form = document.querySelector("[data-choose]");
const results = document.querySelector("[data-results]");
const words = form.querySelector("[data-words]");
form.querySelector("[data-submit]").hidden = true;

const number = () => results.querySelector("[data-number]").dataset.number;
const count = () => results.querySelector("[data-count]").textContent;

// 换掉整块以后，焦点回到原来的那一个链接上。
const place = (element) => {
  const row = element.closest("[data-path]");
  if (row) return ["path", row.dataset.path, [...row.querySelectorAll("a")].indexOf(element)];
  const name = ["chip", "sort"].find((each) => each in element.dataset);
  return name && [name, element.dataset[name], 0];
};
const back = ([name, value, index], listed) => {
  const row = [...results.querySelectorAll(`[data-${name}]`)].find((each) => each.dataset[name] === value);
  const link = name === "path" ? row && row.querySelectorAll("a")[index] : row;
  // “都列出来”按过就没有了：到新列出来的第一篇。
  const next = value === "rest" && results.querySelectorAll("[data-row]")[listed];
  (link || next || words).focus({ preventScroll: true });
};

let asked = 0;
const show = async (address, { quiet = false } = {}) => {
  asked += 1;
  const mine = asked;
  const query = new URL(address, window.location.href).search;
  try {
    const html = await get(`/_desk/articles/rows${query}`);
    if (mine !== asked) return;
    const focused = results.contains(document.activeElement) && place(document.activeElement);
    const before = count();
    const listed = results.querySelectorAll("[data-row]").length;
    results.innerHTML = html;
    if (focused) back(focused, listed);
    if (!quiet || before !== count()) say(count());
  } catch (error) {
    if (mine === asked && !quiet) say(error.message);
  }
};

const address = () => {
  const given = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return query ? `/_desk/?${query}` : "/_desk/";
};

const choose = () => {
  window.history.replaceState(null, "", address());
  show(address());
};
let typed = 0;
form.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(choose, 120);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});

const fields = () => [...form.elements].filter((each) => each.name && each.type !== "hidden");
const inAddress = (field) => new URLSearchParams(window.location.search).get(field.name) || "";
// 脚本装好以前就选了的，浏览器刷新以后填回来的，也算。
if (fields().some((field) => field.value !== inAddress(field))) choose();

results.addEventListener("click", (event) => {
  const link = event.target.closest("[data-sort], [data-chip]");
  if (!link || link.dataset.chip === "clear" || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  window.history.pushState(null, "", link.href);
  show(link.href);
});
// 后退：选的框也回到那时候。
window.addEventListener("popstate", () => {
  for (const field of fields()) field.value = inAddress(field);
  show(window.location.href);
});

const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
document.addEventListener("keydown", (event) => {
  const rows = [...results.querySelectorAll("[data-row]")];
  if (event.target === words) {
    if (event.key !== "ArrowDown" || !rows.length) return;
    event.preventDefault();
    rows[0].focus();
    return;
  }
  const row = event.target.closest && event.target.closest("[data-path]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const now = rows.findIndex((each) => row.contains(each));
  const next = event.key in moves ? now + moves[event.key] : { Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  if (next < 0) words.focus();
  else if (rows[next]) rows[next].focus();
});

// 检查有了结果，或者别处改了稿件：这里跟着变，不跳。
setInterval(async () => {
  if (document.hidden) return;
  try {
    const { number: latest } = await get("/_desk/articles/news");
    if (String(latest) !== number()) await show(window.location.href, { quiet: true });
  } catch { /* 编辑台关了：等它再开。 */ }
}, 5000);
