// 检查查到的：保存以后问，直到查完；列在下面，标在行上，能自动改的有按钮。
import { get, post, say } from "/_desk/static/common/desk.js";
import { ask, dialogOf } from "/_desk/static/writing/dialogs.js";
import { goToField } from "/_desk/static/writing/form.js";
import { EditorView } from "/_desk/static/writing/editor/codemirror.js";
import { mark, placeOf, replaceText } from "/_desk/static/writing/text_editor.js";

const SOON = 500;
const LATER = 8000;
const TRIES = 40;

const element = (tag, className, text) => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

const nameOf = (button) => button.getAttribute("aria-label") || button.textContent;

export const findingsOf = (form, view, { path, data, changed, told }) => {
  const list = form.querySelector("[data-findings]");
  const state = form.querySelector("[data-findings-state]");
  const all = form.querySelector("[data-mend-all]");
  let revision = "";
  let timer;
  let tries = 0;
  let isFirst = true;

  // 一处现在在第几行第几个字：前面改过的，跟着走了。
  const place = (found) => {
    const at = found.line > 0 ? placeOf(view, found.key) : null;
    if (at === null) return { line: found.line, column: found.column };
    const line = view.state.doc.lineAt(at);
    return { line: line.number, column: Array.from(view.state.sliceDoc(line.from, at)).length + 1 };
  };

  const jump = (found) => {
    if (found.line <= 0) { goToField(form, found.field); return; }
    const at = placeOf(view, found.key) ?? view.state.doc.line(Math.min(found.line, view.state.doc.lines)).from;
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  };

  let known = { findings: [], state: {}, complete: false };
  const mend = async (values, isMended) => {
    told("正在看怎样改…");
    let answer;
    const before = view.state.doc;
    const form_ = data();
    for (const [name, value] of Object.entries(values)) form_.append(name, value);
    try { answer = await post("/_desk/writing/mend", form_); } catch (error) { told(error.message); return; }
    told("");
    // 等的时候又写了字、贴了东西的，算好的是旧的文字：换上去，新写的就没有了。
    const isStale = () => { if (view.state.doc === before) return false; told("刚才文字又有改动，没有改。请再点一次“自动改”。"); return true; };
    if (isStale()) return;
    const dialog = dialogOf("mend");
    const shown = new DOMParser().parseFromString(answer.html, "text/html");
    dialog.querySelector("[data-mend-shown]").replaceChildren(...shown.body.childNodes);
    if (!await ask(dialog) || isStale()) return;
    replaceText(view, answer.text);
    for (const [name, value] of Object.entries(answer.fields)) {
      const input = form.elements.namedItem(name);
      if (input && "value" in input) input.value = value;
    }
    changed();
    show({ ...known, findings: known.findings.filter((one) => !isMended(one)).map((one) => ({ ...one, ...place(one) })) });
    view.focus();
    told("改好了，还没有保存。");
  };

  const item = (found) => {
    const made = element("li", `finding finding--${found.level}`, "");
    const message = element("p", "finding__message", "");
    message.append(element("span", "finding__level", found.label), ` ${found.message}`);
    made.append(message);
    if (found.remedy) made.append(element("p", "finding__remedy", found.remedy));
    const actions = element("p", "actions", "");
    const where = found.line > 0 ? `第 ${found.line} 行` : found.field ? "在稿件信息里" : "";
    if (where) {
      const go = element("button", "finding__jump", where);
      go.type = "button";
      go.addEventListener("click", () => jump(found));
      actions.append(go);
    } else if (found.where) actions.append(element("span", "finding__where", found.where));
    actions.append(element("span", "finding__rule", `${found.code} ${found.name}`));
    if (found.fixable) {
      const button = element("button", "button button--small", "自动改");
      button.type = "button";
      button.setAttribute("aria-label", `自动改：${found.message}`);
      button.addEventListener("click", () => mend({ code: found.code, field: found.field, ...place(found) }, (one) => one.key === found.key));
      actions.append(button);
    }
    made.append(actions);
    return made;
  };

  const show = (answer) => {
    const found = answer.findings.map((one, number) => ({ ...one, key: `${one.code}#${number}` }));
    known = { ...answer, findings: found };
    const focused = list.contains(document.activeElement) && nameOf(document.activeElement);
    const made = element("ol", "findings", "");
    made.append(...found.map(item));
    list.replaceChildren(...(found.length ? [made] : []));
    if (focused) {
      // 同一处的同一个按钮还在，就还在它上面：正要按回车的，不会落空。
      list.tabIndex = -1;
      const same = Array.from(list.querySelectorAll("button")).find((button) => nameOf(button) === focused);
      (same || list).focus({ preventScroll: true });
    }
    mark(view, found);
    all.hidden = found.filter((one) => one.fixable).length < 2;
    const errors = found.filter((one) => one.level === "error").length;
    const words = [errors && `错误 ${errors} 处`, found.length - errors && `提醒 ${found.length - errors} 处`].filter(Boolean).join("，");
    const text = !answer.complete ? "正在查…" : words ? `查到${words}。` : "没有查到问题。";
    if (state.textContent !== text) { state.textContent = text; say(text); }
    const head = form.querySelector("[data-state]");
    const label = element("span", `state state--${answer.state.kind}`, answer.state.label || "");
    head.replaceChildren(...(answer.state.label ? [label, ` ${answer.state.step}`] : []));
  };

  const poll = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    let answer = null;
    try { answer = await get(`/_desk/writing/findings?${new URLSearchParams({ path, revision })}`); } catch { /* 过一会儿再问 */ }
    if (answer) {
      revision = answer.revision;
      // 保存以后还在查的时候，查到的是上一次的，行号对不上现在的文字；刚打开时有什么先列什么。
      if (answer.findings && (!answer.running || isFirst)) show(answer);
      else if (!answer.running && state.textContent === "正在查…") revision = "";
      if (answer.running) state.textContent = "正在查…";
      isFirst = false;
      if (answer.trouble) state.textContent = answer.trouble;
    }
    tries -= 1;
    timer = setTimeout(poll, (answer && answer.running) || tries > 0 ? SOON : LATER);
  };

  all.addEventListener("click", () => mend({ all: "1" }, (one) => one.fixable));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
  poll();
  return { again: () => { tries = TRIES; state.textContent = "正在查…"; clearTimeout(timer); timer = setTimeout(poll, SOON); } };
};
