// 工具条上收起来的东西（文字大小和语言、长辈版的栏目）：再按一次、按 Esc、点别处，都收回去。
(() => {
  for (const button of document.querySelectorAll(".strip__fold")) {
    const panel = document.getElementById(button.getAttribute("aria-controls"));
    const isOpen = () => button.getAttribute("aria-expanded") === "true";
    const show = (open) => {
      button.setAttribute("aria-expanded", String(open));
      panel.classList.toggle("fold--open", open);
    };
    button.addEventListener("click", () => show(!isOpen()));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen()) return;
      if (panel.contains(document.activeElement)) button.focus();
      show(false);
    });
    document.addEventListener("click", (event) => {
      if (isOpen() && !event.target.closest(".settings, .columns") && !button.contains(event.target)) show(false);
    });
  }
})();
