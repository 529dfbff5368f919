"""Dates with the precision their source gives: a year, a month, a day, or an interval of them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Any

from babel import Locale
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from kb.langs import LANGS

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
FORMS = "1963, 1963-11 or 1963-11-23; an interval is 2009/2012, one without a known end 2009/.."


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `1963`, `1963-11` or `1963-11-23`; raises ValueError when it is no real date."""
        match = _PART.fullmatch(text)
        if not match:
            raise ValueError(f"write a real date: {FORMS}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise ValueError(f"write a real date: {FORMS}") from None
        return cls(year, month, day)

    @property
    def first_day(self) -> date:
        """The first day the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def plus_years(self, years: int) -> PartialDate:
        """The same day, month or year `years` later (29 February becomes 28 in a common year)."""
        year, day = self.year + years, self.day
        if day is not None and self.month is not None:
            day = min(day, calendar.monthrange(year, self.month)[1])
        return PartialDate(year, self.month, day)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first_day, self.last_day) < (other.first_day, other.last_day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True)
class When:
    """A date or an interval; `end` is None for a single date, `open_end` marks `2009/..`."""

    start: PartialDate
    end: PartialDate | None = None
    open_end: bool = False

    @classmethod
    @lru_cache(maxsize=20_000)
    def parse(cls, text: str) -> When:
        """Read a date or an interval (`2009/2012`, `2009/..`); raises ValueError if it is neither."""
        try:
            return cls._parsed(text)
        except ValueError as error:
            likely = meant(text)
            raise ValueError(f"{error}; did you mean {likely}?" if likely else str(error)) from None

    @classmethod
    def _parsed(cls, text: str) -> When:
        first, slash, second = text.partition("/")
        start = PartialDate.parse(first)
        if not slash:
            return cls(start)
        if second == "..":
            return cls(start, open_end=True)
        end = PartialDate.parse(second)
        if end.last_day < start.first_day:
            raise ValueError(f"the end {end} is before the start {start}; put the earlier date first")
        return cls(start, end)

    @property
    def last(self) -> PartialDate:
        """The end of an interval, or the date itself."""
        return self.end or self.start

    @property
    def sort_key(self) -> tuple[date, date]:
        """Oldest first; a year comes before the days in it."""
        return (self.start.first_day, self.last.last_day)

    def __str__(self) -> str:
        if self.open_end:
            return f"{self.start}/.."
        return f"{self.start}/{self.end}" if self.end else str(self.start)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(str(value)),
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        part = r"\d{4}(-\d{2}(-\d{2})?)?"
        return {
            "type": ["string", "integer"],
            "pattern": rf"^{part}(/({part}|\.\.))?$",
            "description": f"A date as precise as its source: {FORMS}",
        }


def meant(text: str) -> str | None:
    """The date that a person may mean by `30/9/1996`, `14 de maig de 2021` or `1994-1996`."""
    written = text.strip()
    if match := re.fullmatch(r"(\d{4}) ?[-–] ?(\d{4})", written):
        return _if_real(f"{match[1]}/{match[2]}")
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", written):
        return _if_real(f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}")
    if match := re.fullmatch(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?", written):
        parts = [f"{int(part):02}" for part in match.groups()[1:] if part]
        return _if_real("-".join([match[1], *parts]))
    if match := re.fullmatch(r"(?:(\d{1,2})\w* )?(?:de |d[’'])?([^\W\d]+)\.?(?: de)? (\d{4})", written):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"([^\W\d]+) (\d{1,2}), (\d{4})", written):
        month, day, year = match.groups()
    else:
        return None
    number = _months().get(month.lower())
    return _if_real(f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")) if number else None


def _if_real(text: str) -> str | None:
    try:
        return str(When._parsed(text))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The months by their names in the four languages, whole and short."""
    return {
        re.sub(r"^de |^d[’']|\.$", "", name.lower()): number
        for lang in LANGS
        for width in ("wide", "abbreviated")
        for number, name in Locale(lang).months["format"][width].items()
    }
