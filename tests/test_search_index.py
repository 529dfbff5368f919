"""What is indexed, and in which pieces."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cbor2
import pytest

from kb.langs import LANGS
from kb.model import City
from kb.search.documents import documents, exact_words, open_elisions
from kb.search.slim import slim
from kb.site import Site
from tests.project import Project, differences, tree
from tests.reader import BuiltSite


def test_articles_with_an_apostrophe_are_set_apart() -> None:
    assert open_elisions("l’acollida d'urgència qu’une") == "l’ acollida d' urgència qu’ une"
    assert open_elisions("women’s aujourd’hui") == "women’s aujourd’hui"


def test_words_of_names_are_kept_from_the_stemmer() -> None:
    assert exact_words(["L’Havana", "La Habana"]) == ["l0", "havana0", "la0", "habana0"]


def test_every_page_event_and_term_is_one_document(toy_site: Site, toy_build: BuiltSite) -> None:
    found = list(documents(toy_site, toy_build.folder, "fr"))
    places = [(d.path, d.anchor) for d in found]
    assert len(places) == len(set(places))
    pages = {path for path, anchor in places if not anchor}
    records = {f"{name}/{key}" for name, own in toy_site.kb.records.items() for key in own}
    assert records <= pages
    assert {a for path, a in places if path == "timeline" and a} == {event.id for event in toy_site.kb.events}
    assert {a for path, a in places if path == "glossary" and a} == {term.id for term in toy_site.kb.terms}


def test_a_record_is_known_by_all_its_names(toy_site: Site, toy_build: BuiltSite) -> None:
    by_path = {d.path: d for d in documents(toy_site, toy_build.folder, "en") if not d.anchor}
    for record_id, city in toy_site.kb.records["cities"].items():
        names = by_path[f"cities/{record_id}"].names
        assert {*(city.name[lang] for lang in LANGS), *city.aliases} <= set(names)


def test_redirects_and_the_page_of_components_are_not_indexed(toy_site: Site, toy_build: BuiltSite) -> None:
    unlisted = {"cities/orient", "components", "search"}
    assert all((toy_build.folder / path / "index.html").is_file() for path in unlisted)
    assert unlisted.isdisjoint({d.path for d in documents(toy_site, toy_build.folder, "ca")})


def test_a_record_is_narrowed_down_by_what_lists_narrow_it_down_by(
    toy_site: Site, toy_build: BuiltSite
) -> None:
    found = {d.path: d.facets for d in documents(toy_site, toy_build.folder, "ca") if not d.anchor}
    for record_id, city in toy_site.kb.records["cities"].items():
        assert isinstance(city, City)
        assert f"region={city.region}" in found[f"cities/{record_id}"]
    for record_id in toy_site.kb.records["policies"]:
        assert found[f"policies/{record_id}"] == (f"policy={record_id}",)


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


def test_files_of_the_index_are_small(real_build: BuiltSite) -> None:
    files = sorted(file.stat().st_size for file in (real_build.folder / "pagefind" / "index").iterdir())
    assert files[len(files) // 2] < 4_000
    assert files[-1] < 8_000


def test_a_word_that_is_on_every_page_keeps_its_first_places_there(tmp_path: Path) -> None:
    chance = random.Random(1)
    pages = [[1, [number, *chance.sample(range(5_000), 20)], [-1, 0]] for number in range(3_000)]
    rare = [[7, [3], []]]
    file = _bundle(tmp_path, words=[["citi", pages, [["city", pages]]], ["zebra", rare, []]])
    before = file.stat().st_size
    slim(tmp_path)
    [[word, zebra]] = _read(file)
    assert file.stat().st_size < before / 2
    assert word[0] == "citi"
    assert [len(own) for own in (word[1], word[2][0][1])] == [3_000, 3_000]
    assert [places for _, places, _ in word[1]] == [[number] for number in range(3_000)]
    assert zebra == ["zebra", rare, []]


def test_texts_are_numbered_and_a_change_of_one_renames_them_all(tmp_path: Path) -> None:
    names: list[set[str]] = []
    for content in ("aaa", "bbb"):
        bundle = tmp_path / content
        _bundle(bundle, words=[["citi", [[0, [1], []]], []]], texts=["en_first", f"en_{content}"])
        slim(bundle)
        entry = json.loads((bundle / "pagefind-entry.json").read_text("utf-8"))
        listed = _read(bundle / f"pagefind.{entry['languages']['en']['hash']}.pf_meta")[1]
        names.append({name for name, _ in listed})
        assert {path.stem for path in (bundle / "fragment").iterdir()} == names[-1]
        assert [(bundle / "fragment" / f"{name}.pf_fragment").read_text("utf-8") for name, _ in listed] == [
            "en_first",
            f"en_{content}",
        ]
    assert not names[0] & names[1]


def test_only_what_the_site_uses_is_published(toy_build: BuiltSite) -> None:
    names = {path.name.split(".")[0] for path in (toy_build.folder / "pagefind").iterdir()}
    assert names == {
        *("pagefind", "pagefind-entry", "index", "fragment", "wasm"),
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
        assert "Medellín" in json.loads(data)
        assert len(gzip.compress(data)) < 8_000


def _bundle(folder: Path, words: list[Any], texts: Iterable[str] = ()) -> Path:
    """A little index in English as Pagefind writes it; gives its only file of words."""
    for part in ("index", "fragment"):
        (folder / part).mkdir(parents=True)
    file = folder / "index" / "en_words.pf_index"
    _write(file, [words])
    _write(folder / "pagefind.en_all.pf_meta", ["1.5.2", [[text, 9] for text in texts], [], [], [], []])
    for text in texts:
        (folder / "fragment" / f"{text}.pf_fragment").write_text(text, "utf-8")
    entry = {"languages": {"en": {"hash": "en_all", "wasm": "en", "page_count": 2}}}
    (folder / "pagefind-entry.json").write_text(json.dumps(entry), "utf-8")
    return file


def _write(file: Path, content: Any) -> None:
    file.write_bytes(gzip.compress(b"pagefind_dcd" + cbor2.dumps(content)))


def _read(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes())[12:])


def _texts(folder: Path) -> dict[str, str]:
    fragments = (folder / "pagefind" / "fragment").glob("*.pf_fragment")
    read = (json.loads(gzip.decompress(file.read_bytes())[12:]) for file in fragments)
    return {fragment["url"]: fragment["content"] for fragment in read}
