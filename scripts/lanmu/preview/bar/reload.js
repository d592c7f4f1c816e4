// 网站有了新的样子就刷新网页：问一句，等到有了才答；网页看不见时不问。
(() => {
  const { version } = document.currentScript.dataset;
  const AGAIN = 3000;
  let asking = null;
  let timer;

  const ask = async () => {
    clearTimeout(timer);
    if (asking || document.hidden) return;
    asking = new AbortController();
    let pause = AGAIN;
    try {
      // 几个网页问同一个网址，浏览器会让它们一个等一个，所以后面加上各自的号。
      const answer = await fetch(`/livereload/${version}/${performance.timeOrigin}`, { signal: asking.signal });
      if (Number(await answer.text()) > Number(version)) location.reload();
      if (answer.ok) pause = 0;
    } catch (error) { /* 预览关了，或者这一页刚被遮住 */ }
    asking = null;
    timer = setTimeout(ask, pause);
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden && asking) asking.abort();
    else ask();
  });
  window.addEventListener("load", ask);
})();
