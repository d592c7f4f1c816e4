// 编一期：上移、下移、去掉、选上，单子由服务器重新列出来，别的都不动；也可以拖。没有脚本时，这些按钮照样能用。
import { post, say } from "/_desk/static/common/desk.js";

const form = document.querySelector("[data-arrange]");
const chosen = form.querySelector("[data-chosen]");
const offered = form.querySelector("[data-offered]");
const titleOf = (item) => item.querySelector(".chosen__title").textContent;
const items = () => [...chosen.querySelectorAll("[data-item]")];

// 换上新的单子；打开着的“怎样排”还打开着。
const show = (html, both) => {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (both) {
    const open = new Set(items().filter((item) => item.querySelector("details[open]")).map((item) => item.dataset.item));
    chosen.replaceChildren(...fresh.querySelector("[data-chosen]").childNodes);
    items().filter((item) => open.has(item.dataset.item)).forEach((item) => { item.querySelector("details").open = true; });
  }
  offered.replaceChildren(...fresh.querySelector("[data-offered]").childNodes);
};

// 按过的按钮换了地方，焦点跟着它；它没有了，就到最近的一个。
const focusOn = (path, act, place) => {
  const item = items().find((each) => each.dataset.item === path);
  const button = item && [act, "up", "down", "out"].map((name) => item.querySelector(`[data-act="${name}"]`)).find((each) => each && !each.disabled);
  const list = act === "in" ? [...offered.querySelectorAll('[data-act="in"]')] : [...chosen.querySelectorAll('[data-act="out"]')];
  (act === "in" ? list[Math.min(place, list.length - 1)] : button || list[Math.min(place, list.length - 1)])?.focus();
  if (document.activeElement === document.body) document.getElementById(act === "in" ? "offered" : "chosen").focus();
};

let asked = 0;
const ask = async (act, both) => {
  const values = new FormData(form);
  values.set("act", act);
  asked += 1;
  const mine = asked;
  const html = await post(form.action, values);
  if (mine === asked) show(html, both);
  return mine === asked;
};

const press = async (button) => {
  const { act } = button.dataset;
  const item = button.closest("[data-item]");
  const path = item ? item.dataset.item : button.value.slice(3);
  const title = act === "find" ? "" : titleOf(button.closest("li"));
  const place = [...button.closest("ol, ul, form").querySelectorAll(`[data-act="${act}"]`)].indexOf(button);
  try {
    if (!await ask(button.value, act !== "find")) return;
  } catch (error) {
    say(error.message);
    return;
  }
  if (act === "find") {
    say(offered.querySelector("[data-count]").textContent);
    return;
  }
  focusOn(path, act, place);
  const now = items().findIndex((each) => each.dataset.item === path) + 1;
  say(now ? `《${title}》排在第 ${now}。` : `去掉了《${title}》。`);
  changed = true;
};

let changed = false;
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.act) {
    changed = false;
    return;
  }
  event.preventDefault();
  press(button);
});
form.addEventListener("change", (event) => { changed = changed || !event.target.matches("[data-seek]"); });
window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

let waiting;
form.querySelector("[data-seek]").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask("find", false).then(() => say(offered.querySelector("[data-count]").textContent)).catch((error) => say(error.message)), 250);
});

// 拖：表单里的先后就是次序，放下以后再列一遍，按钮和号码就对了。
let dragged = null;
chosen.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-grip]")?.closest("[data-item]");
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", dragged.dataset.item);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(dragged, 16, 16);
  dragged.classList.add("chosen__item--dragged");
});
chosen.addEventListener("dragover", (event) => {
  const over = event.target.closest("[data-item]");
  if (!dragged || !over) return;
  event.preventDefault();
  if (over === dragged) return;
  const box = over.getBoundingClientRect();
  over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
});
chosen.addEventListener("drop", (event) => { if (dragged) event.preventDefault(); });
chosen.addEventListener("dragend", () => {
  if (!dragged) return;
  const { item } = dragged.dataset;
  dragged.classList.remove("chosen__item--dragged");
  const title = titleOf(dragged);
  dragged = null;
  changed = true;
  ask("find", true).then(() => say(`《${title}》排在第 ${items().findIndex((each) => each.dataset.item === item) + 1}。`)).catch((error) => say(error.message));
});
