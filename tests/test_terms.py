"""Terms of the glossary explain themselves where a page uses them first; the glossary says on which pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from kb.compose import pages
from kb.langs import LANGS
from kb.model import Term
from kb.site import Site
from kb.terms import Explained, Lexicon
from tests.conftest import Serve
from tests.reader import BuiltSite


def term(term_id: str, words: str) -> Term:
    text = dict.fromkeys(LANGS, words)
    definition = dict.fromkeys(LANGS, "What it means.")
    return Term.model_validate({"id": term_id, "term": text, "definition": definition, "sources": ["x"]})


TERMS = [
    term("twinning", "agermanament"),
    term("plan", "pla director"),
    term("ngo", "organització no governamental (ONG)"),
    term("network", "xarxa"),
    term("city-network", "xarxa de ciutats"),
    term("zero-seven", "el 0,7 %"),
]


@pytest.fixture
def explained() -> Explained:
    return Explained(Lexicon.of(TERMS, "ca"))


def found(text: str) -> list[str]:
    return [used.id for _, used in Lexicon.of(TERMS, "ca").uses(text)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Un agermanament.", ["twinning"]),
        ("Dos agermanaments.", ["twinning"]),
        ("L’Agermanament de 1963", ["twinning"]),
        ("El Pla Director", ["plan"]),
        ("El pla\u00a0director", ["plan"]),
        ("Una ONG i dues ONGs", ["ngo", "ngo"]),
        ("una organització no governamental", ["ngo"]),
        ("una xarxa de ciutats, una altra xarxa", ["city-network", "network"]),
        ("el 0,7\u00a0% dels ingressos", ["zero-seven"]),
        ("reagermanament, agermanamentista, pla, directors", []),
    ],
)
def test_a_term_is_found_in_its_forms_the_longest_first(text: str, ids: list[str]) -> None:
    assert found(text) == ids


def test_only_the_first_use_on_a_page_is_marked(explained: Explained) -> None:
    first = explained.text("Un agermanament i un altre agermanament")
    assert first == ('Un <a class="kb-term" href="#term-twinning">agermanament</a> i un altre agermanament')
    assert explained.text("agermanament") == "agermanament"
    assert list(explained.terms) == ["twinning"]


def test_html_in_a_text_stays_text(explained: Explained) -> None:
    assert explained.text("<b>agermanament</b>") == (
        '&lt;b&gt;<a class="kb-term" href="#term-twinning">agermanament</a>&lt;/b&gt;'
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "## Un agermanament",
        "[agermanament](x.md)",
        "`agermanament`",
        "```\nagermanament\n```",
        '<a title="agermanament">',
        "Fet.[^agermanament]",
        "## Títol {#agermanament}",
    ],
)
def test_links_headings_code_and_marks_of_markdown_stay_as_they_are(
    explained: Explained, markdown: str
) -> None:
    assert explained.markdown(f"{markdown}\n") == f"{markdown}\n"
    assert explained.markdown("L’agermanament, aquí.").startswith('L’<a class="kb-term"')


def test_every_page_defines_the_terms_that_it_marks_and_no_others(real_build: BuiltSite) -> None:
    marked = 0
    for file, document in real_build.pages.items():
        ids = {name for name in document.ids if name.startswith("term-")}
        led = {address[1:] for tag, address in document.links if address.startswith("#term-")}
        assert led == ids, file
        marked += len(ids)
    assert marked > 0


@pytest.mark.parametrize("lang", LANGS)
def test_the_glossary_says_where_a_term_is_used(real_site: Site, lang: str) -> None:
    every = {page.path: page for code in LANGS if code == lang for page in pages(real_site, code)}
    using = [path for path, page in every.items() if 'id="term-twinning"' in "".join(page.blocks.values())]
    entry = every["glossary"].blocks["terms"].partition('id="twinning"')[2].partition("</div>")[0]
    assert len(using) > 5
    assert all(f'href="../{path}/"' in entry for path in using if "/" in path)


def test_a_definition_is_shown_where_the_term_is_by_keyboard_and_left_again(
    real_build: BuiltSite, serve: Serve, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{serve(real_build)}/en/about/relations-between-cities/")
    marked = page.locator(".kb-term").first
    marked.focus()
    page.keyboard.press("Enter")
    shown = page.locator(".kb-definition")
    assert shown.is_visible()
    entry = page.locator(str(marked.get_attribute("href")))
    assert shown.locator("p").inner_text() == entry.locator("dd").inner_text()
    page.keyboard.press("Escape")
    assert not shown.is_visible()
    assert marked.evaluate("element => element === document.activeElement")
    page.close()


def test_without_script_a_term_leads_to_its_definition_on_the_page(
    real_build: BuiltSite, serve: Serve, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{serve(real_build)}/about/relations-between-cities/")
    marked = page.locator(".kb-term").first
    place = str(marked.get_attribute("href"))
    marked.click()
    assert page.url.endswith(place)
    assert page.locator(f"{place} dd").is_visible()
    context.close()
