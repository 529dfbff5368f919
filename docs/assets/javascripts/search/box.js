// The box in the head: a combobox with the first results, after the ARIA pattern (list autocomplete, manual choice).

import { engine, inOtherLanguages } from "./engine.js";
import { address, element, excerpt, filled, status } from "./view.js";

const SHOWN = 6;
const SHORTEST = 2;

/** Make the search form a combobox. */
export function start(form, input) {
  const list = element("div", { id: "kb-search-list", role: "listbox", "aria-label": form.querySelector("label").textContent });
  const note = element("p", { class: "kb-search-note", role: "status" });
  const panel = element("div", { class: "kb-search-panel", hidden: "" }, note, list);
  form.append(panel);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }

  let latest = 0;
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

  function fill(groups) {
    choose(-1);
    let count = 0;
    list.replaceChildren(
      ...groups.map(({ label, lang, links }, index) => {
        const id = `kb-search-group-${index}`;
        const heading = label ? [element("p", { id, class: "kb-search-group", role: "presentation" }, label)] : [];
        const group = element("div", { role: "group", "aria-labelledby": label ? id : null, lang: lang ?? null }, ...heading);
        for (const link of links) {
          link.id = `kb-search-option-${count++}`;
          for (const [name, value] of Object.entries({ role: "option", tabindex: "-1", "aria-selected": "false" })) link.setAttribute(name, value);
          group.append(link);
        }
        return group;
      }),
    );
  }

  async function search() {
    const query = input.value.trim();
    const turn = ++latest;
    if ([...query].length < SHORTEST) {
      fill([]);
      note.textContent = "";
      show(false);
      return;
    }
    try {
      const { words, found, others } = await answer(query);
      if (turn !== latest) return;
      const { strings } = words;
      const groups = grouped(found.items, words).map(([label, items]) => ({ label, links: items.map(option) }));
      for (const other of others) groups.push({ label: `${strings.others}: ${other.lang}`, lang: other.lang, links: other.items.map(option) });
      if (found.total > found.items.length) groups.push({ label: "", links: [everything(form, query, found.total, strings)] });
      fill(groups);
      note.textContent = found.total && !found.corrected ? `${status(strings, query, found)} ${strings.keys}` : status(strings, query, found);
      note.classList.toggle("kb-search-note--quiet", found.total > 0 && !found.corrected);
    } catch {
      if (turn !== latest) return;
      fill([]);
      const { failed } = form.dataset;
      note.replaceChildren(failed, " ", element("a", { href: form.action }, form.dataset.lists));
      note.classList.remove("kb-search-note--quiet");
    }
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
    } else if (event.key === "Tab") {
      show(false);
    }
  });
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", () => show(false));
  document.addEventListener("click", (event) => form.contains(event.target) || show(false));

  if (input.value) search();
}

async function answer(query) {
  const own = await engine();
  const found = await own.find(query, { limit: SHOWN });
  const others = found.total ? [] : await inOtherLanguages(query);
  return { words: own.words, found, others };
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

function everything(form, query, total, strings) {
  const url = new URL(form.action);
  url.searchParams.set("q", query);
  return element("a", { class: "kb-hit kb-hit--all", href: url.href }, filled(strings.all, { n: total }));
}
