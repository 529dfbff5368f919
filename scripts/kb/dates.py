"""Dates with the precision their source gives: a year, a month, a day, or an interval of them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

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
