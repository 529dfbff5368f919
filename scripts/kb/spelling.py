"""Spelling: words, the four dictionaries, and the words that the project knows beside them.

Hunspell's own engine (`chunspell`) reads the dictionaries of LibreOffice that `make` puts into
`.venv/dictionaries`. Verdicts are kept under the word, so that a second run loads no dictionary.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb import formats
from kb.langs import LANGS, Lang

if TYPE_CHECKING:
    from kb.site import Site

#: Names of the dictionaries of each language.
DICTIONARIES: dict[Lang, str] = {"ca": "ca", "es": "es", "en": "en_GB", "fr": "fr_FR"}
MOST_SUGGESTIONS = 12
VERDICTS = ".cache/spelling.json"

_LETTERS = r"[^\W\d_]"
_WORD = re.compile(rf"(?<![\w.@\ue000]){_LETTERS}+(?:[’'·-]{_LETTERS}+)*(?![\w@])")
#: Articles and prepositions joined to the next word by an apostrophe, and pronouns after a verb.
_JOINED: dict[Lang, re.Pattern[str]] = {
    "ca": re.compile(
        r"^(?:[dlmnst]|qu)’|(?:-(?:se|ne|la|lo|los|les|li|me|nos|te|hi|ho|en|el|els|us|vos)|’[nsmltc]|’hi|’ho|’ls|’ns)+$",
        re.I,
    ),
    "es": re.compile(r"^$"),
    "en": re.compile(r"’(?:s|re|ve|ll|t|d)$|’$|^(?:l|d)’", re.I),
    "fr": re.compile(
        r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)’"
        r"|-(?:t-)?(?:il|elle|on|ils|elles|ci|là|vous|nous|je|tu|le|la|les|lui|y|en|ce|moi|leur)$",
        re.I,
    ),
}


def words(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text that hides its markup, with their places. Figures and acronyms are none."""
    for match in _WORD.finditer(text):
        if not match[0].isupper() and len(match[0]) > 1:
            yield match[0].replace("'", "’"), match.start()


def bare(word: str, lang: Lang) -> str:
    """The word without what an apostrophe or hyphen joins to it."""
    while True:
        shorter = _JOINED[lang].sub("", word)
        if shorter in (word, ""):
            return word
        word = shorter


def folder() -> Path | None:
    """Where the dictionaries are; None when they have not been fetched (`make` does)."""
    found = Path(os.environ.get("DICTIONARIES") or Path(sys.prefix) / "dictionaries")
    return found if found.is_dir() else None


@dataclass
class Known:
    """Words that are right in every language (names) or in one (`data/words/<language>.txt`)."""

    everywhere: set[str]
    in_language: dict[Lang, set[str]]

    @classmethod
    def of(cls, site: Site) -> Known:
        """The names in the data, and the project's lists of words."""
        texts: list[str] = []
        for records in site.kb.records.values():
            for record in records.values():
                texts += [record.name[lang] for lang in LANGS] + record.aliases
                acronym = getattr(record, "acronym", None)
                texts += [acronym[lang] for lang in LANGS] if acronym else []
        for source in site.kb.sources.values():
            texts.append(source.publisher)
        names = {word for text in texts for word in _parts(text)}
        places = {
            lang: {part for name in formats.locale(lang).territories.values() for part in _parts(name)}
            for lang in LANGS
        }
        lists = site.root / "data" / "words"
        return cls(
            names | read_list(lists / "names.txt"),
            {lang: places[lang] | read_list(lists / f"{lang}.txt") for lang in LANGS},
        )

    def knows(self, word: str, lang: Lang) -> bool:
        """Whether the word is known, with or without what is joined to it; acronyms are."""
        stem = bare(word, lang)
        acronym = stem.isupper() and len(stem) > 1
        return acronym or self._has(word, lang) or self._has(stem, lang)

    def _has(self, word: str, lang: Lang) -> bool:
        listed = self.in_language[lang]
        return any(form in self.everywhere or form in listed for form in (word, word.lower()))


def _parts(text: str) -> Iterator[str]:
    for match in re.finditer(rf"{_LETTERS}+(?:[’'·-]{_LETTERS}+)*", text):
        word = match[0].replace("'", "’")
        yield word
        yield from re.split("[’-]", word)


def read_list(path: Path) -> set[str]:
    """The words of a list: one a line, `#` starts a comment."""
    if not path.exists():
        return set()
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return {unicodedata.normalize("NFC", line) for line in lines if line}


@dataclass
class Speller:
    """The four dictionaries, each loaded when a word is asked that no earlier run asked."""

    file: Path
    dictionaries: Path | None
    verdicts: dict[str, dict[str, bool]]
    _loaded: dict[Lang, Any] = field(default_factory=dict)
    _changed: bool = False
    _suggested: dict[tuple[str, Lang], str | None] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path) -> Speller:
        """The dictionaries with the verdicts of earlier runs."""
        file, dictionaries = root / VERDICTS, folder()
        stamp = _stamp(dictionaries)
        try:
            kept = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            kept = {}
        verdicts = kept.get("verdicts") if kept.get("stamp") == stamp else None
        return cls(file, dictionaries, verdicts or {lang: {} for lang in LANGS})

    def accepts(self, word: str, lang: Lang) -> bool:
        """Whether the dictionary has the word; every word when there are no dictionaries."""
        if self.dictionaries is None:
            return True
        verdict = self.verdicts[lang].get(word)
        if verdict is None:
            verdict = self.verdicts[lang][word] = self._asks(word, lang)
            self._changed = True
        return verdict

    def _asks(self, word: str, lang: Lang) -> bool:
        stem = bare(word, lang)
        forms = {word, stem, word.replace("’", "'"), stem[:1].lower() + stem[1:]}
        dictionary = self._dictionary(lang)
        if any(dictionary.spell(form) for form in forms):
            return True
        pieces = stem.split("-")
        return len(pieces) > 1 and all(dictionary.spell(piece) for piece in pieces)

    def suggestion(self, word: str, lang: Lang) -> str | None:
        """The likeliest word meant; after `MOST_SUGGESTIONS` None, as looking for one is slow."""
        if self.dictionaries is None or len(self._suggested) >= MOST_SUGGESTIONS:
            return None
        if (word, lang) not in self._suggested:
            found = self._dictionary(lang).suggest(bare(word, lang))
            self._suggested[word, lang] = str(found[0]) if found else None
        return self._suggested[word, lang]

    def _dictionary(self, lang: Lang) -> Any:
        if lang not in self._loaded:
            from hunspell import Hunspell

            name, place = DICTIONARIES[lang], str(self.dictionaries)
            self._loaded[lang] = Hunspell(name, hunspell_data_dir=place)
        return self._loaded[lang]

    def close(self) -> None:
        """Keep the verdicts for the next run."""
        if self._changed:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            content = {"stamp": _stamp(self.dictionaries), "verdicts": self.verdicts}
            part = self.file.with_suffix(".part")
            part.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
            part.replace(self.file)


def _stamp(dictionaries: Path | None) -> str:
    """What verdicts depend on: the dictionaries and this module."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(dictionaries.iterdir()) if dictionaries else []:
        digest.update(f"{path.name} {path.stat().st_size}\n".encode())
    return digest.hexdigest()
