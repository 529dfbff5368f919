"""What lists can be narrowed down by: the values of each row, the choices and their counts."""

from __future__ import annotations

import re
from html import unescape

import pytest

from kb import explorer, formats
from kb.compose import pages
from kb.langs import LANGS, Lang
from kb.sheet import Sheet
from kb.site import Site
from tests.project import Project

ROW = re.compile(r'<(?:tr|li)\b[^>]*\bdata-facets="([^"]*)"')
CHOICE = re.compile(
    r'name="([a-z]+)" value="([^"]+)"> <span>(.*?)</span> <span class="kb-count">(\d+)</span>'
)


def blocks(site: Site, lang: Lang, path: str) -> dict[str, str]:
    return next(page.blocks for page in pages(site, lang) if page.path == path)


def test_a_city_is_found_by_its_region_state_relations_decades_areas_and_networks(toy_site: Site) -> None:
    assert explorer.rows(toy_site, "cities")["ponent"] == [
        "region=latin-america",
        "state=in-force",
        "relation=twinning",
        "signed=1990",
        "relation=memorandum",
        "signed=2010",
        "policy=water",
        "network=league",
    ]


def test_a_city_with_contacts_only_has_a_state_of_its_own(toy_site: Site) -> None:
    assert explorer.rows(toy_site, "cities")["llevant"] == ["region=europe", "state=contact"]


def test_a_network_is_found_by_its_kind_roles_foundation_and_members(toy_site: Site) -> None:
    assert explorer.rows(toy_site, "networks")["league"] == [
        "kind=network",
        "role=founder",
        "role=presidency",
        "founded=1980",
        "city=ponent",
        "policy=water",
    ]


@pytest.mark.parametrize(
    ("period", "decades"),
    [
        ("2016/..", ["2010"]),
        ("2016", ["2010"]),
        ("1998-05/2011", ["1990", "2000", "2010"]),
        ("2019-12/2020-01", ["2010", "2020"]),
    ],
)
def test_a_project_stands_in_every_decade_that_a_source_gives_it(
    project: Project, period: str, decades: list[str]
) -> None:
    project.replace("data/projects/quay.yml", "period: 2016/..", f"period: {period}")
    values = explorer.rows(project.open(), "projects")["quay"]
    assert [value for value in values if value.startswith("decade=")] == [f"decade={d}" for d in decades]


def test_an_event_has_the_areas_of_a_network_it_names_but_not_those_of_a_city(toy_site: Site) -> None:
    events = explorer.rows(toy_site, "timeline")
    assert events["league-1985"] == ["decade=1980", "network=league", "policy=water"]
    assert events["ponent-1990"] == ["decade=1990", "city=ponent", "region=latin-america"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", explorer.FACETS)
def test_every_row_of_a_list_carries_its_values(real_site: Site, name: str, lang: Lang) -> None:
    html = "".join(blocks(real_site, lang, name).values())
    written = sorted(ROW.findall(html))
    assert written == sorted(" ".join(values) for values in explorer.rows(real_site, name).values())
    assert written


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", explorer.FACETS)
def test_the_number_beside_a_choice_is_that_of_the_rows_that_have_it(
    real_site: Site, name: str, lang: Lang
) -> None:
    shown = blocks(real_site, lang, name)
    found = [values.split() for values in ROW.findall("".join(shown.values()))]
    choices = CHOICE.findall(shown["explorer"])
    assert {facet for facet, *_ in choices} == set(explorer.FACETS[name])
    for facet, value, label, count in choices:
        assert label
        assert int(count) == sum(f"{facet}={value}" in values for values in found) > 0


@pytest.mark.parametrize("lang", LANGS)
def test_choices_that_are_names_stand_in_the_order_of_the_reader(real_site: Site, lang: Lang) -> None:
    choices = CHOICE.findall(blocks(real_site, lang, "projects")["explorer"])
    names = [unescape(label) for facet, _, label, _ in choices if facet == "city"]
    assert names == formats.in_order(names, str, lang)


def test_a_facet_that_all_rows_share_is_not_offered(toy_site: Site) -> None:
    sheet = Sheet(toy_site, "cities", "en")
    found = {key: [*values, "policy=water"] for key, values in explorer.rows(toy_site, "cities").items()}
    names = [facet.name for facet in explorer.facets_of(sheet, "cities", found)]
    assert "policy" not in names
    assert "region" in names


def test_a_list_of_one_row_has_no_form(toy_site: Site) -> None:
    assert "explorer" not in blocks(toy_site, "en", "networks")
    assert explorer.form(Sheet(toy_site, "learn", "en"), "learn", explorer.rows(toy_site, "learn")) == ""


def test_the_form_waits_hidden_for_the_script(toy_site: Site) -> None:
    shown = blocks(toy_site, "en", "cities")
    assert re.match(r'<form class="kb-explorer kb-js" hidden ', shown["explorer"])
    assert not any("hidden" in html for name, html in shown.items() if name != "explorer")
