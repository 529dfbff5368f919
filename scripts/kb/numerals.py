"""Numbers in running text, as each language writes them: `300.000`, `300,000`, `300 000`, `1,5 milions`.

Figures are exact: the four languages must give the same ones. Words (`two`, `dos`) and Roman numerals may
stand for a figure in another language, so they are known too, but never asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kb.langs import Lang

_SPACES = " \u00a0\u202f\u2009"
#: Group sign and decimal sign that each language may write (CLDR; the Spanish academy wants spaces).
_GROUP: dict[Lang, str] = {"ca": f".{_SPACES}", "es": f".{_SPACES}", "en": f",{_SPACES}", "fr": f".{_SPACES}"}
_DECIMAL: dict[Lang, str] = {"ca": ",", "es": ",", "en": ".", "fr": ","}

_FIGURE: dict[Lang, re.Pattern[str]] = {
    lang: re.compile(
        rf"(?<![\w{re.escape(_DECIMAL[lang])}])"
        rf"(\d{{1,3}}(?:[{re.escape(group)}]\d{{3}})+(?!\d)|\d+)"
        rf"(?:{re.escape(_DECIMAL[lang])}(\d+)|\.(\d{{1,2}})(?!\d|\.\d))?"  # a point also in `CC BY 4.0`
        rf"(?:[{_SPACES}](milions|milió|millones|millón|millions|million|milliards|milliard|mil|thousand"
        rf"|billion|bilions)\b)?"
    )
    for lang, group in _GROUP.items()
}
_SCALE = {
    "mil": 1_000,
    "thousand": 1_000,
    **dict.fromkeys(("milions", "milió", "millones", "millón", "millions", "million"), 1_000_000),
    **dict.fromkeys(("milliards", "milliard", "billion"), 1_000_000_000),
    "bilions": 1_000_000_000_000,
}

_WORDS: dict[Lang, str] = {
    "ca": "0 zero;1 un una primer primera primers primeres;2 dos dues segon segona ambdós ambdues parell;"
    "3 tres tercer tercera;4 quatre quart quarta;5 cinc cinquè cinquena;6 sis sisè sisena;7 set setè setena;"
    "8 vuit vuitè vuitena;9 nou novè novena;10 deu desè desena dècada;11 onze onzè onzena;"
    "12 dotze dotzè dotzena;13 tretze;14 catorze;15 quinze quinzena;16 setze;17 disset;18 divuit;19 dinou;"
    "20 vint vintè;21 vint-i-un vint-i-una;22 vint-i-dos vint-i-dues;23 vint-i-tres;24 vint-i-quatre;"
    "25 vint-i-cinc;26 vint-i-sis;27 vint-i-set;28 vint-i-vuit;29 vint-i-nou;30 trenta trentè trentena;"
    "40 quaranta;50 cinquanta cinquantè cinquantenari;60 seixanta;70 setanta;80 vuitanta;90 noranta;"
    "100 cent cents centena centenar centenari segle;1000 mil miler milers;1000000 milió milions",
    "es": "0 cero;1 un uno una primer primero primera primeros primeras;"
    "2 dos segundo segunda ambos ambas par;"
    "3 tres tercer tercero tercera;4 cuatro cuarto cuarta;5 cinco quinto quinta;6 seis sexto sexta;"
    "7 siete séptimo séptima;8 ocho octavo octava;9 nueve noveno novena;"
    "10 diez décimo décima década decena;11 once undécimo undécima;12 doce duodécimo docena;13 trece;"
    "14 catorce;15 quince quincena;16 dieciséis;17 diecisiete;18 dieciocho;19 diecinueve;20 veinte veintena;"
    "21 veintiuno veintiún veintiuna;22 veintidós;23 veintitrés;24 veinticuatro;25 veinticinco;"
    "26 veintiséis;27 veintisiete;28 veintiocho;29 veintinueve;30 treinta treintena;40 cuarenta;"
    "50 cincuenta cincuentenario;60 sesenta;70 setenta;80 ochenta;90 noventa;"
    "100 cien ciento cientos centena centenar centenario siglo;1000 mil miles millar;1000000 millón millones",
    "en": "0 zero;1 one first once single;2 two second twice both pair;3 three third;4 four fourth;"
    "5 five fifth;6 six sixth;7 seven seventh;8 eight eighth;9 nine ninth;10 ten tenth decade;"
    "11 eleven eleventh;12 twelve twelfth dozen;13 thirteen;14 fourteen;15 fifteen fifteenth fortnight;"
    "16 sixteen;17 seventeen;18 eighteen;19 nineteen;20 twenty twentieth;21 twenty-one twenty-first;"
    "22 twenty-two;23 twenty-three;24 twenty-four;25 twenty-five;26 twenty-six;27 twenty-seven;"
    "28 twenty-eight;29 twenty-nine;30 thirty;40 forty;50 fifty fiftieth;60 sixty;70 seventy;80 eighty;"
    "90 ninety;100 hundred hundreds century centenary;1000 thousand thousands;1000000 million millions",
    "fr": "0 zéro;1 un une premier première premiers premières;2 deux deuxième second seconde;"
    "3 trois troisième;4 quatre quatrième;5 cinq cinquième;6 six sixième;7 sept septième;"
    "8 huit huitième;9 neuf neuvième;10 dix dixième décennie dizaine;11 onze onzième;"
    "12 douze douzième douzaine;13 treize;14 quatorze;15 quinze quinzième quinzaine;16 seize;17 dix-sept;"
    "18 dix-huit;19 dix-neuf;20 vingt vingtième vingtaine;21 vingt-et-un vingt-et-une;22 vingt-deux;"
    "23 vingt-trois;24 vingt-quatre;25 vingt-cinq;26 vingt-six;27 vingt-sept;28 vingt-huit;29 vingt-neuf;"
    "30 trente trentaine;40 quarante;50 cinquante cinquantième cinquantenaire;60 soixante;"
    "70 soixante-dix;80 quatre-vingts quatre-vingt;90 quatre-vingt-dix;"
    "100 cent cents centaine centenaire siècle;1000 mille milliers millier;1000000 million millions",
}
_VALUES: dict[Lang, dict[str, int]] = {
    lang: {word: int(value) for value, *words in map(str.split, text.split(";")) for word in words}
    for lang, text in _WORDS.items()
}
#: Words that may stand between tens and units: `cuarenta y dos`, `quaranta-i-dos`, `vingt et un`.
_JOINING = ("i", "y", "et", "and")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN = re.compile(r"(?<![\w·])[IVXLC]+(?=e\b|è\b|\b)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True)
class Numeral:
    """A number written in figures: its value, what stands there, and where (from 0)."""

    value: Decimal
    text: str
    start: int
    plain: Decimal

    @property
    def readings(self) -> frozenset[Decimal]:
        """What it may be written as elsewhere: `1.95 million` as `1,95` in a list of millions."""
        return frozenset((self.value, self.plain))


@lru_cache(maxsize=40_000)
def figures(text: str, lang: Lang) -> tuple[Numeral, ...]:
    """The numbers that a text writes in figures, in order. Letters before a figure (C40) make it a name."""
    found = []
    for match in _FIGURE[lang].finditer(text):
        whole = re.sub(r"\D", "", match[1])
        plain = Decimal(f"{whole}.{match[2] or match[3] or 0}").normalize()
        value = (plain * _SCALE.get(match[4] or "", 1)).normalize()
        found.append(Numeral(value, match[0], match.start(), plain))
    return tuple(found)


@lru_cache(maxsize=40_000)
def words(text: str, lang: Lang) -> frozenset[Decimal]:
    """The numbers that words and Roman numerals may stand for; `ninety` may also mean 1990."""
    found: set[int] = set()
    tens = 0
    for match in _WORD.finditer(text.lower()):
        for word in (match[0], *match[0].split("-")):
            value = _VALUES[lang].get(word)
            if value is None:
                tens = tens if word in _JOINING else 0
                continue
            found.add(value)
            if tens and value < 20:
                found.add(tens + value)
            tens = value if 20 <= value <= 90 and value % 10 == 0 else 0
            if tens:
                found.add(1900 + tens)
    for match in _ROMAN.finditer(text):
        found.add(_roman(match[0]))
    return frozenset(map(Decimal, found))


def _roman(text: str) -> int:
    digits = [_ROMAN_DIGITS[character] for character in text]
    following = [*digits[1:], 0]
    return sum(-one if one < after else one for one, after in zip(digits, following, strict=True))


def known(text: str, lang: Lang) -> set[Decimal]:
    """Every number that the text can be said to give."""
    readings = (numeral.readings for numeral in figures(text, lang))
    return {value for values in readings for value in values} | words(text, lang)
