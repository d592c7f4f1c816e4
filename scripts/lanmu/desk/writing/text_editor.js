// 正文的编辑框（CodeMirror）：放在自己的 shadow root 里，样式用 adoptedStyleSheets，不用放开 style-src。
import {
  EditorState, EditorView, HighlightStyle, deleteMarkupBackward, defaultKeymap, drawSelection, forEachDiagnostic,
  highlightSpecialChars, history, historyKeymap, insertNewlineContinueMarkup, keymap, lintGutter, markdownLanguage,
  search, searchKeymap, setDiagnostics, syntaxHighlighting, tags,
} from "/_desk/static/writing/editor/codemirror.js";

const PHRASES = {
  Find: "查找", Replace: "替换成", next: "下一处", previous: "上一处", all: "全选", "match case": "分大小写", regexp: "正则式",
  "by word": "整词", replace: "替换", "replace all": "全部替换", close: "关上", "replaced match on line $": "第 $ 行替换了一处",
  "replaced $ matches": "替换了 $ 处", "current match": "这一处", "on line": "在第几行", "Go to line": "到第几行", go: "去",
  "Control character": "控制字符",
};

const looks = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--brand-ink)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--brand-ink)" },
  { tag: tags.url, color: "var(--ink-soft)" },
  { tag: tags.quote, color: "var(--ink-soft)" },
  { tag: tags.processingInstruction, color: "var(--ink-soft)" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)" },
  "&.cm-focused": { outline: "3px solid var(--focus, var(--brand))", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--sans)", lineHeight: "1.8", minHeight: "24rem", maxHeight: "calc(100vh - 15rem)", overflow: "auto" },
  ".cm-content": { padding: ".75rem .25rem", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-line": { padding: "0 .75rem 0 .4rem" },
  ".cm-gutters": { backgroundColor: "var(--tint)", borderRight: "1px solid var(--line)" },
  ".cm-gutter-lint": { width: "1.6rem" },
  ".cm-lint-marker": { width: "1.2rem", height: "1.2rem", textAlign: "center", lineHeight: "1.2rem", fontWeight: "700" },
  ".cm-gutter-lint .cm-gutterElement": { padding: ".25rem .2rem" },
  ".cm-lint-marker-error": { content: "none", color: "var(--wrong)" },
  ".cm-lint-marker-warning": { content: "none", color: "var(--accent-ink)" },
  ".cm-lint-marker-error::after": { content: "'✕'" },
  ".cm-lint-marker-warning::after": { content: "'!'" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--wrong)", textUnderlineOffset: ".2em" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--accent-ink)", textUnderlineOffset: ".2em" },
  ".cm-lintPoint::after": { display: "none" },
  ".cm-tooltip": { maxWidth: "28rem", padding: ".35rem .5rem", border: "1px solid var(--line)", backgroundColor: "var(--sheet)", color: "var(--ink)" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap" },
  ".cm-panels": { backgroundColor: "var(--tint)", color: "var(--ink)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-textfield": { minHeight: "2.25rem", padding: ".2rem .5rem", border: "1px solid var(--control)", backgroundColor: "var(--sheet)", color: "var(--ink)", font: "inherit" },
  ".cm-button": { minHeight: "2.25rem", padding: ".1rem .6rem", border: "1px solid var(--control)", backgroundImage: "none", backgroundColor: "var(--sheet)", color: "var(--ink)", font: "inherit" },
  ".cm-panel.cm-search [name=close]": { minWidth: "1.75rem", minHeight: "1.75rem", color: "var(--ink)" },
  ".cm-panel.cm-search label": { fontSize: ".9rem" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 35%, transparent)" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 40%, transparent)" },
});

// Tab 留给键盘走出编辑框；缩进用 Ctrl+] 和 Ctrl+[。
export const createEditor = (host, { text, label, keys, changed, events }) => {
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of(keys),
        keymap.of([
          { key: "Enter", run: insertNewlineContinueMarkup }, { key: "Backspace", run: deleteMarkupBackward },
          ...defaultKeymap, ...historyKeymap, ...searchKeymap,
        ]),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", lang: "zh-CN" }),
        EditorState.phrases.of(PHRASES),
        markdownLanguage,
        syntaxHighlighting(looks),
        lintGutter(),
        search({ top: true }),
        theme,
        EditorView.domEventHandlers(events),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
      ],
    }),
  });
  return view;
};

// 查到的标在那一行；line 从 1 起，column 是第几个字（按字数，不按 UTF-16）。
export const mark = (view, findings) => {
  const { doc } = view.state;
  const diagnostics = findings.filter(({ line }) => line > 0 && line <= doc.lines).map((finding) => {
    const line = doc.line(finding.line);
    const before = Array.from(line.text).slice(0, Math.max(finding.column - 1, 0)).join("").length;
    const from = Math.min(line.from + before, line.to);
    const to = Math.min(from + (String.fromCodePoint(line.text.codePointAt(before) || 32).length), line.to);
    return { from, to, severity: finding.level, message: `${finding.message}\n${finding.remedy}`, source: finding.key };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
};

// 标过的一处现在在哪里：改动以后标记跟着走。
export const placeOf = (view, key) => {
  let place = null;
  forEachDiagnostic(view.state, (diagnostic, from) => { if (diagnostic.source === key) place = from; });
  return place;
};

// 换成新的文字，只动不一样的一段：光标、撤销、标记都不乱。
export const replaceText = (view, text) => {
  const old = view.state.doc.toString();
  let start = 0;
  while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < text.length - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  if (start === old.length && start === text.length) return;
  view.dispatch({ changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) }, userEvent: "input" });
};
