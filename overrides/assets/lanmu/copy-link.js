// 复制链接：有正式网址的复制正式网址，否则复制地址栏里的，去掉页内位置。
(() => {
  const box = document.querySelector("[data-copy-link]");
  if (!box) return;
  const button = box.querySelector("button");
  const said = box.querySelector("[role=status]");
  const canonical = document.querySelector("link[rel=canonical]");
  const address = () => (canonical ? canonical.href : location.href.split("#")[0]);

  // 旧浏览器、微信和 file:// 没有剪贴板接口，用选中再复制的老办法。
  const copyBySelection = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    field.readOnly = true;
    field.className = "visually-hidden";
    box.appendChild(field);
    field.select();
    field.setSelectionRange(0, text.length);
    let done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    box.removeChild(field);
    button.focus();
    return done;
  };

  const say = (text) => {
    said.textContent = "";
    // 隔一下再写，连按两次读屏软件也会再念一遍。
    setTimeout(() => { said.textContent = text; }, 50);
  };

  button.addEventListener("click", () => {
    const text = address();
    const fallBack = () => say(copyBySelection(text) ? box.dataset.done : `${box.dataset.failed}${text}`);
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(() => say(box.dataset.done), fallBack);
    } else fallBack();
  });
})();
