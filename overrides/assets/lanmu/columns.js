// 栏目条比屏幕宽的时候，把当前的栏目移到看得见的地方。
(() => {
  const list = document.querySelector("[data-columns]");
  const here = list && list.querySelector("[aria-current]");
  if (!here) return;
  const away = here.getBoundingClientRect().left - list.getBoundingClientRect().left;
  list.scrollLeft += away - (list.clientWidth - here.offsetWidth) / 2;
})();
