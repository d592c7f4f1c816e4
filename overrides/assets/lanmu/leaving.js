// 离开本站以前问一声，写明要去哪里。没有脚本、浏览器太旧时，链接旁的“外站”字样照样在。
(() => {
  const dialog = document.querySelector("[data-leaving]");
  if (!dialog || typeof dialog.showModal !== "function") return;
  // 没有去处的链接不放在网页里：做好了，问的时候才放进框里。
  const row = dialog.querySelector("[data-go]");
  const go = document.createElement("a");
  go.className = "button button--quiet";
  go.rel = "noopener external";
  go.referrerPolicy = "no-referrer";
  go.textContent = row.dataset.go;
  go.dataset.leavingGo = "";
  const host = dialog.querySelector("[data-leaving-host]");
  const stay = dialog.querySelector("[data-leaving-stay]");

  document.addEventListener("click", (event) => {
    // 另开窗口、下载等是读者自己的安排，不拦。
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a.outside--unlisted");
    if (!link) return;
    event.preventDefault();
    host.textContent = link.host;
    go.href = link.href;
    go.target = link.target;
    row.append(" ", go);
    dialog.showModal();
    stay.focus();
  });
  stay.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => dialog.close());
  // 焦点不出这个框：浏览器把框外都停用了，这里只让最后一个接回第一个。
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const leaves = event.shiftKey ? document.activeElement === stay : document.activeElement === go;
    if (!leaves) return;
    event.preventDefault();
    (event.shiftKey ? go : stay).focus();
  });
})();
