// The box in the head: a combobox with the first results, after the ARIA pattern (list autocomplete, manual choice).

import { engine } from "./engine.js";
import { address, element, excerpt, filled, shortened, status } from "./view.js";

const SHOWN = 6;
const SHORTEST = 2;

/** After so many milliseconds it is said that search is at work. */
const PATIENCE = 400;

/** Make the search form a combobox. */
export function start(form, input) {
  const list = element("div", { id: "kb-search-list", role: "listbox", "aria-label": form.querySelector("label").textContent });
  const note = element("p", { class: "kb-search-note" });
  const panel = element("div", { class: "kb-search-panel", hidden: "" }, note, list);
  // Screen readers are told of changes only in what was there before.
  const spoken = element("p", { class: "kb-search-spoken", role: "status" });
  form.append(panel, spoken);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }

  let latest = 0;
  let finished = 0;
  let working = Promise.resolve();
  let active = -1;
  const options = () => [...list.querySelectorAll('[role="option"]')];

  function show(open) {
    panel.hidden = !open;
    input.setAttribute("aria-expanded", String(open && options().length > 0));
    if (!open) choose(-1);
  }

  function choose(at) {
    const all = options();
    active = at;
    for (const [index, option] of all.entries()) option.setAttribute("aria-selected", String(index === at));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  /** Show groups of options, `{label, links}`, and a note above them; tell screen readers what is `said`. */
  function fill(groups, noted, said) {
    let count = 0;
    list.replaceChildren(
      ...groups.map(({ label, links }, index) => {
        const id = `kb-search-group-${index}`;
        const heading = label ? [element("p", { id, class: "kb-search-group", role: "presentation" }, label)] : [];
        for (const link of links) {
          for (const [name, value] of Object.entries({ id: `kb-search-option-${count++}`, role: "option", tabindex: "-1" })) link.setAttribute(name, value);
        }
        return element("div", { role: "group", "aria-labelledby": label ? id : null }, ...heading, ...links);
      }),
    );
    note.replaceChildren(...noted);
    spoken.textContent = said;
    choose(-1);
  }

  /** A link to the page of results. */
  function toPage(query, text) {
    const url = new URL(form.action);
    url.searchParams.set("q", query);
    return element("a", { class: "kb-hit kb-hit--all", href: url.href }, text);
  }

  function answered(query, found, words) {
    const { strings } = words;
    const groups = grouped(found.items, words).map(([label, items]) => ({ label, links: items.map(option) }));
    if (!found.total) groups.push({ links: [toPage(query, filled(strings.elsewhere, { q: shortened(query) }))] });
    if (found.total > found.items.length) groups.push({ links: [toPage(query, filled(strings.all, { n: found.total }))] });
    const line = status(strings, query, found);
    fill(groups, found.total && !found.corrected ? [] : [line], found.total ? `${line} ${strings.keys}` : line);
  }

  /** Answer what is in the box: one query at a time, so that a hand that types on is answered with what it typed last. */
  function search() {
    const query = input.value.trim();
    const turn = ++latest;
    if ([...query].length < SHORTEST) {
      fill([], [], "");
      show(false);
      return;
    }
    after(PATIENCE).then(() => {
      if (turn !== latest || turn === finished) return;
      fill([], [form.dataset.loading], form.dataset.loading);
      show(true);
    });
    working = working.then(() => turn === latest && answer(query, turn));
  }

  async function answer(query, turn) {
    const isLatest = () => turn === latest;
    try {
      const own = await engine();
      const found = isLatest() && (await own.find(query, { limit: SHOWN }));
      if (isLatest()) answered(query, found, own.words);
    } catch {
      const { failed, lists } = form.dataset;
      if (isLatest()) fill([], [failed, " ", element("a", { href: form.action }, lists)], failed);
    }
    if (!isLatest()) return;
    finished = turn;
    show(true);
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => list.childElementCount && show(true));
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!all.length) return;
      event.preventDefault();
      show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = active < 0 && step < 0 ? all.length : active;
      choose((from + step + all.length) % all.length);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      all[active].click();
    } else if (event.key === "Escape") {
      if (!panel.hidden) event.preventDefault();
      if (panel.hidden) input.value = "";
      show(false);
    } else if (event.key === "Tab" && !note.querySelector("a")) {
      show(false);
    }
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", () => show(false));
  document.addEventListener("click", (event) => form.contains(event.target) || show(false));

  if (input.value) search();
}

function after(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** The results by kind: kinds in the order of their best result. */
function grouped(items, words) {
  const groups = new Map();
  for (const item of items) {
    const label = words.kind[item.kind] ?? words.kind.page;
    groups.set(label, [...(groups.get(label) ?? []), item]);
  }
  return [...groups];
}

function option(item) {
  return element("a", { class: "kb-hit", href: address(item), "data-result": "" }, element("span", { class: "kb-hit__title" }, item.title), " ", excerpt(item));
}
