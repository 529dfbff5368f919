"""What bad input gets: every fault at once, each with its place, what is wrong and what to do.

Nothing that a person could write in a file ends in a traceback, and a failed build leaves the last good site.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from generator import build_site
from kb.faults import Fault
from kb.langs import LANGS
from kb.rules.base import Subject
from kb.rules.places import coordinates_in_country
from kb.site import load_site
from tests.conftest import ROOT_URL
from tests.project import TODAY, Project, differences, html_file, joined, tree
from tests.reader import BuiltSite

CITY = "data/cities/ponent.yml"
CONTACT = "data/cities/llevant.yml"
SUSPENDED = "data/cities/africa-nova.yml"
NETWORK = "data/networks/league.yml"
SOURCES = "data/sources/toy.yml"


@dataclass(frozen=True)
class Mistake:
    """A mistake in a file of the toy: `old` becomes `new`; the fault points at `at` and says `words`."""

    name: str
    file: str
    old: str
    new: str
    at: str
    words: str


MISTAKES = [
    # Dates
    Mistake(
        "a month that does not exist",
        CITY,
        "signed: 1990-05-04",
        "signed: 1963-13-01",
        "signed: 1963-13-01",
        'relations[0].signed is "1963-13-01"; write a real date: 1963, 1963-11 or 1963-11-23',
    ),
    Mistake(
        "a day that does not exist",
        CITY,
        "signed: 1990-05-04",
        "signed: 2023-02-29",
        "signed: 2023-02-29",
        'relations[0].signed is "2023-02-29"; write a real date',
    ),
    Mistake(
        "a date in another form",
        CITY,
        "signed: 1990-05-04",
        "signed: 4 May 1990",
        "signed: 4 May 1990",
        'relations[0].signed is "4 May 1990"; write a real date',
    ),
    Mistake(
        "an interval that ends before it starts",
        CITY,
        "date: 1991\n    text",
        "date: 1991/1990\n    text",
        "date: 1991/1990",
        "the end 1990 is before the start 1991; put the earlier date first",
    ),
    Mistake(
        "a term that ends before the signature",
        CITY,
        "signed: 1990-05-04",
        "until: 1989-01\n    signed: 1990-05-04",
        "id: twinning-1990",
        "until 1989-01 is before signed 1990-05-04; check which of the two is wrong",
    ),
    Mistake(
        "a decision that renews to a day before it",
        SUSPENDED,
        "kind: suspended\n        date: 2005-06-01",
        "kind: renewed\n        until: 2004\n        date: 2005-06-01",
        "kind: renewed",
        "until 2004 is before",
    ),
    Mistake(
        "a term beyond all calendars",
        CITY,
        "signed: 2010-02\n    term_years: 3",
        "signed: 9990-02\n    term_years: 30",
        "id: memorandum-2010",
        "the term ends after 9999",
    ),
    # Keys
    Mistake(
        "an unknown key",
        CITY,
        "signed: 1990-05-04",
        "sgined: 1990-05-04",
        "sgined:",
        "unknown key `relations[0].sgined`; did you mean `signed`?",
    ),
    Mistake(
        "an unknown key like no other",
        CITY,
        "aliases:",
        "zzz:",
        "zzz:",
        "unknown key `zzz`; keys here: aliases, amounts, areas,",
    ),
    Mistake(
        "a missing key",
        CONTACT,
        "region: europe\n",
        "",
        "id: llevant",
        "`region` is missing; add `region:`",
    ),
    Mistake(
        "a key that stands twice",
        CONTACT,
        "region: europe\n",
        "region: europe\nregion: europe\n",
        "region: europe\ncoordinates",
        "`region` stands twice; keep one of the two",
    ),
    # Types
    Mistake(
        "a text where a list is due",
        CITY,
        'aliases: ["Occidens"]',
        "aliases: Occidens",
        "aliases: Occidens",
        'aliases is "Occidens"; write a list: each item on its own line after a dash',
    ),
    Mistake(
        "a text where a table is due",
        CONTACT,
        'name: {ca: "Llevant", es: "Levante", en: "Eastport", fr: "Levant"}',
        "name: Llevant",
        "name: Llevant",
        'name is "Llevant"; write keys and values, one step further in',
    ),
    Mistake(
        "a number where a text is due",
        CONTACT,
        'ca: "Llevant"',
        "ca: 1992",
        "ca: 1992",
        'name.ca is "1992"; write a text, between double quotes when it looks like a number: "1992"',
    ),
    Mistake(
        "a number with points",
        CITY,
        "eur: 300000",
        "eur: 300.000.000",
        "eur: 300.000.000",
        'amounts[0].eur is "300.000.000"; write a valid integer',
    ),
    Mistake(
        "yes where a number is due",
        CITY,
        "term_years: 3",
        "term_years: true",
        "term_years: true",
        "relations[1].term_years is",
    ),
    Mistake(
        "a key without a value",
        CITY,
        'aliases: ["Occidens"]',
        "aliases:",
        "aliases:",
        "aliases is empty; write a list",
    ),
    Mistake(
        "a choice that is not offered",
        CITY,
        "region: latin-america",
        "region: latin-amrica",
        "region: latin-amrica",
        'region is "latin-amrica"; did you mean `latin-america`? Choose one of: europe, mediterranean,',
    ),
    Mistake(
        "an address that could run code",
        NETWORK,
        "https://www.league.example/",
        "javascript:alert(1)",
        "website:",
        "website is \"javascript:alert(1)\"; url scheme should be 'http' or 'https'",
    ),
    # Languages
    Mistake(
        "a missing language",
        CONTACT,
        ', fr: "Levant"}',
        "}",
        "name:",
        "`name.fr` is missing; write the text in all four languages: ca, es, en, fr",
    ),
    Mistake(
        "an empty language",
        CONTACT,
        'fr: "Levant"',
        'fr: " "',
        'fr: " "',
        'name.fr is " "; write the text',
    ),
    Mistake(
        "a language we do not speak",
        CONTACT,
        'fr: "Levant"',
        'fr: "Levant", de: "Osthafen"',
        'de: "Osthafen"',
        "unknown key `name.de`; keys here: ca, en, es, fr",
    ),
    # Places
    Mistake(
        "a country that does not exist",
        CONTACT,
        "country: FR",
        "country: XX",
        "country: XX",
        "no country has the code XX; write the two capital letters of the country (ISO 3166)",
    ),
    Mistake(
        "a code of CLDR that is no country",
        CONTACT,
        "country: FR",
        "country: EU",
        "country: EU",
        "no country has the code EU; write the two capital letters of the country (ISO 3166)",
    ),
    Mistake(
        "a country in words",
        CONTACT,
        "country: FR",
        "country: France",
        "country: France",
        'country is "France"; write the two capital letters of the country (ISO 3166)',
    ),
    Mistake(
        "a latitude out of the world",
        CITY,
        "lat: 6.245",
        "lat: 96.245",
        "lat: 96.245",
        'coordinates.lat is "96.245"; lat goes from -90 to 90 and lon from -180 to 180',
    ),
    Mistake(
        "a longitude out of the world",
        CITY,
        "lon: -75.572",
        "lon: -275.572",
        "lon: -275.572",
        'coordinates.lon is "-275.572"; lat goes from -90 to 90 and lon from -180 to 180',
    ),
    # Ids
    Mistake(
        "an id that is no slug",
        CONTACT,
        "former_ids: [orient]",
        "former_ids: [L'Orient]",
        "L'Orient",
        'former_ids[0] is "L\'Orient"; use small letters without accents, digits and hyphens',
    ),
    Mistake(
        "a file name that is not its id",
        CONTACT,
        "id: llevant",
        "id: levant",
        "id: levant",
        'id is "levant" but the file is called llevant.yml; call the file levant.yml',
    ),
    Mistake(
        "a source that is not there",
        CONTACT,
        "sources: [press-1991]",
        "sources: [press-1992]",
        "press-1992",
        "no source is called `press-1992`; did you mean `press-1991`?",
    ),
    Mistake(
        "a source like no other",
        CONTACT,
        "sources: [press-1991]",
        "sources: [qqq]",
        "qqq",
        "no source is called `qqq`; add it to data/sources/ first, or correct the id",
    ),
    Mistake(
        "a record that is not there",
        CITY,
        "areas: [water]",
        "areas: [watr]",
        "watr",
        "no record of policies is called `watr`; did you mean `water`?",
    ),
    Mistake(
        "a related record that is not there",
        CONTACT,
        "former_ids: [orient]",
        "related: [cities/poniente]",
        "cities/poniente",
        "no record is called `cities/poniente`; did you mean `cities/ponent`?",
    ),
    Mistake(
        "a relation that is not there",
        CITY,
        "term_years: 3",
        "replaced_by: twinning-1991",
        "replaced_by: twinning-1991",
        "no other relation here is called `twinning-1991`; relations here: memorandum-2010, twinning-1990",
    ),
    Mistake(
        "a relation replaced by itself",
        CITY,
        "term_years: 3",
        "replaced_by: memorandum-2010",
        "replaced_by: memorandum-2010",
        "no other relation here is called `memorandum-2010`",
    ),
    Mistake(
        "a statement's id used twice",
        CITY,
        "- id: signs",
        "- id: ports-1991",
        "id: ports-1991\n    topic: history",
        "the id `ports-1991` stands 2 times in statements; give each its own id",
    ),
    Mistake(
        "a relation's id used twice",
        CITY,
        "- id: memorandum-2010",
        "- id: twinning-1990",
        "id: twinning-1990\n    kind: memorandum",
        "the id `twinning-1990` stands 2 times in relations; give each its own id",
    ),
    Mistake(
        "a statement's id that is the anchor of a section",
        CITY,
        "- id: signs",
        "- id: relations",
        "id: relations",
        "`relations`",
    ),
    Mistake(
        "an old address that is taken",
        CONTACT,
        "former_ids: [orient]",
        "former_ids: [ponent]",
        "ponent",
        "`ponent` is already the address of cities/ponent; remove it here",
    ),
    Mistake(
        "a source's id used twice",
        SOURCES,
        "press-1991:",
        "council-1990:",
        'council-1990:\n  publisher: "El Diari',
        "`council-1990` stands twice; keep one of the two",
    ),
    Mistake(
        "a source's id that is no slug",
        SOURCES,
        "prose-only:",
        "Prose only:",
        "Prose only:",
        "`Prose only` is no id of a source; use small letters without accents, digits and hyphens",
    ),
    # YAML
    Mistake(
        "a colon in a text without quotes",
        CONTACT,
        "region: europe",
        "region: europe: west",
        ": west",
        "not YAML (mapping values are not allowed in this context); put the text between double quotes",
    ),
    Mistake(
        "quotes inside quotes",
        CONTACT,
        'ca: "Llevant"',
        'ca: "El "Llevant""',
        'Llevant""',
        "not YAML",
    ),
    Mistake(
        "a tab",
        CONTACT,
        "  text:",
        "\ttext:",
        "\ttext:",
        "a tab; use spaces to indent, two for each step",
    ),
    Mistake(
        "an alias",
        CONTACT,
        "region: europe\n",
        "region: &here europe\naliases: [*here]\n",
        "*here",
        "an alias (*name); write the value out again here",
    ),
    Mistake(
        "an anchor that nothing uses",
        CONTACT,
        "region: europe\n",
        "region: &here europe\n",
        "&here",
        "anchor",
    ),
    Mistake(
        "a merge key",
        CONTACT,
        "region: europe\n",
        "region: europe\n<<: {aliases: [x]}\n",
        "<<:",
        "a merge key (<<); write the values out again",
    ),
    Mistake(
        "a tag",
        CONTACT,
        "region: europe",
        "region: !secret europe",
        "!secret",
        "a tag (!secret); remove the ! and what follows it",
    ),
    Mistake(
        "a tag of Python",
        CONTACT,
        "region: europe",
        "region: !!python/object/apply:os.getcwd []",
        "!!python",
        "a tag (",
    ),
    Mistake(
        "a key that is a list",
        CONTACT,
        "region: europe\n",
        "region: europe\n? [a, b]\n: c\n",
        "[a, b]",
        "a key that is a list or a table; write a word",
    ),
    Mistake(
        "two documents in a file",
        CONTACT,
        "region: europe\n",
        "region: europe\n---\n",
        "---",
        "not YAML (but found another document)",
    ),
    Mistake(
        "a control character",
        CONTACT,
        "region: europe",
        "region: eur\x07ope",
        "\x07",
        "not YAML",
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_reported_at_its_place_with_what_to_do(project: Project, mistake: Mistake) -> None:
    project.replace(mistake.file, mistake.old, mistake.new)
    line, column = project.place(mistake.file, mistake.at)
    faults = [str(fault) for fault in project.faults()]
    assert [fault for fault in faults if fault.startswith(f"{mistake.file}:{line}:{column}: ")], faults
    assert mistake.words in "\n".join(
        fault for fault in faults if fault.startswith(f"{mistake.file}:{line}:{column}: ")
    )


def test_swapped_coordinates_are_reported_with_the_right_ones(project: Project) -> None:
    project.replace(CITY, "lat: 6.245, lon: -75.572", "lat: -75.572, lon: 6.245")
    line, column = project.place(CITY, "coordinates:")
    faults = [str(fault) for fault in coordinates_in_country(Subject(*load_site(project.root, TODAY)))]
    assert len(faults) == 1
    assert faults[0].startswith(f"{CITY}:{line}:{column}: -75.572, 6.245 is ")
    assert "; swap them: {lat: 6.245, lon: -75.572}" in faults[0]


def test_a_mistake_in_one_file_brings_no_faults_of_others_to_light(project: Project) -> None:
    project.replace(CITY, "signed: 1990-05-04", "signed: 1963-13-01")
    assert {fault.file for fault in project.faults()} == {CITY}


@dataclass(frozen=True)
class BadFile:
    """A whole file that is wrong, with the start of its fault."""

    name: str
    file: str
    content: bytes
    fault: str


BAD_FILES = [
    BadFile("an empty file", CONTACT, b"", ":1:1: the file is empty; copy an existing record"),
    BadFile("a file of white space", CONTACT, b" \n\n", ":1:1: the file is empty"),
    BadFile("a file of comments", CONTACT, b"# to do\n", ":1:1: the file has only comments"),
    BadFile("a list", CONTACT, b"- id: llevant\n", ":1:1: no keys and values here"),
    BadFile("a word", CONTACT, b"llevant\n", ":1:1: no keys and values here"),
    BadFile(
        "a file that is not UTF-8",
        CONTACT,
        "id: llevant\nname: Montréal\n".encode("latin-1"),
        ":2:12: a character that is not UTF-8; save the file as UTF-8",
    ),
    BadFile(
        "a file in UTF-16", CONTACT, "id: llevant\n".encode("utf-16"), ":1:1: a character that is not UTF-8"
    ),
    BadFile("a line of 10 MB", CONTACT, b"id: " + b"x" * 10_000_000, ":1:1: the file has 10 MB; split it"),
    BadFile(
        "a bomb of aliases",
        CONTACT,
        b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 117)),
        ":2:8: an alias (*name); write the value out again here",
    ),
    BadFile("a hundred brackets in one another", CONTACT, b"a: " + b"[" * 100 + b"]" * 100, ":1:"),
    BadFile("a thousand brackets in one another", CONTACT, b"a: " + b"[" * 1000 + b"]" * 1000, ":1:"),
    BadFile("sources that are a list", SOURCES, b"- title: x\n", ":1:1: no list of sources here"),
    BadFile("an empty registry", SOURCES, b"", ":1:1: the file is empty"),
    BadFile("a timeline without its key", "data/timeline.yml", b"event: []\n", ":1:1: "),
    BadFile("an empty glossary", "data/glossary.yml", b"", ":1:1: the file is empty"),
    BadFile("a wrong ending", "data/cities/orient.yaml", b"id: orient\n", ":1:1: "),
]


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_reported(project: Project, bad: BadFile) -> None:
    project.write(bad.file, bad.content)
    faults = [str(fault) for fault in project.faults()]
    assert [fault for fault in faults if fault.startswith(f"{bad.file}{bad.fault}")], faults


def test_a_folder_that_is_no_collection_is_reported(project: Project) -> None:
    project.write("data/citis/levant.yml", project.read(CONTACT))
    assert "data/citis" in joined(project.faults())


def test_a_source_that_nothing_cites_is_reported(project: Project) -> None:
    project.replace(
        SOURCES,
        "prose-only:",
        "unused: {publisher: x, url: 'https://x.example/', language: en, accessed: 2026}\nprose-only:",
    )
    line, column = project.place(SOURCES, "unused:")
    found = f"{SOURCES}:{line}:{column}: nothing cites the source `unused`; cite it in a record, or remove it"
    assert found in joined(project.faults())


def test_a_source_in_two_files_is_reported(project: Project) -> None:
    project.write("data/sources/zzz.yml", project.read(SOURCES))
    assert f"data/sources/zzz.yml:1:1: the source `council-1990` stands in {SOURCES} too" in joined(
        project.faults()
    )


def test_a_fault_says_where_the_rule_is_explained() -> None:
    fault = Fault("data/cities/lyon.yml", 12, 5, 'relations[0].signed is "1963-13-01"', "write a real date")
    assert str(fault) == (
        'data/cities/lyon.yml:12:5: relations[0].signed is "1963-13-01"; write a real date'
        " · see https://barcelona.example/contribute/checks/#data"
    )


def make_many_mistakes(project: Project) -> list[str]:
    """Mistakes of many kinds in many files; returns the files."""
    project.replace(CITY, "signed: 1990-05-04", "signed: 1963-13-01")
    project.replace(CITY, "country: CO", "country: Colombia")
    project.replace(CONTACT, "  text:", "\ttext:")
    project.replace(NETWORK, "kind: network", "kind: netwerk")
    project.replace(SOURCES, "language: ca", "language: catalan")
    project.write("data/i18n/fr.yml", "")
    project.write("docs/es/about.md", "Text[^nothing].\n")
    return [CITY, CITY, CONTACT, NETWORK, SOURCES, "data/i18n/fr.yml", "docs/es/about.md"]


def test_all_faults_are_reported_at_once_in_the_order_of_the_files(project: Project) -> None:
    files = make_many_mistakes(project)
    faults = project.faults()
    assert {*files} <= {fault.file for fault in faults}
    assert len([fault for fault in faults if fault.file == CITY]) == 2
    assert faults == sorted(faults)
    assert len(faults) == len(set(faults))


def test_check_prints_every_fault_and_exits_1_without_a_traceback(project: Project) -> None:
    make_many_mistakes(project)
    expected = project.faults()
    said = project.run("check")
    assert said.returncode == 1
    assert said.stderr.splitlines() == [*map(str, expected), f"{len(expected)} to mend."]
    assert said.stdout == ""


def test_check_of_a_good_project_exits_0(project: Project) -> None:
    said = project.run("check")
    assert (said.returncode, said.stderr) == (0, "")
    assert "no faults" in said.stdout


def test_check_can_be_asked_about_some_files_only(project: Project) -> None:
    make_many_mistakes(project)
    said = project.run("check", NETWORK)
    assert said.returncode == 1
    assert {line.partition(":")[0] for line in said.stderr.splitlines()[:-1]} == {NETWORK}


@pytest.mark.parametrize("command", [["build"], ["pages", "--out", "pages"]], ids=["build", "pages"])
def test_nothing_is_written_when_there_is_a_fault(project: Project, command: list[str]) -> None:
    make_many_mistakes(project)
    said = project.run(*command)
    assert said.returncode == 1
    assert 'relations[0].signed is "1963-13-01"' in said.stderr
    assert "Traceback" not in said.stderr
    assert not (project.root / "site").exists()
    assert not (project.root / "pages").exists()


def test_a_bomb_of_brackets_does_not_end_the_program(project: Project) -> None:
    project.write(CONTACT, b"a: " + b"[" * 100_000 + b"]" * 100_000)
    said = project.run("check")
    assert said.returncode == 1
    assert said.stderr.startswith(f"{CONTACT}:1:")


@pytest.fixture
def built(project: Project) -> Project:
    """A project whose site is built."""
    assert project.run("build").returncode == 0
    return project


def break_data(project: Project) -> None:
    project.replace(CITY, "signed: 1990-05-04", "signed: 1963-13-01")


def break_a_link(project: Project) -> None:
    project.write("docs/en/about.md", "A [link](nowhere.md) to nowhere.\n")


def break_a_template(project: Project) -> None:
    project.write("overrides/main.html", "{% extends 'base.html' %}{% block content %}{{ nothing.at.all }}")


def break_the_settings(project: Project) -> None:
    project.write("mkdocs.yml", project.read("mkdocs.yml") + "theme: {name: nowhere}\n")


@pytest.mark.parametrize("spoil", [break_data, break_a_link, break_a_template, break_the_settings])
def test_a_failed_build_leaves_the_last_good_site_byte_for_byte(
    built: Project, spoil: Callable[[Project], None]
) -> None:
    before = tree(built.site_folder)
    spoil(built)
    said = built.run("build")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "the last good site stays" in said.stderr.lower()
    assert differences(before, tree(built.site_folder)) == []
    assert [path.name for path in built.root.glob(".site*")] == []


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)> [b](javascript:alert(3)) <!--kb:intro-->'


def put_html_everywhere(project: Project) -> None:
    """HTML and scripts in the name and the lead of a city, and in a source that prose cites."""
    quoted = f"'{EVIL}'"
    text = "{" + ", ".join(f"{lang}: {quoted}" for lang in LANGS) + "}"
    name, lead = re.findall(r"(?:name|text): (\{.*\})", project.read(CONTACT))
    project.replace(CONTACT, name, text)
    project.replace(CONTACT, lead, text)
    project.replace(SOURCES, '"Harbour Office"', quoted)
    project.replace(SOURCES, '"A note & a query"', quoted)


def test_html_in_a_text_of_data_is_reported(project: Project) -> None:
    put_html_everywhere(project)
    faults = joined(project.faults())
    for key in ("name: ", "text: "):
        line, _ = project.place(CONTACT, f"{key}{{ca: '")
        assert f"{CONTACT}:{line}:" in faults
    assert "markup (<s" in faults


def test_html_in_any_text_is_shown_as_text_and_never_runs(project: Project) -> None:
    put_html_everywhere(project)
    build_site(load_site(project.root, TODAY)[0], project.site_folder)
    site = BuiltSite(project.site_folder, ROOT_URL)
    for file, document in site.documents.items():
        html = (site.folder / file).read_text(encoding="utf-8")
        assert "<script>alert" not in html, file
        assert "<img src=x" not in html, file
        assert [address for _, address in document.links if address.startswith("javascript:")] == [], file
    for lang in LANGS:
        document = site.documents[html_file("cities/llevant", lang)]
        assert document.title.startswith(EVIL)
        assert document.description == EVIL
        assert document.heading == EVIL
