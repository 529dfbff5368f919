"""The theme's stylesheet: without the rules that no page needs, every page looks as before."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from kb.langs import LANGS
from kb.site import Site
from kb.trim import names_in, trimmed
from tests.conftest import Serve
from tests.project import address, kinds
from tests.reader import BuiltSite

THEME = Path(str(files("material"))) / "templates" / "assets" / "stylesheets"

CASES = [
    ("a{color:red}", "a{color:red}"),
    (".used{color:red}.idle{color:red}", ".used{color:red}"),
    (".idle .used,.used{color:red}", ".used{color:red}"),
    (".used:not(.idle){color:red}", ".used:not(.idle){color:red}"),
    ("@media print{.idle{color:red}}", ""),
    ("@media print{.used{color:red}.idle{top:0}}", "@media print{.used{color:red}}"),
    ("@supports (top:0){@media print{.used{top:0}}}", "@supports (top:0){@media print{.used{top:0}}}"),
    ("[data-md-idle] a{top:0}[dir=ltr] a{top:0}", "[dir=ltr] a{top:0}"),
    (':root{--md-idle:url("{;}");--md-a:red}a{color:var(--md-a)}', ":root{--md-a:red}a{color:var(--md-a)}"),
    (".used{--md-idle:1;--other:1}", ".used{--other:1}"),
    ("@keyframes spin{to{top:0}}", "@keyframes spin{to{top:0}}"),
]


@pytest.mark.parametrize(("css", "expected"), CASES)
def test_rules_that_can_match_stay_and_the_others_go(css: str, expected: str) -> None:
    assert trimmed(css, {"used"}) == expected


def test_a_property_that_only_our_stylesheets_refer_to_stays() -> None:
    assert trimmed(":root{--md-a:1}", set(), "a{top:var( --md-a)}") == ":root{--md-a:1}"


def test_classes_and_parts_of_pages_are_found() -> None:
    html = b'<p class="one two-three"><i data-md-part="x" class=""></i>'
    assert names_in([html]) == {"one", "two-three", "data-md-part", "js", "no-js"}


def test_the_stylesheet_is_a_fraction_of_what_the_theme_ships(real_build: BuiltSite) -> None:
    (sheet,) = (real_build.folder / "assets" / "stylesheets").glob("main.*.css")
    whole = gzip.compress((THEME / sheet.name).read_bytes())
    assert len(gzip.compress(sheet.read_bytes())) < len(whole) / 3


@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page_looks_as_with_the_whole_stylesheet(
    browser: Browser, serve: Serve, toy_build: BuiltSite, toy_site: Site, width: int
) -> None:
    def whole(route: Route) -> None:
        route.fulfill(path=THEME / route.request.url.rpartition("/")[2])

    base = serve(toy_build)
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        trimmed_page, whole_page = context.new_page(), context.new_page()
        whole_page.route("**/main.*.min.css", whole)
        # The page of search results is filled in by a script, at its own time.
        pages = {kind: path for kind, path in kinds(toy_site).items() if kind != "search"}
        for lang, (kind, path) in zip(LANGS * 9, pages.items(), strict=False):
            seen = []
            for page in (trimmed_page, whole_page):
                page.goto(f"{base}/{address(path, lang)}")
                page.evaluate("document.fonts.ready")
                seen.append(page.screenshot(full_page=True, animations="disabled"))
            assert seen[0] == seen[1], kind
