// 文字大小：小、中、大，人人可用，和长辈版各管各的。
(() => {
  const group = document.querySelector("[data-text-size]");
  if (!group) return;
  const classes = document.documentElement.classList;
  const inputs = Array.from(group.querySelectorAll("input"));
  const show = () => {
    for (const input of inputs) input.checked = classes.contains(`size-${input.value}`);
    if (!inputs.some((input) => input.checked)) inputs.find((input) => input.value === "medium").checked = true;
  };
  group.addEventListener("change", (event) => {
    for (const input of inputs) classes.toggle(`size-${input.value}`, input.value === event.target.value);
    window.lanmuKept.set("size", event.target.value);
  });
  window.addEventListener("storage", () => { window.lanmuApply(); show(); });
  window.addEventListener("pageshow", show);
  show();
})();
