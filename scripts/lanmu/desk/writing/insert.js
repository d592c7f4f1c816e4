// 贴进来的、拖进来的：Word 的内容变成 Markdown，图片做好、放在稿件旁边。
import { post, say } from "/_desk/static/common/desk.js";
import { ask, dialogOf } from "/_desk/static/writing/dialogs.js";
import { insertBlock, insertPicture, nextNote } from "/_desk/static/writing/tools.js";

const PICTURE = /^image\//;
const FORMATTED = /<(?:p|h[1-6]|li|table|td|div|b|strong|em|i|a|blockquote|sup)[\s>]/i;
const SIDE = 640;

const pasteHtml = async (view, html, plain) => {
  const { from, to } = view.state.selection.main;
  let answer;
  try {
    answer = await post("/_desk/writing/paste", Object.entries({ html, note: nextNote(view.state.doc.toString()) }).reduce((form, [name, value]) => {
      form.append(name, value);
      return form;
    }, new FormData()));
  } catch (error) {
    answer = { markdown: plain, remarks: [`${error.message}贴进来的是没有格式的文字。`] };
  }
  const { markdown } = answer;
  const isInline = !/\n/.test(markdown) && !/^(#|[-*>|] )/.test(markdown);
  if (isInline) view.dispatch({ changes: { from, to, insert: markdown }, selection: { anchor: from + markdown.length }, userEvent: "input.paste", scrollIntoView: true });
  else insertBlock(view, markdown, from, to);
  say(`已经贴进来。${answer.remarks.join("")}`);
  return answer.remarks;
};

const draw = async (canvas, file) => {
  canvas.hidden = true;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.hidden = false;
  } catch { /* 浏览器不认识的格式，服务器会说 */ }
};

// file 已经有了（拖进来、贴进来）就不用选。
export const pictureDialog = (view, path, notify) => async (file = null) => {
  const dialog = dialogOf("picture");
  const find = (name) => dialog.querySelector(`[data-picture-${name}]`);
  let chosen = file;
  let placed = null;
  const wrong = (text) => { find("error").textContent = text; };
  const choose = () => { [chosen] = find("file").files; if (chosen) draw(find("shown"), chosen); };
  find("choose").hidden = Boolean(file);
  find("file").value = "";
  find("words").value = "";
  find("shown").hidden = true;
  wrong("");
  if (file) draw(find("shown"), file);
  find("file").addEventListener("change", choose);
  const { from, to } = view.state.selection.main;
  const taken = await ask(dialog, async () => {
    const words = find("words").value.trim();
    if (!chosen) { wrong("请选一张图片。"); find("file").focus(); return false; }
    if (words.length < 2 || /\.(jpe?g|png|webp|heic|bmp|tiff?)$/i.test(words)) { wrong("请写上图上是什么，至少两个字。"); find("words").focus(); return false; }
    const form = new FormData();
    form.append("path", path);
    form.append("picture", chosen);
    try { placed = await post("/_desk/writing/picture", form); } catch (error) { wrong(error.message); return false; }
    return true;
  });
  find("file").removeEventListener("change", choose);
  if (!taken || !placed) return;
  view.dispatch({ selection: { anchor: from, head: to } });
  insertPicture(view, find("words").value.trim(), placed.name);
  // 题图那一项可以选它。
  const pictures = document.querySelector("[data-pictures]");
  if (pictures && !pictures.querySelector(`[value="${CSS.escape(placed.name)}"]`)) pictures.append(new Option("", placed.name));
  notify(`图片放好了${placed.remarks.length ? `（${placed.remarks.join("、")}）` : ""}，原图另存在 originals 里。`);
};

// 编辑框的事件：粘贴、拖放。
export const insertEvents = (host, viewOf, picture, notify) => {
  const picturesIn = (data) => Array.from(data?.files || []).filter((file) => PICTURE.test(file.type));
  const all = async (files) => { for (const file of files) await picture(file); };
  return {
    paste: (event) => {
      const html = event.clipboardData.getData("text/html");
      const plain = event.clipboardData.getData("text/plain");
      const files = picturesIn(event.clipboardData);
      if (html && FORMATTED.test(html)) {
        event.preventDefault();
        pasteHtml(viewOf(), html, plain).then((remarks) => { if (remarks.length) notify(remarks.join("")); });
        return true;
      }
      if (!files.length) return false;
      event.preventDefault();
      all(files);
      return true;
    },
    dragover: (event) => {
      const isFiles = Array.from(event.dataTransfer.types).includes("Files");
      host.classList.toggle("editor--over", isFiles);
      if (isFiles) event.preventDefault();
      return isFiles;
    },
    dragleave: () => { host.classList.remove("editor--over"); },
    drop: (event) => {
      host.classList.remove("editor--over");
      if (!event.dataTransfer.files.length) return false;
      event.preventDefault();
      const view = viewOf();
      const place = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (place !== null) view.dispatch({ selection: { anchor: place } });
      const files = picturesIn(event.dataTransfer);
      if (files.length) all(files);
      else notify("这里只收图片。Word 文件请用“收稿”；别的附件放到稿件旁边，再用“链接”。");
      return true;
    },
  };
};
