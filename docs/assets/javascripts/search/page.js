// The page of results: reads `?q=` and the filters from its address, and keeps them there.

import { KEYS } from "../search.js";
import { engine, inOtherLanguages } from "./engine.js";
import { address, element, excerpt, filled, status } from "./view.js";

const STEP = 10;
const FILTERS = ["kind", "region", "policy"];

/** Show the results for the address of the page. */
export function start(page, input) {
  const line = page.querySelector("[data-search-status]");
  const results = page.querySelector("[data-search-results]");
  const lists = page.querySelector("[data-search-lists]");
  const form = input.form;
  let latest = 0;

  function chosen() {
    const given = new URLSearchParams(location.search);
    const filters = Object.fromEntries(FILTERS.filter((name) => given.get(name)).map((name) => [name, given.get(name)]));
    return { query: (given.get("q") ?? "").trim(), filters };
  }

  function refine(name, value) {
    const url = new URL(location.href);
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    history.replaceState(null, "", url);
    show(STEP, `[name="${name}"]`);
  }

  /** Show the first results, so many of them, and put the focus where it belongs after a change. */
  async function show(limit = STEP, focused = null) {
    const { query, filters } = chosen();
    const turn = ++latest;
    lists.hidden = false;
    if (!query) {
      line.textContent = "";
      results.replaceChildren();
      return;
    }
    line.textContent = form.dataset.loading;
    try {
      const own = await engine();
      const { strings } = own.words;
      if ([...query].length < 2) {
        line.textContent = strings.short;
        results.replaceChildren();
        return;
      }
      const found = await own.find(query, { filters, limit });
      const others = found.total || Object.keys(filters).length ? [] : await inOtherLanguages(query);
      if (turn !== latest) return;
      const filtered = found.total || Object.keys(filters).length;
      lists.hidden = found.total > 0;
      page.querySelector("[data-search-intro]").textContent = found.total ? strings.intro : strings.advice;
      results.replaceChildren(...(filtered ? [selects(own.words, filters)] : []), listed(found.items, own.words));
      if (found.items.length < found.total) results.append(more(strings, () => show(limit + STEP, `li:nth-child(${limit + 1}) a`)));
      for (const other of others) results.append(elsewhere(other, own.words));
      if (focused) results.querySelector(focused)?.focus();
      line.textContent = status(strings, query, found);
    } catch {
      if (turn !== latest) return;
      results.replaceChildren();
      line.textContent = form.dataset.failed;
    }
  }

  function selects(words, filters) {
    const made = element("form", { class: "kb-search-filters" });
    for (const name of FILTERS) {
      const choices = Object.entries(words[name]);
      if (!choices.length) continue;
      const select = element("select", { name, id: `kb-filter-${name}` }, element("option", { value: "" }, words.strings.any));
      for (const [key, label] of choices) {
        const option = element("option", { value: key }, label);
        option.selected = filters[name] === key;
        select.append(option);
      }
      select.addEventListener("change", () => refine(name, select.value));
      made.append(element("p", {}, element("label", { for: select.id }, words.strings[name]), select));
    }
    made.addEventListener("submit", (event) => event.preventDefault());
    return made;
  }

  function listed(items, words, lang = null) {
    return element(
      "ol",
      { class: "kb-hits", lang },
      ...items.map((item) =>
        element(
          "li",
          {},
          element("p", { class: "kb-hit__kind", lang: lang && document.documentElement.lang }, words.kind[item.kind] ?? words.kind.page),
          element("a", { class: "kb-hit__title", href: address(item), "data-result": "" }, item.title),
          element("p", {}, excerpt(item)),
        ),
      ),
    );
  }

  function elsewhere({ lang, items }, words) {
    const heading = element("h2", {}, filled("{label}: ", { label: words.strings.others }), element("span", { lang }, words.languages[lang]));
    return element("section", {}, heading, listed(items, words, lang));
  }

  function more(strings, act) {
    const button = element("button", { type: "button", class: "kb-button" }, strings.more);
    button.addEventListener("click", act);
    return button;
  }

  const { query } = chosen();
  if (query && !input.value) input.value = query;
  const keys = page.querySelector("[data-search-keys]");
  keys.hidden = false;
  const box = keys.querySelector("input");
  try {
    box.checked = localStorage.getItem(KEYS) !== "off";
    box.addEventListener("change", () => localStorage.setItem(KEYS, box.checked ? "on" : "off"));
  } catch {
    keys.hidden = true;
  }
  show();
}
