"""One stylesheet: without the theme's rules that no page needs, every page looks as before."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from kb.langs import LANGS
from kb.site import Site
from kb.styles import StyleMissing, imports, join_styles, names_in, trimmed
from tests.conftest import Serve
from tests.project import address, kinds
from tests.reader import BuiltSite

THEME = Path(str(files("material"))) / "templates" / "assets" / "stylesheets"
OURS = Path(__file__).resolve().parent.parent / "docs" / "assets" / "stylesheets"

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


def test_the_stylesheet_that_is_imported_is_the_one_the_theme_ships() -> None:
    theme, *ours = imports(OURS.joinpath("style.css").read_text("utf-8"))
    assert (THEME / theme).is_file()
    assert ours == ["site.css", "search.css"]


def test_what_is_imported_is_put_in_its_place(tmp_path: Path) -> None:
    sheets = tmp_path / "assets" / "stylesheets"
    sheets.mkdir(parents=True)
    page = tmp_path / "index.html"
    page.write_text('<p class="used">', "utf-8")
    (sheets / "style.css").write_text('@import "theme.min.css";\n@import "site.css";\n', "utf-8")
    (sheets / "theme.min.css").write_text(".used{top:0}.idle{top:0}", "utf-8")
    (sheets / "site.css").write_text("/* Why. */ .by-script { top: 0 }", "utf-8")
    (sheets / "map.css").write_text("a{}", "utf-8")
    join_styles(tmp_path, [page])
    assert {sheet.name: sheet.read_text("utf-8") for sheet in sheets.iterdir()} == {
        "style.css": ".used{top:0}.by-script{top:0}",
        "map.css": "a{}",
    }


def test_a_stylesheet_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    sheets = tmp_path / "assets" / "stylesheets"
    sheets.mkdir(parents=True)
    (sheets / "style.css").write_text('@import "main.1.min.css";', "utf-8")
    (sheets / "main.2.min.css").write_text("", "utf-8")
    with pytest.raises(StyleMissing, match=r"imports main\.1\.min\.css.*import one of: main\.2\.min\.css"):
        join_styles(tmp_path, [])


def test_the_one_stylesheet_is_a_fraction_of_what_the_theme_ships(real_build: BuiltSite) -> None:
    theme, *_ = imports(OURS.joinpath("style.css").read_text("utf-8"))
    built = (real_build.folder / "assets" / "stylesheets" / "style.css").read_bytes()
    assert len(gzip.compress(built)) < len(gzip.compress((THEME / theme).read_bytes()))


def with_style(context: BrowserContext, css: str) -> Page:
    """A page that gets this stylesheet, and waits for its fonts."""
    page = context.new_page()
    body = css.replace("optional", "block")
    page.route("**/style.css", lambda route: route.fulfill(body=body, content_type="text/css"))
    return page


@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page_looks_as_with_the_whole_stylesheet(
    browser: Browser, serve: Serve, toy_build: BuiltSite, toy_site: Site, width: int
) -> None:
    built = toy_build.folder / "assets" / "stylesheets" / "style.css"
    parts = [
        (folder / name).read_text("utf-8")
        for name in imports(OURS.joinpath("style.css").read_text("utf-8"))
        for folder in (THEME, OURS)
        if (folder / name).is_file()
    ]

    base = serve(toy_build)
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        trimmed_page = with_style(context, built.read_text("utf-8"))
        whole_page = with_style(context, "".join(parts))
        # The page of search results is filled in by a script, at its own time.
        pages = {kind: path for kind, path in kinds(toy_site).items() if kind != "search"}
        for lang, (kind, path) in zip(LANGS * 9, pages.items(), strict=False):
            seen = []
            for page in (trimmed_page, whole_page):
                page.goto(f"{base}/{address(path, lang)}")
                page.evaluate("document.fonts.ready")
                seen.append(page.screenshot(full_page=True, animations="disabled"))
            assert seen[0] == seen[1], kind
