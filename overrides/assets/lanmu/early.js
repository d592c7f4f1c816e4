// 在页面画出来以前运行：有没有脚本、长辈版、文字大小，都记成 <html> 的 class，载入时不闪。
// 记住的东西只存在读者自己的设备上；存不了（隐私模式、禁用存储）就当没有记住。
(() => {
  const storage = {
    get(name) {
      try { return localStorage.getItem(`lanmu.${name}`); } catch (error) { return null; }
    },
    set(name, value) {
      try {
        if (value === null) localStorage.removeItem(`lanmu.${name}`);
        else localStorage.setItem(`lanmu.${name}`, value);
      } catch (error) { /* 这一页照样有效，只是记不住 */ }
    },
  };
  const classes = document.documentElement.classList;
  const apply = () => {
    const size = storage.get("size");
    classes.add("js");
    classes.toggle("elder", storage.get("elder") === "on");
    for (const name of ["small", "large"]) classes.toggle(`size-${name}`, size === name);
  };
  window.lanmuKept = storage;
  window.lanmuApply = apply;
  apply();
})();
