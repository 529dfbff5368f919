"""`make serve`: what changes shows up by itself, and a fault leaves the last good pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from kb.langs import LANGS
from serving import Workshop, free_port, snapshot
from tests.project import ROOT, Project, differences, html_file, tree


@pytest.fixture
def workshop(project: Project) -> Workshop:
    """The toy, built for serving."""
    found = Workshop(project.root, project.root / ".cache" / "served")
    assert found.build_all()
    return found


def page(workshop: Workshop, path: str, lang: str) -> str:
    return (workshop.folder / html_file(path, lang)).read_text(encoding="utf-8")


def clean(project: Project) -> dict[str, bytes]:
    """What a clean build of the project as it is now gives."""
    (project.root / ".cache" / "pages").rename(project.root / ".cache" / "pages-before")
    other = Workshop(project.root, project.root / ".cache" / "clean")
    assert other.build_all()
    return tree(other.folder)


def test_a_change_of_prose_is_shown_and_so_is_the_next(project: Project, workshop: Workshop) -> None:
    for words in ("Una frase nova.", "Una altra frase."):
        project.write(
            "docs/ca/cities/ponent.md", f"## Com va començar {{#beginning}}\n\n{words}[^prose-only]\n"
        )
        workshop.rebuild()
        assert words in page(workshop, "cities/ponent", "ca")
    assert "Una frase nova." not in page(workshop, "cities/ponent", "ca")


def test_changes_of_prose_leave_what_a_clean_build_gives(project: Project, workshop: Workshop) -> None:
    project.replace("docs/en/cities/ponent.md", "began at the port", "was born at the port")
    workshop.rebuild()
    project.replace("docs/fr/about.md", "Une page de texte", "Une page")
    workshop.rebuild()
    changed = differences(tree(workshop.folder), clean(project))
    # The search is indexed once, when the server starts.
    assert [name for name in changed if not name.startswith("pagefind/")] == []


def test_prose_that_others_borrow_is_shown_in_every_language(project: Project, workshop: Workshop) -> None:
    project.replace("docs/ca/method.md", "**només**", "**encara**")
    workshop.rebuild()
    assert all("encara" in page(workshop, "method", lang) for lang in LANGS)


@pytest.mark.parametrize("prose_before", [False, True], ids=["at first", "after a change of prose"])
def test_a_change_of_data_is_shown_on_every_page_that_has_it(
    project: Project, workshop: Workshop, prose_before: bool
) -> None:
    if prose_before:
        project.replace("docs/en/cities/ponent.md", "began at the port", "was born at the port")
        workshop.rebuild()
    project.replace("data/cities/llevant.yml", 'en: "Eastport"', 'en: "Easthaven"')
    workshop.rebuild()
    assert "Easthaven" in page(workshop, "cities/llevant", "en")
    assert "Easthaven" in page(workshop, "cities", "en")


def test_a_change_of_a_template_is_shown(project: Project, workshop: Workshop) -> None:
    project.replace("overrides/main.html", "{{ page.content }}", "{{ page.content }}<!-- edited -->")
    workshop.rebuild()
    assert all("<!-- edited -->" in page(workshop, "cities/ponent", lang) for lang in LANGS)


def test_a_page_that_is_removed_is_gone(project: Project, workshop: Workshop) -> None:
    (project.root / "docs/en/about.md").unlink()
    workshop.rebuild()
    assert 'lang="ca"' in page(workshop, "about", "en").partition("<article")[2]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("data/cities/ponent.yml", "signed: 1990-05-04", "signed: 1963-13-01", 'is "1963-13-01"'),
        ("docs/ca/cities/ponent.md", "[^prose-only]", "[^prose]", "no source is called `prose`"),
    ],
    ids=["data", "prose"],
)
def test_a_fault_is_said_and_the_last_good_pages_stay_until_it_is_mended(
    project: Project,
    workshop: Workshop,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    words: str,
) -> None:
    before = tree(workshop.folder)
    project.replace(file, old, new)
    workshop.rebuild()
    said = capsys.readouterr().err
    assert f"{file}:" in said
    assert words in said
    assert differences(before, tree(workshop.folder)) == []
    project.replace(file, new, old)
    workshop.rebuild()
    assert capsys.readouterr().err == ""
    # The one stylesheet is made with all pages, so not when only some are built anew.
    changed = differences(before, tree(workshop.folder))
    assert [name for name in changed if not name.startswith("assets/stylesheets/")] == []


def test_every_kind_of_file_is_watched(project: Project) -> None:
    before = snapshot(project.root)
    files = ["data/cities/ponent.yml", "docs/ca/index.md", "overrides/main.html", "mkdocs.yml"]
    for file in files:
        os.utime(project.root / file, ns=(1, 1))
    after = snapshot(project.root)
    assert {path for path in after if after[path] != before[path]} == {project.root / file for file in files}


def test_a_free_port_is_found_when_the_wanted_one_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        assert free_port(wanted) != wanted
    assert free_port(wanted) == wanted


def fetched(address: str) -> bytes:
    """What a server answers, as soon as it does."""
    last_moment = time.monotonic() + 10
    while True:
        try:
            with urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except URLError:
            if time.monotonic() > last_moment:
                raise
            time.sleep(0.1)


def test_the_command_says_where_the_site_is(project: Project) -> None:
    wanted = free_port(0)
    command = [
        sys.executable,
        str(ROOT / "scripts/manage.py"),
        "--root",
        str(project.root),
        "serve",
        "--port",
        str(wanted),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if "http://" in line)
            assert f"http://127.0.0.1:{wanted}/" in line
            assert b'<html lang="es"' in fetched(f"http://127.0.0.1:{wanted}/es/cities/ponent/")
        finally:
            server.terminate()
