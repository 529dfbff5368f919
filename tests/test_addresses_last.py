"""A published address never dies: it stays, or it leads to where its page is now."""

from __future__ import annotations

import pytest

from generator import BuildError, build_site
from kb.examine import examine
from kb.langs import LANGS
from kb.urls import read_urls
from tests.project import Project, address, html_file
from tests.reader import BuiltSite


def test_every_published_address_is_on_its_page(project: Project) -> None:
    project.run("urls")
    build_site(project.open(), project.site_folder)
    entries = read_urls(project.root)
    assert {"/", "cities/ponent", "cities/ponent#ports-1991", "cities/ponent#relation-twinning-1990"} <= {
        entry.address for entry in entries
    }
    for lang in LANGS:
        for entry in entries:
            html = (project.site_folder / html_file(entry.path, lang)).read_text("utf-8")
            anchor = entry.address.partition("#")[2]
            assert not anchor or f'id="{anchor}"' in html, (lang, entry.address)


def test_adding_addresses_twice_changes_nothing(project: Project) -> None:
    project.run("urls")
    once = project.read("data/urls.txt")
    assert project.run("urls").stdout.startswith("0 added")
    assert project.read("data/urls.txt") == once


def test_addresses_that_are_not_listed_yet_are_told_and_block_nothing(project: Project) -> None:
    assert [fault for fault in examine(project.root) if fault.rule == "addresses"] == []
    project.run("urls")
    assert [fault for fault in examine(project.root) if fault.rule == "addresses"] == []
    project.replace("data/urls.txt", "cities/ponent#ports-1991\n", "")
    [fault] = [fault for fault in examine(project.root) if fault.rule == "addresses"]
    assert "cities/ponent#ports-1991" in fault.found
    assert not fault.blocks
    assert "cities/ponent#ports-1991" in project.run("status").stdout


def test_a_build_fails_when_an_address_is_gone(project: Project) -> None:
    project.run("urls")
    project.replace("data/cities/ponent.yml", "id: ports-1991", "id: ports-began")
    with pytest.raises(BuildError, match="cities/ponent#ports-1991 is gone"):
        build_site(project.open(), project.site_folder)
    assert not project.site_folder.exists()
    project.replace(
        "data/urls.txt",
        "cities/ponent#ports-1991\n",
        "cities/ponent#ports-1991 → cities/ponent#ports-began\n",
    )
    build_site(project.open(), project.site_folder)


def test_a_page_that_moved_leads_on_in_every_language(project: Project) -> None:
    project.write("data/urls.txt", "old/method → method\n")
    build_site(project.open(), project.site_folder)
    for lang in LANGS:
        html = (project.site_folder / html_file("old/method", lang)).read_text("utf-8")
        assert f'<html lang="{lang}">' in html
        assert 'content="0; url=../../method/"' in html
        assert f'href="https://barcelona.example/{address("method", lang)}"' in html


def test_renaming_keeps_the_old_address_and_every_reference(project: Project) -> None:
    project.run("urls")
    project.write(
        "docs/ca/about.md", project.read("docs/ca/about.md") + "\n[a](cities/ponent.md#ports-1991)\n"
    )
    project.replace("data/cities/llevant.yml", "checked:", "related: [cities/ponent]\nchecked:")
    before = project.read("data/cities/ponent.yml")
    done = project.run("rename", "cities/ponent", "far-west")
    assert done.returncode == 0, done.stderr
    assert not (project.root / "data/cities/ponent.yml").exists()
    assert project.read("data/cities/far-west.yml") == before.replace(
        "id: ponent\n", "id: far-west\nformer_ids: [ponent]\n"
    )
    assert "related: [cities/far-west]" in project.read("data/cities/llevant.yml")
    assert "[a](cities/far-west.md#ports-1991)" in project.read("docs/ca/about.md")
    assert all((project.root / f"docs/{lang}/cities/far-west.md").exists() for lang in LANGS)
    build_site(project.open(), project.site_folder)
    site = BuiltSite(project.site_folder, "https://barcelona.example/")
    for lang in LANGS:
        html = (site.folder / html_file("cities/ponent", lang)).read_text("utf-8")
        assert 'http-equiv="refresh" content="0; url=../far-west/"' in html
    assert "ponent/" not in (site.folder / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "new", "why"),
    [
        ("cities/nowhere", "x", "there is no record"),
        ("cities/ponent", "Far West", "is no id"),
        ("cities/ponent", "llevant", "is there already"),
        ("cities/ponent", "orient", "former address"),
    ],
)
def test_a_rename_that_would_harm_changes_nothing(project: Project, path: str, new: str, why: str) -> None:
    before = project.read("data/cities/ponent.yml")
    done = project.run("rename", path, new)
    assert done.returncode == 1
    assert why in done.stderr
    assert project.read("data/cities/ponent.yml") == before
