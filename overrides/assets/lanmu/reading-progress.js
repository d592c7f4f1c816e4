// 长文章（超过三屏）最上面的一条细线：读到了哪里。
(() => {
  const bar = document.querySelector("[data-reading-progress]");
  const text = document.querySelector("article");
  if (!bar || !text) return;
  const SCREENS = 3;
  let waiting = false;
  const draw = () => {
    waiting = false;
    const box = text.getBoundingClientRect();
    const screen = window.innerHeight;
    const isLong = box.height > SCREENS * screen;
    bar.classList.toggle("reading-progress--shown", isLong);
    if (!isLong) return;
    const start = box.top + window.pageYOffset;
    const share = (window.pageYOffset - start) / (box.height - screen);
    bar.style.transform = `scaleX(${Math.min(1, Math.max(0, share)).toFixed(4)})`;
  };
  const ask = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(draw);
  };
  window.addEventListener("scroll", ask, { passive: true });
  window.addEventListener("resize", ask);
  // 图片载入、文字变大，都会让文章变长。
  if (typeof ResizeObserver === "function") new ResizeObserver(ask).observe(text);
  ask();
})();
