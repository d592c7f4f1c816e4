// What the desk takes of CodeMirror, for codemirror.js. The languages that lang-markdown brings for code and HTML are left out: half
// the size.
export { EditorState, EditorSelection, Compartment, Prec, StateEffect, StateField } from "@codemirror/state";
export { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, isolateHistory, redo, undo } from "@codemirror/commands";
export { HighlightStyle, Language, LanguageSupport, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { insertNewlineContinueMarkup, deleteMarkupBackward } from "@codemirror/lang-markdown";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { forEachDiagnostic, lintGutter, lintKeymap, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
export { tags } from "@lezer/highlight";
export { GFM, parser } from "@lezer/markdown";
