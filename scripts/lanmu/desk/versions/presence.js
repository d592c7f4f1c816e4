// 谁开着这一篇：每半分钟说一次“还开着”，关上时说一声。写稿的一页从这里取 watchArticle。
import { post } from "/_desk/static/common/desk.js";

const EVERY = 30_000;

// path 是稿件从 docs/ 算起的路径；show 拿到别处开着这一篇的：[{who, since, own}]，没有就是空的。
export const watchArticle = (path, show) => {
  const session = crypto.randomUUID();
  const token = document.querySelector('meta[name="desk-token"]').content;
  let first = true;
  let last = "";
  const renew = async () => {
    try {
      const answer = await post("/_desk/versions/open", { path, session, ...(first ? { first: "1" } : {}) });
      first = false;
      const text = JSON.stringify(answer.others);
      if (text !== last) show(answer.others);
      last = text;
    } catch {
      // 只是告诉别人，说不成也不碍事；存稿时另有核对。
    }
  };
  renew();
  const timer = setInterval(renew, EVERY);
  window.addEventListener("pageshow", (event) => { if (event.persisted) renew(); });
  window.addEventListener("pagehide", () => {
    navigator.sendBeacon("/_desk/versions/closed", new URLSearchParams({ token, session }));
  });
  return () => clearInterval(timer);
};

// 一句话：谁、几点起。
export const sentence = ({ who, since, own }) => `${who || (own ? "这台电脑的另一个窗口" : "另一台电脑")} ${since} 起开着这一篇，可能正在改。`;
