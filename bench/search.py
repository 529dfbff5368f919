"""Search: how good and how light it is, in real Chromium, beside Material's own search on the same pages.

Quality is measured with `tests/search/queries.yml`: success@1 and success@3 (a page that the query asks for
is the first result, or one of the first three) and MRR (the mean of 1 / its place). Bytes are what a browser
receives after the page (and an index that comes with it), headers included, from a server that compresses
text with gzip, without a cache; milliseconds go from key to results. Both are of two queries in a row.
"""

from __future__ import annotations

import math
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from mkdocs.utils.yaml import yaml_load
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError

from bench.browser import chromium, served
from bench.generate import ROOT, generate
from bench.measure import measure
from kb.addresses import site_path
from kb.langs import LANGS, Lang

QUERIES = ROOT / "tests" / "search" / "queries.yml"
MANAGE = [sys.executable, str(ROOT / "scripts" / "manage.py")]
HELD_OUT = "held-out"
TOY_CITIES = 2500
TOY_QUERIES = (
    "toy city 7",
    "harbour budget",
    "toy city 1984",
    "twinning 1999",
    "market",
    "fact women climate",
)


@dataclass(frozen=True)
class Query:
    """What is typed, the kind of query it is, and the addresses (below the root) of the pages asked for."""

    text: str
    kind: str
    wanted: tuple[str, ...]


def read_queries(path: Path = QUERIES) -> dict[Lang, list[Query]]:
    """The queries of each language."""
    found: dict[Lang, list[Query]] = {}
    for lang, entries in yaml.safe_load(path.read_text("utf-8")).items():
        found[lang] = [
            Query(
                entry["query"],
                entry["kind"],
                tuple(site_path(p, lang) for p in _as_list(entry["page"])),
            )
            for entry in entries
        ]
    return found


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def place(results: list[str], wanted: tuple[str, ...]) -> int:
    """The place, from 1, of the first result that leads to a wanted page; 0 when none does."""
    return next((at for at, result in enumerate(results, 1) if result.partition("#")[0] in wanted), 0)


def success(places: list[int], within: int) -> float:
    """The share of queries that found what they ask for among the first results, so many of them."""
    return sum(0 < p <= within for p in places) / len(places)


def mean_reciprocal_rank(places: list[int]) -> float:
    """MRR: the mean of 1 / place; 0 for what was not found."""
    return sum(1 / p for p in places if p) / len(places)


@dataclass(frozen=True)
class Cost:
    """What a query takes after another or none: bytes received, milliseconds from key to results, if any."""

    bytes: int
    milliseconds: float | None


@dataclass
class Figures:
    """What was measured of some queries."""

    places: list[int] = field(default_factory=list)
    first: list[Cost] = field(default_factory=list)
    later: list[Cost] = field(default_factory=list)

    def __str__(self) -> str:
        """One row of the table."""
        costs = "".join(
            f"{statistics.median(c.bytes for c in costs) / 1000:8.1f}"
            f"{max(c.bytes for c in costs) / 1000:8.1f}"
            f"{_median_time(costs):7.0f}"
            for costs in (self.first, self.later)
        )
        if not self.places:
            return f"{'':27}{costs}"
        three = (success(self.places, 1), success(self.places, 3), mean_reciprocal_rank(self.places))
        return f"{len(self.places):6}" + "".join(f"{figure:7.3f}" for figure in three) + costs


def _median_time(costs: list[Cost]) -> float:
    times = [cost.milliseconds for cost in costs if cost.milliseconds is not None]
    return statistics.median(times) if times else math.nan


#: The columns of a row.
_HEAD = (
    f"{'':20}{'n':>6}{'@1':>7}{'@3':>7}{'MRR':>7}"
    f"{'1st KB':>8}{'most':>8}{'ms':>7}{'2nd KB':>8}{'most':>8}{'ms':>7}"
)


class Bytes:
    """Counts what a page receives, and apart from that (`index`) an index that comes with every page."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.count = 0
        self.index = 0
        self._indexes: set[str] = set()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._name)
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.count += size
        self.index += size if event["requestId"] in self._indexes else 0

    def _name(self, event: dict[str, Any]) -> None:
        if event["response"]["url"].endswith("/search_index.json"):
            self._indexes.add(event["requestId"])


#: Puts text into a box and gives the milliseconds until what is asked for stands in the page, null if never.
_TIMED = """([box, text, ready, patience]) => new Promise((done) => {
  const input = document.querySelector(box);
  input.focus();
  input.click();
  const begun = performance.now();
  const look = () => {
    const found = document.querySelector(ready);
    if (found && found.dataset.seen !== text) {
      found.dataset.seen = text;
      done(performance.now() - begun);
    } else if (performance.now() - begun > patience) done(null);
    else requestAnimationFrame(look);
  };
  for (const old of document.querySelectorAll(ready)) old.dataset.seen = text;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  requestAnimationFrame(look);
})"""

#: Whether our page of results says what it found.
ANSWERED = """() => {
  const said = document.querySelector("[data-search-status]").textContent;
  return said && said !== document.querySelector("[data-search]").dataset.loading;
}"""

OURS = ("#kb-search-input", '#kb-search-list [role="option"]')
MATERIALS = ("[data-md-component=search-query]", ".md-search-result__item")


#: Milliseconds after which a query has no result.
PATIENCE = 5_000

#: Milliseconds after which results that stayed the same are the last.
SETTLED = 700


def ours(browser: Browser, base: str, lang: Lang, queries: list[Query]) -> list[int]:
    """The place of what each query asks for on our page of results."""
    page = browser.new_page()
    places = []
    for query in queries:
        page.goto(f"{base}{site_path('search', lang)}?q={quote(query.text)}")
        page.wait_for_function(ANSWERED)
        places.append(place(_results(page, base, "[data-search-results] > ol [data-result]"), query.wanted))
    page.close()
    return places


def materials(browser: Browser, base: str, lang: Lang, queries: list[Query]) -> list[int]:
    """The same in Material's search."""
    page = browser.new_page()
    page.goto(base + site_path("", lang))
    page.wait_for_load_state("networkidle")
    page.click(MATERIALS[0], force=True)
    places = []
    for query in queries:
        # Emptied first: else the results of the query before would be read as those of a slow one.
        page.fill(MATERIALS[0], "")
        page.wait_for_function("(item) => !document.querySelector(item)", arg=MATERIALS[1])
        page.fill(MATERIALS[0], query.text)
        page.dispatch_event(MATERIALS[0], "keyup")
        places.append(place(_settled(page, base), query.wanted))
    page.close()
    return places


def _settled(page: Page, base: str) -> list[str]:
    """Material's results when they no longer change; none when there are none for a long time."""
    try:
        page.wait_for_selector(MATERIALS[1], state="attached", timeout=PATIENCE)
    except TimeoutError:
        return []
    before: list[str] = []
    while (now := _results(page, base, ".md-search-result__item > a")) != before:
        before = now
        page.wait_for_timeout(SETTLED)
    return now


def _results(page: Page, base: str, links: str) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all(links, "(all) => all.map((a) => a.href)")
    return [href.removeprefix(base).partition("?")[0] for href in hrefs]


def costs(browser: Browser, address: str, box: tuple[str, str], one: str, two: str) -> tuple[Cost, Cost]:
    """What a first query takes on a page that was just opened, and what a second takes after it."""
    context = browser.new_context()
    page = context.new_page()
    received = Bytes(context, page)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    with_page = received.index
    first, later = _ask(page, box, one, received), _ask(page, box, two, received)
    context.close()
    return replace(first, bytes=first.bytes + with_page), later


def _ask(page: Page, box: tuple[str, str], text: str, received: Bytes) -> Cost:
    before = received.count
    milliseconds = page.evaluate(_TIMED, [box[0], text, box[1], PATIENCE])
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    return Cost(received.count - before, milliseconds)


def build_with_material(folder: Path) -> Path:
    """Build the site's pages, as plain Markdown, with Material's own search; gives the folder of the site."""
    measure([*MANAGE, "pages", "--out", str(folder / "docs")])
    config = yaml_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    i18n = config["plugins"]["i18n"] | {"reconfigure_search": True}
    mkdocs = {
        "site_name": config["site_name"],
        "theme": {"name": "material", "language": "ca", "font": False},
        "plugins": [{"search": {"lang": ["es", "en", "fr"]}}, {"i18n": i18n}],
        "markdown_extensions": config["markdown_extensions"],
        "nav": ["index.md"],
        "validation": {"omitted_files": "ignore", "links": {"not_found": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(mkdocs), "utf-8")
    measure([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder)
    return folder / "site"


Row = tuple[str, str]


def measured(
    browser: Browser,
    base: str,
    find: Callable[[Browser, str, Lang, list[Query]], list[int]],
    box: tuple[str, str],
    queries: dict[Lang, list[Query]],
) -> dict[Row, Figures]:
    """The figures of each language and kind of query."""
    rows: dict[Row, Figures] = {}
    for lang, own in queries.items():
        for query, found in zip(own, find(browser, base, lang, own), strict=True):
            rows.setdefault((lang, query.kind), Figures()).places.append(found)
        address = base + site_path("", lang)
        for kind in dict.fromkeys(query.kind for query in own):
            texts = [query.text for query in own if query.kind == kind]
            first, later = costs(browser, address, box, texts[0], texts[-1])
            rows[lang, kind].first.append(first)
            rows[lang, kind].later.append(later)
    return rows


def together(all_figures: Iterable[Figures]) -> Figures:
    """The figures of several rows as one."""
    whole = Figures()
    for figures in all_figures:
        whole.places += figures.places
        whole.first += figures.first
        whole.later += figures.later
    return whole


def report(title: str, rows: dict[Row, Figures]) -> None:
    """Print the table: every language by kind of query, then languages and kinds as wholes.

    Queries of the kind `held-out` were written after the search and not used to better it: they stand apart.
    """
    print(f"\n{title}\n{_HEAD}")
    for (lang, kind), figures in rows.items():
        print(f"{lang:4}{kind:16}{figures}")
    tuned = {row: figures for row, figures in rows.items() if row[1] != HELD_OUT}
    for lang in dict.fromkeys(lang for lang, _ in tuned):
        print(f"{lang:4}{'but held-out':16}{together(f for row, f in tuned.items() if row[0] == lang)}")
    for kind in dict.fromkeys(kind for _, kind in rows):
        print(f"all {kind:16}{together(f for row, f in rows.items() if row[1] == kind)}")
    print(f"all {'but held-out':16}{together(tuned.values())}")


def main() -> None:
    """Measure and print."""
    queries = read_queries()
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        measure([*MANAGE, "build", "--out", str(folder / "site")])
        with served(folder / "site") as base:
            report("Ours", measured(browser, base, ours, OURS, queries))
        (folder / "material").mkdir()
        with served(build_with_material(folder / "material")) as base:
            report("Material's own search", measured(browser, base, materials, MATERIALS, queries))
        generate(folder / "toy", TOY_CITIES)
        measure([*MANAGE, "--root", str(folder / "toy"), "build", "--out", str(folder / "toy-site")])
        with served(folder / "toy-site") as base:
            pairs = zip(TOY_QUERIES[::2], TOY_QUERIES[1::2], strict=True)
            asked = [costs(browser, f"{base}en/", OURS, one, two) for one, two in pairs]
            toy = Figures(first=[first for first, _ in asked], later=[later for _, later in asked])
            print(f"\nOurs at {TOY_CITIES * len(LANGS):,} pages\n{_HEAD}\n{'':20}{toy}")
