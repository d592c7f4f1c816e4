// 目录跟着正文走：正在读的一节标出来，并留在目录看得见的地方。
(() => {
  const links = Array.from(document.querySelectorAll("[data-contents] a"));
  if (!links.length) return;
  const idOf = (link) => decodeURIComponent(link.hash.slice(1));
  const headings = [];
  for (const link of links) {
    const heading = document.getElementById(idOf(link));
    if (heading && !headings.includes(heading)) headings.push(heading);
  }
  // 标题过了屏幕上方五分之一，就算读到了这一节。
  const LINE = 0.2;

  const keepInSight = (link) => {
    const box = link.closest("[data-contents]");
    if (box.scrollHeight <= box.clientHeight) return;
    const away = link.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (away < 0 || away > box.clientHeight - link.offsetHeight) box.scrollTop += away - box.clientHeight / 2;
  };

  const show = () => {
    // 页尾几节短，标题到不了那条线：滚到底就算读到最后一节。
    const atEnd = window.innerHeight + window.pageYOffset >= document.documentElement.scrollHeight - 2;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= window.innerHeight * LINE);
    const inSight = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight);
    const here = atEnd && window.pageYOffset > 0 ? inSight[inSight.length - 1] : passed[passed.length - 1];
    for (const link of links) {
      if (here && idOf(link) === here.id) {
        if (link.getAttribute("aria-current")) continue;
        link.setAttribute("aria-current", "location");
        keepInSight(link);
      } else link.removeAttribute("aria-current");
    }
  };

  let waiting = false;
  const ask = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      show();
    });
  };
  window.addEventListener("scroll", ask, { passive: true });
  window.addEventListener("resize", ask);
  show();
})();
