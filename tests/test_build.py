"""The built site: the same bytes however it is built, and what every page of it must have."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from generator import build_site
from kb.cache import FOLDER
from kb.compose import pages
from kb.langs import LANGS, Lang
from kb.model import City
from kb.site import Site, open_site
from tests.conftest import ROOT_URL, SUBPATH_URL
from tests.project import Project, address, differences, html_file, tree
from tests.reader import BuiltSite, plain

CODES = {*LANGS, "x-default"}


@pytest.fixture(params=["toy_build", "toy_subpath_build"], ids=["root", "sub-path"])
def site(request: pytest.FixtureRequest) -> BuiltSite:
    """The built toy, for the root of a domain and for a path of one."""
    found: BuiltSite = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def clean_bytes(toy_build: BuiltSite) -> dict[str, bytes]:
    """What a clean build of the toy writes."""
    return tree(toy_build.folder)


def built(project: Project, jobs: int | None = None) -> dict[str, bytes]:
    """What a build of a project writes."""
    build_site(project.open(), project.site_folder, jobs)
    return tree(project.site_folder)


# ---- The same bytes ---------------------------------------------------------------------------------


def test_languages_one_after_another_give_the_bytes_of_languages_side_by_side(
    project: Project, clean_bytes: dict[str, bytes]
) -> None:
    assert differences(built(project, jobs=1), clean_bytes) == []


def test_a_build_in_another_folder_gives_the_same_bytes(
    project: Project, clean_bytes: dict[str, bytes]
) -> None:
    assert differences(built(project), clean_bytes) == []


def test_plain_mkdocs_build_gives_the_same_pages(project: Project, clean_bytes: dict[str, bytes]) -> None:
    said = project.python("-m", "mkdocs", "build", "--strict", "--quiet")
    assert said.returncode == 0, said.stderr
    # The search index and the one stylesheet are steps of `manage.py build`.
    different = differences(tree(project.site_folder), clean_bytes)
    assert [name for name in different if not name.startswith(("pagefind/", "assets/stylesheets/"))] == []


def test_manage_build_gives_the_same_bytes(project: Project, clean_bytes: dict[str, bytes]) -> None:
    said = project.run("build")
    assert (said.returncode, said.stderr) == (0, "")
    assert differences(tree(project.site_folder), clean_bytes) == []


def test_a_page_that_is_gone_from_the_data_is_gone_from_the_site(project: Project) -> None:
    before = built(project)
    for lang in LANGS:
        (project.root / f"docs/{lang}/about.md").unlink()
    project.replace("docs/ca/method.md", "[^council-1990]", "[^prose-only]")
    after = built(project)
    gone = {name for name in set(before) - set(after) if name.endswith(".html")}
    assert gone == {html_file("about", lang) for lang in LANGS}


# ---- The render cache -------------------------------------------------------------------------------


def test_a_second_build_takes_the_pages_from_the_cache(project: Project) -> None:
    before = built(project)
    stored = [path for path in (project.root / FOLDER).glob("*/*") if path.is_file()]
    for path in stored:
        path.write_text(path.read_text(encoding="utf-8") + "<!-- stored -->", encoding="utf-8")
    after = built(project)
    changed = differences(before, after)
    assert changed == sorted(BuiltSite(project.site_folder, ROOT_URL).pages)
    assert all(after[name] == before[name] + b"<!-- stored -->" for name in changed)


def edit_a_record(project: Project) -> None:
    project.replace("data/cities/llevant.yml", 'en: "Eastport"', 'en: "Easthaven"')


def edit_a_source(project: Project) -> None:
    project.replace("data/sources/toy.yml", '"Harbour Office"', '"Harbour Board"')


def add_a_record(project: Project) -> None:
    text = project.read("data/cities/llevant.yml").replace("id: llevant", "id: migjorn")
    project.write("data/cities/migjorn.yml", text.replace("former_ids: [orient]\n", ""))


def remove_a_record(project: Project) -> None:
    (project.root / "data/cities/llevant.yml").unlink()


def edit_a_template(project: Project) -> None:
    project.replace("overrides/main.html", "{{ page.content }}", "{{ page.content }}<!-- edited -->")


def edit_a_string(project: Project) -> None:
    text = project.read("data/i18n/en.yml")
    line = next(line for line in text.splitlines() if line.startswith("  permalink: "))
    project.replace("data/i18n/en.yml", line, '  permalink: "Lasting address"')


def edit_prose(project: Project) -> None:
    project.replace("docs/fr/cities/ponent.md", "a commencé au port", "est née au port")


def edit_the_title_of_a_page_in_the_menu(project: Project) -> None:
    text = project.read("data/i18n/es.yml")
    line = next(line for line in text.splitlines() if line.startswith("  networks: "))
    project.write("data/i18n/es.yml", text.replace(line, '  networks: "Redes de ciudades"', 1))


def edit_the_settings(project: Project) -> None:
    settings = "extra:\n  repository: https://forge.example/edited\n"
    project.write("mkdocs.yml", project.read("mkdocs.yml") + settings)


def edit_a_style(project: Project) -> None:
    project.write("docs/assets/stylesheets/site.css", "body { color: black }\n")


def borrow_prose(project: Project) -> None:
    (project.root / "docs/en/about.md").unlink()


@pytest.mark.parametrize(
    "edits",
    [
        [edit_a_record, edit_a_source, add_a_record, remove_a_record],
        [edit_a_string, edit_the_title_of_a_page_in_the_menu, edit_prose, borrow_prose],
        [edit_a_template, edit_a_style, edit_the_settings],
    ],
    ids=["data", "words", "looks"],
)
def test_after_each_edit_a_build_from_the_cache_gives_the_bytes_of_a_clean_one(
    project: Project, edits: list[Callable[[Project], None]]
) -> None:
    before = built(project)
    for edit in edits:
        edit(project)
        from_cache = built(project)
        shutil.rmtree(project.root / ".cache")
        clean = built(project)
        assert differences(from_cache, clean) == [], edit.__name__
        assert differences(before, clean) != [], edit.__name__
        before = clean


def test_a_build_without_any_edit_gives_the_same_bytes(
    project: Project, clean_bytes: dict[str, bytes]
) -> None:
    built(project)
    assert differences(built(project), clean_bytes) == []


def test_a_new_address_of_the_site_is_not_answered_from_the_cache(
    project: Project, toy_subpath_build: BuiltSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(project)
    monkeypatch.setenv("SITE_URL", SUBPATH_URL)
    assert differences(built(project), tree(toy_subpath_build.folder)) == []


def test_a_spoiled_cache_is_as_good_as_none(project: Project, clean_bytes: dict[str, bytes]) -> None:
    built(project)
    for path in (project.root / FOLDER).glob("*.json"):
        path.write_text("[{}]", encoding="utf-8")
    assert differences(built(project), clean_bytes) == []


# ---- What every page has ----------------------------------------------------------------------------


def test_every_page_is_there_in_every_language(site: BuiltSite, toy_site: Site) -> None:
    assert set(site.pages) == {html_file(page.path, lang) for lang in LANGS for page in pages(toy_site, lang)}


def test_what_is_no_page_is_the_404_page_or_leads_to_one(site: BuiltSite) -> None:
    others = {file: d.redirect for file, d in site.documents.items() if file not in site.pages}
    assert others.pop("404.html") == ""
    assert {
        file: site.target(urljoin(site.url(file), there)) in site.pages for file, there in others.items()
    } == (dict.fromkeys(others, True))


@pytest.mark.parametrize("lang", LANGS)
def test_a_former_address_leads_to_the_page(site: BuiltSite, lang: Lang) -> None:
    file = html_file("cities/orient", lang)
    there = urljoin(site.url(file), site.documents[file].redirect)
    assert site.target(there) == html_file("cities/llevant", lang)


def test_every_page_says_its_language(site: BuiltSite) -> None:
    for file, document in site.documents.items():
        folder = file.split("/")[0]
        assert document.lang == (folder if folder in LANGS else "ca"), file


def test_hreflang_links_are_absolute_reciprocal_and_have_a_default(site: BuiltSite) -> None:
    assert list(site.wrong_alternates()) == []
    assert site.documents["404.html"].alternates == {}
    for file, document in site.pages.items():
        assert set(document.alternates) == CODES, file
        assert document.alternates["x-default"] == document.alternates["ca"]
        assert document.alternates[document.lang] == document.canonical == site.url(file)


def test_every_link_and_fragment_leads_somewhere(site: BuiltSite) -> None:
    assert list(site.broken_links()) == []


def test_ids_are_unique_on_every_page(site: BuiltSite) -> None:
    assert {file: d.repeated_ids for file, d in site.documents.items() if d.repeated_ids} == {}


def test_titles_and_descriptions_tell_pages_apart(site: BuiltSite) -> None:
    for lang in LANGS:
        documents = [document for document in site.pages.values() if document.lang == lang]
        assert len({document.title for document in documents}) == len(documents)
        assert all(document.description for document in documents)


def test_the_sitemap_has_every_page_with_its_alternates(site: BuiltSite) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ElementTree.fromstring((site.folder / "sitemap.xml").read_bytes())
    listed: dict[str, dict[str, str]] = {}
    for url in root.findall("s:url", names):
        found = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", names)}
        listed[url.findtext("s:loc", "", names)] = found
    assert listed == {site.url(file): d.alternates for file, d in site.pages.items() if d.is_listed}
    assert site.url(html_file("cities/ponent", "fr")) in listed


def test_a_packed_sitemap_says_the_same(site: BuiltSite) -> None:
    for packed in site.folder.glob("*.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()


def test_the_404_page_speaks_four_languages_and_leads_on_from_any_address(
    site: BuiltSite, toy_site: Site
) -> None:
    html = (site.folder / "404.html").read_text(encoding="utf-8")
    for lang in LANGS:
        assert f'<section lang="{lang}"' in html
        assert toy_site.strings[lang]["not_found"]["title"] in html
    base = urlsplit(site.site_url).path
    local = {link for _, link in site.documents["404.html"].links if not urlsplit(link).netloc}
    assert {f"{base}{address('cities', lang)}" for lang in LANGS} <= local
    assert {link for link in local if not link.startswith((base, "#"))} == set()


def test_the_language_switcher_leads_to_the_same_page(site: BuiltSite) -> None:
    for file, document in site.pages.items():
        there = {urljoin(site.url(file), link) for tag, link in document.links if tag == "a"}
        assert {document.alternates[lang] for lang in LANGS} <= there, file


@pytest.mark.parametrize("lang", LANGS)
def test_every_statement_and_relation_is_on_its_page_once(
    site: BuiltSite, toy_site: Site, lang: Lang
) -> None:
    for collection, records in toy_site.kb.records.items():
        for record in records.values():
            document = site.documents[html_file(f"{collection}/{record.id}", lang)]
            relations = record.relations if isinstance(record, City) else []
            expected = [f"{record.id}/{part.id}" for part in record.statements]
            assert sorted(document.facts) == sorted(expected)
            assert sorted(document.relations) == sorted(f"{record.id}/{part.id}" for part in relations)
            assert all(len(found) == 1 for found in [*document.facts.values(), *document.relations.values()])
            for statement in record.statements:
                assert statement.id in document.ids
                assert plain(statement.text[lang]) in document.facts[f"{record.id}/{statement.id}"][0]


@pytest.mark.parametrize("lang", LANGS)
def test_signs_that_mean_something_in_html_are_shown_as_they_are(
    site: BuiltSite, toy_site: Site, lang: Lang
) -> None:
    document = site.documents[html_file("cities/ponent", lang)]
    statement = next(s for s in toy_site.kb.records["cities"]["ponent"].statements if s.id == "signs")
    assert "<" in statement.text[lang]
    assert plain(statement.text[lang]) in document.facts["ponent/signs"][0]


def test_no_page_asks_another_host_for_anything(site: BuiltSite) -> None:
    loading = {"script", "img", "iframe", "source", "video", "audio", "embed", "object", "form"}
    for file, document in site.documents.items():
        hosts = {urlsplit(link).netloc for tag, link in document.links if tag in loading}
        assert hosts <= {""}, file
        html = (site.folder / file).read_text(encoding="utf-8")
        styles = [line for line in html.splitlines() if 'rel="stylesheet"' in line]
        assert not [line for line in styles if "//" in line], file
    for style in site.folder.rglob("*.css"):
        assert "url(http" not in style.read_text(encoding="utf-8").replace('"', ""), style.name


def test_facts_can_be_mended_from_their_page(toy_build: BuiltSite) -> None:
    links = [link for _, link in toy_build.documents[html_file("cities/ponent", "en")].links]
    assert [link for link in links if link.endswith("/edit/main/data/cities/ponent.yml")]
    assert [link for link in links if link.endswith("/edit/main/docs/en/cities/ponent.md")]


def test_the_repository_comes_from_the_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPO_URL", "https://forge.example/us/world")
    built(project)
    site = BuiltSite(project.site_folder, ROOT_URL)
    links = [link for _, link in site.documents[html_file("cities/llevant", "ca")].links]
    assert "https://forge.example/us/world/edit/main/data/cities/llevant.yml" in links


@pytest.mark.parametrize(
    ("day", "state"),
    [(date(2027, 10, 31), "in-force-until"), (date(2027, 11, 1), "term-ended")],
)
def test_states_are_those_of_the_day_that_the_build_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, day: date, state: str
) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    site = open_site(project.root)
    page = next(page for page in pages(site, "en") if page.path == "cities/ciutat-vora")
    words = site.strings["en"]["states"][state].format(date="October 2027")
    assert words in Markup(page.blocks["relations"]).striptags()
