"""Dates are as precise as their source: a year, a month, a day, or an interval of them."""

from __future__ import annotations

from datetime import date

import pytest

from kb.dates import PartialDate, When, meant


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1963", date(1963, 1, 1), date(1963, 12, 31)),
        ("1963-02", date(1963, 2, 1), date(1963, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("1963-11-23", date(1963, 11, 23), date(1963, 11, 23)),
    ],
)
def test_a_date_can_mean_every_day_of_its_precision(text: str, first: date, last: date) -> None:
    found = PartialDate.parse(text)
    assert (found.first_day, found.last_day) == (first, last)
    assert str(found) == text


@pytest.mark.parametrize(
    "text",
    [
        "1963-13",
        "1963-00",
        "1963-13-01",
        "2023-02-29",
        "1963-11-31",
        "0000",
        "63",
        "1963-1",
        "23-11-1963",
        "1963/11",
        "1963-11-23T10:00",
        " 1963",
        "1963\n",
        "",
        "١٩٦٣",
    ],
)
def test_what_is_no_date_is_refused_with_the_forms_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write a real date: 1963, 1963-11 or 1963-11-23"):
        PartialDate.parse(text)


def test_dates_stand_in_order_and_a_year_before_the_days_in_it() -> None:
    ordered = ["1962-12-31", "1963", "1963-11", "1963-11-23", "1963-12", "1964"]
    assert sorted(map(PartialDate.parse, reversed(ordered))) == [PartialDate.parse(text) for text in ordered]


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2010", 3, "2013"),
        ("2010-02", 3, "2013-02"),
        ("2010-05-04", 25, "2035-05-04"),
        ("2020-02-29", 1, "2021-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
    ],
)
def test_years_are_added_with_the_precision_kept(start: str, years: int, end: str) -> None:
    assert str(PartialDate.parse(start).plus_years(years)) == end


@pytest.mark.parametrize(
    ("text", "start", "last", "open_end"),
    [
        ("1963-11-23", "1963-11-23", "1963-11-23", False),
        ("2009/2012", "2009", "2012", False),
        ("2009-05/2012-01-31", "2009-05", "2012-01-31", False),
        ("2009/2009", "2009", "2009", False),
        ("2009/..", "2009", "2009", True),
    ],
)
def test_an_interval_has_a_start_and_an_end_or_none_known(
    text: str, start: str, last: str, open_end: bool
) -> None:
    found = When.parse(text)
    assert (str(found.start), str(found.last), found.open_end) == (start, last, open_end)
    assert str(found) == text


def test_an_interval_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="the end 2009 is before the start 2012; put the earlier date first"):
        When.parse("2012/2009")


def test_an_interval_may_end_in_the_year_in_which_it_starts() -> None:
    assert str(When.parse("2012-05-04/2012")) == "2012-05-04/2012"


@pytest.mark.parametrize("text", ["2009/", "/2012", "2009/...", "2009/2010/2011", "2009-2012", "../2012"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write a real date"):
        When.parse(text)


def test_intervals_stand_in_the_order_of_their_start_then_of_their_end() -> None:
    ordered = ["1963-11-23", "2009/2010", "2009/2012", "2010"]
    found = sorted(map(When.parse, reversed(ordered)), key=lambda when: when.sort_key)
    assert list(map(str, found)) == ordered


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("14 May 2021", "2021-05-14"),
        ("14 de maig de 2021", "2021-05-14"),
        ("1 d’abril de 2021", "2021-04-01"),
        ("14 de septiembre de 2021", "2021-09-14"),
        ("1er août 2021", "2021-08-01"),
        ("May 14, 2021", "2021-05-14"),
        ("octubre de 2021", "2021-10"),
        ("Sept. 1996", "1996-09"),
        ("30/9/1996", "1996-09-30"),
        ("1996-9", "1996-09"),
        ("1996/9/3", "1996-09-03"),
        ("1994-1996", "1994/1996"),
        ("31/02/1996", None),
        ("1996-1994", None),
        ("soon", None),
    ],
)
def test_a_date_written_otherwise_is_understood_but_not_taken(written: str, likely: str | None) -> None:
    assert meant(written) == likely
    with pytest.raises(ValueError, match=f"did you mean {likely}" if likely else "."):
        When.parse(written)
