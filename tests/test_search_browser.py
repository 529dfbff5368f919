"""Search as people use it, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.search import ANSWERED, mean_reciprocal_rank, place, read_queries, success
from kb.langs import LANGS, Lang
from tests.conftest import Serve
from tests.project import address
from tests.reader import BuiltSite

QUERIES = read_queries()
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
BOX = "#kb-search-input"
OPTIONS = '#kb-search-list [role="option"]'
STATUS = "[data-search-status]"
RESULTS = "[data-search-results] > ol [data-result]"


@pytest.fixture(scope="module")
def base(real_build: BuiltSite, serve: Serve) -> str:
    return f"{serve(real_build)}/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which an error or a dialog fails the test."""
    context = browser.new_context()
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: problems.append(f"dialog: {dialog.message}"))
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert not problems


def _search(page: Page, base: str, lang: Lang, query: str) -> None:
    page.goto(f"{base}{address('search', lang)}?q={quote(query)}")
    page.wait_for_function(ANSWERED)


def _links(page: Page, base: str) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all(RESULTS, "(all) => all.map((a) => a.href)")
    return [href.removeprefix(base) for href in hrefs]


def test_there_are_forty_queries_a_language() -> None:
    assert all(len(QUERIES[lang]) >= 40 for lang in LANGS)
    assert all(len({query.kind for query in QUERIES[lang]}) == 10 for lang in LANGS)


#: The addresses that each of some queries finds, asked on one page.
_FIND = """async ([queries, limit]) => {
  const { engine } = await import(new URL("/assets/javascripts/search/engine.js", location.origin));
  const own = await engine();
  const found = [];
  for (const query of queries) found.push((await own.find(query, { limit })).items.map(({ url }) => url));
  return found;
}"""


@pytest.mark.parametrize("lang", LANGS)
def test_queries_find_what_they_ask_for(page: Page, base: str, lang: Lang) -> None:
    page.goto(base + address("", lang))
    found = page.evaluate(_FIND, [[query.text for query in QUERIES[lang]], 10])
    places = [
        place([url.removeprefix(base) for url in urls], query.wanted)
        for query, urls in zip(QUERIES[lang], found, strict=True)
    ]
    missed = [query.text for query, at in zip(QUERIES[lang], places, strict=True) if not 0 < at <= 3]
    assert success(places, within=3) >= 0.95, missed
    assert mean_reciprocal_rank(places) >= 0.90, missed


def test_results_come_while_one_types_and_are_used_by_keyboard(page: Page, base: str) -> None:
    page.goto(f"{base}en/")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("Sarajev")
    expect(page.locator(OPTIONS).first).to_be_visible()
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = page.locator(BOX).get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(page.locator(OPTIONS).first).to_be_hidden()
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cities/sarajevo/**")


def test_enter_leads_to_the_page_of_results(page: Page, base: str) -> None:
    page.goto(f"{base}fr/")
    page.fill(BOX, "l’éducation")
    page.press(BOX, "Enter")
    page.wait_for_url("**/fr/search/?q=*")
    expect(page.locator(RESULTS).first).to_be_visible()


def test_a_result_leads_to_the_statement_with_the_hit_marked(page: Page, base: str) -> None:
    _search(page, base, "en", "memorandum renewed 2018 Havana")
    assert any("#" in link for link in _links(page, base))
    assert page.locator(f"{RESULTS} ~ p mark").count()


def test_keys_do_nothing_in_fields_or_when_turned_off(page: Page, base: str) -> None:
    page.goto(f"{base}search/")
    page.locator("[data-search-keys] input").uncheck()
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    expect(page.locator(BOX)).not_to_be_focused()


def test_filters_narrow_the_results_and_stay_in_the_address(page: Page, base: str) -> None:
    _search(page, base, "es", "agua")
    page.locator('select[name="kind"]').select_option("projects")
    page.wait_for_url("**kind=projects**")
    expect(page.locator(".kb-hit__kind").first).to_have_text("Proyectos")
    assert all("/projects/" in link for link in _links(page, base))
    page.reload()
    expect(page.locator('select[name="kind"]')).to_have_value("projects")


def test_what_another_language_has_is_offered(page: Page, base: str) -> None:
    _search(page, base, "en", "assetjada")
    expect(page.locator('[data-search-results] [lang="ca"] [data-result]').first).to_be_visible()


def test_a_slip_of_typing_is_mended_and_said(page: Page, base: str) -> None:
    _search(page, base, "ca", "Sarajebo")
    assert _links(page, base)[0].startswith("cities/sarajevo/")
    expect(page.locator(STATUS)).to_contain_text("Sarajevo")


@pytest.mark.parametrize(
    "query",
    [
        "a",
        "x" * 10_000,
        "agermanament " * 800,
        "🎉🎉",
        "<script>alert(1)</script>",
        '"onload="',
        "مرحبا بالعالم",
        '"',
        "%00",
        "(((",
        "zzzzqqq",
        "l·l",
    ],
)
def test_any_query_gets_an_answer(page: Page, base: str, query: str) -> None:
    _search(page, base, "ca", query)
    expect(page.locator(STATUS)).not_to_be_empty()
    assert page.locator("[data-search-results] script").count() == 0
    assert page.locator("[data-search-lists]").is_visible() or page.locator(RESULTS).count()


def test_an_empty_query_shows_the_sections(page: Page, base: str) -> None:
    page.goto(f"{base}en/search/?q=")
    expect(page.locator("[data-search-lists] a").first).to_be_visible()


def test_without_a_network_search_says_so_and_recovers(page: Page, base: str) -> None:
    page.goto(base)
    page.focus(BOX)
    page.wait_for_selector("#kb-search-list", state="attached")
    page.context.set_offline(True)
    page.fill(BOX, "Boston")
    expect(page.locator(".kb-search-note a")).to_be_visible()
    page.context.set_offline(False)
    page.fill(BOX, "Bosto")
    expect(page.locator(OPTIONS).first).to_be_visible()


def test_a_network_that_is_lost_before_the_first_search_is_said(page: Page, base: str) -> None:
    page.goto(base)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.locator(BOX).press_sequentially("Bos")
    expect(page.locator(".kb-search-note a")).to_have_count(1)
    expect(page.locator(".kb-search-note")).to_contain_text("no funciona")
    page.context.set_offline(False)
    page.fill(BOX, "Boston")
    expect(page.locator(OPTIONS).first).to_be_visible()
    expect(page.locator(".kb-search-note")).to_be_hidden()


@pytest.mark.parametrize(
    "lost",
    [
        *("pagefind", "pagefind/index", "pagefind/fragment", "pagefind/*.pf_meta", "pagefind/wasm*"),
        *("pagefind/*-entry.json", "pagefind/words-*", "pagefind/pagefind.js", "assets/javascripts/search"),
    ],
)
def test_what_was_not_deployed_is_said_and_leads_to_the_sections(
    browser: Browser, toy_build: BuiltSite, serve: Serve, tmp_path: Path, lost: str
) -> None:
    shutil.copytree(toy_build.folder, tmp_path / "site")
    for path in (tmp_path / "site").glob(lost):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{serve(BuiltSite(tmp_path / 'site', toy_build.site_url))}/search/?q=Ponent")
    expect(page.locator(STATUS)).to_contain_text("no funciona")
    expect(page.locator("[data-search-lists] a").first).to_be_visible()
    page.fill(BOX, "Llevant")
    expect(page.locator(".kb-search-note a")).to_be_visible()
    page.close()
    # That a file is missing the browser says itself, whoever asks for it.
    assert not [text for text in errors if not text.startswith("Failed to load resource")]


def test_without_script_the_box_leads_to_the_lists(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}en/")
    page.fill(BOX, "Boston")
    page.press(BOX, "Enter")
    page.wait_for_url("**/en/search/?q=Boston")
    hrefs = page.locator("[data-search-lists] a").evaluate_all("(all) => all.map((a) => a.href)")
    assert f"{base}en/cities/" in hrefs
    context.close()


def test_search_works_below_a_path(page: Page, toy_subpath_build: BuiltSite, serve: Serve) -> None:
    base = serve(toy_subpath_build) + "/in/the-world/"
    _search(page, base, "en", "Ponent")
    assert _links(page, base)[0].startswith("en/cities/ponent/")


def test_nothing_is_loaded_before_it_is_used(page: Page, base: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/pagefind/" in url or "/search/" in url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_box_and_the_results_are_accessible(browser: Browser, base: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    _search(page, base, "ca", "aigua")
    page.fill(BOX, "refugi")
    page.wait_for_selector(OPTIONS)
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE)
    found = page.evaluate("axe.run({include: [['form[data-search]'], ['[data-search-page]']]})")
    assert not [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    context.close()
