"""How a page is cited and corrected: every form exactly, and what reference managers read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html  # type: ignore[import-untyped]
import pytest

from generator import build_site
from kb import citing
from kb.citing import Reference
from kb.dates import PartialDate
from kb.langs import LANGS, Lang
from kb.site import Site
from tests.conftest import ROOT_URL
from tests.project import Project, html_file
from tests.reader import BuiltSite

CITY = Reference(
    path="cities/ponent",
    lang="en",
    title="Westport & Sons_50%",
    site="Barcelona in the world",
    address="https://barcelona.example/en/cities/ponent/",
    date=PartialDate(2026, 1, 2),
)


def head(build: BuiltSite, path: str, lang: Lang) -> Any:
    return lxml.html.document_fromstring((build.folder / html_file(path, lang)).read_bytes())


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ca", "Lloc. (2026, 2 de gener). <i>Títol</i>. https://b.example/"),
        ("es", "Lloc. (2026, 2 de enero). <i>Títol</i>. https://b.example/"),
        ("en", "Lloc. (2026, January 2). <i>Títol</i>. https://b.example/"),
        ("fr", "Lloc. (2026, 2 janvier). <i>Títol</i>. https://b.example/"),
    ],
)
def test_apa_puts_the_year_first_in_every_language(toy_site: Site, lang: Lang, text: str) -> None:
    page = Reference("a", lang, "Títol", "Lloc", "https://b.example/", PartialDate(2026, 1, 2))
    assert citing.apa(page, toy_site.strings[lang]) == text


@pytest.mark.parametrize(
    ("lang", "words"), [("ca", "s. d."), ("es", "s. f."), ("en", "n.d."), ("fr", "s. d.")]
)
def test_apa_says_that_there_is_no_date(toy_site: Site, lang: Lang, words: str) -> None:
    page = Reference("a", lang, "T", "L", "https://b.example/")
    assert f"({words})" in citing.apa(page, toy_site.strings[lang])


def test_a_date_is_as_precise_as_it_is_known() -> None:
    assert citing.apa_date(PartialDate(2026), "en") == "2026"
    assert citing.apa_date(PartialDate(2026, 3), "fr") == "2026, mars"


def test_a_title_is_never_read_as_markup(toy_site: Site) -> None:
    page = replace(CITY, title="<b>A & B</b>")
    assert "<i>&lt;b&gt;A &amp; B&lt;/b&gt;</i>" in citing.apa(page, toy_site.strings["en"])


@pytest.mark.parametrize("lang", LANGS)
def test_the_plain_text_names_title_site_date_and_address(toy_site: Site, lang: Lang) -> None:
    text = citing.plain(replace(CITY, lang=lang), toy_site.strings[lang])
    assert all(part in text for part in (CITY.title, CITY.site, "2026", CITY.address))
    without = citing.plain(replace(CITY, lang=lang, date=None), toy_site.strings[lang])
    assert "2026" not in without
    assert without.endswith(CITY.address)


def test_bibtex_keeps_signs_and_capitals() -> None:
    assert citing.bibtex(CITY) == (
        "@misc{barcelona-cities-ponent-en,\n"
        "  author = {{Barcelona in the world}},\n"
        "  title = {{Westport \\& Sons\\_50\\%}},\n"
        "  url = {https://barcelona.example/en/cities/ponent/},\n"
        "  langid = {english},\n"
        "  year = {2026},\n"
        "  month = jan,\n"
        "}"
    )


def test_bibtex_has_neither_month_nor_year_that_is_not_known() -> None:
    assert "month" not in citing.bibtex(replace(CITY, date=PartialDate(2026)))
    assert "year" not in citing.bibtex(replace(CITY, date=None))


def test_ris_is_a_web_page_from_first_tag_to_last() -> None:
    assert citing.ris(CITY).split("\n") == [
        "TY  - ELEC",
        "AU  - Barcelona in the world",
        "TI  - Westport & Sons_50%",
        "PY  - 2026",
        "DA  - 2026/01/02",
        "UR  - https://barcelona.example/en/cities/ponent/",
        "LA  - en",
        "ER  - ",
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_tells_reference_managers_what_it_is(toy_build: BuiltSite, lang: Lang) -> None:
    page = head(toy_build, "cities/ponent", lang)
    tags = {tag.get("name"): tag.get("content") for tag in page.xpath("//head/meta[@name]")}
    assert tags["DC.title"] == page.xpath("//h1")[0].text_content()
    assert tags["DC.identifier"] == page.xpath("//link[@rel='canonical']/@href")[0]
    assert (tags["DC.date"], tags["DC.language"]) == ("2026-01-02", lang)
    # With Highwire's tags Zotero would take the page for an article of a journal.
    assert not [name for name in tags if name.startswith("citation_")]
    assert tags["DC.publisher"] == page.xpath("//meta[@property='og:site_name']/@content")[0]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", ["cities/ponent", "about", "timeline", "cities", "figures/budget"])
def test_a_page_gives_its_own_address_in_every_form(toy_build: BuiltSite, path: str, lang: Lang) -> None:
    page = head(toy_build, path, lang)
    forms = [element.text_content() for element in page.xpath("//*[@class='kb-cite']//pre")]
    address = page.xpath("//link[@rel='canonical']/@href")[0]
    assert len(forms) == 4
    assert all(address in form for form in forms)


def test_a_list_is_dated_by_the_latest_check_of_its_records(project: Project) -> None:
    project.replace("data/cities/llevant.yml", "checked: 2026-01-02", "checked: 2026-01-01")
    build_site(project.open(), project.site_folder)
    page = head(BuiltSite(project.site_folder, ROOT_URL), "cities", "en")
    assert page.xpath("//meta[@name='DC.date']/@content") == ["2026-01-02"]


def test_a_day_of_checking_changes_the_page_in_the_cache(project: Project) -> None:
    build_site(project.open(), project.site_folder)
    for name in ("africa-nova", "ciutat-vora", "llevant", "ponent"):
        project.replace(f"data/cities/{name}.yml", "checked: 2026-01-02", "checked: 2026-01-01")
    build_site(project.open(), project.site_folder)
    page = head(BuiltSite(project.site_folder, ROOT_URL), "cities", "en")
    assert page.xpath("//meta[@name='DC.date']/@content") == ["2026-01-01"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_page_is_corrected_in_its_own_files_or_by_mail(toy_build: BuiltSite, lang: Lang) -> None:
    page = head(toy_build, "cities/ponent", lang)
    links = [str(link) for link in page.xpath("//*[@id='correct']//a/@href")]
    assert any(link.endswith("/edit/main/data/cities/ponent.yml") for link in links)
    mail = urlsplit(links[-1])
    said = parse_qs(mail.query)
    assert (mail.scheme, "@" in mail.path) == ("mailto", True)
    assert page.xpath("//h1")[0].text_content() in said["subject"][0]
    assert said["body"] == page.xpath("//link[@rel='canonical']/@href")


def test_the_mail_goes_to_the_address_of_the_environment(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTACT_EMAIL", "someone@city.example")
    build_site(project.open(), project.site_folder)
    page = head(BuiltSite(project.site_folder, ROOT_URL), "cities/ponent", "fr")
    assert page.xpath("//a[starts-with(@href, 'mailto:someone@city.example?')]")
    assert "someone@city.example" in page.xpath("//*[@id='correct']")[0].text_content()


def test_the_search_page_is_neither_cited_nor_corrected(toy_build: BuiltSite) -> None:
    page = head(toy_build, "search", "en")
    assert not page.xpath("//*[@id='cite' or @id='correct'] | //*[contains(@class, 'kb-toolbar')]")
