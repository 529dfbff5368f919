"""Typography of the four languages: each habit is a pattern with what to write instead.

Sources: *Lexique des règles typographiques en usage à l'Imprimerie nationale* (French spaces), Institut
d'Estudis Catalans, *Ortografia catalana* (l·l), Real Academia Española, *Ortografía* (¿ ¡, percentages),
GOV.UK style guide and *New Hart's Rules* (English).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kb.langs import LANGS, Lang

NBSP, NNBSP = "\u00a0", "\u202f"
_ANY_SPACE = f"[ {NBSP}{NNBSP}]"


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` (from 0) to be written as `new`; None where only a person can tell."""

    start: int
    end: int
    new: str | None
    why: str


@dataclass(frozen=True)
class Habit:
    """A pattern of what is not written so, what is written instead, and the reason in a few words."""

    pattern: re.Pattern[str]
    new: str | Callable[[re.Match[str]], str] | None
    why: str

    def edits(self, text: str) -> Iterator[Edit]:
        """What this habit would change in a text."""
        for match in self.pattern.finditer(text):
            if self.new is None:
                yield Edit(match.start(), match.end(), None, self.why)
                continue
            new = match.expand(self.new) if isinstance(self.new, str) else self.new(match)
            if new != match[0]:
                yield Edit(match.start(), match.end(), new, self.why)


def _habit(pattern: str, new: str | Callable[[re.Match[str]], str] | None, why: str) -> Habit:
    return Habit(re.compile(pattern, re.MULTILINE), new, why)


_YEAR = r"(?:1[0-9]|20)\d\d"
_UNITS = r"(?:€|euros?|EUR|km|kg|ha|m²|km²|milions?|milió|millones|millón|millions?|milliards?)(?![\w·])"

_EVERYWHERE = [
    _habit(r"(?<=\S)(?<!^[-*+|])(?<!^\d\.) {2,}(?=[^\s|])", " ", "one space"),
    _habit(r"(?<![.\d])\.{3}(?!\.)", "…", "the sign for an ellipsis"),
    _habit(r"(?<=[^\W_])'", "’", "the curved apostrophe"),
    _habit(r"(?<![^\W_])'", None, "a straight quote"),
    _habit(rf"(?<![\d-])({_YEAR})-({_YEAR}|[2-9]\d)(?![\d-])", "\\1–\\2", "an en dash between years"),
    _habit(r"(?<=[^\s|:-]) - (?=[^\s|:-])", " – ", "an en dash between words"),
    _habit(r"(?<=[\w)”»’]) +(?=[,.](?:\s|$))", "", "no space before it"),
    _habit(rf"(?<=\d)[ {NNBSP}](?={_UNITS})", NBSP, "a space that does not break before a unit"),
]


def _quotes(opening: str, closing: str) -> list[Habit]:
    why = f"the quotes {opening.strip()} {closing.strip()}"
    return [
        _habit(r'(?<![^\s(\[—–«“‘’/*_])"(?=\S)', opening, why),
        _habit(r'(?<=\S)"', closing, why),
        _habit('"', None, f"a straight quote; {why}"),
    ]


_NO_SPACE_BEFORE = _habit(rf"(?<=[\w)”»’]){_ANY_SPACE}+(?=[;:!?](?:\s|$))", "", "no space before it")
_PERCENT = _habit(rf"(?<=\d)[ {NNBSP}]?%", f"{NBSP}%", "a space that does not break before %")

_FRENCH = [
    _habit(
        rf"(?<=[^\s;!?(\[¿¡{NBSP}{NNBSP}])[ {NBSP}]?(?=[;!?](?![\[\w(]))", NNBSP, "a thin space before it"
    ),
    _habit(
        rf"(?<=[^\s({NBSP}{NNBSP}])[ {NNBSP}]?(?=:(?:[\s*_]|$))", NBSP, "a space that does not break before :"
    ),
    _habit(rf"«[ {NNBSP}]?(?=[^\s{NBSP}])", f"«{NBSP}", "a space that does not break after «"),
    _habit(rf"(?<=[^\s{NBSP}])[ {NNBSP}]?»", f"{NBSP}»", "a space that does not break before »"),
    _habit(
        rf"(?<![\w,.]){'(?:'}[1-9]\d{{0,2}}(?:[ {NBSP}.]\d{{3}})+{')'}(?![\d])",
        lambda match: re.sub(r"\D", NNBSP, match[0]),
        "a thin space between thousands",
    ),
]


def _inverted(mark: str, inverse: str) -> Habit:
    # A question or exclamation that nothing opened since the one before it.
    return _habit(
        rf"(?:^|(?<=[{mark}\n]))[^{inverse}{mark}\n]*(\{mark})", None, f"no {inverse} where it begins"
    )


HABITS: dict[Lang, list[Habit]] = {
    "ca": [
        *_EVERYWHERE,
        *_quotes("«", "»"),
        _NO_SPACE_BEFORE,
        _PERCENT,
        _habit(r"(?<=[^\W_])ŀl(?=[^\W_])", "l·l", "the l·l of Catalan"),
        _habit(r"(?<=[^\W_])l[.•∙‧・]l(?=[^\W_])", "l·l", "the l·l of Catalan"),
        # A hyphen also joins pronouns to a verb: vol-los, dol-la.
        _habit(r"(?<=[^\W_])l-l(?!(?:a|o|i|es|os|hi|ho)\b)(?=[^\W_])", "l·l", "the l·l of Catalan"),
    ],
    "es": [
        *_EVERYWHERE,
        *_quotes("«", "»"),
        _NO_SPACE_BEFORE,
        _PERCENT,
        _inverted("?", "¿"),
        _inverted("!", "¡"),
    ],
    "en": [
        *_EVERYWHERE,
        *_quotes("“", "”"),
        _NO_SPACE_BEFORE,
        _habit(rf"(?<=\d){_ANY_SPACE}%", "%", "no space before %"),
    ],
    "fr": [*_EVERYWHERE, *_quotes(f"«{NBSP}", f"{NBSP}»"), _PERCENT, *_FRENCH],
}
assert set(HABITS) == set(LANGS)


def edits(text: str, lang: Lang) -> list[Edit]:
    """What should be written otherwise, in order and without overlaps."""
    found = [edit for habit in HABITS[lang] for edit in habit.edits(text)]
    found.sort(key=lambda edit: (edit.start, edit.new is None, -edit.end))
    kept: list[Edit] = []
    for edit in found:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def applied(text: str, changes: list[Edit]) -> str:
    """The text with every change made that can be made without asking."""
    for change in reversed(changes):
        if change.new is not None:
            text = text[: change.start] + change.new + text[change.end :]
    return text


def mended(text: str, lang: Lang, plain: Callable[[str], str] = str) -> str:
    """The text as it should be written. `plain` hides what is no text and keeps every place."""
    for _ in range(4):
        new = applied(text, edits(plain(text), lang))
        if new == text:
            break
        text = new
    return text
