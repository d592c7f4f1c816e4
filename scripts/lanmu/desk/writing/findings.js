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
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
};

const nameOf = (button) => button.getAttribute("aria-label") || button.textContent;

export const findingsOf = (form, view, { path, data, changed, notify }) => {
  const list = form.querySelector("[data-findings]");
  const state = form.querySelector("[data-findings-state]");
  const all = form.querySelector("[data-mend-all]");
  let revision = "";
  let timer;
  let tries = 0;
  let isFirst = true;

  // 一处现在在第几行第几个字：前面改过的，跟着走了。
  const place = (finding) => {
    const at = finding.line > 0 ? placeOf(view, finding.key) : null;
    if (at === null) return { line: finding.line, column: finding.column };
    const line = view.state.doc.lineAt(at);
    return { line: line.number, column: Array.from(view.state.sliceDoc(line.from, at)).length + 1 };
  };

  const jump = (finding) => {
    if (finding.line <= 0) { goToField(form, finding.field); return; }
    const at = placeOf(view, finding.key) ?? view.state.doc.line(Math.min(finding.line, view.state.doc.lines)).from;
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  };

  let last = { findings: [], state: {}, complete: false };
  const mend = async (values, isMended) => {
    notify("正在看怎样改…");
    let answer;
    const before = view.state.doc;
    const form_ = data();
    for (const [name, value] of Object.entries(values)) form_.append(name, value);
    try { answer = await post("/_desk/writing/mend", form_); } catch (error) { notify(error.message); return; }
    notify("");
    // 等的时候又写了字、贴了东西的，算好的是旧的文字：换上去，新写的就没有了。
    const isStale = () => { if (view.state.doc === before) return false; notify("刚才文字又有改动，没有改。请再点一次“自动改”。"); return true; };
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
    show({ ...last, findings: last.findings.filter((finding) => !isMended(finding)).map((finding) => ({ ...finding, ...place(finding) })) });
    view.focus();
    notify("改好了，还没有保存。");
  };

  const item = (finding) => {
    const entry = element("li", `finding finding--${finding.level}`, "");
    const message = element("p", "finding__message", "");
    message.append(element("span", "finding__level", finding.label), ` ${finding.message}`);
    entry.append(message);
    if (finding.remedy) entry.append(element("p", "finding__remedy", finding.remedy));
    const actions = element("p", "actions", "");
    const where = finding.line > 0 ? `第 ${finding.line} 行` : finding.field ? "在稿件信息里" : "";
    if (where) {
      const go = element("button", "finding__jump", where);
      go.type = "button";
      go.addEventListener("click", () => jump(finding));
      actions.append(go);
    } else if (finding.where) actions.append(element("span", "finding__where", finding.where));
    actions.append(element("span", "finding__rule", `${finding.code} ${finding.name}`));
    if (finding.fixable) {
      const button = element("button", "button button--small", "自动改");
      button.type = "button";
      button.setAttribute("aria-label", `自动改：${finding.message}`);
      button.addEventListener("click", () => mend({ code: finding.code, field: finding.field, ...place(finding) }, (other) => other.key === finding.key));
      actions.append(button);
    }
    entry.append(actions);
    return entry;
  };

  const show = (answer) => {
    const findings = answer.findings.map((finding, number) => ({ ...finding, key: `${finding.code}#${number}` }));
    last = { ...answer, findings };
    const focused = list.contains(document.activeElement) && nameOf(document.activeElement);
    const items = element("ol", "findings", "");
    items.append(...findings.map(item));
    list.replaceChildren(...(findings.length ? [items] : []));
    if (focused) {
      // 同一处的同一个按钮还在，就还在它上面：正要按回车的，不会落空。
      list.tabIndex = -1;
      const same = Array.from(list.querySelectorAll("button")).find((button) => nameOf(button) === focused);
      (same || list).focus({ preventScroll: true });
    }
    mark(view, findings);
    all.hidden = findings.filter((finding) => finding.fixable).length < 2;
    const errors = findings.filter((finding) => finding.level === "error").length;
    const words = [errors && `错误 ${errors} 处`, findings.length - errors && `提醒 ${findings.length - errors} 处`].filter(Boolean).join("，");
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

  all.addEventListener("click", () => mend({ all: "1" }, (finding) => finding.fixable));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) poll(); });
  poll();
  return { again: () => { tries = TRIES; state.textContent = "正在查…"; clearTimeout(timer); timer = setTimeout(poll, SOON); } };
};
