// 收稿：文件拖到页上任何地方都行，一个一个传，看得见传到哪里，可以停下。没有这个脚本，用选文件的框和按钮一样收。
import { get, post, say } from "/_desk/static/common/desk.js";

const form = document.querySelector("[data-handing]");
const find = (name) => document.querySelector(`[data-${name}]`);
const [tray, refused, cover, sending] = ["tray", "refused", "dropping", "sending"].map(find);
const [words, bar, stop, button] = ["sending-words", "sending-bar", "sending-stop", "send"].map(find);
const token = document.querySelector('meta[name="desk-token"]').content;
// 系统和 Word 自己放在文件夹里的。
const HIDDEN = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i;
const LARGEST = 50_000_000;
let under = null;
let stopped = false;

// 传一个；进度只有 XMLHttpRequest 说得出。
const send = (file, progress) => new Promise((done, fail) => {
  const values = new FormData(form);
  values.delete("files");
  values.append("files", file, file.name);
  under = new XMLHttpRequest();
  under.open("POST", form.action);
  under.setRequestHeader("X-Desk-Token", token);
  under.responseType = "json";
  under.upload.addEventListener("progress", (event) => { progress(event.loaded / event.total); });
  under.addEventListener("load", () => {
    const answer = under.response ?? {};
    if (under.status === 200) done(answer.refused);
    else fail(new Error(answer.error ?? "这一步没有做成，请刷新这一页再试。"));
  });
  under.addEventListener("error", () => fail(new Error(`${file.name} 没有传完：编辑台没有答应，它的窗口可能关了。请重新打开编辑台，再传一次。`)));
  under.addEventListener("abort", () => done([`${file.name} 没有传完就停下了，没有收。`]));
  under.send(values);
});

const complain = (sentence) => {
  const line = document.createElement("p");
  line.className = "notice notice--error text";
  line.textContent = sentence;
  refused.append(line);
};

const renew = async () => {
  // 已经填在各行里的先存下，再换上新的。
  const old = tray.querySelector("form");
  if (old) await post("/_desk/intake/do", new FormData(old)).catch(() => {});
  tray.innerHTML = await get("/_desk/intake/tray");
};

const sendAll = async (files) => {
  if (under) { complain("上一批还在传，请等它传完，或者先停下。"); return; }
  const wanted = files.filter((file) => !HIDDEN.test(file.name));
  refused.replaceChildren();
  if (!wanted.length) { complain("没有可以收的文件：选的是空文件夹，或者都是系统自己的文件。"); return; }
  stopped = false;
  sending.hidden = false;
  button.disabled = true;
  let taken = 0;
  try {
    for (const [index, file] of wanted.entries()) {
      if (stopped) break;
      words.textContent = `正在传第 ${index + 1} 个，共 ${wanted.length} 个：${file.name}`;
      bar.value = index / wanted.length;
      if (file.size > LARGEST) {
        complain(`${file.name} 有 ${Math.round(file.size / 1e6)} MB，超过 50 MB，没有收。请压缩图片后另存，或者分成几个文件。`);
        continue;
      }
      const faults = await send(file, (part) => { bar.value = (index + part) / wanted.length; });
      faults.forEach(complain);
      taken += faults.length ? 0 : 1;
    }
  } catch (error) {
    complain(error.message);
  }
  under = null;
  sending.hidden = true;
  button.disabled = false;
  form.elements.files.value = "";
  await renew().catch((error) => complain(error.message));
  tray.querySelector("[data-tray-title]").focus();
  say(`放进收件篮 ${taken} 个${taken < wanted.length ? `，${wanted.length - taken} 个没有收，原因在上面` : ""}。`);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendAll([...form.elements.files.files]);
});
stop.addEventListener("click", () => { stopped = true; under?.abort(); });
window.addEventListener("beforeunload", (event) => { if (under) event.preventDefault(); });

// 拖进来的可能是文件夹，里面还有文件夹；浏览器一次只给一百个，要问到没有为止。
const inside = async (entry) => {
  if (entry.isFile) return [await new Promise((done, fail) => { entry.file(done, fail); })];
  const reader = entry.createReader();
  const entries = [];
  for (;;) {
    const some = await new Promise((done, fail) => { reader.readEntries(done, fail); });
    if (!some.length) return (await Promise.all(entries.map(inside))).flat();
    entries.push(...some.filter((each) => !HIDDEN.test(each.name)));
  }
};
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
let depth = 0;
const show = (change) => {
  depth = Math.max(0, depth + change);
  cover.hidden = depth === 0;
};
document.addEventListener("dragenter", (event) => { if (hasFiles(event)) { event.preventDefault(); show(1); } });
document.addEventListener("dragleave", (event) => { if (hasFiles(event)) show(-1); });
document.addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(); });
document.addEventListener("drop", async (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  show(-depth);
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [...event.dataTransfer.files];
  try {
    sendAll(entries.length ? (await Promise.all(entries.map(inside))).flat() : files);
  } catch (error) {
    complain("拖进来的文件有的读不了，没有传。请检查文件的权限，或者用选文件的框再选一次。");
  }
});
