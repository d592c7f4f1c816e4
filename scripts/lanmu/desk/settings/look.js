// 改着颜色，下面的样子就跟着变；不开脚本的，按“看看颜色”。
import { post, say } from "/_desk/static/common/desk.js";

const form = document.querySelector(".form");
const place = form.querySelector("[data-preview]");
form.querySelector("[data-preview-button]").hidden = true;
let wait = 0, number = 0;

const show = async () => {
  const mine = ++number;
  try {
    const text = await post("/_desk/settings/look", new FormData(form));
    if (mine === number) place.innerHTML = text;
  } catch (error) {
    say(error.message);
  }
};

form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(show, 250);
});
