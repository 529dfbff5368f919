"""A new record is written in a minute: it lacks only what a person must know, and overwrites nothing."""

from __future__ import annotations

import re
import sys

import pytest

from kb.addresses import slug
from kb.newrecord import find_places
from manage import main
from tests.project import Project, joined, tree


def test_a_city_is_found_by_any_of_its_names() -> None:
    place = find_places("Londres")[0]
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
    place = find_places(name)[0]
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


KINDS = ["city", "network", "policy", "plan", "project", "organisation", "learn", "figure"]


def filled(text: str) -> str:
    """A new record as a person fills it in: every empty text, date, value and list of sources."""
    text = re.sub(r'""', '"Text"', text)
    return re.sub(r"date: ,", "date: 2020,", re.sub(r"value: ,", "value: 1,", text)).replace(
        "sources: []", "sources: [press-1991]"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_valid_once_filled_in(project: Project, kind: str) -> None:
    done = project.run("new", kind, "Quito")
    assert done.returncode == 0, done.stderr
    [file] = re.findall(r"Wrote (\S+)\. Next:", done.stdout)
    assert file.endswith("/quito.yml")
    assert project.faults(), "nothing is left to a person"
    assert {fault.file for fault in project.faults()} == {file}
    project.write(file, filled(project.read(file)))
    assert joined(project.faults()) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_in_it_are_valid_without_their_mark(project: Project, kind: str) -> None:
    [file] = re.findall(r"Wrote (\S+)\. Next:", project.run("new", kind, "Quito").stdout)
    text = re.sub(r"^# ", "", filled(project.read(file)), flags=re.MULTILINE)
    project.write(file, text.replace('"Text"', '"Other"', 4))
    faults = [fault for fault in project.faults() if "is called" not in fault.found]
    assert joined(faults) == "", text


def test_names_that_are_given_stand_instead_of_those_found(project: Project) -> None:
    assert project.run("new", "city", "Quito", "--fr", "Quito la haute").returncode == 0
    assert 'fr: "Quito la haute"' in project.read("data/cities/quito.yml")


def test_a_city_that_is_there_under_another_name_is_not_written_again(project: Project) -> None:
    assert project.run("new", "city", "Quito", "--id", "capital").returncode == 0
    text = filled(project.read("data/cities/capital.yml"))
    project.write("data/cities/capital.yml", text)
    done = project.run("new", "city", "San Francisco de Quito")
    assert done.returncode == 1
    assert "data/cities/capital.yml is this city already" in done.stderr


def test_of_several_cities_the_others_are_told(project: Project) -> None:
    done = project.run("new", "city", "Córdoba")
    assert "in AR; for one in " in done.stdout
    assert "ES" in done.stdout
    assert project.run("new", "city", "Córdoba", "--country", "ES", "--id", "cordoba-es").returncode == 0
    assert "country: ES" in project.read("data/cities/cordoba-es.yml")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["city", "Atlantis-on-the-Moon"], "GeoNames knows no city"),
        (["city", "Quito", "--id", "../../x"], "is no id"),
        (["network", "شبكة"], "is no id"),
        (["event", "Acord", "--date", "ahir"], "write a real date"),
        (["source", "a.example", "--publisher", "x"], "is no web address"),
        (["source", "https://a.example"], "--publisher"),
        (["term"], "say which one"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_changes(
    project: Project, words: list[str], why: str
) -> None:
    before = tree(project.root / "data")
    done = project.run("new", *words)
    assert done.returncode == 1
    assert why in done.stderr
    assert tree(project.root / "data") == before


def test_at_a_terminal_it_asks_for_what_no_flag_says(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {
        "Web address: ": "https://a.example/x",
        "Who publishes it: ": "Diari",
        "Its headline, if you saw it: ": "",
        "Its date, if it gives one: ": "2020-05",
        "Its language, two letters [ca]: ": "",
    }
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answers.pop)
    assert main(["--root", str(project.root), "new", "source", "--id", "diari-2020"]) == 0
    assert answers == {}
    added = project.read("data/sources/other.yml")
    assert "published: 2020-05" in added
    assert "language: ca" in added


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
    assert (
        project.run("new", "event", "Acord", "--id", "new-agreement-2025", "--date", "2025").returncode == 1
    )
