// 签字：没有签成的，就在表上说为什么，选好的、填好的都还在。
import { post, say } from "/_desk/static/common/desk.js";

for (const form of document.querySelectorAll("[data-sign]")) {
  const error = form.querySelector("[data-error]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    try {
      const answer = await post(form.getAttribute("action"), new FormData(form));
      say("已签。");
      window.location.assign(answer.next);
    } catch (fault) {
      error.textContent = fault.message;
      error.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}
