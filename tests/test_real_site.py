"""The whole real site: it builds, no link is broken, and everything that the data says is on its pages."""

from __future__ import annotations

import pytest

from kb import model
from kb.compose import pages
from kb.crossref import cited_ids
from kb.langs import LANGS, Lang
from kb.publishers import publishers, source_path
from kb.site import Site
from tests.project import html_file
from tests.reader import BuiltSite, plain


def test_the_whole_site_builds_with_every_page_in_every_language(
    real_build: BuiltSite, real_site: Site
) -> None:
    expected = {html_file(page.path, lang) for lang in LANGS for page in pages(real_site, lang)}
    assert expected - set(real_build.documents) == set()
    for lang in LANGS:
        assert real_build.documents[html_file("cities", lang)].lang == lang


def test_every_link_and_fragment_leads_somewhere(real_build: BuiltSite) -> None:
    assert list(real_build.broken_links()) == []


def test_every_hreflang_link_is_answered_by_one_back(real_build: BuiltSite) -> None:
    assert list(real_build.wrong_alternates()) == []


def test_ids_are_unique_on_every_page(real_build: BuiltSite) -> None:
    repeated = {file: document.repeated_ids for file, document in real_build.documents.items()}
    assert {file: names for file, names in repeated.items() if names} == {}


def test_every_page_says_its_language_and_has_a_heading_and_a_description(
    real_build: BuiltSite, real_site: Site
) -> None:
    for lang in LANGS:
        for page in pages(real_site, lang):
            document = real_build.documents[html_file(page.path, lang)]
            assert (document.lang, bool(document.heading), bool(document.description)) == (
                lang,
                True,
                True,
            ), page.path


@pytest.mark.parametrize("lang", LANGS)
def test_every_statement_of_every_record_is_on_its_page_with_its_sources(
    real_build: BuiltSite, real_site: Site, lang: Lang
) -> None:
    for collection, records in real_site.kb.records.items():
        for record in records.values():
            document = real_build.documents[html_file(f"{collection}/{record.id}", lang)]
            for statement in record.statements:
                [shown] = document.facts[f"{record.id}/{statement.id}"]
                assert plain(statement.text[lang]) in shown
                assert {statement.id} <= set(document.ids)
            assert len(document.facts) == len(record.statements), record.id
            sources = {f"source-{source}" for _, source in cited_ids(record)}
            assert sources - set(document.ids) == set(), record.id


@pytest.mark.parametrize("lang", LANGS)
def test_every_relation_of_every_city_is_on_its_page(
    real_build: BuiltSite, real_site: Site, lang: Lang
) -> None:
    for city in real_site.kb.records["cities"].values():
        assert isinstance(city, model.City)
        relations = real_build.documents[html_file(f"cities/{city.id}", lang)].relations
        assert sorted(relations) == sorted(f"{city.id}/{relation.id}" for relation in city.relations)
        for relation in city.relations:
            [shown] = relations[f"{city.id}/{relation.id}"]
            assert real_site.strings[lang]["relation_kinds"][relation.kind] in shown


@pytest.mark.parametrize("lang", LANGS)
def test_every_record_is_in_the_list_of_its_collection(
    real_build: BuiltSite, real_site: Site, lang: Lang
) -> None:
    for collection, records in real_site.kb.records.items():
        links = {address for _, address in real_build.documents[html_file(collection, lang)].links}
        assert {f"{record_id}/" for record_id in records} - links == set(), collection


@pytest.mark.parametrize("lang", LANGS)
def test_every_event_term_and_source_has_its_place(
    real_build: BuiltSite, real_site: Site, lang: Lang
) -> None:
    kb = real_site.kb
    expected = {f"timeline#{event.id}" for event in kb.events}
    expected |= {f"glossary#{term.id}" for term in kb.terms}
    expected |= {source_path(source_id, source) for source_id, source in kb.sources.items()}
    for place in expected:
        path, _, anchor = place.partition("#")
        assert anchor in real_build.documents[html_file(path, lang)].ids, place


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_sources_leads_to_every_publisher(
    real_build: BuiltSite, real_site: Site, lang: Lang
) -> None:
    links = {address for _, address in real_build.documents[html_file("sources", lang)].links}
    everyone = publishers(real_site, lang)
    assert sum(len(publisher.sources) for publisher in everyone) == len(real_site.kb.sources)
    for publisher in everyone:
        part = publisher.part.path
        assert f"{part.removeprefix('sources/')}/#{publisher.anchor}" in links
        assert publisher.anchor in real_build.documents[html_file(part, lang)].ids


def test_every_page_with_sources_says_when_its_facts_were_last_checked(real_build: BuiltSite) -> None:
    said = {file: (real_build.folder / file).read_text("utf-8") for file in real_build.pages}
    cited = {file for file, html in said.items() if '<ol class="kb-sources">' in html}
    assert len(cited) > 1000
    assert cited == {file for file, html in said.items() if '<p class="kb-checked">' in html}
