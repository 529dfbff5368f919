"""Numbers are the same number however a language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kb.langs import Lang
from kb.numerals import figures, known


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("ca", "300.000 euros", 300_000),
        ("en", "€300,000", 300_000),
        ("fr", "300\u202f000 €", 300_000),
        ("es", "300 000", 300_000),
        ("ca", "1,5 milions", 1_500_000),
        ("en", "1.5 million", 1_500_000),
        ("fr", "1,1 %", Decimal("1.1")),
        ("en", "the 11th of May", 11),
        ("ca", "l’1r de maig", 1),
        ("ca", "CC BY 4.0.", 4),
    ],
)
def test_a_figure_is_read_in_its_language(lang: Lang, text: str, value: Decimal | int) -> None:
    assert [numeral.value for numeral in figures(text, lang)] == [value]


def test_a_figure_in_a_name_is_none() -> None:
    assert figures("C40 i COP21", "ca") == ()


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("ca", "vint-i-cinc ciutats", 25),
        ("es", "cuarenta y dos ciudades", 42),
        ("en", "Forty-two cities", 42),
        ("fr", "le XIXe siècle", 19),
        ("ca", "els anys noranta", 1990),
        ("en", "some 30 cities", 30),
    ],
)
def test_words_may_stand_for_figures(lang: Lang, text: str, value: int) -> None:
    assert value in known(text, lang)
