"""Dates, numbers, money, names and order as readers of each language expect them."""

from __future__ import annotations

import pytest

from kb import formats
from kb.dates import PartialDate, When
from kb.langs import LANGS, Lang

NBSP = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"


def date_in(text: str, lang: Lang) -> str:
    return formats.partial_date(PartialDate.parse(text), lang)


def interval_in(text: str, lang: Lang) -> str:
    return formats.when(When.parse(text), lang)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2000", {"ca": "2000", "es": "2000", "en": "2000", "fr": "2000"}),
        (
            "2000-11",
            {
                "ca": "novembre de 2000",
                "es": "noviembre de 2000",
                "en": "November 2000",
                "fr": "novembre 2000",
            },
        ),
        (
            "2000-11-04",
            {
                "ca": "4 de novembre de 2000",
                "es": "4 de noviembre de 2000",
                "en": "4 November 2000",
                "fr": "4 novembre 2000",
            },
        ),
        (
            "1990-04-01",
            {
                "ca": "1 d’abril de 1990",
                "es": "1 de abril de 1990",
                "en": "1 April 1990",
                "fr": "1er avril 1990",
            },
        ),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_date_is_written_as_precisely_as_it_is_known(text: str, words: dict[Lang, str], lang: Lang) -> None:
    assert date_in(text, lang) == words[lang]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2009/2012", dict.fromkeys(LANGS, "2009–2012")),
        (
            "2009-05/2012-01-31",
            {
                "ca": "maig de 2009 – 31 de gener de 2012",
                "es": "mayo de 2009 – 31 de enero de 2012",
                "en": "May 2009 – 31 January 2012",
                "fr": "mai 2009 – 31 janvier 2012",
            },
        ),
        (
            "2014-06-19/2014-06-20",
            {
                "ca": "19–20 de juny de 2014",
                "es": "19–20 de junio de 2014",
                "en": "19–20 June 2014",
                "fr": "19–20 juin 2014",
            },
        ),
        (
            "2014-09-01/2014-10-02",
            {
                "ca": "1 de setembre – 2 d’octubre de 2014",
                "es": "1 de septiembre – 2 de octubre de 2014",
                "en": "1 September – 2 October 2014",
                "fr": "1er septembre – 2 octobre 2014",
            },
        ),
        (
            "2026-02/2026-12",
            {
                "ca": "febrer–desembre de 2026",
                "es": "febrero–diciembre de 2026",
                "en": "February–December 2026",
                "fr": "février–décembre 2026",
            },
        ),
        (
            "2020/2021-03",
            {
                "ca": "2020 – març de 2021",
                "es": "2020 – marzo de 2021",
                "en": "2020 – March 2021",
                "fr": "2020 – mars 2021",
            },
        ),
        (
            "2009/..",
            {"ca": "a partir de 2009", "es": "a partir de 2009", "en": "from 2009", "fr": "à partir de 2009"},
        ),
        (
            "1990-04/..",
            {
                "ca": "a partir de l’abril de 1990",
                "es": "a partir de abril de 1990",
                "en": "from April 1990",
                "fr": "à partir d’avril 1990",
            },
        ),
        (
            "2021-06-30/..",
            {
                "ca": "a partir del 30 de juny de 2021",
                "es": "a partir del 30 de junio de 2021",
                "en": "from 30 June 2021",
                "fr": "à partir du 30 juin 2021",
            },
        ),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_an_interval_is_written_with_both_ends_or_from_its_start(
    text: str, words: dict[Lang, str], lang: Lang
) -> None:
    assert interval_in(text, lang) == words[lang]


@pytest.mark.parametrize("text", ["2000", "2000-11", "2000-11-04"])
def test_programs_can_read_every_date(text: str) -> None:
    written = formats.time_element(PartialDate.parse(text), "ca")
    assert written == f'<time datetime="{text}">{date_in(text, "ca")}</time>'


def test_each_end_of_an_interval_is_a_date_of_its_own() -> None:
    assert formats.when_html(When.parse("2020-07-01/2020-07-03"), "fr") == (
        '<time datetime="2020-07-01">1er</time>–<time datetime="2020-07-03">3 juillet 2020</time>'
    )
    assert formats.when_html(When.parse("2009-05/2012"), "fr") == (
        '<time datetime="2009-05">mai 2009</time> – <time datetime="2012">2012</time>'
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ca", f"300.000{NBSP}€"),
        ("es", f"300.000{NBSP}€"),
        ("en", "€300,000"),
        ("fr", f"300{THIN}000{NBSP}€"),
    ],
)
def test_euros_have_no_cents(lang: Lang, words: str) -> None:
    assert formats.euros(300_000, lang) == words
    assert formats.euros(300_000.4, lang) == words


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ca", f"0,7{NBSP}%"), ("es", f"0,7{NBSP}%"), ("en", "0.7%"), ("fr", f"0,7{NBSP}%")],
)
def test_a_percentage_keeps_its_decimals(lang: Lang, words: str) -> None:
    assert formats.percent(0.7, lang) == words
    assert formats.percent(12, lang) == words.replace("0,7", "12").replace("0.7", "12")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ca", "1.234,5"), ("es", "1.234,5"), ("en", "1,234.5"), ("fr", f"1{THIN}234,5")],
)
def test_a_number_has_the_signs_of_its_language(lang: Lang, words: str) -> None:
    assert formats.number(1234.5, lang) == words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ca", "Gaza, Betlem i Nablus"),
        ("es", "Gaza, Betlem y Nablus"),
        ("en", "Gaza, Betlem and Nablus"),
        ("fr", "Gaza, Betlem et Nablus"),
    ],
)
def test_a_list_of_names_reads_as_a_sentence(lang: Lang, words: str) -> None:
    assert formats.joined(["Gaza", "Betlem", "Nablus"], lang) == words


@pytest.mark.parametrize(
    ("lang", "country", "language"),
    [
        ("ca", "Moçambic", "castellà"),
        ("es", "Mozambique", "español"),
        ("en", "Mozambique", "Spanish"),
        ("fr", "Mozambique", "espagnol"),
    ],
)
def test_countries_and_languages_have_their_name_in_each_language(
    lang: Lang, country: str, language: str
) -> None:
    assert formats.country("MZ", lang) == country
    assert formats.language_name("es", lang) == language


@pytest.mark.parametrize("lang", LANGS)
def test_accents_and_capitals_do_not_change_the_order(lang: Lang) -> None:
    ordered = ["Àfrica", "Boston", "çedilla", "Ciutat", "Córdoba", "Cordova", "Écija", "elx", "Òdena", "Zeta"]
    assert formats.in_order(reversed(ordered), str, lang) == ordered


def test_the_spanish_letter_n_with_tilde_comes_after_n() -> None:
    ordered = ["Nova", "nube", "Nzega", "Ñora", "ñu", "Ozona"]
    assert formats.in_order(reversed(ordered), str, "es") == ordered


@pytest.mark.parametrize("lang", ["ca", "en", "fr"])
def test_elsewhere_n_with_tilde_is_an_n(lang: Lang) -> None:
    ordered = ["Ñora", "Nova", "ñu", "nube", "Nzega", "Ozona"]
    assert formats.in_order(reversed(ordered), str, lang) == ordered


def test_a_letter_is_the_same_with_or_without_its_accent() -> None:
    assert formats.same_letter("É", "E")
    assert formats.same_letter("ç", "C")
    assert not formats.same_letter("E", "F")
