"""Prose is Markdown that people write, one file per page and language; it cites sources by their id."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.compose import pages
from kb.langs import LANGS
from kb.page import Page
from kb.prose import Prose, page_path, read_prose, read_prose_file
from kb.site import Site
from tests.project import Project, joined

SOURCES = {"council-1990", "press-1991", "prose-only"}
FILE = "docs/ca/cities/ponent.md"


def read(project: Project, content: str | bytes) -> tuple[Prose | None, str]:
    """The prose of a file with this content, and its faults as people see them."""
    project.write(FILE, content)
    prose, faults = read_prose_file(project.root / FILE, project.root, "cities/ponent", SOURCES)
    return prose, joined(faults)


def page(site: Site, path: str, lang: str) -> Page:
    return next(p for code in LANGS if code == lang for p in pages(site, code) if p.path == path)


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("index.md", ""),
        ("about.md", "about"),
        ("cities/index.md", "cities"),
        ("cities/ponent.md", "cities/ponent"),
        ("contribute/data/index.md", "contribute/data"),
    ],
)
def test_a_file_is_the_page_at_its_path(file: str, path: str) -> None:
    folder = Path("docs/ca")
    assert page_path(folder / file, folder) == path


def test_every_markdown_file_of_a_language_is_read(project: Project) -> None:
    found, faults = read_prose(project.root, "es", SOURCES)
    assert faults == []
    assert {"", "about", "cities", "cities/ponent"} <= set(found)
    assert found["about"].meta == {"title": "Sobre la web"}


def test_front_matter_is_apart_from_the_text(project: Project) -> None:
    prose, faults = read(project, '---\ntitle: "Un títol"\n---\nText[^council-1990].\n')
    assert prose is not None
    assert (prose.meta, prose.text, prose.first_line) == ({"title": "Un títol"}, "Text[^council-1990].\n", 4)
    assert faults == ""


def test_a_text_needs_no_front_matter(project: Project) -> None:
    prose, faults = read(project, "Text.\n\n---\n\nA line above.\n")
    assert prose is not None
    assert (prose.meta, prose.first_line, faults) == ({}, 1, "")
    assert prose.text == "Text.\n\n---\n\nA line above.\n"


def test_files_of_other_editors_are_read_too(project: Project) -> None:
    prose, faults = read(project, b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nText[^press-1991].\r\n")
    assert prose is not None
    assert (prose.meta, prose.text, faults) == ({"title": "x"}, "Text[^press-1991].\n", "")


def test_the_sources_it_cites_are_known_in_order(project: Project) -> None:
    prose, _ = read(project, "One[^press-1991], two[^council-1990][^press-1991].\n")
    assert prose is not None
    assert prose.cited == ["press-1991", "council-1990", "press-1991"]


def test_a_citation_of_no_source_is_a_fault_at_its_place(project: Project) -> None:
    _, faults = read(project, "---\ntitle: x\n---\nText.\n\nMore[^council-1991] and[^zzz].\n")
    assert f"{FILE}:6:5: no source is called `council-1991`; did you mean `council-1990`?" in faults
    assert f"{FILE}:6:24: no source is called `zzz`; add it to data/sources/ first" in faults


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("---\ntitle: x\ntitle: y\n---\n", 3, "`title` stands twice"),
        ("---\ntitle: x\nlead: a: b\n---\n", 3, "not YAML"),
        ("---\n- a\n---\n", 1, "front matter without keys; write `title: …` between the two lines of ---"),
        ("---\n\n---\nText.\n", 1, "front matter without keys"),
        (b"Text\nt\xe9xt\n", 2, "a character that is not UTF-8; save the file as UTF-8"),
    ],
)
def test_a_fault_says_the_line_of_the_file(
    project: Project, content: str | bytes, line: int, words: str
) -> None:
    _, faults = read(project, content)
    assert f"{FILE}:{line}:" in faults
    assert words in faults


def test_what_cannot_be_read_is_a_fault(project: Project) -> None:
    (project.root / "docs/ca/cities/folder.md").mkdir()
    (project.root / "docs/ca/cities/nowhere.md").symlink_to("/nowhere")
    faults = joined(project.faults())
    assert "docs/ca/cities/folder.md:1:1: cannot read the file" in faults
    assert "docs/ca/cities/nowhere.md:1:1: cannot read the file" in faults


def test_prose_stands_on_the_page_of_its_record_with_source_marks(toy_site: Site) -> None:
    markdown = page(toy_site, "cities/ponent", "en").markdown
    assert "The **relation** began at the port<sup" in markdown
    assert 'href="#source-prose-only"' in markdown
    assert "[^" not in markdown


def test_prose_without_a_record_is_a_page_of_its_own(toy_site: Site) -> None:
    about = page(toy_site, "about", "fr")
    assert (about.kind, about.title, about.prose_file) == ("prose", "À propos du site", "docs/fr/about.md")


def test_prose_not_yet_translated_is_shown_in_the_default_language_and_says_so(toy_site: Site) -> None:
    borrowed = page(toy_site, "method", "en")
    assert '<div lang="ca" markdown="1">' in borrowed.markdown
    assert "només" in borrowed.markdown
    assert toy_site.strings["en"]["words"]["not_translated"] in borrowed.blocks["untranslated"]
    assert "untranslated" not in page(toy_site, "method", "ca").blocks
