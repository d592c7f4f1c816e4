// 问卷：把稿件里的题目变成可以填的。答案存成文件，或者写进电子邮件，不经过服务器，也不留在浏览器里。
(() => {
  const box = document.querySelector("[data-survey]");
  const head = document.querySelector(".prose h2[id^='survey-']");
  if (!box || !head) return;
  // 截止的那一天也算，照北京时间。
  const closed = document.querySelector("[data-survey-closed]");
  if (closed && new Date().toLocaleDateString("sv", { timeZone: "Asia/Shanghai" }) > closed.dataset.until) {
    closed.hidden = false;
    box.remove();
    return;
  }
  const number = head.id.slice("survey-".length);
  const said = box.querySelector("[data-survey-said]");
  const mail = box.querySelector("[data-survey-mail]");
  const address = document.querySelector(".prose a[href^='mailto:']");
  const LONGEST_TEXT = 2000;
  // 再长的，有的邮件程序会截断，或者打不开（Windows 命令行的限度）。
  const LONGEST_MAIL = 1900;

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  // 写文字的题目：在说明后面放一个框。
  const textField = (title, after) => {
    const field = element("textarea", { rows: 5, maxLength: LONGEST_TEXT, autocomplete: "off", className: "survey__text" });
    field.setAttribute("aria-labelledby", title.id);
    after.after(field);
    return [field];
  };

  // 选择的题目：清单换成一组单选或多选。
  const choices = (title, list, type) => {
    const group = element("div", { className: "survey__options" });
    group.setAttribute("role", type === "radio" ? "radiogroup" : "group");
    group.setAttribute("aria-labelledby", title.id);
    const fields = Array.from(list.children, (item, index) => {
      const field = element("input", { type, name: title.id, value: String(index + 1), autocomplete: "off" });
      const label = element("label");
      label.append(field, item.textContent.trim());
      group.append(label);
      return field;
    });
    list.replaceWith(group);
    return fields;
  };

  const questions = [];
  for (const title of document.querySelectorAll(".prose :is(h3[id^='one-'], h3[id^='several-'], h3[id^='text-'])")) {
    const [kind] = title.id.split("-", 1);
    const below = title.nextElementSibling;
    const fields = kind === "text" ? textField(title, below) : choices(title, below, kind === "one" ? "radio" : "checkbox");
    questions.push({ id: title.id.slice(kind.length + 1), isText: kind === "text", fields });
  }
  const all = questions.flatMap((question) => question.fields);

  // 每填一份有自己的回执号，存两次、交两次也只数一次。只用字母，不会当成电话号码。
  const newReceipt = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => "abcdefghijklmnop"[byte % 16]).join("");
  let receipt = newReceipt();

  const answers = () => {
    const filled = {};
    for (const { id, isText, fields } of questions) {
      const answer = isText ? fields[0].value.trim() : fields.filter((field) => field.checked).map((field) => Number(field.value));
      if (answer.length) filled[id] = answer;
    }
    return filled;
  };

  const say = (text) => {
    said.textContent = "";
    // 隔一下再写，连按两次读屏软件也会再念一遍。
    setTimeout(() => { said.textContent = text; }, 50);
  };

  const sending = (send) => () => {
    const filled = answers();
    if (Object.keys(filled).length) send(filled, new Date().toISOString());
    else say(box.dataset.empty);
  };

  const save = (filled, saved) => {
    const text = `${JSON.stringify({ survey: number, receipt, saved, answers: filled }, null, 1)}\n`;
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: `${number}-${receipt}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(box.dataset.saved);
  };

  // 一行一题：#题目 答案。意见里开头的 # 换成全角的，免得当成下一题。
  const write = (filled, saved) => {
    const lines = [`#survey ${number}`, `#receipt ${receipt}`, `#saved ${saved}`];
    for (const [id, answer] of Object.entries(filled)) {
      lines.push(`#${id} ${typeof answer === "string" ? answer.replace(/^(\s*)#/gm, "$1＃") : answer.join(" ")}`);
    }
    const body = [...lines, "#end"].join("\n").replace(/\r?\n/g, "\r\n");
    const link = `${address.href}?subject=${encodeURIComponent(number)}&body=${encodeURIComponent(body)}`;
    if (link.length > LONGEST_MAIL) { say(box.dataset.long); return; }
    say(box.dataset.opened);
    location.href = link;
  };

  const clear = () => {
    for (const field of all) {
      field.checked = false;
      if (field.type === "textarea") field.value = "";
    }
    receipt = newReceipt();
  };

  box.querySelector("[data-survey-save]").addEventListener("click", sending(save));
  if (address) {
    mail.hidden = false;
    mail.addEventListener("click", sending(write));
  }
  box.querySelector("[data-survey-clear]").addEventListener("click", () => {
    clear();
    say(box.dataset.cleared);
    all[0].focus();
  });
  // 后退回来的页面是浏览器原样留着的：答案不留给下一个用这台电脑的人。
  window.addEventListener("pageshow", (event) => { if (event.persisted) clear(); });
})();
