"""Weight: what a browser receives for the first view of a page, from a server that compresses text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from bench.browser import served
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.publishers import PARTS
from kb.site import Site
from tests.project import address, kinds
from tests.reader import BuiltSite

KB = 1000

INNER = 110 * KB
INNER_WITHOUT_FONTS = 70 * KB
HOME = 150 * KB
#: Before search is used: the page of its results loads what it needs.
SCRIPTS = 15 * KB
FONTS = 60 * KB
REQUESTS = 10

#: With the map.
LARGE = ("home", "components")


#: Adds up how far what is seen moves.
SHIFTS = """window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifts += entry.value; }))
  .observe({ type: "layout-shift", buffered: true })"""


@dataclass(frozen=True)
class Received:
    """A file that came, headers included."""

    url: str
    size: int

    @property
    def kind(self) -> str:
        """The ending of its name; nothing for a page."""
        return PurePosixPath(urlsplit(self.url).path).suffix


@pytest.fixture(scope="module")
def base(real_build: BuiltSite) -> Iterator[str]:
    """The address of the real site."""
    with served(real_build.folder) as root:
        yield root


def first_view(browser: Browser, url: str) -> list[Received]:
    """Everything that is received by a reader who comes for the first time."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        asked: dict[str, str] = {}
        received: list[Received] = []
        session = context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]["url"]}))
        session.on(
            "Network.loadingFinished",
            lambda e: received.append(Received(asked[e["requestId"]], int(e["encodedDataLength"]))),
        )
        session.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        return [file for file in received if not file.url.startswith("data:")]


def weight(files: list[Received], *endings: str) -> int:
    """The bytes of all files, or of those with an ending."""
    return sum(file.size for file in files if not endings or file.kind in endings)


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_page_is_light(browser: Browser, base: str, real_site: Site, lang: Lang) -> None:
    # The parts of the sources are the pages that grow; their addresses weigh the same in every language.
    parts = [("publishers", part.path) for part in PARTS if lang == DEFAULT_LANG]
    for kind, path in [*kinds(real_site).items(), *parts]:
        files = first_view(browser, base + address(path, lang))
        fonts = weight(files, ".woff2")
        assert {file.url for file in files if not file.url.startswith(base)} == set(), path
        assert fonts <= FONTS, path
        if kind in LARGE:
            assert weight(files) <= HOME, path
        else:
            assert weight(files) <= INNER, path
            assert weight(files) - fonts <= INNER_WITHOUT_FONTS, path
        if kind != "search":
            assert weight(files, ".js") <= SCRIPTS, path
        if kind not in (*LARGE, "search"):
            assert len(files) <= REQUESTS, path


def test_nothing_is_loaded_for_search_before_it_is_used(browser: Browser, base: str) -> None:
    files = first_view(browser, base)
    scripts = {urlsplit(file.url).path for file in files if file.kind == ".js"}
    assert scripts == {f"/assets/javascripts/{name}.js" for name in ("site", "search", "map")}
    assert not [file for file in files if "pagefind" in file.url]


def shifts(browser: Browser, url: str, width: int) -> float:
    """The layout shifts of a page whose fonts come after its first paint, on a phone of a width in pixels."""
    with browser.new_context(viewport={"width": width, "height": 823}) as context:
        page = context.new_page()
        waiting: list[Route] = []
        page.route("**/*.woff2", lambda font: waiting.append(font))
        page.add_init_script(SHIFTS)
        page.goto(url, wait_until="commit")
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        assert waiting
        for font in waiting:
            font.continue_()
        page.unroute("**/*.woff2")
        page.wait_for_load_state("networkidle")
        return float(page.evaluate("shifts"))


@pytest.mark.parametrize("path", ["", "cities/gaza", "networks"])
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_moves_when_the_fonts_and_scripts_arrive(
    browser: Browser, base: str, lang: Lang, path: str
) -> None:
    # Where lines break, and so what could move, depends on the width and on the fonts of the machine.
    assert max(shifts(browser, base + address(path, lang), width) for width in (360, 388, 412, 432)) <= 0.01


def test_what_the_theme_ships_and_no_page_uses_is_not_published(real_build: BuiltSite) -> None:
    sheets = (real_build.folder / "assets" / "stylesheets").iterdir()
    assert sorted(sheet.name for sheet in sheets) == ["map.css", "style.css"]
    for script in (real_build.folder / "assets" / "javascripts").rglob("*.*"):
        assert "bundle" not in script.name and "lunr" not in script.as_posix()
