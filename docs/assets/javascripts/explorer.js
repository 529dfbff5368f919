// Explorers: a list narrowed down by a form. The choice is in the address; without a script the list is whole.

const form = document.querySelector(".kb-explorer");
const boxes = [...form.querySelectorAll("input[type=checkbox]")].map((input) => ({
  input,
  key: `${input.name}=${input.value}`,
  count: input.closest("label").querySelector(".kb-count"),
}));
const facets = [...form.querySelectorAll("details")].map((element) => ({
  element,
  boxes: boxes.filter((box) => element.contains(box.input)),
}));
const rows = [...document.querySelectorAll("article [data-facets]")].map((element) => ({
  element,
  keys: new Set(element.dataset.facets.split(" ")),
}));
const lists = [...new Set(rows.map((row) => row.element.closest("table, ul, ol")))].map((element) => ({
  element,
  heading: element.previousElementSibling,
  rows: rows.filter((row) => element.contains(row.element)),
}));

/** A row is shown when it has a chosen value of every facet in which there is a choice. */
function narrow() {
  const chosen = facets.map((facet) => facet.boxes.filter((box) => box.input.checked));
  const counts = new Map(boxes.map((box) => [box.key, 0]));
  for (const row of rows) {
    const failed = facets.filter((_, i) => chosen[i].length && !chosen[i].some((box) => row.keys.has(box.key)));
    row.element.hidden = failed.length > 0;
    // A count says what a choice would show beside the choices made in the other facets.
    for (const facet of [facets, failed][failed.length] ?? [])
      for (const box of facet.boxes) if (row.keys.has(box.key)) counts.set(box.key, counts.get(box.key) + 1);
  }
  for (const box of boxes) {
    box.count.textContent = counts.get(box.key);
    box.input.disabled = !counts.get(box.key) && !box.input.checked;
  }
  facets.forEach((facet, i) => {
    const names = chosen[i].map((box) => box.input.nextElementSibling.textContent);
    facet.element.querySelector("[data-chosen]").textContent = names.join(", ");
  });
  hideEmptyLists();
  tell();
}

function hideEmptyLists() {
  for (const { element, heading, rows } of lists) {
    const empty = rows.every((row) => row.element.hidden);
    const entry = document.querySelector(`.md-sidebar--secondary a[href$="#${heading.id}"]`)?.closest("li");
    for (const part of [element, heading, entry]) if (part) part.hidden = empty;
  }
}

function tell() {
  const shown = rows.filter((row) => !row.element.hidden).length;
  const words = shown ? form.dataset.shown : form.dataset.none;
  const text = words.replace("{n}", shown).replace("{total}", rows.length);
  const status = form.querySelector("[role=status]");
  if (status.textContent !== text) status.textContent = text;
  const nothing = boxes.every((box) => !box.input.checked);
  form.querySelector("[type=reset]").setAttribute("aria-disabled", String(nothing));
}

function fromAddress() {
  const query = new URLSearchParams(location.search);
  for (const { input } of boxes) input.checked = query.getAll(input.name).includes(input.value);
  narrow();
}

function toAddress() {
  const query = new URLSearchParams(
    boxes.filter((box) => box.input.checked).map((box) => [box.input.name, box.input.value]),
  );
  const address = location.pathname + (`${query}` ? `?${query}` : "");
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
}

function close(facet) {
  facet.open = false;
  facet.querySelector("summary").focus();
}

form.addEventListener("change", () => {
  narrow();
  toAddress();
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const { input } of boxes) input.checked = false;
  narrow();
  toAddress();
});
form.addEventListener("keydown", (event) => {
  const open = event.target.closest("details[open]");
  if (event.key === "Escape" && open) close(open);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".kb-facets")) for (const { element } of facets) element.open = false;
});
addEventListener("popstate", fromAddress);

fromAddress();
