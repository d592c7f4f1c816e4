// 对话框：打开，等到选定；“取消”、Esc 都是不要。
export const dialogOf = (name) => document.querySelector(`[data-dialog="${name}"]`);

// check 说还差什么（抛出一句话，或者自己显示），不关上；做完才关。
export const ask = (dialog, check = async () => {}) => new Promise((done) => {
  const form = dialog.querySelector("form");
  const submit = async (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.value === "cancel") { dialog.close("cancel"); return; }
    if (await check() !== false) dialog.close("ok");
  };
  dialog.returnValue = "";
  form.addEventListener("submit", submit);
  dialog.addEventListener("close", () => {
    form.removeEventListener("submit", submit);
    done(dialog.returnValue === "ok");
  }, { once: true });
  dialog.showModal();
});
