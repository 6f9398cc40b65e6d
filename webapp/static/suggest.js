"use strict";
// Completions of the search boxes from /suggest, shown by the browser's own datalist. Everything works without it.
(() => {
  const WAIT = 150;
  const boxes = document.querySelectorAll("search form input[type=search][name=q]");
  boxes.forEach((box, number) => {
    const list = document.createElement("datalist");
    list.id = `suggestions-${number}`;
    box.after(list);
    box.setAttribute("list", list.id);
    const address = new URL("suggest", box.form.action);
    let timer = 0;
    let asked = "";
    let running = null;
    const show = (texts) => list.replaceChildren(...texts.map((text) => {
      const option = document.createElement("option");
      option.value = text;
      return option;
    }));
    const ask = async () => {
      const text = box.value;
      if (text === asked || text.length > 200) return;
      asked = text;
      running?.abort();
      running = new AbortController();
      if (!text.trim()) { show([]); return; }
      address.search = new URLSearchParams({ q: text });
      try {
        const answer = await fetch(address, { signal: running.signal });
        const [of, texts] = await answer.json();
        if (of === box.value) show(texts.filter((one) => one !== text));
      } catch {
        // Aborted, or the server is away: the box is as it was without script.
      }
    };
    box.addEventListener("input", (event) => {
      // While an input method composes, pinyin stands in the box that is no query yet.
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    box.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  });
})();
