// 链接：找一篇本站的文章，或者写网址。
import { get } from "/_desk/static/common/desk.js";
import { ask, dialogOf } from "/_desk/static/writing/dialogs.js";
import { insertLink } from "/_desk/static/writing/tools.js";

const PAUSE = 200;

export const linkDialog = (view, path) => async () => {
  const dialog = dialogOf("link");
  const find = (name) => dialog.querySelector(`[data-link-${name}]`);
  const { from, to } = view.state.selection.main;
  find("text").value = view.state.sliceDoc(from, to).replace(/\n/g, " ");
  find("address").value = "";
  find("query").value = "";
  let timer;
  let asked = 0;
  const choose = (article) => {
    find("address").value = article.target;
    if (!find("text").value) find("text").value = article.title;
    find("address").focus();
  };
  const look = async () => {
    asked += 1;
    const number = asked;
    const answer = await get(`/_desk/writing/articles?${new URLSearchParams({ path, q: find("query").value })}`);
    if (number !== asked) return;
    const items = answer.articles.map((article) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const about = document.createElement("small");
      button.type = "button";
      button.className = "choice";
      button.textContent = article.title;
      about.textContent = article.about;
      button.append(about);
      button.addEventListener("click", () => choose(article));
      item.append(button);
      return item;
    });
    if (!items.length) {
      const none = document.createElement("li");
      none.className = "hint";
      none.textContent = "没有找到，换几个字试试。";
      items.push(none);
    }
    find("found").replaceChildren(...items);
  };
  const typed = () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); };
  // 在找文章的框里按回车，是要第一篇。
  const enter = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const first = find("found").querySelector("button");
    if (first) first.focus();
  };
  find("query").addEventListener("input", typed);
  find("query").addEventListener("keydown", enter);
  look();
  const taken = await ask(dialog, async () => {
    if (find("address").value.trim()) return true;
    find("address").focus();
    return false;
  });
  find("query").removeEventListener("input", typed);
  find("query").removeEventListener("keydown", enter);
  if (taken) insertLink(view, find("text").value.trim(), find("address").value.trim());
};
