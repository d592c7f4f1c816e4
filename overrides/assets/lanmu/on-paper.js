// 打印以前写上今天的日期（看的人所在地的）。
(() => {
  const place = document.querySelector("[data-on-paper]");
  if (!place) return;
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    place.dataset.day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    place.hidden = false;
  });
})();
