"""What holds whatever people write: the loader never raises, and what is valid can be shown."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from kb import formats, model
from kb.dates import PartialDate, When
from kb.explain import validate
from kb.faults import Fault
from kb.langs import LANGS, Lang
from kb.load import COLLECTIONS
from kb.parsed import FILE, Parsed
from kb.states import State, relation_state
from kb.yamlfile import MAX_BYTES, YamlFile, parse_yaml
from tests.project import TOY, Project
from tests.records import city, decision, in_force, relation

_EXAMPLE = (TOY / "data/cities/ponent.yml").read_text(encoding="utf-8")

#: Pieces that YAML treats in a way of its own, put together at random.
_SIGNS = tuple(":-[]{},&*!?|>#%@`~'\"")
_BLANKS = tuple(" \n\t\r\0\x85\ufeff\u2028")
_WORDS = (
    "a",
    "é",
    "\U0001f600",
    "1",
    "0x1F",
    "1963-13-01",
    ": ",
    "- ",
    "  ",
    "&a ",
    "*a",
    "!!int ",
    "<<: ",
    "---\n",
)
_yaml_like = st.lists(st.sampled_from(_SIGNS + _BLANKS + _WORDS), max_size=40).map("".join)

_scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
_keys = st.sampled_from([*model.City.model_fields, *model.Relation.model_fields, "ca", "zz", ""]) | st.text(
    max_size=5
)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_keys, inner, max_size=5),
    max_leaves=15,
)

_days = st.dates(min_value=date(1, 1, 1))


@st.composite
def _partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(_days)
    precision = draw(st.integers(min_value=1, max_value=3))
    return PartialDate(day.year, day.month if precision > 1 else None, day.day if precision > 2 else None)


@st.composite
def _whens(draw: st.DrawFn) -> When:
    start, end = draw(_partial_dates()), draw(_partial_dates())
    if draw(st.booleans()):
        return When(start, open_end=draw(st.booleans()))
    return When(start, end) if end.last_day >= start.first_day else When(end, start)


def is_well_formed(fault: Fault, file: str) -> bool:
    """Whether a fault has a place and says what is wrong and what to do, on one line."""
    said = str(fault)
    return (
        said.startswith(f"{file}:{fault.line}:{fault.column}: ")
        and fault.line >= 1
        and fault.column >= 1
        and bool(fault.found.strip() and fault.remedy.strip())
        and len(said.splitlines()) == 1
    )


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"a: \x00")
def test_reading_bytes_never_raises(data: bytes) -> None:
    found, faults = parse_yaml(data, "x.yml")
    assert found is not None or faults
    assert all(is_well_formed(fault, "x.yml") for fault in faults)


@given(_yaml_like)
@example("a: " + "[" * 300 + "]" * 300)
@example("a: &a [*a]")
@example("? ? ? a")
def test_reading_what_looks_like_yaml_never_raises(text: str) -> None:
    found, faults = parse_yaml(text.encode(), "x.yml")
    assert found is not None or faults
    assert all(is_well_formed(fault, "x.yml") for fault in faults)


@given(st.data())
def test_reading_a_damaged_record_never_raises(data: st.DataObject) -> None:
    at = data.draw(st.integers(min_value=0, max_value=len(_EXAMPLE)))
    cut = data.draw(st.integers(min_value=0, max_value=30))
    text = _EXAMPLE[:at] + data.draw(_yaml_like) + _EXAMPLE[at + cut :]
    found, faults = parse_yaml(text.encode(), "ponent.yml")
    if found is not None:
        _, more = validate(found, model.City, found.value)
        faults = [*faults, *more]
    assert all(is_well_formed(fault, "ponent.yml") for fault in faults)


@pytest.mark.parametrize("schema", [*COLLECTIONS.values(), model.Timeline, model.Glossary, model.Source])
@given(value=_values)
@settings(max_examples=60)
def test_any_value_gives_a_record_or_faults(schema: type[BaseModel], value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    found, problems = validate(YamlFile("x.yml", value, text.encode()), schema, value)
    assert (found is None) == bool(problems)
    assert all(is_well_formed(fault, "x.yml") for fault in problems)


@given(st.data())
def test_a_wrong_value_anywhere_in_a_city_is_explained(data: st.DataObject) -> None:
    parsed, _ = parse_yaml(_EXAMPLE.encode(), "ponent.yml")
    assert parsed is not None
    place = parsed.value
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        if isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = data.draw(_values)
        break
    found, problems = validate(parsed, model.City, parsed.value)
    assert (found is None) == bool(problems)
    assert all(is_well_formed(fault, "ponent.yml") for fault in problems)


def test_a_file_at_the_limit_of_size_is_still_read() -> None:
    found, faults = parse_yaml(b"a: " + b"x" * (MAX_BYTES - 3), "x.yml")
    assert found is not None
    assert faults == []


@given(_partial_dates())
def test_a_date_is_read_as_it_is_written(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value
    assert value.first_day <= value.last_day


@given(_whens())
def test_an_interval_is_read_as_it_is_written(value: When) -> None:
    assert When.parse(str(value)) == value
    assert value.start.first_day <= value.last.last_day


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_what_is_read_as_a_date_is_written_as_it_was(text: str) -> None:
    try:
        found = When.parse(text)
    except ValueError:
        return
    assert str(found) == text


@given(_whens(), st.sampled_from(LANGS))
def test_every_date_can_be_shown_in_every_language(value: When, lang: Lang) -> None:
    shown = formats.when(value, lang)
    assert str(value.start.year) in shown
    assert formats.when_html(value, lang).striptags() == shown


@st.composite
def _relations(draw: st.DrawFn) -> dict[str, Any]:
    """A relation as a file may say it; its dates are real but need not go together."""
    dates = _whens().map(str)
    decisions = st.builds(decision, st.sampled_from(list(model.DecisionKind)), dates, st.none() | dates)
    maybe = {
        "signed": dates,
        "until": dates,
        "term_years": st.integers(min_value=1, max_value=99),
        "in_force": dates.map(in_force),
        "decisions": st.lists(decisions, max_size=3),
    }
    return draw(
        st.fixed_dictionaries({key: st.just(value) for key, value in relation().items()}, optional=maybe)
    )


@given(_relations(), _days)
@example(relation(signed="9990", term_years=30), date(2026, 1, 2))
def test_every_relation_that_is_valid_has_a_state_on_every_day(parts: dict[str, Any], today: date) -> None:
    try:
        place = city(parts)
    except ValidationError:
        return
    assert relation_state(place.relations[0], place, today).state in State


@given(st.lists(st.text(max_size=8), max_size=8), st.sampled_from(LANGS))
def test_sorting_keeps_every_name(names: list[str], lang: Lang) -> None:
    ordered = formats.in_order(names, str, lang)
    assert sorted(ordered) == sorted(names)
    assert formats.in_order(ordered, str, lang) == ordered


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a pickle",
        pickle.dumps(5),
        pickle.dumps((1, 2, 3)),
        pickle.dumps(("code", [])),
        b"\x80\x05.",
    ],
    ids=["empty", "text", "number", "three", "other code", "cut off"],
)
def test_a_spoiled_cache_of_parsed_files_is_as_good_as_none(project: Project, content: bytes) -> None:
    project.write(FILE, content)
    assert project.faults() == []
    assert Parsed.open(project.root).kept


def test_a_changed_file_is_read_again(project: Project) -> None:
    assert project.faults() == []
    project.replace("data/cities/ponent.yml", "country: CO", "country: Colombia")
    assert [fault.file for fault in project.faults()] == ["data/cities/ponent.yml"]
    project.replace("data/cities/ponent.yml", "country: Colombia", "country: CO")
    assert project.faults() == []
