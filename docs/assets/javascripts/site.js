// Reading tools. A classic script in the head: the text size is set before anything is shown.

{
  const SIZES = [80, 90, 100, 110, 125, 150, 175, 200];
  const KEY = "text-size";
  const root = document.documentElement;
  let size;
  let said;

  const storedSize = () => {
    try {
      const stored = Number(localStorage.getItem(KEY));
      return SIZES.includes(stored) ? stored : 100;
    } catch {
      return 100;
    }
  };

  const applySize = (wanted) => {
    size = wanted;
    root.style.setProperty("--kb-scale", size / 100);
    // Wide screens lay out as narrow ones when the text is large.
    root.classList.toggle("kb-large", size >= 150);
  };

  /** The address of the list or search that led here, when it says what was chosen there. */
  const cameFrom = () => {
    if (!document.referrer) return null;
    const from = new URL(document.referrer);
    return from.origin === location.origin && from.search && from.pathname !== location.pathname ? from : null;
  };

  /** Shows for some seconds, and lets screen readers say, one of the texts that wait in the page. */
  const say = (name, number) => {
    const place = document.querySelector(".kb-said");
    clearTimeout(said);
    place.textContent = place.dataset[name].replace("{n}", number);
    said = setTimeout(() => (place.textContent = ""), 6000);
  };

  const copy = async (text, name) => {
    try {
      await navigator.clipboard.writeText(text);
      say(name);
    } catch {
      // Not allowed here: the text can be selected and the link followed.
    }
  };

  const resize = (buttons, step) => {
    const at = SIZES.indexOf(size) + step;
    applySize(SIZES[Math.min(Math.max(at, 0), SIZES.length - 1)]);
    try {
      localStorage.setItem(KEY, size);
    } catch {
      // Not allowed here: the size is kept for this page only.
    }
    limit(buttons);
    say("size", size);
  };

  const limit = (buttons) => {
    for (const button of buttons) {
      const end = button.dataset.resize > 0 ? SIZES.at(-1) : SIZES[0];
      button.setAttribute("aria-disabled", String(size === end));
    }
  };

  const startToolbar = (bar) => {
    const from = cameFrom();
    if (from) {
      const back = bar.querySelector(".kb-tool--back");
      back.href = from.href;
      back.hidden = false;
    }
    const buttons = [...bar.querySelectorAll("[data-resize]")];
    limit(buttons);
    for (const button of buttons)
      button.addEventListener("click", () => resize(buttons, Number(button.dataset.resize)));
    bar.querySelector("[data-print]").addEventListener("click", () => print());
    bar.querySelector("[href='#cite']").addEventListener("click", () => {
      document.querySelector(".kb-cite").open = true;
    });
  };

  const startCopying = () => {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-copy]");
      if (button) copy(document.getElementById(button.dataset.copy).textContent, "copied");
      // The link of a statement is copied, and followed as any link is.
      const anchor = event.target.closest(".kb-anchor");
      if (anchor) copy(anchor.href, "copiedLink");
    });
  };

  /** What a term means, shown beside it; without this, the link leads to the same words at the end of the page. */
  const startTerms = () => {
    if (!HTMLElement.prototype.showPopover) return;
    const box = document.createElement("div");
    box.className = "kb-definition";
    box.popover = "auto";
    box.tabIndex = -1;
    box.autofocus = true;
    document.querySelector("article").append(box);
    document.addEventListener("click", (event) => {
      const term = event.target.closest(".kb-term");
      if (!term || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const entry = document.getElementById(term.hash.slice(1));
      const text = document.createElement("p");
      text.textContent = entry.querySelector("dd").textContent;
      box.replaceChildren(text, entry.querySelector("a").cloneNode(true));
      box.showPopover();
      const { left, top, bottom } = term.getBoundingClientRect();
      const below = bottom + 6 + box.offsetHeight < innerHeight;
      box.style.top = `${below ? bottom + 6 : Math.max(6, top - 6 - box.offsetHeight)}px`;
      box.style.left = `${Math.max(16, Math.min(left, innerWidth - box.offsetWidth - 16))}px`;
    });
  };

  /** Dates the foot of the printed page, and sets address and date in the margin of every sheet. */
  const dateThePrint = () => {
    const place = document.querySelector("[data-printed]");
    // As the rest of the page: British English, the Catalan “de 2026” for “del 2026”, the French “1er”.
    const locale = root.lang === "en" ? "en-GB" : root.lang;
    const written = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date());
    const today = root.lang === "fr" ? written.replace(/^1 /, "1er ") : written.replace(" del ", " de ");
    place.textContent = ` · ${place.dataset.printed.replace("{date}", today)}`;
    const foot = JSON.stringify(`${place.dataset.address} · ${today}`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page { @bottom-left { content: ${foot}; font: 8pt sans-serif; white-space: nowrap; } }`);
    document.adoptedStyleSheets = [sheet];
  };

  const start = () => {
    for (const element of document.querySelectorAll(".kb-js")) element.hidden = false;
    const bar = document.querySelector(".kb-toolbar");
    if (bar) startToolbar(bar);
    if (document.querySelector(".kb-term")) startTerms();
    if (!document.querySelector(".kb-closing")) return;
    startCopying();
    addEventListener("beforeprint", dateThePrint);
  };

  applySize(storedSize());
  root.classList.replace("no-js", "js");
  if (navigator.clipboard) root.classList.add("kb-can-copy");
  if (cameFrom()) root.classList.add("kb-came-from-results");
  document.addEventListener("DOMContentLoaded", start);
}
