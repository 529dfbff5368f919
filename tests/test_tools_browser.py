"""Explorers and reading tools in a real browser, with a script and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kb import formats
from kb.dates import PartialDate
from kb.langs import LANGS, Lang
from kb.site import Site
from tests.conftest import Serve
from tests.project import address, kinds
from tests.reader import BuiltSite

Open = Callable[..., Page]

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 700}


@pytest.fixture(scope="module")
def root(serve: Serve, toy_build: BuiltSite) -> str:
    """The address of the toy."""
    return serve(toy_build)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who is here for the first time."""
    with browser.new_context(viewport=WIDE) as fresh:  # type: ignore[arg-type]
        yield fresh


@pytest.fixture
def open_page(context: BrowserContext, root: str) -> Open:
    """Opens a page of the toy: `open_page("cities", "en", query="?region=europe")`."""

    def go(path: str, lang: str = "en", query: str = "") -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{root}/{address(path, lang)}{query}")
        return page

    return go


def shown(page: Page) -> list[str]:
    return page.locator("tr[data-facets]:visible th").all_inner_texts()


def choose(page: Page, facet: str, value: str) -> None:
    """Open the facet if it is closed, and click the choice."""
    details = page.locator(".kb-facet", has=page.locator("summary", has_text=facet))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.locator("label", has=page.locator(f"input[value={value}]")).click()


def counts(page: Page, facet: str) -> dict[str, int]:
    """Value → the number beside it."""
    found: dict[str, int] = page.evaluate(
        """name => Object.fromEntries([...document.querySelectorAll(`input[name=${name}]`)].map(input =>
            [input.value, Number(input.closest("label").querySelector(".kb-count").textContent)]))""",
        facet,
    )
    return found


# ---- Explorers --------------------------------------------------------------------------------------


def test_choices_of_one_facet_add_up_and_those_of_two_narrow_down(open_page: Open) -> None:
    page = open_page("cities")
    assert len(shown(page)) == 5
    choose(page, "Region", "europe")
    assert shown(page) == ["Eastport"]
    choose(page, "Region", "latin-america")
    assert sorted(shown(page)) == ["Eastport", "Westport"]
    choose(page, "State", "in-force")
    assert shown(page) == ["Westport"]


def test_counts_follow_the_other_facets_but_not_their_own(open_page: Open) -> None:
    page = open_page("cities")
    before = counts(page, "region")
    choose(page, "State", "contact")
    assert counts(page, "region") == {**dict.fromkeys(before, 0), "europe": 1}
    assert counts(page, "state")["in-force"] > 0
    expect(page.locator("input[value=latin-america]")).to_be_disabled()
    expect(page.locator("input[value=contact]")).to_be_enabled()


def test_the_choice_is_in_the_address_and_comes_back_with_it(open_page: Open) -> None:
    page = open_page("cities")
    choose(page, "Region", "europe")
    choose(page, "State", "contact")
    assert page.url.endswith("/cities/?region=europe&state=contact")
    shared = open_page("cities", query="?region=europe&state=contact")
    assert shown(shared) == ["Eastport"]
    expect(shared.locator("input[value=europe]")).to_be_checked()


def test_an_address_with_unknown_values_shows_the_whole_list(open_page: Open) -> None:
    assert len(shown(open_page("cities", query="?region=atlantis&colour=red"))) == 5


def test_back_and_forward_undo_and_redo_a_choice(open_page: Open) -> None:
    page = open_page("cities")
    choose(page, "Region", "europe")
    page.go_back()
    assert len(shown(page)) == 5
    assert page.url.endswith("/cities/")
    expect(page.locator("input[value=europe]")).not_to_be_checked()
    page.go_forward()
    assert shown(page) == ["Eastport"]


def test_results_are_announced_and_the_reset_brings_all_back(open_page: Open) -> None:
    page = open_page("cities")
    status, reset = page.locator(".kb-explorer [role=status]"), page.locator("[type=reset]")
    expect(reset).to_have_attribute("aria-disabled", "true")
    choose(page, "Region", "europe")
    expect(status).to_have_text("Showing 1 of 5")
    page.keyboard.press("Escape")
    reset.click()
    expect(status).to_have_text("Showing 5 of 5")
    assert page.url.endswith("/cities/")
    assert len(shown(page)) == 5


def test_a_search_that_excludes_everything_says_so(open_page: Open) -> None:
    page = open_page("cities", query="?region=europe&state=in-force")
    expect(page.locator(".kb-explorer [role=status]")).to_contain_text("Nothing matches")
    assert shown(page) == []


def test_groups_without_rows_are_hidden_with_their_heading_and_their_entry(open_page: Open) -> None:
    page = open_page("cities")
    entry = page.locator('.md-sidebar--secondary a[href$="#region-latin-america"]')
    expect(entry).to_be_visible()
    choose(page, "Region", "europe")
    expect(page.locator("#region-latin-america")).to_be_hidden()
    expect(entry).to_be_hidden()
    expect(page.locator("#contacts")).to_be_visible()


def test_the_timeline_is_narrowed_down_too(open_page: Open) -> None:
    page = open_page("timeline", query="?decade=1980")
    expect(page.locator("#league-1985")).to_be_visible()
    expect(page.locator("#ponent-1990")).to_be_hidden()


def test_an_explorer_works_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("cities")
    page.locator(".kb-facet summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert shown(page) == ["Eastport"]
    page.keyboard.press("Escape")
    expect(page.locator(".kb-facet").first).not_to_have_attribute("open", "")
    expect(page.locator(".kb-facet summary").first).to_be_focused()


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_script_the_list_is_whole_and_no_button_is_dead(
    browser: Browser, root: str, lang: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{root}/{address('cities', lang)}?region=europe")
        expect(page.locator("tr[data-facets]:visible")).to_have_count(5)
        expect(page.locator(".kb-explorer")).to_be_hidden()
        expect(page.locator("article button:visible")).to_have_count(0)
        page.locator(".kb-toolbar a[href='#cite']").click()
        expect(page.locator("#cite-ris-text")).to_be_visible()


# ---- The way back -----------------------------------------------------------------------------------


def test_a_filtered_list_is_the_place_to_go_back_to(open_page: Open) -> None:
    page = open_page("cities", query="?state=in-force")
    page.locator("th a", has_text="Westport").click()
    page.locator(".kb-tool--back").click()
    assert page.url.endswith("/en/cities/?state=in-force")
    assert shown(page) == ["Westport"]


def test_from_a_whole_list_the_way_back_is_the_path_above_the_title(open_page: Open) -> None:
    page = open_page("cities")
    page.locator("th a", has_text="Westport").click()
    expect(page.locator(".kb-tool--back")).to_be_hidden()
    expect(page.locator(".kb-crumbs a").last).to_be_visible()


# ---- Text size --------------------------------------------------------------------------------------


def font_size(page: Page) -> float:
    return float(
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('.md-typeset')).fontSize)")
    )


def test_the_text_grows_to_twice_its_size_and_shrinks_to_four_fifths(open_page: Open) -> None:
    page = open_page("cities/ponent")
    larger, smaller = (page.locator(f"[data-resize='{step}']") for step in ("1", "-1"))
    normal = font_size(page)
    for _ in range(5):
        larger.click()
    assert font_size(page) == pytest.approx(2 * normal)
    expect(larger).to_have_attribute("aria-disabled", "true")
    for _ in range(7):
        smaller.click()
    assert font_size(page) == pytest.approx(0.8 * normal)
    expect(smaller).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".kb-said")).to_have_text("Text size: 80%")


def test_the_text_size_is_remembered_without_a_cookie_and_set_before_anything_is_shown(
    open_page: Open, context: BrowserContext
) -> None:
    page = open_page("cities/ponent")
    page.locator("[data-resize='1']").click()
    context.add_init_script(
        "new MutationObserver((_, observer) => { if (document.body) { observer.disconnect();"
        " window.firstScale = document.documentElement.style.getPropertyValue('--kb-scale'); } })"
        ".observe(document, { childList: true, subtree: true })"
    )
    other = open_page("networks/league", "fr")
    assert other.evaluate("window.firstScale") == "1.1"
    assert context.cookies() == []


def test_a_stored_size_that_makes_no_sense_is_ignored(open_page: Open, context: BrowserContext) -> None:
    normal = font_size(open_page("cities/ponent"))
    context.add_init_script("localStorage.setItem('text-size', '4000')")
    page = open_page("cities/ponent")
    assert font_size(page) == normal
    page.locator("[data-resize='1']").click()
    assert font_size(page) == pytest.approx(1.1 * normal)


#: The texts that their box cuts off, but for what only screen readers are told.
CUT = """() => [...document.querySelectorAll('body *')].filter(element => {
  const style = getComputedStyle(element);
  return ['hidden', 'clip'].includes(style.overflowX) && style.clipPath === 'none'
    && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis'
    && element.innerText;
}).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", [80, 100, 200])
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_sticks_out_of_a_screen_of_320_pixels(
    browser: Browser, root: str, toy_site: Site, lang: str, size: int
) -> None:
    with browser.new_context(viewport=NARROW) as context:  # type: ignore[arg-type]
        context.add_init_script(f"localStorage.setItem('text-size', {size})")
        page = context.new_page()
        for kind, path in kinds(toy_site).items():
            page.goto(f"{root}/{address(path, lang)}")
            for details in page.locator("details:visible").all():
                details.evaluate("details => { details.open = true }")
            width = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
            assert width <= NARROW["width"], f"{kind}: {path}"
            assert page.evaluate(CUT) == [], f"{kind}: {path}"


# ---- Copy, cite, print ------------------------------------------------------------------------------


def test_the_link_of_a_statement_is_copied_and_followed(open_page: Open, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page("cities/ponent")
    anchor = page.locator(".kb-fact .kb-anchor").first
    target = anchor.evaluate("anchor => anchor.href")
    anchor.click()
    expect(page.locator(".kb-said")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()") == target == page.url


def test_the_home_page_can_be_cited_and_has_no_toolbar(open_page: Open, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page("")
    expect(page.locator(".kb-toolbar")).to_have_count(0)
    page.locator(".kb-cite summary").click()
    page.locator("[data-copy='cite-ris-text']").click()
    expect(page.locator(".kb-said")).to_have_text("Text copied.")


@pytest.mark.parametrize("form", ["text", "apa", "bibtex", "ris"])
def test_every_form_of_citing_is_copied_as_it_stands(
    open_page: Open, context: BrowserContext, form: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page("cities/ponent")
    page.locator(".kb-toolbar a[href='#cite']").click()
    page.locator(f"[data-copy='cite-{form}-text']").click()
    expect(page.locator(".kb-said")).to_have_text("Text copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(f"#cite-{form}-text").text_content()


def test_the_button_prints(open_page: Open) -> None:
    page = open_page("cities/ponent")
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_text_and_its_sources_and_no_menus(open_page: Open, scheme: str) -> None:
    page = open_page("cities/ponent", "fr")
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for part in (
        ".kb-header",
        ".kb-footer",
        ".kb-toolbar",
        ".kb-crumbs",
        ".md-sidebar--secondary",
        "#correct",
    ):
        expect(page.locator(part).first).to_be_hidden()
    link = page.locator(".kb-sources cite a").first
    written = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert link.get_attribute("href") in written
    foot = page.locator(".kb-printed")
    expect(foot).to_be_visible()
    expect(foot).to_contain_text("barcelona.example/fr/cities/ponent/")
    expect(foot).to_contain_text("2 janvier 2026")
    expect(foot).to_contain_text("Imprimé le")
    margin = page.evaluate("document.adoptedStyleSheets[0].cssRules[0].cssText")
    assert "barcelona.example/fr/cities/ponent/ · " in margin
    colours = "element => { const s = getComputedStyle(element); return [s.color, s.backgroundColor] }"
    assert page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("day", ["2026-11-01", "2026-04-23"])
def test_paper_is_dated_as_the_page_writes_dates(open_page: Open, lang: Lang, day: str) -> None:
    page = open_page("cities/ponent", lang)
    page.clock.set_fixed_time(f"{day}T12:00:00Z")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    written = formats.partial_date(PartialDate.parse(day), lang)
    assert f" · {written}" in page.evaluate("document.adoptedStyleSheets[0].cssRules[0].cssText")


def test_a_printed_page_has_no_heading_at_its_end_and_no_statement_in_two(open_page: Open) -> None:
    page = open_page("cities/ponent")
    page.emulate_media(media="print")
    rules = "element => { const s = getComputedStyle(element); return [s.breakAfter, s.breakInside] }"
    assert page.locator("h2").first.evaluate(rules)[0] == "avoid"
    assert page.locator(".kb-fact").first.evaluate(rules)[1] == "avoid"
    assert page.locator(".kb-sources li").first.evaluate(rules)[1] == "avoid"


# ---- The keyboard -----------------------------------------------------------------------------------


def test_the_tools_come_in_order_with_the_keyboard(open_page: Open) -> None:
    page = open_page("cities/ponent")
    page.locator(".kb-toolbar [data-resize='-1']").focus()
    named = []
    for _ in range(5):
        named.append(
            page.evaluate(
                "(document.activeElement.querySelector('.kb-unseen') || document.activeElement).innerText"
            )
        )
        page.keyboard.press("Tab")
    assert named == ["Smaller text", "Larger text", "Print", "Cite", "Correct"]


@pytest.mark.parametrize("size", [80, 100])
def test_the_tools_are_large_enough_to_touch(open_page: Open, context: BrowserContext, size: int) -> None:
    context.add_init_script(f"localStorage.setItem('text-size', {size})")
    page = open_page("cities", "es")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.locator(".kb-facet summary").first.click()
    for target in page.locator(".kb-tool:visible, .kb-facet summary, .kb-facet[open] label").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24, target.inner_text()
