// Search: what every page loads. The rest comes when the box is first used or results are to be shown.

const form = document.querySelector("form[data-search]");
const input = form.elements.namedItem("q");
const resultsPage = document.querySelector("[data-search-page]");

export const KEYS = "search-keys";

function keysAreOff() {
  try {
    return localStorage.getItem(KEYS) === "off";
  } catch {
    return false;
  }
}

// Where a script cannot be had the box stays a plain form that leads to the page of results, and that to the lists.
let box;
function openBox() {
  box ??= import("./search/box.js").then((module) => module.start(form, input)).catch(() => (box = null));
}

input.addEventListener("focus", openBox, { once: true });
input.addEventListener("input", openBox, { once: true });

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !["/", "f", "s"].includes(event.key)) return;
  if (keysAreOff()) return;
  event.preventDefault();
  input.focus();
  input.select();
});

if (resultsPage) {
  const failed = () => (resultsPage.querySelector("[data-search-status]").textContent = form.dataset.failed);
  import("./search/page.js").then((module) => module.start(resultsPage, input)).catch(failed);
}
