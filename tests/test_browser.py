"""The site in a real Chromium: languages, sources, errors, keyboard, a narrow phone, everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kb.langs import LANGS, Lang
from kb.site import Site
from tests.axe import ALL, COLOURS, SCRIPT, SETTLE, told
from tests.conftest import Serve
from tests.project import address, kinds
from tests.reader import BuiltSite

Scheme = Literal["light", "dark"]

PHONE = (320, 640)
CITY = "cities/ponent"

#: Whether the middle of an element can be seen: it is in the window and nothing covers it.
IS_SEEN = """element => {
  const box = element.getClientRects()[0];
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return element.contains(there) || (there !== null && there.contains(element) && there.tagName !== "BODY");
}"""

#: What the focus is on, how its outline looks, and whether it can be seen.
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return {
    tag: element.tagName, href: element.getAttribute("href"), text: element.textContent.trim(),
    landmark: (element.closest("header, main, footer") || document.body).tagName,
    language: element.getAttribute("hreflang"), article: element.closest("article") !== null,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    marked: outline || style.boxShadow !== "none",
  };
}"""


@pytest.fixture(scope="session")
def toy(serve: Serve, toy_build: BuiltSite, toy_subpath_build: BuiltSite) -> str:
    """The address of the toy at the root of a server (and below it, see `subpath`)."""
    return serve(toy_build, toy_subpath_build)


@pytest.fixture(scope="session")
def subpath(toy: str, toy_subpath_build: BuiltSite) -> str:
    """The address of the toy at a path of the same server."""
    return toy + urlsplit(toy_subpath_build.site_url).path.rstrip("/")


@pytest.fixture(scope="session")
def real(serve: Serve, real_build: BuiltSite) -> str:
    """The address of the real site."""
    return serve(real_build)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of a desktop. No page of ours may say anything to the console or ask for what is not there."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    found = context.new_page()
    complaints: list[str] = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield found
    context.close()
    assert complaints == []


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A window as narrow as phones get."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True)
    yield context.new_page()
    context.close()


def url(base: str, path: str, lang: Lang = "ca") -> str:
    return f"{base}/{address(path, lang)}"


def longest_city(site: Site) -> str:
    """The path of the city with the most statements."""
    cities = site.kb.records["cities"].values()
    return f"cities/{max(cities, key=lambda city: len(city.statements)).id}"


def switch(page: Page, lang: Lang) -> Locator:
    """The link that leads to the same page in a language."""
    return page.locator(f"header a[hreflang={lang}]")


# ---- Languages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_city_opens_in_each_language(page: Page, toy: str, toy_site: Site, lang: Lang) -> None:
    city = toy_site.kb.records["cities"]["ponent"]
    page.goto(url(toy, CITY, lang))
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_role("heading", level=1)).to_have_text(city.name[lang])
    expect(page.locator("[data-relation='ponent/twinning-1990']")).to_be_visible()
    expect(page.locator("[data-fact='ponent/ports-1991']")).to_contain_text(city.statements[0].text[lang])


@pytest.mark.parametrize("place", ["toy", "subpath"])
@pytest.mark.parametrize("path", [CITY, "cities", ""], ids=["city", "list", "home"])
def test_switching_the_language_stays_on_the_page(
    page: Page, place: str, path: str, request: pytest.FixtureRequest
) -> None:
    base = request.getfixturevalue(place)
    page.goto(url(base, path))
    for lang in (*LANGS[1:], LANGS[0]):
        switch(page, lang).click()
        page.wait_for_url(url(base, path, lang))
        expect(page.locator("html")).to_have_attribute("lang", lang)


def test_the_way_back_leads_to_the_list_and_from_there_to_another_city(
    page: Page, toy: str, toy_site: Site
) -> None:
    page.goto(url(toy, CITY, "fr"))
    page.locator(".kb-crumbs a").last.click()
    page.wait_for_url(url(toy, "cities", "fr"))
    page.locator("main").get_by_role("link", name="Nouvelle-Afrique").first.click()
    page.wait_for_url(url(toy, "cities/africa-nova", "fr"))


# ---- Sources ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_source_mark_leads_to_the_source_and_the_way_back_to_the_mark(
    page: Page, toy: str, lang: Lang
) -> None:
    page.goto(url(toy, CITY, lang))
    mark = page.locator("[data-fact='ponent/ports-1991'] a.kb-mark").first
    mark_id = mark.get_attribute("id")
    mark.click()
    page.wait_for_url("**#source-press-1991")
    source = page.locator("#source-press-1991")
    expect(source).to_be_in_viewport()
    source.locator(f"a[href='#{mark_id}']").click()
    page.wait_for_url(f"**#{mark_id}")
    expect(mark).to_be_in_viewport()
    assert mark.evaluate(IS_SEEN)


def test_a_statement_has_a_lasting_address_that_shows_it(page: Page, toy: str) -> None:
    page.goto(url(toy, CITY, "en") + "#ports-1991")
    fact = page.locator("[data-fact='ponent/ports-1991']")
    expect(fact).to_be_in_viewport()
    expect(fact.locator("a[href='#ports-1991']")).to_have_accessible_name("Permanent link to this fact")


# ---- Not found --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["toy", "subpath"])
@pytest.mark.parametrize("path", ["nowhere/", "en/cities/nowhere/", "a/b/c/d.html"])
def test_a_page_that_is_not_there_leads_on_in_every_language(
    browser: Browser, place: str, path: str, request: pytest.FixtureRequest
) -> None:
    base = request.getfixturevalue(place)
    context = browser.new_context()
    page = context.new_page()
    for lang in LANGS:
        answer = page.goto(f"{base}/{path}")
        assert answer is not None
        assert answer.status == 404
        section = page.locator(f"section[lang={lang}]")
        expect(section.get_by_role("heading")).to_be_visible()
        section.get_by_role("link").last.click()
        page.wait_for_url(url(base, "cities", lang))
        expect(page.locator("html")).to_have_attribute("lang", lang)
    context.close()


# ---- Keyboard ---------------------------------------------------------------------------------------


def tabbed(page: Page, limit: int = 60) -> list[dict[str, Any]]:
    """What the Tab key reaches, from the start of the page to the first links of the article."""
    stops: list[dict[str, Any]] = []
    while len(stops) < limit and sum(stop["article"] for stop in stops) < 3:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    return stops


def test_the_tab_key_reaches_everything_and_the_focus_is_always_seen(page: Page, toy: str) -> None:
    page.goto(url(toy, CITY, "en"))
    stops = tabbed(page)
    assert stops[0]["href"].startswith("#"), "the first stop skips to the content"
    assert {stop["language"] for stop in stops} >= set(LANGS)
    assert "Networks" in {stop["text"] for stop in stops if stop["landmark"] == "HEADER"}
    assert stops[-1]["article"]
    assert [stop for stop in stops if not stop["seen"] or not stop["marked"]] == []


def test_the_first_link_skips_to_the_content(page: Page, toy: str) -> None:
    page.goto(url(toy, CITY, "en"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    page.keyboard.press("Tab")
    stop = page.evaluate(FOCUS)
    assert stop["landmark"] == "MAIN", stop


def test_menu_and_languages_work_with_the_keyboard_only(page: Page, toy: str) -> None:
    page.goto(url(toy, CITY, "en"))
    while page.evaluate(FOCUS)["language"] != "fr":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(url(toy, CITY, "fr"))
    summary = page.locator("header summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    page.wait_for_url(url(toy, "plans", "fr"))


# ---- A narrow phone ---------------------------------------------------------------------------------


def sideways(page: Page) -> int:
    """By how many pixels a page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_scrolls_sideways_on_a_narrow_phone(
    phone: Page, toy: str, toy_site: Site, lang: Lang
) -> None:
    wide = {}
    for kind, path in kinds(toy_site).items():
        phone.goto(url(toy, path, lang))
        wide[kind] = sideways(phone)
    assert {kind: pixels for kind, pixels in wide.items() if pixels} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_of_the_real_site_scrolls_sideways_on_a_narrow_phone(
    phone: Page, real: str, real_site: Site, lang: Lang
) -> None:
    paths = {*kinds(real_site).values(), longest_city(real_site)}
    wide = {}
    for path in sorted(paths):
        phone.goto(url(real, path, lang))
        wide[path] = sideways(phone)
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


def test_languages_and_menu_can_be_touched_on_a_narrow_phone(phone: Page, toy: str) -> None:
    phone.goto(url(toy, CITY, "ca"))
    switch(phone, "es").tap()
    phone.wait_for_url(url(toy, CITY, "es"))
    phone.locator("header nav a[href*='networks']").first.tap()
    phone.wait_for_url(url(toy, "networks", "es"))


# ---- Private, and without scripts -------------------------------------------------------------------


def test_no_page_asks_another_host_or_leaves_a_cookie(browser: Browser, toy: str, toy_site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in kinds(toy_site).values():
        page.goto(url(toy, path, "en"), wait_until="networkidle")
    assert {address for address in asked if not address.startswith((f"{toy}/", "data:", "blob:"))} == set()
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("lang", LANGS)
def test_everything_can_be_read_without_scripts(
    browser: Browser, toy: str, toy_site: Site, lang: Lang
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url(toy, "", lang))
    page.locator("header a[href*='cities']").first.click()
    page.wait_for_url(url(toy, "cities", lang))
    page.locator("main a[href*='ponent']").first.click()
    page.wait_for_url(url(toy, CITY, lang))
    expect(page.locator("[data-fact='ponent/ports-1991']")).to_be_visible()
    context.close()


# ---- Everybody --------------------------------------------------------------------------------------


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page on a desktop and a phone, in light and dark."""
    page.evaluate(SCRIPT)
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, question in (("light", ALL), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(SETTLE)
            found += [f"{width} {scheme} {broken}" for broken in told(page.evaluate(question))]
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_nothing_wrong_on_any_kind_of_page(
    browser: Browser, toy: str, toy_site: Site, lang: Lang
) -> None:
    found = {}
    with browser.new_context() as context:
        page = context.new_page()
        for kind, path in kinds(toy_site).items():
            page.goto(url(toy, path, lang))
            found[kind] = violations(page)
    assert {kind: broken for kind, broken in found.items() if broken} == {}


@pytest.mark.parametrize("path", ["nowhere/", "", "fr/cities/", "longest city"])
def test_axe_finds_nothing_wrong_where_there_is_most(
    browser: Browser, real: str, real_site: Site, path: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(url(real, longest_city(real_site)) if path == "longest city" else f"{real}/{path}")
        assert violations(page) == []


#: The elements that the reader chose or is on, which must look other than their neighbours without colours.
TOLD_APART = """() => {
  const look = e => { const s = getComputedStyle(e); return [s.outlineStyle, s.borderBottomStyle,
    s.textDecorationLine, s.fontWeight].join() };
  return [...document.querySelectorAll('header nav ul')].flatMap(list => {
    const links = [...list.querySelectorAll(':scope > li > a')];
    return links.filter(a => a.hasAttribute('aria-current')
      && links.some(other => other !== a && look(other) === look(a))).map(a => a.textContent);
  });
}"""


def test_in_forced_colours_the_page_and_language_one_is_on_and_the_states_are_still_told(
    browser: Browser, toy: str
) -> None:
    with browser.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(url(toy, "cities", "en"))
        assert page.evaluate(TOLD_APART) == []
        for badge in page.locator(".kb-badge").all():
            assert badge.evaluate("badge => getComputedStyle(badge).borderStyle") != "none"
            assert badge.evaluate("badge => getComputedStyle(badge, '::before').content") != "none"
        page.goto(url(toy, "", "en"))
        marks = page.locator(".kb-map svg a use")
        colours = marks.evaluate_all("marks => marks.map(mark => getComputedStyle(mark).stroke)")
        assert colours and "none" not in colours


def test_nothing_moves_for_readers_who_ask_for_that(browser: Browser, toy: str, toy_site: Site) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for path in kinds(toy_site).values():
            page.goto(url(toy, path, "en"))
            moving = page.evaluate(
                """[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
                return [s.transitionDuration, s.animationDuration].join().split(',')
                  .some(time => parseFloat(time) > 0.001) || s.scrollBehavior === 'smooth' }).length"""
            )
            assert moving == 0, path


# ---- The keyboard alone: search and map ---------------------------------------------------------------


def test_a_page_is_found_with_the_keyboard_only(page: Page, toy: str) -> None:
    page.goto(url(toy, CITY, "en"))
    while page.evaluate(FOCUS)["tag"] != "INPUT":
        page.keyboard.press("Tab")
    page.keyboard.type("Eastport")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cities/llevant/**")


def test_the_map_is_narrowed_and_followed_with_the_keyboard_only(page: Page, toy: str) -> None:
    page.goto(url(toy, "", "en"))
    page.get_by_label("Show").focus()
    while not page.locator(".kb-map select").input_value().startswith("region-"):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".kb-map [role=status]")).not_to_be_empty()
    zoom = page.get_by_role("button", name="Zoom in")
    page.keyboard.press("Tab")
    expect(zoom).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".kb-map")).to_have_attribute("data-level", "1")
    while page.evaluate("!document.activeElement.closest('.kb-map svg')"):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cities/*/")
