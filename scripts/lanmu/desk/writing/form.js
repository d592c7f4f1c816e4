// 稿件信息的表单：几项一组的加、删，错在哪里写在哪里，填回记下的内容。
const SKIPPED = new Set(["token", "path", "digest", "fields", "text"]);

const rowsOf = (group) => Array.from(group.querySelectorAll(":scope > [data-row]:not([data-blank])"));

const renumber = (group) => rowsOf(group).forEach((row, number) => { row.querySelector("[data-row-name]").textContent = `第 ${number + 1} 项`; });

const addRow = (group, name = "") => {
  const blank = group.querySelector(":scope > [data-blank]");
  const row = blank.cloneNode(true);
  const key = name || `${group.dataset.rows}.new${Date.now() % 10000}`;
  for (const element of row.querySelectorAll("[name], [id], [for], [aria-describedby], [data-field], [data-error]")) {
    for (const { name: attribute, value } of Array.from(element.attributes)) {
      if (value.includes(`${group.dataset.rows}.new.`)) element.setAttribute(attribute, value.replaceAll(`${group.dataset.rows}.new.`, `${key}.`));
    }
    element.disabled = false;
  }
  row.removeAttribute("data-blank");
  row.hidden = false;
  row.querySelector("[data-row-remove]").hidden = false;
  blank.before(row);
  renumber(group);
  return row;
};

export const watchRows = (form, changed) => {
  for (const group of form.querySelectorAll("[data-rows]")) {
    const blank = group.querySelector(":scope > [data-blank]");
    blank.hidden = true;
    for (const element of blank.querySelectorAll("[name]")) element.disabled = true;
    for (const button of group.querySelectorAll("[data-row-remove]")) button.hidden = false;
    const more = document.createElement("button");
    more.type = "button";
    more.className = "button button--small group__more";
    more.textContent = "再加一项";
    more.addEventListener("click", () => { addRow(group).querySelector("[name]").focus(); changed(); });
    group.append(more);
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-row-remove]");
      if (!button) return;
      button.closest("[data-row]").remove();
      renumber(group);
      more.focus();
      changed();
    });
  }
};

// 折着的几项选择，选了哪些写在外面。
export const watchChosen = (form) => {
  const show = (group) => {
    const names = Array.from(group.querySelectorAll("input:checked"), (input) => input.value);
    group.querySelector("[data-chosen]").textContent = names.join("、") || "（没有选）";
  };
  form.addEventListener("change", (event) => { const group = event.target.closest("[data-several]"); if (group) show(group); });
  return () => form.querySelectorAll("[data-several]").forEach(show);
};

// 名字和值一对一对；没有勾的不在里面。
export const valuesOf = (form) => Array.from(new FormData(form)).filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");

export const fill = (form, values) => {
  for (const group of form.querySelectorAll("[data-rows]")) {
    const pattern = new RegExp(`^(${group.dataset.rows.replace(/\./g, "\\.")}\\.[^.]+)\\.`);
    const names = new Set(values.map(([name]) => (pattern.exec(name) || [])[1]).filter(Boolean));
    for (const row of rowsOf(group)) {
      const own = row.querySelector("[name]").name.replace(/\.[^.]+$/, "");
      if (names.has(own)) names.delete(own); else row.remove();
    }
    for (const name of names) addRow(group, name);
    renumber(group);
  }
  for (const element of form.elements) {
    if (!element.name || SKIPPED.has(element.name) || element.disabled) continue;
    const own = values.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "checkbox") element.checked = own.includes(element.value);
    else if (own.length) [element.value] = own;
  }
};

const inputsOf = (form, name) => Array.from(form.elements).filter((element) => element.name === name || element.name === `${name}.clock`);

// 错的写在那一项下面；没有那一项的写在最上面。同样的话不重写，读屏软件不重复念。
export const showErrors = (form, errors) => {
  const rest = { ...errors };
  for (const place of form.querySelectorAll("[data-error]")) {
    const text = rest[place.dataset.error] || "";
    delete rest[place.dataset.error];
    if (place.dataset.error && place.textContent !== text) place.textContent = text;
    for (const input of place.dataset.error ? inputsOf(form, place.dataset.error) : []) {
      if (text) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    }
  }
  const whole = form.querySelector('[data-error=""]');
  const text = [errors[""] || "", ...Object.values(rest).filter((value) => value !== errors[""])].filter(Boolean).join("\n");
  if (whole && whole.textContent !== text) whole.textContent = text;
};

export const reveal = (element) => {
  for (let part = element.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
};

// 到一项那里去：折着的先打开。
export const goToField = (form, name) => {
  let place = null;
  for (let part = name; part && !place; part = part.replace(/\.?[^.]*$/, "")) place = form.querySelector(`[data-field="${CSS.escape(part)}"]`);
  if (!place) return;
  reveal(place);
  const input = place.querySelector("input:not([type=hidden]):not(:disabled), select, textarea") || place;
  input.focus();
};

export const firstWrong = (form, errors) => {
  const name = Object.keys(errors).find((key) => key);
  if (name) goToField(form, name);
};
