"""Sources do not rot silently: what is gone is noted, its archived copy is shown, and a page lists it all."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kb.compose import pages
from kb.freshness import a_year_before, unchecked
from kb.langs import LANGS, Lang
from kb.linkcheck import Trouble, archived_copy, given_addresses, record_answers, troubles
from kb.page import Page
from tests.project import TODAY, Project

COPY = "https://archive.example/2020/x"


def page(project: Project, lang: Lang, path: str) -> Page:
    return next(page for page in pages(project.open(), lang) if page.path == path)


def source_url(project: Project, source_id: str) -> str:
    return project.open().kb.sources[source_id].url


def report(*entries: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A report of lychee with these failures."""
    return {"error_map": {"a.txt": [{"url": url, "status": status} for url, status in entries]}}


def gone(project: Project, source_id: str) -> list[Trouble]:
    """What a check finds when one source answers 404."""
    url = source_url(project, source_id)
    return troubles(report((url, {"text": "x", "code": 404})), given_addresses(project.open()))


def test_sources_websites_and_links_in_prose_are_checked(project: Project) -> None:
    file = "docs/ca/about.md"
    project.write(file, project.read(file) + "\n[a](https://a.example/b) `[c](https://c.example/)`\n")
    given = given_addresses(project.open())
    assert given[source_url(project, "council-1990")] == ["source council-1990"]
    assert given["https://a.example/b"] == [file]
    assert "https://c.example/" not in given


def test_only_an_answer_that_says_so_makes_an_address_gone() -> None:
    given = {f"https://a.example/{name}": ["source x"] for name in ("404", "410", "403", "down", "fine")}
    found = troubles(
        report(
            ("https://a.example/404", {"text": "x", "code": 404}),
            ("https://a.example/410/", {"text": "x", "code": 410}),
            ("https://a.example/403", {"text": "x", "code": 403}),
            ("https://a.example/down", {"text": "x", "details": "Connection failed"}),
            ("https://elsewhere.example/", {"text": "x", "code": 404}),
        ),
        given,
    )
    assert {(trouble.url[-3:], trouble.answer, trouble.gone) for trouble in found} == {
        ("404", "404", True),
        ("410", "410", True),
        ("403", "403", False),
        ("own", "Connection failed", False),
    }


def test_a_source_that_is_gone_is_noted_with_its_copy_and_nothing_else_changes(project: Project) -> None:
    before = project.read("data/sources/toy.yml")
    found = gone(project, "council-1990")
    assert record_answers(project.root, found, TODAY, lambda url, day: COPY) == ["council-1990"]
    added = f'  unreachable: 2026-01-02\n  archive: "{COPY}"\n'
    assert project.read("data/sources/toy.yml").replace(added, "", 1) == before
    source = project.open().kb.sources["council-1990"]
    assert (str(source.unreachable), source.archive) == ("2026-01-02", COPY)
    assert record_answers(project.root, found, date(2026, 2, 2), lambda url, day: None) == []


def test_a_source_that_answers_again_is_no_longer_noted(project: Project) -> None:
    before = project.read("data/sources/toy.yml")
    record_answers(project.root, gone(project, "council-1990"), TODAY, lambda url, day: None)
    unsure = troubles(
        report((source_url(project, "council-1990"), {"text": "x", "code": 503})),
        given_addresses(project.open()),
    )
    assert record_answers(project.root, unsure, TODAY, lambda url, day: None) == []
    assert record_answers(project.root, [], TODAY, lambda url, day: None) == ["council-1990"]
    assert project.read("data/sources/toy.yml") == before


@pytest.mark.parametrize("lang", LANGS)
def test_the_copy_is_shown_in_the_place_of_what_is_gone(project: Project, lang: Lang) -> None:
    url = source_url(project, "council-1990")
    record_answers(project.root, gone(project, "council-1990"), TODAY, lambda address, day: COPY)
    for path, block in (("cities/ponent", "sources"), ("about/freshness", "unreachable")):
        html = page(project, lang, path).blocks[block]
        assert f'<cite><a href="{COPY}"' in html
        assert f'<a href="{url}" rel="external">' in html
        assert 'datetime="2026-01-02"' in html


def test_what_nobody_checked_for_over_twelve_months_is_listed(project: Project) -> None:
    text = project.read("data/cities/ponent.yml")
    start = text.index("checked: ")
    line = text[start : text.index("\n", start)]
    project.replace("data/cities/ponent.yml", line, "checked: 2025-01-02")
    assert "cities/ponent" not in [str(ref) for ref, _ in unchecked(project.open())]
    project.replace("data/cities/ponent.yml", "checked: 2025-01-02", "checked: 2025-01-01")
    assert "cities/ponent" in [str(ref) for ref, _ in unchecked(project.open())]
    for lang in LANGS:
        html = page(project, lang, "about/freshness").blocks["unchecked"]
        assert "cities/ponent/" in html
        assert 'datetime="2025-01-01"' in html


def test_a_year_before_a_leap_day_is_the_day_before_march() -> None:
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_the_web_archive_is_asked_for_the_copy_nearest_to_the_day_of_reading() -> None:
    asked: list[str] = []

    def answer(content: object) -> bytes:
        return json.dumps({"archived_snapshots": content}).encode()

    def fetch(address: str) -> bytes:
        asked.append(address)
        return answer(
            {"closest": {"available": True, "url": "http://web.archive.org/web/2020/http://a.example"}}
        )

    found = archived_copy("https://a.example/?b=c&d", "2026-11-23", fetch)
    assert found == "https://web.archive.org/web/2020/http://a.example"
    assert asked[0].endswith("?url=https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d&timestamp=20261123")
    assert archived_copy("https://a.example", "2026-11-23", lambda address: answer({})) is None


def test_the_command_tells_what_is_gone_and_fails(project: Project) -> None:
    url = source_url(project, "council-1990")
    assert url in project.run("links").stdout.split("\n")
    project.write("report.json", json.dumps(report((url, {"text": "x", "code": 404}))))
    done = project.run("links", "report.json")
    assert done.returncode == 1
    assert f"Gone: 1\n  source council-1990: {url} (404)" in done.stdout
    record_answers(project.root, gone(project, "council-1990"), TODAY, lambda address, day: None)
    assert project.run("links", "report.json").returncode == 0
    project.write("report.json", json.dumps(report((url, {"text": "x", "code": 503}))))
    assert project.run("links", "report.json").returncode == 0
