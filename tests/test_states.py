"""The state of a relation is computed from its dates and decisions on a given day, never typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from kb.model import DecisionKind, Relation
from kb.states import RelationState, State, main_relation, relation_state
from tests.records import city, decision, in_force, relation

TODAY = date(2026, 1, 2)


def state(today: date = TODAY, **parts: Any) -> RelationState:
    """The state of the only relation of a city."""
    place = city(relation(**parts))
    return relation_state(place.relations[0], place, today)


def shown(found: RelationState) -> tuple[State, str | None]:
    """A state and its date."""
    return found.state, None if found.date is None else str(found.date)


def test_what_no_source_tells_is_not_stated() -> None:
    assert shown(state(signed="1990-05-04")) == (State.NOT_STATED, None)
    assert shown(state()) == (State.NOT_STATED, None)


def test_without_a_term_it_is_in_force_when_a_source_says_so() -> None:
    found = state(signed="1990", in_force=in_force("2024"))
    assert shown(found) == (State.IN_FORCE, None)
    assert str(found.confirmed) == "2024"


@pytest.mark.parametrize(
    ("until", "last_day"),
    [
        ("2026", date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026-02-10", date(2026, 2, 10)),
        ("2024/2026", date(2026, 12, 31)),
    ],
)
def test_a_term_lasts_to_the_end_of_its_last_year_month_or_day(until: str, last_day: date) -> None:
    end = until.rpartition("/")[2]
    assert shown(state(last_day, signed="2020", until=until)) == (State.IN_FORCE_UNTIL, end)
    the_day_after = date.fromordinal(last_day.toordinal() + 1)
    assert shown(state(the_day_after, signed="2020", until=until)) == (State.TERM_ENDED, end)


@pytest.mark.parametrize(
    ("signed", "years", "end"),
    [
        ("2010", 3, "2013"),
        ("2010-02", 3, "2013-02"),
        ("2020-02-29", 1, "2021-02-28"),
        ("2010/2012", 2, "2012"),
    ],
)
def test_a_term_in_years_counts_from_the_signature(signed: str, years: int, end: str) -> None:
    assert shown(state(signed=signed, term_years=years)) == (State.TERM_ENDED, end)


def test_a_term_that_ended_stays_ended_when_the_source_is_not_later_than_the_end() -> None:
    assert shown(state(signed="2010", until="2020", in_force=in_force("2015"))) == (State.TERM_ENDED, "2020")
    assert shown(state(signed="2010", until="2020", in_force=in_force("2020"))) == (State.TERM_ENDED, "2020")


def test_a_source_later_than_the_end_of_the_term_keeps_it_in_force() -> None:
    found = state(signed="2010", until="2020", in_force=in_force("2023-05"))
    assert shown(found) == (State.IN_FORCE, None)
    assert str(found.confirmed) == "2023-05"


def test_a_renewal_moves_the_end_of_the_term() -> None:
    renewed = [decision("renewed", "2014", until="2018"), decision("renewed", "2018", until="2030-06")]
    found = state(signed="2010", term_years=4, decisions=renewed)
    assert shown(found) == (State.IN_FORCE_UNTIL, "2030-06")


def test_a_renewal_without_an_end_leaves_the_term_as_it_was() -> None:
    assert shown(state(signed="2010", term_years=4, decisions=[decision("renewed", "2012")])) == (
        State.TERM_ENDED,
        "2014",
    )


@pytest.mark.parametrize(
    ("kind", "expected"), [("suspended", State.SUSPENDED), ("ended", State.ENDED)], ids=["suspended", "ended"]
)
def test_a_decision_rules_over_terms_and_sources(kind: str, expected: State) -> None:
    found = state(
        signed="2010", until="2030", in_force=in_force("2025"), decisions=[decision(kind, "2023-02-08")]
    )
    assert shown(found) == (expected, "2023-02-08")
    assert found.decision is not None
    assert found.decision.kind is DecisionKind(kind)


@pytest.mark.parametrize("kind", ["restored", "renewed"])
def test_a_later_decision_takes_a_suspension_back(kind: str) -> None:
    decisions = [decision("suspended", "2023-02-08"), decision(kind, "2023-09-01")]
    assert shown(state(signed="2010", until="2030", decisions=decisions)) == (State.IN_FORCE_UNTIL, "2030")
    assert shown(state(signed="2010", decisions=decisions)) == (State.NOT_STATED, None)


def test_the_latest_decision_counts_in_whatever_order_they_are_written() -> None:
    decisions = [
        decision("ended", "2024"),
        decision("suspended", "2020"),
        decision("restored", "2021-05"),
    ]
    for order in (decisions, decisions[::-1]):
        assert shown(state(signed="2010", decisions=order)) == (State.ENDED, "2024")


def test_a_decision_that_is_still_to_come_does_not_count_yet() -> None:
    decisions = [decision("ended", "2026-06-01")]
    assert shown(state(date(2026, 5, 31), signed="2010", until="2030", decisions=decisions)) == (
        State.IN_FORCE_UNTIL,
        "2030",
    )
    assert shown(state(date(2026, 6, 1), signed="2010", until="2030", decisions=decisions)) == (
        State.ENDED,
        "2026-06-01",
    )


def test_a_relation_that_another_took_the_place_of_ended_when_that_one_was_signed() -> None:
    place = city(
        relation("first", signed="1990", until="2030", replaced_by="second", in_force=in_force("2025")),
        relation("second", signed="2005-03-01"),
    )
    found = relation_state(place.relations[0], place, TODAY)
    assert shown(found) == (State.ENDED, "2005-03-01")
    assert found.replaced_by == place.relations[1]


def test_the_one_that_took_the_place_may_have_no_date() -> None:
    place = city(relation("first", replaced_by="second"), relation("second"))
    assert shown(relation_state(place.relations[0], place, TODAY)) == (State.ENDED, None)


def test_a_decision_comes_before_a_replacement() -> None:
    place = city(
        relation("first", replaced_by="second", decisions=[decision("ended", "2003")]),
        relation("second", signed="2005"),
    )
    found = relation_state(place.relations[0], place, TODAY)
    assert (shown(found), found.replaced_by) == ((State.ENDED, "2003"), None)


def test_a_city_shows_what_is_in_force_else_suspended_else_the_latest_signed() -> None:
    place = city(
        relation("not-stated", signed="2024"),
        relation("ended", signed="2020", decisions=[decision("ended", "2021")]),
        relation("suspended", signed="2019", decisions=[decision("suspended", "2021")]),
        relation("in-force", signed="1990", in_force=in_force("2024")),
        relation("in-force-with-term", signed="2000", until="2030"),
    )
    order = []
    while place.relations:
        found = main_relation(place, TODAY)
        assert found is not None
        order.append(found[0].id)
        rest = [r for r in place.relations if r is not found[0]]
        place = place.model_copy(update={"relations": rest})
    assert order == ["in-force-with-term", "in-force", "suspended", "not-stated", "ended"]


def test_a_city_without_relations_has_no_state() -> None:
    assert main_relation(city(), TODAY) is None


def test_every_state_has_a_name_for_addresses_and_strings() -> None:
    assert [found.key for found in State] == [
        "in-force-until",
        "in-force",
        "suspended",
        "term-ended",
        "ended",
        "not-stated",
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"signed": "2010", "until": "2014", "term_years": 4}, "give `until` or `term_years`, not both"),
        ({"term_years": 4}, "`term_years` needs `signed`"),
        ({"signed": "2010", "until": "2009"}, "until 2009 is before signed 2010"),
        ({"signed": "2010-05-04", "until": "2010-05-03"}, "until 2010-05-03 is before signed 2010-05-04"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Relation.model_validate(relation(**parts))


def test_a_term_may_end_in_the_year_of_the_signature() -> None:
    found = Relation.model_validate(relation(signed="2010-05-04", until="2010"))
    assert str(found.term_end) == "2010"
