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
let note;

/** Load the box; where it cannot be had now it stays a plain form, and the next key tries again. */
function openBox() {
  if (box) return;
  const loaded = navigator.onLine ? import("./search/box.js") : Promise.reject(new Error("no network"));
  box = loaded.then((module) => {
    note?.remove();
    module.start(form, input);
  });
  box.catch(() => {
    box = null;
    sayFailed();
  });
}

function sayFailed() {
  note ??= Object.assign(document.createElement("p"), { className: "kb-search-panel kb-search-note", role: "status" });
  const link = Object.assign(document.createElement("a"), { href: form.action, textContent: form.dataset.lists });
  note.replaceChildren(form.dataset.failed, " ", link);
  form.append(note);
}

input.addEventListener("focus", openBox);
input.addEventListener("input", openBox);
form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || note?.remove());

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
