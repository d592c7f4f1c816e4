// 学习书目：读过的打勾。只记在这台设备上。
(() => {
  const box = document.querySelector("[data-ticks]");
  if (!box) return;
  const inputs = Array.from(document.querySelectorAll("[data-tick]"));
  const text = box.querySelector("[data-ticks-text]");
  const bar = box.querySelector("progress");
  const clear = box.querySelector("button");
  const read = () => {
    const ticked = (window.lanmuKept.get("read") || "").split(" ");
    for (const input of inputs) input.checked = ticked.includes(input.value);
  };
  const show = () => {
    const done = inputs.filter((input) => input.checked).length;
    text.textContent = box.dataset.text.replace("{done}", done).replace("{total}", inputs.length);
    bar.max = inputs.length;
    bar.value = done;
    clear.disabled = !done;
  };
  const write = () => {
    const done = inputs.filter((input) => input.checked).map((input) => input.value);
    window.lanmuKept.set("read", done.length ? done.join(" ") : null);
    show();
  };
  for (const input of inputs) input.addEventListener("change", write);
  clear.addEventListener("click", () => {
    for (const input of inputs) input.checked = false;
    write();
    // 按钮随即停用，焦点要有个去处。
    inputs[0].focus();
  });
  window.addEventListener("pageshow", () => { read(); show(); });
  window.addEventListener("storage", () => { read(); show(); });
  read();
  show();
})();
