"""Dates, numbers, money, countries and order in the forms of each language (CLDR, Unicode collation)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from markupsafe import Markup, escape
from pyuca import Collator

from kb.dates import PartialDate, When
from kb.langs import LOCALES, Lang

_Item = TypeVar("_Item")

#: CLDR skeletons of a month and year and of a day and month; a full date and a year have forms of their own.
_MONTH = "yMMMM"
_DAY_OF_YEAR = "MMMMd"
#: CLDR pattern of the name of a month that stands alone.
_MONTH_ALONE = "LLLL"


@cache
def locale(lang: Lang) -> Locale:
    """The CLDR locale of a language."""
    return Locale.parse(LOCALES[lang])


@lru_cache(maxsize=20_000)
def partial_date(value: PartialDate, lang: Lang) -> str:
    """`1963`, `novembre de 1963`, `23 de novembre de 1963`: as precise as the date is."""
    if value.month is None:
        return str(value.year)
    if value.day is None:
        text = format_skeleton(_MONTH, value.first_day, locale=locale(lang))
    else:
        text = format_date(value.first_day, "long", locale=locale(lang))
    return _as_written(text, value, lang)


def _as_written(text: str, value: PartialDate, lang: Lang) -> str:
    if lang == "fr" and value.day == 1:
        text = re.sub(r"^1\b", "1er", text)
    return text.replace(" del ", " de ") if lang == "ca" else text


def _are_alike(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates are known as precisely."""
    return (one.month is None, one.day is None) == (other.month is None, other.day is None)


@lru_cache(maxsize=20_000)
def _first_of(start: PartialDate, end: PartialDate, lang: Lang) -> str:
    """The start of an interval without what the end says: `19` of June, `29 de juny` and `juny` of 2014."""
    if start.year != end.year or not _are_alike(start, end) or start.month is None:
        return partial_date(start, lang)
    if start.day is None:
        return format_date(start.first_day, _MONTH_ALONE, locale=locale(lang))
    if start.month == end.month:
        return _as_written(str(start.day), start, lang)
    return _as_written(format_skeleton(_DAY_OF_YEAR, start.first_day, locale=locale(lang)), start, lang)


@lru_cache(maxsize=20_000)
def time_element(value: PartialDate, lang: Lang) -> Markup:
    """`<time datetime="1963-11-23">23 de novembre de 1963</time>`"""
    return _time(value, partial_date(value, lang))


def _time(value: PartialDate, text: str) -> Markup:
    return Markup(f'<time datetime="{value}">{escape(text)}</time>')


def _from(value: PartialDate, lang: Lang) -> str:
    """The words before a date that something began on and whose end is not known.

    They do not say that it goes on: a source of that time cannot know.
    """
    if lang == "en":
        return "from "
    vowel = value.month is not None and partial_date(value, lang).startswith(("a", "o"))
    if lang == "ca":
        before_one = value.day in (1, 11)
        article = "de l’" if before_one or (vowel and value.day is None) else "del "
        return f"a partir {article if value.month else 'de '}"
    if value.day is not None:
        return {"es": "a partir del ", "fr": "à partir du "}[lang]
    if lang == "fr":
        return "à partir d’" if vowel else "à partir de "
    return "a partir de "


def _text_only(_value: PartialDate, text: str) -> str:
    return text


def when(value: When, lang: Lang, part: Callable[[PartialDate, str], str] = _text_only) -> str:
    """A date or an interval in words: `19–20 de juny de 2014`; `part` dresses the words of each date."""
    if value.open_end:
        return _from(value.start, lang) + part(value.start, partial_date(value.start, lang))
    if value.end is None:
        return part(value.start, partial_date(value.start, lang))
    start, end = _first_of(value.start, value.end, lang), partial_date(value.end, lang)
    joint = "–" if " " not in start and _are_alike(value.start, value.end) else " – "
    return f"{part(value.start, start)}{joint}{part(value.end, end)}"


@lru_cache(maxsize=20_000)
def when_html(value: When, lang: Lang) -> Markup:
    """A date or an interval in words, each end a `<time>`."""
    return Markup(when(value, lang, _time))


def number(value: float, lang: Lang) -> str:
    """A number with the language's signs, its group sign from 1,000 on."""
    return format_decimal(value, locale=locale(lang))


def percent(value: float, lang: Lang) -> str:
    """`0.7` → `0,7 %` (the value is in percent already)."""
    share = Decimal(str(value)) / 100
    return format_percent(share, locale=locale(lang), decimal_quantization=False)


def euros(value: float, lang: Lang) -> str:
    """Euros without cents: `300.000 €`, `€300,000`."""
    pattern = re.sub(r"\.00", "", locale(lang).currency_formats["standard"].pattern)
    return format_currency(value, "EUR", pattern, locale=locale(lang), currency_digits=False)


def kilometres(value: float, lang: Lang) -> str:
    """`8.500 km`"""
    return format_unit(value, "length-kilometer", "short", locale=locale(lang))


def joined(items: Iterable[str], lang: Lang) -> str:
    """`Gaza, Betlem i Ramal·lah`"""
    return format_list(list(items), locale=locale(lang))


def country(code: str, lang: Lang) -> str:
    """The country's name in a language, by CLDR."""
    return str(locale(lang).territories[code])


def language_name(code: str, lang: Lang) -> str:
    """The name of a language in a language: `fr`, `ca` → `francès`. Spanish is `castellà`, as here."""
    if (code, lang) == ("es", "ca"):
        return "castellà"
    return str(locale(lang).languages.get(code, code))


@cache
def _collator() -> Collator:
    return Collator()


@cache
def same_letter(one: str, other: str) -> bool:
    """Whether two characters are the same letter but for case and accents (É, e)."""
    first, second = (_collator().sort_key(character)[:1] for character in (one, other))
    return bool(first == second)


@lru_cache(maxsize=50_000)
def sort_key(text: str, lang: Lang) -> tuple[int, ...]:
    """Where a text stands in a list in this language.

    The default table of the Unicode Collation Algorithm fits Catalan, English and French; in Spanish
    ñ is a letter of its own after n (Real Academia Española), so it is compared as n followed by a
    character that sorts after every letter.
    """
    if lang == "es":
        text = text.replace("ñ", "n\U0010fffd").replace("Ñ", "N\U0010fffd")
    key: tuple[int, ...] = _collator().sort_key(text)
    return key


def in_order(items: Iterable[_Item], name: Callable[[_Item], str], lang: Lang) -> list[_Item]:
    """The items sorted by name as a reader of this language expects."""
    return sorted(items, key=lambda item: sort_key(name(item), lang))
