// 签字：没有签成的，就在表上说为什么，选好的、填好的都还在。检查做完了，页上换成新的，填好的也都还在。
import { get, post, say } from "/_desk/static/common/desk.js";

const PAUSE = 1000;
const CHANGED = "打开以后稿件又改过，这里还是打开时的样子。请刷新这一页，把改过的再看一遍，再签。";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-sign]");
  if (!form) return;
  event.preventDefault();
  const error = form.querySelector("[data-error]");
  const button = form.querySelector("button");
  button.disabled = true;
  error.hidden = true;
  try {
    const answer = await post(form.getAttribute("action"), new FormData(form));
    say("已签。");
    window.location.assign(answer.next);
  } catch (fault) {
    error.textContent = fault.message;
    error.hidden = false;
    button.disabled = false;
    button.focus();
  }
});

const isBox = (input) => input.type === "checkbox";
const keyOf = (input) => [input.form?.dataset.sign, input.name, isBox(input) ? input.value : ""].join("\n");
const inputs = (part) => Array.from(part.querySelectorAll("input[name]:not([type=hidden])"));
const detailsOf = (part) => Array.from(part.querySelectorAll("form[data-sign] details"));
const seen = (part) => Array.from(part.querySelectorAll("input[name=seen]"), (input) => input.value);

// 新的一块里，填上、勾上、打开原来的；勾着的那一篇又改过的，不替人勾。
const keep = (old, fresh) => {
  const before = new Map(inputs(old).map((input) => [keyOf(input), input]));
  const same = new Set(seen(old));
  for (const input of inputs(fresh)) {
    const was = before.get(keyOf(input));
    if (was && !isBox(input)) input.value = was.value;
    const row = was && input.closest("tr")?.querySelector("input[name=seen]");
    if (was && isBox(input)) input.checked = was.checked && (!row || same.has(row.value));
  }
  const open = new Set(detailsOf(old).filter((part) => part.open).map((part) => part.closest("form").dataset.sign));
  for (const part of detailsOf(fresh)) part.open = open.has(part.closest("form").dataset.sign);
};

const renew = async () => {
  const fresh = new DOMParser().parseFromString(await get(window.location.href), "text/html");
  const isOne = document.querySelector('form[data-sign="one"]');
  if (isOne && seen(document).join() !== seen(fresh).join()) {
    const error = isOne.querySelector("[data-error]");
    if (!error) return;
    error.textContent = CHANGED;
    error.hidden = false;
    return;
  }
  const focused = document.activeElement?.name && keyOf(document.activeElement);
  for (const old of document.querySelectorAll("[data-renew]")) {
    const part = fresh.querySelector(`[data-renew="${old.dataset.renew}"]`);
    if (part) {
      const imported = document.importNode(part, true);
      old.replaceWith(imported);
      keep(old, imported);
    }
  }
  const again = focused && inputs(document).find((input) => keyOf(input) === focused);
  if (again) again.focus({ preventScroll: true });
  say("检查做完了。");
};

const wait = async () => {
  let answer = { checked: false, trouble: "" };
  try { answer = await get("/_desk/reviewing/checked"); } catch { /* 编辑台关了：等它再开 */ }
  if (answer.checked || answer.trouble) await renew().catch((error) => say(error.message));
  // 正好又存了一次的，再等。
  if (!answer.trouble && document.querySelector("[data-checking]")) setTimeout(wait, PAUSE);
};
if (document.querySelector("[data-checking]")) wait();
