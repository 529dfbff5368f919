"""A new record is written in a minute: it lacks only what a person must know, and overwrites nothing."""

from __future__ import annotations

import pytest

from kb.newrecord import find_place, slug
from tests.project import Project


def test_a_city_is_found_by_any_of_its_names() -> None:
    place = find_place("Londres")
    assert (place.country, place.region) == ("GB", "europe")
    assert place.names == {"ca": "Londres", "es": "Londres", "en": "London", "fr": "Londres"}
    assert abs(place.lat - 51.5) < 0.1


@pytest.mark.parametrize(
    ("name", "country", "region"),
    [
        ("Quito", "EC", "latin-america"),
        ("Tunis", "TN", "mediterranean"),
        ("Dakar", "SN", "sub-saharan-africa"),
        ("Montréal", "CA", "north-america"),
        ("Busan", "KR", "asia-pacific"),
    ],
)
def test_a_city_stands_in_its_region(name: str, country: str, region: str) -> None:
    place = find_place(name)
    assert (place.country, place.region) == (country, region)


def test_ids_are_plain() -> None:
    assert slug("Tel-Aviv – Jaffa, l’Àrea") == "tel-aviv-jaffa-larea"


def test_a_new_city_lacks_only_what_a_person_knows(project: Project) -> None:
    done = project.run("new", "city", "Quito")
    assert done.returncode == 0, done.stderr
    assert "Wrote data/cities/quito.yml" in done.stdout
    faults = [str(fault) for fault in project.faults()]
    assert faults
    assert all("lead" in fault and "quito.yml" in fault for fault in faults)
    text = project.read("data/cities/quito.yml")
    for lang in ("ca", "es", "en", "fr"):
        text = text.replace(f'    {lang}: ""\n', f'    {lang}: "Contactes"\n', 1)
    project.write("data/cities/quito.yml", text.replace("  sources: []", "  sources: [press-1991]", 1))
    assert project.faults() == []


@pytest.mark.parametrize("kind", ["network", "project", "organisation", "plan", "policy"])
def test_every_kind_is_valid_once_filled_in(project: Project, kind: str) -> None:
    done = project.run("new", kind, "Xarxa Nova", "--en", "New Thing")
    assert done.returncode == 0, done.stderr
    file = done.stdout.split()[1].rstrip(".")
    file = next(word for word in done.stdout.split() if word.startswith("data/")).rstrip(".")
    assert file.endswith("/new-thing.yml")
    assert all("lead" in str(fault) for fault in project.faults())


def test_a_second_run_overwrites_nothing(project: Project) -> None:
    project.run("new", "city", "Quito")
    project.write("data/cities/quito.yml", "mine")
    done = project.run("new", "city", "Quito")
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert project.read("data/cities/quito.yml") == "mine"


def test_a_source_goes_to_its_place_once(project: Project) -> None:
    words = ("new", "source", "https://a.example/x", "--publisher", "Diari", "--id", "diari-2020")
    assert project.run(*words).returncode == 0
    assert "diari-2020:" in project.read("data/sources/other.yml")
    again = project.run(*words[:-1], "other-id")
    assert again.returncode == 1
    assert "cite `diari-2020`" in again.stderr


def test_events_and_terms_are_added_at_the_end(project: Project) -> None:
    before = project.read("data/timeline.yml")
    assert (
        project.run("new", "event", "Acord nou", "--en", "New agreement", "--date", "2025-05-01").returncode
        == 0
    )
    assert project.read("data/timeline.yml").startswith(before.rstrip("\n"))
    assert "- id: new-agreement-2025" in project.read("data/timeline.yml")
    assert (
        project.run("new", "term", "xarxa", "--en", "network", "--es", "red", "--fr", "réseau").returncode
        == 0
    )
    assert project.run("new", "term", "xarxa", "--en", "network").returncode == 1
