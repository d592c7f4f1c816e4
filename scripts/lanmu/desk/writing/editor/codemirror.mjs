// What the desk takes of CodeMirror, for codemirror.js. Of lang-markdown not `markdown`: it brings HTML, CSS and JavaScript with it.
export { EditorSelection, EditorState } from "@codemirror/state";
export { EditorView, drawSelection, highlightSpecialChars, keymap } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
export { deleteMarkupBackward, insertNewlineContinueMarkup, markdownLanguage } from "@codemirror/lang-markdown";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { forEachDiagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
export { tags } from "@lezer/highlight";
