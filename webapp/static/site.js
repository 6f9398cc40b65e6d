"use strict";
// All that the site does with script: copying, glossary pop-ups beside the word, the place in the contents.
// Everything works without it.
(() => {
  const said = document.getElementById("said");
  const confirm = (button, label, words) => {
    const before = button.dataset.label ?? button.firstChild.data;
    button.dataset.label = before;
    button.firstChild.data = label;
    said.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { button.firstChild.data = before; said.textContent = ""; }, 2500);
  };
  const select = (source) => {
    source.closest("details")?.setAttribute("open", "");
    getSelection().selectAllChildren(source);
    return document.execCommand("copy"); // for sites without https, where there is no clipboard
  };
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const what = button.dataset.what.trim();
    const text = source.matches("pre") ? source.textContent : source.innerText.trim();
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = select(source);
    }
    if (done) confirm(button, "已复制", `已复制${what}`);
    else confirm(button, "已选中，请按 Ctrl-C", `已选中${what}，请按 Ctrl-C 复制`);
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  const GAP = 8;
  let open = null;
  let opener = null;
  const close = (back) => {
    if (!open) return;
    const word = opener;
    open.classList.remove("open");
    open.removeAttribute("style");
    word.classList.remove("opened");
    open = opener = null;
    if (back) word.focus({ preventScroll: true });
  };
  // Below the last line of the word, or above its first line where there is more room; it moves with the text.
  const place = (popup, word) => {
    const passage = word.closest(".passage").getBoundingClientRect();
    const lines = word.getClientRects();
    const first = lines[0];
    const last = lines[lines.length - 1];
    const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
    const below = innerHeight - last.bottom - 2 * GAP;
    const above = first.top - Math.max(0, bar) - 2 * GAP;
    const under = below >= popup.offsetHeight || below >= above;
    const height = Math.min(popup.offsetHeight, Math.max(under ? below : above, 120));
    const left = Math.min(first.left - passage.left, passage.width - popup.offsetWidth);
    popup.style.maxHeight = `${height}px`;
    popup.style.left = `${Math.max(0, left)}px`;
    popup.style.top = `${under ? last.bottom + GAP - passage.top : first.top - GAP - height - passage.top}px`;
  };
  const show = (word) => {
    const again = opener === word;
    close(again);
    const popup = document.getElementById(word.hash.slice(1));
    if (again || !popup) return;
    popup.classList.add("open");
    word.classList.add("opened");
    open = popup;
    opener = word;
    place(popup, word);
    popup.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const word = event.target.closest("a.term");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (word && isPlain) {
      event.preventDefault();
      show(word);
    } else if (open && event.target.closest(".popup .close")) {
      event.preventDefault();
      close(true);
    } else if (open && !open.contains(event.target)) {
      close(false);
    }
  });
  document.addEventListener("focusin", (event) => {
    if (open && event.target !== opener && !open.contains(event.target)) close(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) close(true);
  });
  addEventListener("resize", () => close(false));

  const contents = new Map();
  for (const link of document.querySelectorAll(".contents a")) contents.set(link.hash.slice(1), link);
  const passages = contents.size ? [...document.querySelectorAll(".passage")] : [];
  let here = null;
  const follow = () => {
    let found = null;
    for (const passage of passages) {
      if (passage.getBoundingClientRect().top > innerHeight / 3) break;
      found = contents.get(passage.id) ?? found;
    }
    if (found === here) return;
    here?.removeAttribute("aria-current");
    found?.setAttribute("aria-current", "location");
    here = found;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (!passages.length || waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  if (passages.length) follow();
})();
