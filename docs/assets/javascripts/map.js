// The map with a script: show only some cities, enlarge. Without it every city is there and is a link.

const ZOOMS = [1, 1.5, 2, 3];

/** Shows the cities that have a facet (all for "") and says how many they are. */
function narrow(map, facet) {
  const pins = [...map.querySelectorAll("[data-in]")];
  const shown = pins.filter((pin) => !facet || pin.dataset.in.split(" ").includes(facet));
  for (const pin of pins) pin.classList.toggle("is-off", !shown.includes(pin));
  const words = shown.length === 1 ? map.dataset.one : map.dataset.many;
  map.querySelector("[role=status]").textContent = words.replace("{n}", shown.length);
}

/** Enlarges the map around the middle of what is seen; the panels then scroll. */
function zoom(map, step) {
  const level = Math.min(Math.max(Number(map.dataset.level ?? 0) + step, 0), ZOOMS.length - 1);
  const panels = [...map.querySelectorAll(".kb-map__panel")];
  const middles = panels.map((panel) => [
    (panel.scrollLeft + panel.clientWidth / 2) / panel.scrollWidth,
    (panel.scrollTop + panel.clientHeight / 2) / panel.scrollHeight,
  ]);
  for (const panel of panels) panel.style.height ||= `${panel.getBoundingClientRect().height}px`;
  if (!level) for (const panel of panels) panel.style.height = "";
  map.dataset.level = level;
  map.style.setProperty("--zoom", ZOOMS[level]);
  map.classList.toggle("is-zoomed", level > 0);
  panels.forEach((panel, i) => {
    panel.scrollLeft = middles[i][0] * panel.scrollWidth - panel.clientWidth / 2;
    panel.scrollTop = middles[i][1] * panel.scrollHeight - panel.clientHeight / 2;
  });
  for (const button of map.querySelectorAll("[data-zoom]")) {
    const end = button.dataset.zoom === "in" ? ZOOMS.length - 1 : 0;
    button.setAttribute("aria-disabled", String(level === end));
  }
}

for (const map of document.querySelectorAll(".kb-map")) {
  const select = map.querySelector("select");
  select.addEventListener("change", () => narrow(map, select.value));
  for (const button of map.querySelectorAll("[data-zoom]"))
    button.addEventListener("click", () => zoom(map, button.dataset.zoom === "in" ? 1 : -1));
  // A reader who comes back finds the choice that the browser kept in the list.
  if (select.value) narrow(map, select.value);
}
