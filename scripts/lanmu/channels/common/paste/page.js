// Copies a part of the page: as HTML and as plain text by the Clipboard API, else by a selection (from file:// some browsers
// have no Clipboard API, and others refuse it).
(() => {
  const said = document.getElementById("said");
  const tell = (text, state) => {
    said.textContent = text;
    said.className = `said said--${state}`;
  };
  const select = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return selection;
  };
  const bySelection = (part, html, text) => {
    const selection = select(part);
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      if (html) event.clipboardData.setData("text/html", html);
    };
    document.addEventListener("copy", fill);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    if (done) selection.removeAllRanges();
    return done;
  };
  const copy = async (part) => {
    const html = part.id === "article" ? part.innerHTML : "";
    const text = part.innerText;
    try {
      const blob = (type, data) => new Blob([data], { type });
      const kinds = { "text/plain": blob("text/plain", text) };
      if (html) kinds["text/html"] = blob("text/html", html);
      await navigator.clipboard.write([new ClipboardItem(kinds)]);
      return true;
    } catch {
      return bySelection(part, html, text);
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const part = document.getElementById(button.dataset.copy);
    const what = button.dataset.label;
    if (await copy(part)) tell(`已复制${what}，到编辑器里粘贴（Ctrl+V）。`, "done");
    else {
      select(part);
      tell(`浏览器不让程序复制。${what}已经选中，请按 Ctrl+C，再到编辑器里粘贴。`, "failed");
    }
  });
})();
