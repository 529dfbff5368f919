"""Typography: what each language's habits change, and what they leave alone."""

from __future__ import annotations

import pytest

from kb.langs import LANGS, Lang
from kb.markup import masked
from kb.mend import mended_data, mended_prose
from kb.typography import NBSP as N
from kb.typography import NNBSP as T
from kb.typography import edits, mended


@pytest.mark.parametrize(
    ("lang", "written", "printed"),
    [
        ("fr", "Oui ; non!", f"Oui{T}; non{T}!"),
        ("fr", "Le parc : « ouvert ».", f"Le parc{N}: «{N}ouvert{N}»."),
        ("fr", "en 2018, 300 000 euros", f"en 2018, 300{T}000{N}euros"),
        ("fr", "68,37 % et 1 756 037,20 euros", f"68,37{N}% et 1{T}756{T}037,20{N}euros"),
        ("ca", "Ramal.lah, col-laborar i paraŀlel", "Ramal·lah, col·laborar i paral·lel"),
        ("ca", "van-los, vol-los, al-lots", "van-los, vol-los, al·lots"),
        ("ca", "l'alcalde i el 0,7 %", f"l’alcalde i el 0,7{N}%"),
        ("es", 'el "puerto" de 2009-2012', "el «puerto» de 2009–2012"),
        ("en", '"The port" is the city\'s...', "“The port” is the city’s…"),
        ("en", "7 % of 3 million", f"7% of 3{N}million"),
        ("en", "two  spaces , here", "two spaces, here"),
    ],
)
def test_a_text_is_set_as_the_language_sets_it(lang: Lang, written: str, printed: str) -> None:
    assert mended(written, lang) == printed
    assert mended(printed, lang) == printed


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("text", ["2018-12-05", "Le Monde, 10:30", "A–B", "https://a.b", "(sic)"])
def test_what_is_right_stays(lang: Lang, text: str) -> None:
    assert mended(text, lang, masked) == text


def test_spanish_marks_are_asked_for_but_not_guessed() -> None:
    (edit,) = edits("Hola. Quién es?", "es")
    assert edit.new is None
    assert edits("¿Quién es? ¡Vamos! ¿Y si no?", "es") == []


def test_markup_in_prose_is_left_alone() -> None:
    text = 'Voir `a ; b`, [le port](../a.md "x") ; <q lang="ca">[^id]</q> {{ count("networks") }}!\n'
    assert mended_prose(text, "fr") == (
        f'Voir `a ; b`, [le port](../a.md "x"){T}; <q lang="ca">[^id]</q> {{{{ count("networks") }}}}{T}!\n'
    )


def test_front_matter_is_mended_only_in_its_texts() -> None:
    text = '---\ntitle: "L\'eau : un droit"\nkind: a ; b\n---\nOui ; non\n'
    assert mended_prose(text, "fr") == f'---\ntitle: "L’eau{N}: un droit"\nkind: a ; b\n---\nOui{T}; non\n'


def test_data_keeps_every_byte_but_the_mended_ones() -> None:
    text = (
        "# note : kept ; as it is\n"
        "id: x-1992\n"
        'name:   {ca: "L\'aigua",  fr: "L\'eau ; oui"}\n'
        "unknown:\n  - fr: >-\n      Une ligne ;\n      une autre !\n"
    )
    assert mended_data(text) == (
        "# note : kept ; as it is\n"
        "id: x-1992\n"
        f'name:   {{ca: "L’aigua",  fr: "L’eau{T}; oui"}}\n'
        f"unknown:\n  - fr: >-\n      Une ligne{T};\n      une autre{T}!\n"
    )
