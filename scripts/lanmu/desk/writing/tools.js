// 工具栏的各样，都是一步可以撤销的改动。
import { EditorSelection, openSearchPanel, redo, undo } from "/_desk/static/writing/editor/codemirror.js";
import { ask, dialogOf } from "/_desk/static/writing/dialogs.js";

const escaped = (text) => text.replace(/[\\\[\]]/g, "\\$&");

// 选中的每一行开头加上或者去掉记号。
const lines = (view, change) => {
  const { doc, selection } = view.state;
  const { from, to } = selection.main;
  const changes = [];
  for (let number = doc.lineAt(from).number, at = 0; number <= doc.lineAt(to).number; number += 1, at += 1) {
    const line = doc.line(number);
    const text = change(line.text, at);
    if (text !== line.text) changes.push({ from: line.from, to: line.to, insert: text });
  }
  // 光标在改过的文字后面，接着就写。
  const set = view.state.changes(changes);
  view.dispatch({ changes: set, selection: EditorSelection.range(set.mapPos(from, 1), set.mapPos(to, 1)), userEvent: "input", scrollIntoView: true });
};

const prefixed = (pattern, sign) => (text) => (pattern.test(text) ? text.replace(pattern, "") : sign + text.replace(/^(#{1,6} |[-*] |\d+\. |> )/, ""));

// 单独成段的内容：前后各空一行。
export const insertBlock = (view, text, from = view.state.selection.main.from, to = view.state.selection.main.to) => {
  const { doc } = view.state;
  const before = doc.sliceString(Math.max(0, from - 2), from);
  const after = doc.sliceString(to, to + 2);
  const open = from === 0 || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const close = to === doc.length ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  const insert = open + text + close;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + open.length + text.length }, userEvent: "input.paste", scrollIntoView: true });
  view.focus();
};

const wrap = (view, sign) => {
  view.dispatch(view.state.changeByRange((range) => {
    const text = view.state.sliceDoc(range.from, range.to);
    const around = view.state.sliceDoc(range.from - sign.length, range.to + sign.length);
    if (text && around === sign + text + sign) {
      const changes = [{ from: range.from - sign.length, to: range.from }, { from: range.to, to: range.to + sign.length }];
      return { changes, range: EditorSelection.range(range.from - sign.length, range.to - sign.length) };
    }
    return { changes: { from: range.from, to: range.to, insert: sign + text + sign }, range: EditorSelection.range(range.from + sign.length, range.to + sign.length) };
  }), { userEvent: "input", scrollIntoView: true });
};

export const nextNote = (text) => Math.max(0, ...Array.from(text.matchAll(/\[\^(\d+)\]/g), (match) => Number(match[1]))) + 1;

const note = (view) => {
  const number = nextNote(view.state.doc.toString());
  const { to } = view.state.selection.main;
  const end = view.state.doc.length;
  const tail = view.state.sliceDoc(Math.max(0, end - 2), end);
  const gap = tail.endsWith("\n\n") ? "" : tail.endsWith("\n") ? "\n" : "\n\n";
  const mark = `[^${number}]`;
  const insert = `${gap}${mark}: `;
  const changes = to === end ? [{ from: end, insert: mark + insert }] : [{ from: to, insert: mark }, { from: end, insert }];
  view.dispatch({ changes, selection: { anchor: end + mark.length + insert.length }, userEvent: "input", scrollIntoView: true });
};

const table = async (view) => {
  const dialog = dialogOf("table");
  if (!await ask(dialog)) return;
  const count = (name, most) => Math.min(Math.max(parseInt(dialog.querySelector(`[data-table-${name}]`).value, 10) || 1, 1), most);
  const columns = count("columns", 20);
  const row = (cell) => `|${` ${cell} |`.repeat(columns)}`;
  insertBlock(view, [row("　"), row("---"), ...Array.from({ length: count("rows", 100) }, () => row("　"))].join("\n"));
};

export const insertLink = (view, text, target) => {
  const { from, to } = view.state.selection.main;
  const insert = `[${escaped(text || target)}](${target.replace(/[()\s<>]/g, encodeURIComponent).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"))})`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input", scrollIntoView: true });
};

export const insertPicture = (view, words, name) => insertBlock(view, `![${escaped(words)}](${encodeURI(name)})`);

// more 有要另外开对话框的：链接、图片。
export const tools = (view, more) => ({
  heading: () => lines(view, prefixed(/^## /, "## ")),
  bold: () => wrap(view, "**"),
  list: () => lines(view, prefixed(/^- /, "- ")),
  numbers: () => lines(view, (text, at) => prefixed(/^\d+\. /, `${at + 1}. `)(text)),
  quote: () => lines(view, prefixed(/^> /, "> ")),
  table: () => table(view),
  note: () => note(view),
  undo: () => undo(view),
  redo: () => redo(view),
  find: () => openSearchPanel(view),
  ...more,
});

// 工具栏是一个停靠点，左右键在里面走（WAI-ARIA 的 toolbar）。
export const watchToolbar = (bar, actions, view) => {
  const buttons = Array.from(bar.querySelectorAll("[data-tool]"));
  const stop = (at) => buttons.forEach((button, number) => { button.tabIndex = number === at ? 0 : -1; });
  stop(0);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: buttons.length - 1 - at }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    const next = (at + step + buttons.length) % buttons.length;
    stop(next);
    buttons[next].focus();
  });
  bar.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-tool]");
    if (!button) return;
    await actions[button.dataset.tool]();
    if (button.dataset.tool !== "find") view.focus();
  });
  bar.hidden = false;
};
