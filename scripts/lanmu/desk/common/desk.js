// 编辑台各页都用的：带着口令写、说一句话给读屏软件、看着正在做的一件事。别的脚本从这里取 post、get、say。
const token = document.querySelector('meta[name="desk-token"]').content;
const status = document.querySelector("[data-status]");

// 同样的话隔一下再写，读屏软件也会再念一遍。
export const say = (text) => {
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50);
};

// 没有做成的，抛出一句给人看的话；答话里的别的内容在 error.data。
const ask = async (address, options) => {
  let response;
  try {
    response = await fetch(address, { ...options, headers: { "X-Desk-Token": token, ...options.headers } });
  } catch (fault) {
    throw new Error("编辑台没有答应：它的窗口可能关了。请重新打开编辑台；这一页上的文字先不要关。");
  }
  const isData = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const answer = isData ? await response.json() : await response.text();
  if (response.ok) return answer;
  const error = new Error((isData && answer.error) || "这一步没有做成，请刷新这一页再试。");
  error.data = answer;
  error.status = response.status;
  throw error;
};

export const get = (address) => ask(address, {});

// values 是 FormData，或者一个普通的对象。
export const post = (address, values = {}) => ask(address, {
  method: "POST", body: values instanceof FormData ? values : new URLSearchParams(values),
});

// 看着一件事，直到它完；见到新的情形就叫 show。
export const watch = async (address, show) => {
  for (;;) {
    const job = await get(address);
    show(job);
    if (job.condition !== "running") return job;
    await new Promise((done) => { setTimeout(done, 400); });
  }
};

const words = { running: "正在做…", done: "做完了。", failed: "没有做成。", stopped: "已经停下。" };
const part = document.querySelector("[data-job]");
if (part && part.dataset.condition === "running") {
  const find = (name) => part.querySelector(`[data-job-${name}]`);
  const lines = find("lines");
  watch(part.dataset.job, (job) => {
    if (find("state").textContent !== words[job.condition]) find("state").textContent = words[job.condition];
    find("progress").textContent = job.progress;
    const text = job.lines.join("\n");
    if (lines.textContent !== text) {
      lines.textContent = text;
      lines.scrollTop = lines.scrollHeight;
    }
  }).then((job) => {
    find("stop").hidden = true;
    find("problem").textContent = job.problem;
    find("problem").hidden = !job.problem;
    if (job.condition === "done") window.location.replace(job.next);
  }).catch((error) => {
    find("problem").textContent = error.message;
    find("problem").hidden = false;
  });
}
