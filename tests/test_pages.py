"""Every page of the toy, in four languages, as plain Markdown: tests/golden/ says what must come out.

When a change of pages is wanted: `python -m pytest --update-golden`, then read what git shows as changed.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from markupsafe import Markup

from kb.compose import pages
from kb.export import write_pages
from kb.langs import LANGS, Lang
from kb.page import Page
from kb.site import Site
from tests.project import Project

GOLDEN = Path(__file__).parent / "golden"


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.md"))
    }


def toy_pages(site: Site, lang: Lang) -> dict[str, Page]:
    return {page.path: page for page in pages(site, lang)}


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_is_as_in_the_golden_files(
    toy_site: Site, lang: Lang, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    count = write_pages(toy_site, tmp_path, [lang])
    written, golden = texts(tmp_path / lang), GOLDEN / lang
    assert len(written) == count
    if request.config.getoption("--update-golden"):
        shutil.rmtree(golden, ignore_errors=True)
        shutil.copytree(tmp_path / lang, golden)
    expected = texts(golden)
    assert list(written) == list(expected)
    for file, text in written.items():
        assert text == expected[file], f"{lang}/{file} has changed; if it should: pytest --update-golden"


def test_the_four_languages_have_the_same_pages_with_the_same_parts(toy_site: Site) -> None:
    outlines = [
        {
            path: (page.kind, set(page.blocks) - {"untranslated"})
            for path, page in toy_pages(toy_site, lang).items()
        }
        for lang in LANGS
    ]
    assert outlines[0]
    assert all(outline == outlines[0] for outline in outlines)


@pytest.mark.parametrize("lang", LANGS)
def test_two_runs_write_the_same_text(toy_site: Site, lang: Lang) -> None:
    assert list(pages(toy_site, lang)) == list(pages(toy_site, lang))


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_shows_what_only_a_programmer_understands(toy_site: Site, lang: Lang) -> None:
    for path, page in toy_pages(toy_site, lang).items():
        shown = Markup(page.markdown + " ".join(page.blocks.values())).striptags()
        assert re.findall(r"object at 0x|\{\{|\{%|\{\w*\}", shown) == [], path


def test_a_city_page_goes_from_the_way_back_to_the_sources(toy_site: Site) -> None:
    markdown = toy_pages(toy_site, "en")["cities/ponent"].markdown
    order = ["crumbs", "# Westport", "intro", "{#beginning}", "relations", "money", "facts", "unknown"]
    places = [markdown.index(part) for part in [*order, "{#related}", "{#sources}"]]
    assert places == sorted(places)


def test_statements_stand_by_topic_oldest_first_and_undated_last(toy_site: Site) -> None:
    block = toy_pages(toy_site, "en")["cities/ciutat-vora"].blocks["topic-exchange"]
    assert block.index("ciutat-vora/study-2014") < block.index("ciutat-vora/visit-2016")


def test_a_source_cited_in_several_places_has_one_entry_and_a_way_back_to_each(toy_site: Site) -> None:
    page = toy_pages(toy_site, "en")["cities/ponent"]
    everything = page.markdown + "".join(page.blocks.values())
    assert page.blocks["sources"].count('id="source-press-1991"') == 1
    marks = everything.count('href="#source-press-1991"')
    assert marks > 1
    assert page.blocks["sources"].count('href="#mark-2-') == marks


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("ca", ["Àfrica Nova", "Boira", "Ciutat Vora"]),
        ("es", ["África Nueva", "Bruma", "Ciudad Orilla"]),
        ("en", ["Misthaven", "New Africa", "Shoretown"]),
        ("fr", ["Brume", "Nouvelle-Afrique", "Rive-Ville"]),
    ],
)
def test_cities_are_listed_by_region_in_the_order_of_the_language(
    toy_site: Site, lang: Lang, names: list[str]
) -> None:
    block = toy_pages(toy_site, lang)["cities"].blocks["region-sub-saharan-africa"]
    places = [block.index(f">{name}</a>") for name in names]
    assert places == sorted(places)


def test_a_city_with_contacts_only_is_never_listed_as_a_partner(toy_site: Site) -> None:
    blocks = toy_pages(toy_site, "en")["cities"].blocks
    assert [name for name, block in blocks.items() if "Eastport" in block] == ["contacts"]


def test_in_french_a_space_stands_before_the_high_signs(toy_site: Site) -> None:
    for path, page in toy_pages(toy_site, "fr").items():
        shown = Markup(" ").join(map(Markup, page.blocks.values())).striptags()
        assert re.findall(r".{0,20}\w\)?[;:!?](?:\s|$)", shown) == [], path


@pytest.mark.parametrize(
    ("path", "relation", "words"),
    [
        ("cities/ponent", "twinning-1990", "In force"),
        ("cities/ponent", "memorandum-2010", "February 2013"),
        ("cities/ciutat-vora", "friendship-2015", "October 2027"),
        ("cities/africa-nova", "agreement-2000", "1 June 2005"),
        ("cities/boira", "twinning-1999", "2 May 2012"),
        ("cities/boira", "protocol-1995", "Twinning, 1 March 1999"),
    ],
)
def test_the_state_of_each_relation_is_said_with_its_date(
    toy_site: Site, path: str, relation: str, words: str
) -> None:
    block = toy_pages(toy_site, "en")[path].blocks["relations"]
    shown = block.partition(f'data-relation="{path.removeprefix("cities/")}/{relation}"')[2]
    badge = shown.partition("kb-badge--")[2].partition("</span>")[0]
    assert words in badge.replace("</time>", "").replace('">', " ")


def test_the_command_writes_the_languages_that_are_asked_for(project: Project) -> None:
    out = project.root / "pages"
    said = project.run("pages", "--out", str(out), "--lang", "ca", "--lang", "fr")
    assert (said.returncode, said.stderr) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["ca", "fr"]
    assert texts(out / "ca") == texts(GOLDEN / "ca")
