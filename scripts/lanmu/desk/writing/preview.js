// 右边的网页：换新的时候停在原来的地方；点了里面的链接去了别处，也回到这一篇。
const LATER = 2000;
const TRIES = 6;

export const previewOf = (form, address, renew) => {
  const frame = form.querySelector("[data-frame]");
  const button = form.querySelector("[data-toggle-preview]");
  const label = form.querySelector("[data-preview-state]");
  if (!frame) return { show: () => {}, say: () => {}, isWaiting: () => false, window: "" };
  const id = crypto.randomUUID();
  const wanted = `${address}?unsaved=${id}`;
  let place = 0;
  let loading = false;
  let again = false;
  let tries = 0;
  const start = () => {
    loading = true;
    const inside = frame.contentWindow;
    try {
      if (inside.location.pathname + inside.location.search === wanted) {
        place = inside.scrollY;
        inside.location.reload();
        return;
      }
    } catch { /* 里面是出错的页 */ }
    frame.src = wanted;
  };
  frame.addEventListener("load", () => {
    loading = false;
    if (place && frame.contentWindow.scrollY !== place) frame.contentWindow.scrollTo({ top: place, behavior: "instant" });
    if (again) { again = false; start(); return; }
    // 刚放进去的图片，过几秒网站才认识。
    const missing = Array.from(frame.contentDocument.images).some((image) => image.complete && !image.naturalWidth);
    tries = missing ? tries + 1 : 0;
    if (missing && tries <= TRIES) setTimeout(renew, LATER);
  });
  button.hidden = false;
  button.addEventListener("click", () => {
    const alone = form.classList.toggle("write--alone");
    button.setAttribute("aria-expanded", String(!alone));
    button.textContent = alone ? "打开网页" : "收起网页";
  });
  return {
    window: id,
    // 新写的一篇，网页要过几秒才有。
    isWaiting: () => !frame.src,
    show: () => { if (loading) again = true; else start(); },
    say: (text) => { if (label.textContent !== text) label.textContent = text; },
  };
};
