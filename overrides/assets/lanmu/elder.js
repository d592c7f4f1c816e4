// 长辈版的开关。样子全在 elder.css 里；别的窗口改了，或从缓存里返回这一页，也跟着变。
(() => {
  const button = document.querySelector("[data-elder]");
  if (!button) return;
  const classes = document.documentElement.classList;
  const show = () => button.setAttribute("aria-pressed", String(classes.contains("elder")));
  button.addEventListener("click", () => {
    // 先变样子再记：存储用不了的时候，这一页仍能切换。
    const on = classes.toggle("elder");
    window.lanmuKept.set("elder", on ? "on" : null);
    show();
  });
  const renew = () => { window.lanmuApply(); show(); };
  window.addEventListener("storage", renew);
  window.addEventListener("pageshow", (event) => { if (event.persisted) renew(); });
  show();
})();
