// 写稿的一页：编辑框、随写随查、右边的网页、保存、记在这台电脑上。没有脚本时是一张普通的表单。
import { post, say } from "/_desk/static/common/desk.js";
import { sentence, watchArticle } from "/_desk/static/versions/presence.js";
import { findingsOf } from "/_desk/static/writing/findings.js";
import { fill, firstWrong, goToField, showErrors, valuesOf, watchChosen, watchRows } from "/_desk/static/writing/form.js";
import { insertEvents, pictureDialog } from "/_desk/static/writing/insert.js";
import { keeper } from "/_desk/static/writing/kept.js";
import { linkDialog } from "/_desk/static/writing/links.js";
import { previewOf } from "/_desk/static/writing/preview.js";
import { createEditor, replaceText } from "/_desk/static/writing/text_editor.js";
import { tools, watchToolbar } from "/_desk/static/writing/tools.js";

const PAUSE = 400;
const AGAIN = 1500;
const form = document.querySelector("[data-write]");
const find = (name) => form.querySelector(`[data-${name}]`);
const area = form.elements.text;
const host = find("editor");
const path = form.elements.path.value;
const saved = find("saved");
let view = null;
let isDirty = false;
let timer;
let checking = false;
let wanted = false;
let saving = false;

const notify = (text, { error = false, link = "" } = {}) => {
  const notice = find("told");
  notice.classList.toggle("notice--error", error);
  notice.textContent = text;
  notice.hidden = !text;
  if (link) {
    const button = document.createElement("a");
    button.className = "button button--main";
    button.href = link;
    button.textContent = "对照两份";
    notice.append(" ", button);
  }
  if (text) say(text);
};

const data = () => {
  const values = new FormData(form);
  values.set("text", view.state.doc.toString());
  values.delete("token");
  return values;
};

// 上面一条有多高，工具栏和网页就从那里排起。
const tall = () => form.style.setProperty("--head-height", `${form.querySelector(".write__head").offsetHeight}px`);

const preview = previewOf(form, form.dataset.page, () => check());
const kept = keeper(`${form.dataset.project}:${path}`, () => ({
  digest: form.elements.digest.value, values: valuesOf(form), text: view.state.doc.toString(),
}));

const check = async () => {
  clearTimeout(timer);
  if (checking) { wanted = true; return; }
  checking = true;
  const values = data();
  values.set("window", preview.window);
  try {
    const answer = await post("/_desk/writing/check", values);
    showErrors(form, answer.errors);
    if (answer.shown) preview.show();
    if (Object.keys(answer.errors).length) preview.say("稿件信息有错，网页还是改之前的样子");
    else if (answer.shown) preview.say(isDirty ? "网页的样子（还没有保存）" : "网页现在的样子");
    else if (!preview.isWaiting()) preview.say("网页保存以后更新");
    if (preview.isWaiting()) timer = setTimeout(check, AGAIN);
  } catch (error) {
    notify(error.message, { error: true });
  }
  checking = false;
  if (wanted) { wanted = false; check(); }
};

const changed = () => {
  if (!isDirty) {
    isDirty = true;
    saved.textContent = "有改动，还没有保存";
  }
  // 做好了的一句话，接着写就不用留着；没有做成的留着。
  if (!find("told").classList.contains("notice--error")) find("told").hidden = true;
  kept.keep();
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
};

const save = async () => {
  if (saving) return;
  saving = true;
  clearTimeout(timer);
  saved.textContent = "正在保存…";
  const before = view.state.doc;
  const values = data();
  try {
    const answer = await post("/_desk/writing/save", values);
    form.elements.digest.value = answer.digest;
    find("title").textContent = answer.title;
    document.title = `${answer.title} · 编辑台`;
    const now = new Date();
    const words = `已保存（${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}）`;
    isDirty = view.state.doc !== before;
    saved.textContent = isDirty ? "有改动，还没有保存" : words;
    if (!isDirty) kept.drop();
    say(words);
    notify("");
    showErrors(form, {});
    const warning = find("outdated");
    if (warning && !answer.outdated) warning.remove();
    if (!preview.isWaiting()) preview.say("网页现在的样子");
    findings.again();
  } catch (error) {
    saved.textContent = "没有保存";
    const answer = error.data || {};
    if (answer.errors) {
      showErrors(form, answer.errors);
      firstWrong(form, answer.errors);
    }
    // 已经另存在“版本”里了，不用再记着。
    if (answer.next) kept.drop();
    notify(error.message, { error: true, link: answer.next });
  }
  saving = false;
};

const picture = pictureDialog({ get state() { return view.state; }, dispatch: (...changes) => view.dispatch(...changes), focus: () => view.focus() }, path, notify);
host.hidden = false;
area.hidden = true;
view = createEditor(host, {
  text: area.value,
  label: document.querySelector("#body-name").textContent,
  keys: [
    { key: "Mod-b", run: () => { actions.bold(); return true; } },
    { key: "Mod-k", run: () => { actions.link(); return true; } },
    { key: "Mod-Alt-2", run: () => { actions.heading(); return true; } },
  ],
  changed,
  events: insertEvents(host, () => view, picture, notify),
});
// 普通的表单也交得出去：文字一直在编辑框里，交之前放回去。
area.removeAttribute("name");
const actions = tools(view, { link: linkDialog(view, path), picture: () => picture() });
watchToolbar(find("toolbar"), actions, view);
watchRows(form, changed);
const showChosen = watchChosen(form);
const findings = findingsOf(form, view, { path, data, changed, notify });

form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
form.addEventListener("input", (event) => { if (!event.isComposing) changed(); });
form.addEventListener("compositionend", changed);
form.addEventListener("change", changed);
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) save();
});

const offer = () => {
  const draft = kept.load();
  if (!draft) return;
  const same = draft.text === view.state.doc.toString() && JSON.stringify(draft.values) === JSON.stringify(valuesOf(form));
  if (same) { kept.drop(); return; }
  const box = find("kept");
  find("kept-time").textContent = new Date(draft.time).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  find("kept-changed").hidden = draft.digest === form.elements.digest.value;
  box.hidden = false;
  const done = () => { box.hidden = true; view.focus(); };
  find("kept-take").addEventListener("click", () => {
    // 文件后来又改过的，保存时会让人对照，不会盖掉。
    form.elements.digest.value = draft.digest;
    fill(form, draft.values);
    showChosen();
    replaceText(view, draft.text);
    done();
    changed();
  }, { once: true });
  find("kept-drop").addEventListener("click", () => { kept.drop(); done(); }, { once: true });
};

offer();
// 从别的一页来填某一项：网址末尾写着是哪一项。
if (window.location.hash) goToField(form, window.location.hash.slice(1));
if (preview.isWaiting()) check();
watchArticle(path, (others) => {
  const notice = find("presence");
  notice.hidden = !others.length;
  notice.textContent = others.map(sentence).join("");
});
new ResizeObserver(tall).observe(form.querySelector(".write__head"));
tall();
