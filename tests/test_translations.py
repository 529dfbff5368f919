"""A translation knows which text it translates; when that changes, its page says so and nothing stops."""

from __future__ import annotations

from kb.compose import pages
from kb.examine import examine
from kb.langs import LANGS, Lang
from kb.page import Page
from tests.project import Project

CA, FR = "docs/ca/cities/ponent.md", "docs/fr/cities/ponent.md"


def page(project: Project, lang: Lang, path: str = "cities/ponent") -> Page:
    return next(page for page in pages(project.open(), lang) if page.path == path)


def test_a_stamp_changes_the_front_matter_only(project: Project) -> None:
    text = project.read(FR)
    assert project.run("translated", FR).returncode == 0
    stamped = project.read(FR)
    assert stamped.endswith(text)
    assert "translated: 2026-01-02" in stamped
    assert project.run("translated", FR).stdout == ""
    assert project.read(FR) == stamped


def test_an_original_that_changed_makes_its_translations_stale(project: Project) -> None:
    project.run("translated", FR)
    assert "stale" not in page(project, "fr").blocks
    project.replace(CA, "va començar al port", "va néixer al port")
    stale = page(project, "fr").blocks["stale"]
    assert 'href="../../../cities/ponent/"' in stale
    assert '<time datetime="2026-01-02">' in stale
    assert "stale" not in page(project, "ca").blocks
    assert "stale     cities/ponent (translated 2026-01-02)" in project.run("status").stdout


def test_spaces_that_a_reader_does_not_see_make_no_difference(project: Project) -> None:
    project.run("translated", FR)
    project.write(CA, project.read(CA).replace("va començar al port", "va començar\u00a0al   port"))
    assert "stale" not in page(project, "fr").blocks


def test_a_stale_translation_blocks_nothing(project: Project) -> None:
    project.run("translated", FR)
    project.write(CA, project.read(CA) + "\nEl 1991.[^press-1991]\n")
    faults = [
        fault
        for fault in examine(project.root)
        if fault.file == FR and fault.rule in ("numbers", "citations")
    ]
    assert faults
    assert not any(fault.blocks for fault in faults)


def test_the_state_is_a_page_in_every_language(project: Project) -> None:
    project.run("translated", FR)
    project.replace(CA, "va començar al port", "va néixer al port")
    for lang in LANGS:
        blocks = page(project, lang, "about/translations").blocks
        assert "cities/ponent/" in blocks["stale"]
        assert "method/" in blocks["missing"]


def test_only_translations_are_stamped(project: Project) -> None:
    done = project.run("translated", CA)
    assert done.returncode == 1
    assert "is no translation" in done.stderr
