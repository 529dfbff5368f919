"""What is indexed, and in which pieces."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import cbor2
import pytest

from kb.langs import LANGS
from kb.search.documents import documents, exact_words, open_elisions
from kb.search.index import CHUNK
from kb.site import Site
from tests.project import Project, differences, tree
from tests.reader import BuiltSite


def test_articles_with_an_apostrophe_are_set_apart() -> None:
    assert open_elisions("l’acollida d'urgència qu’une") == "l’ acollida d' urgència qu’ une"
    assert open_elisions("women’s aujourd’hui") == "women’s aujourd’hui"


def test_words_of_names_are_kept_from_the_stemmer() -> None:
    assert exact_words(["L’Havana", "La Habana"]) == ["l0", "havana0", "la0", "habana0"]


def test_every_page_event_and_term_is_one_document(toy_site: Site, toy_build: BuiltSite) -> None:
    found = [d for d in documents(toy_site, toy_build.folder) if d.lang == "fr"]
    places = [(d.path, d.anchor) for d in found]
    assert len(places) == len(set(places))
    pages = {path for path, anchor in places if not anchor}
    records = {f"{name}/{key}" for name, own in toy_site.kb.records.items() for key in own}
    assert records <= pages
    assert "search" not in pages
    assert {a for path, a in places if path == "timeline" and a} == {event.id for event in toy_site.kb.events}
    assert {a for path, a in places if path == "glossary" and a} == {term.id for term in toy_site.kb.terms}


def test_a_record_is_known_by_all_its_names(toy_site: Site, toy_build: BuiltSite) -> None:
    by_path = {d.path: d for d in documents(toy_site, toy_build.folder) if d.lang == "en" and not d.anchor}
    for record_id, city in toy_site.kb.records["cities"].items():
        names = by_path[f"cities/{record_id}"].names
        assert {*(city.name[lang] for lang in LANGS), *city.aliases} <= set(names)


def test_sources_and_links_are_not_indexed(toy_build: BuiltSite) -> None:
    texts = _texts(toy_build.folder)
    assert texts
    for text in texts.values():
        assert "↩" not in text
        assert "Toy press" not in text


def test_each_language_has_its_own_index(toy_build: BuiltSite) -> None:
    entry = json.loads((toy_build.folder / "pagefind/pagefind-entry.json").read_text("utf-8"))
    assert set(entry["languages"]) == set(LANGS)
    counts = {about["page_count"] for about in entry["languages"].values()}
    assert len(counts) == 1


def test_files_of_the_index_are_small_and_hold_every_word_once(toy_build: BuiltSite) -> None:
    bundle = toy_build.folder / "pagefind"
    entry = json.loads((bundle / "pagefind-entry.json").read_text("utf-8"))
    for about in entry["languages"].values():
        meta = _cbor(bundle / f"pagefind.{about['hash']}.pf_meta")
        last = ""
        for first_word, last_word, name in meta[2]:
            words = _cbor(bundle / "index" / f"{name}.pf_index")[0]
            keys = [word[0] for word in words]
            assert keys == sorted(keys, key=str.encode)
            assert (first_word, last_word) == (keys[0], keys[-1])
            assert last.encode() < first_word.encode()
            last = last_word
            assert len(cbor2.dumps(words)) <= CHUNK + 8
        for name, _ in meta[1]:
            assert (bundle / "fragment" / f"{name}.pf_fragment").is_file()


def test_only_what_the_site_uses_is_published(toy_build: BuiltSite) -> None:
    names = {path.name.split(".")[0] for path in (toy_build.folder / "pagefind").iterdir()}
    assert names == {
        *("pagefind", "pagefind-entry", "index", "fragment", "filter", "wasm"),
        *(f"words-{lang}" for lang in LANGS),
        *(f"names-{lang}" for lang in LANGS),
    }


def test_two_builds_write_the_same_index(toy_build: BuiltSite, project: Project) -> None:
    project.run("build")
    assert not differences(tree(toy_build.folder / "pagefind"), tree(project.site_folder / "pagefind"))


@pytest.mark.parametrize(
    ("text", "said"),
    [("ca: {small_word: [de]}\n", "small_word"), ("de: {}\n", "de"), ("ca: {synonyms: [onu]}\n", "synonyms")],
)
def test_a_mistake_in_the_vocabulary_is_a_fault(project: Project, text: str, said: str) -> None:
    project.write("data/search.yml", text)
    assert any(fault.file == "data/search.yml" and said in fault.found for fault in project.faults())


def test_names_to_correct_typing_by_weigh_a_few_kilobytes(real_build: BuiltSite) -> None:
    for lang in LANGS:
        data = (real_build.folder / f"pagefind/names-{lang}.json").read_bytes()
        assert "medellin" in json.loads(data)
        assert len(gzip.compress(data)) < 8_000


def _cbor(file: Path) -> list[list[list[str]]]:
    found: list[list[list[str]]] = cbor2.loads(gzip.decompress(file.read_bytes())[12:])
    return found


def _texts(folder: Path) -> dict[str, str]:
    fragments = (folder / "pagefind" / "fragment").glob("*.pf_fragment")
    read = (json.loads(gzip.decompress(file.read_bytes())[12:]) for file in fragments)
    return {fragment["url"]: fragment["content"] for fragment in read}
