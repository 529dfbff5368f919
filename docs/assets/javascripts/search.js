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

let box;
function openBox() {
  box ??= import("./search/box.js").then((module) => module.start(form, input));
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

if (resultsPage) import("./search/page.js").then((module) => module.start(resultsPage, input));
