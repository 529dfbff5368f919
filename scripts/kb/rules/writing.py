"""Rules of writing: typography, spelling, and the language that a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from kb import spelling, typography
from kb.faults import Fault
from kb.langs import LANGS, Lang
from kb.markup import blocks
from kb.rules.base import Passage, Subject

#: Shorter texts say too little about their language; names make the rest uncertain.
LETTERS = 60
SURE = 0.9
UNLIKELY = 0.05


def typography_of_language(subject: Subject) -> Iterator[Fault]:
    """Spaces, quotes, dashes and apostrophes are those of the language."""
    for passage in subject.passages:
        for edit in typography.edits(passage.plain, passage.lang):
            shown = passage.text[max(0, edit.start - 12) : edit.end + 12].replace("\n", " ")
            found = f"in “{shown.strip()}”: {edit.why}"
            if edit.new is None:
                remedy = "mend it by hand"
            else:
                remedy = f"write {_visible(edit.new)}, or run `manage.py fix`"
            yield passage.fault(edit.start, found, remedy, "typography")


def _visible(text: str) -> str:
    names = {typography.NBSP: "U+00A0", typography.NNBSP: "U+202F", " ": "a space", "": "nothing"}
    shown = "".join(f"[{names[c]}]" if c in (typography.NBSP, typography.NNBSP) else c for c in text)
    return names.get(text, f"“{shown}”")


def words_are_known(subject: Subject) -> Iterator[Fault]:
    """Every word is in the language's dictionary, a name of the data, or in data/words/."""
    known = spelling.Known.of(subject.site)
    speller = spelling.Speller.open(subject.root)
    verdicts: dict[tuple[str, Lang], bool] = {}
    for passage in subject.passages:
        for word, start in spelling.words(passage.plain):
            asked = (word, passage.lang)
            if asked not in verdicts:
                verdicts[asked] = known.knows(*asked) or speller.accepts(*asked)
            if not verdicts[asked]:
                found = f"“{word}” is in no dictionary"
                close = speller.suggestion(word, passage.lang)
                file = f"data/words/{passage.lang}.txt"
                remedy = f"did you mean “{close}”? If not, " if close else ""
                remedy += f"add it to {file} (names of people and places: data/words/names.txt)"
                yield passage.fault(start, found, remedy, "spelling")
    speller.close()


@cache
def _identifier() -> Any:
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGS))
    return identifier


_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\ue000+")


def language_of_text(subject: Subject) -> Iterator[Fault]:
    """A text is in the language that it says it is in."""
    for passage in subject.passages:
        for start, text in _paragraphs(passage):
            text = _QUOTED.sub(" ", text)
            if sum(map(str.isalpha, text)) < LETTERS:
                continue
            ranking = dict(_identifier().rank(text))
            found_lang = max(ranking, key=lambda lang: ranking[lang])
            if ranking[found_lang] >= SURE and ranking[passage.lang] <= UNLIKELY:
                found = f"this text looks like {found_lang}, not {passage.lang}"
                yield passage.fault(start, found, f"write it in {passage.lang}", "language")


def _paragraphs(passage: Passage) -> Iterator[tuple[int, str]]:
    if passage.plain is passage.text:
        yield 0, passage.text
        return
    for block in blocks(passage.text):
        yield block.start, block.plain
