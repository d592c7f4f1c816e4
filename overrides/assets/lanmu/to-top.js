// 回到顶部：翻过一屏才出现。没有脚本时它是页尾的一个普通链接。
(() => {
  const link = document.querySelector("[data-to-top]");
  if (!link) return;
  let waiting = false;
  const draw = () => {
    waiting = false;
    link.classList.toggle("to-top--shown", window.pageYOffset > window.innerHeight);
  };
  window.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(draw);
  }, { passive: true });
  draw();
})();
