"""Translations of prose: which text each translates, and whether that text has changed since.

A translation carries in its front matter `translates`, the hash of the Catalan text that it was made of,
and `translated`, the day it was. `manage.py translated FILE…` writes both.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import unicodedata
from datetime import date
from enum import Enum, auto
from pathlib import Path

from kb.dates import PartialDate
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.markup import headings
from kb.prose import Prose

_KEYS = re.compile(r"^(?:translates|translated):.*\n", re.MULTILINE)
_FRONT = re.compile(r"\A(\ufeff?---\n.*?)(^---[ \t]*\n)", re.DOTALL | re.MULTILINE)


class State(Enum):
    """How a translation stands to its original."""

    FRESH = auto()
    STALE = auto()
    UNSTAMPED = auto()
    MISSING = auto()
    ORIGINAL = auto()


def text_hash(prose: Prose) -> str:
    """The hash of what a reader reads: title, description and text; kinds of spaces make no difference."""
    parts = [str(prose.meta.get(key, "")) for key in ("title", "description")]
    return hashlib.sha256(plain_text("\n".join([*parts, prose.text])).encode()).hexdigest()[:16]


def plain_text(text: str) -> str:
    """The text with every kind of space as one plain space (and other compatibility forms: NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def state_of(prose: Prose | None, original: Prose | None) -> State:
    """How the prose of a page in another language stands to the Catalan one."""
    if prose is None:
        return State.MISSING
    if original is None:
        return State.ORIGINAL
    stamp = prose.meta.get("translates")
    if stamp is None:
        return State.UNSTAMPED
    return State.FRESH if str(stamp) == text_hash(original) else State.STALE


def states(prose: dict[Lang, dict[str, Prose]]) -> dict[str, dict[Lang, State]]:
    """Path of each page with prose → the state of each language but the original's."""
    originals = prose[DEFAULT_LANG]
    paths = sorted({path for texts in prose.values() for path in texts})
    return {
        path: {
            lang: state_of(prose[lang].get(path), originals.get(path))
            for lang in LANGS
            if lang != DEFAULT_LANG
        }
        for path in paths
    }


def stamped(text: str, original: Prose, day: date) -> str:
    """The Markdown of a translation with its stamp in the front matter; nothing else changes."""
    lines = f'translates: "{text_hash(original)}"\ntranslated: {day.isoformat()}\n'
    match = _FRONT.match(text)
    if not match:
        return f"---\n{lines}---\n{text}"
    front = _KEYS.sub("", match[1])
    return front + lines + text[match.start(2) :]


def blank_translation(original: Prose) -> str:
    """What the file of a missing translation begins with: its stamp, and the headings to be translated."""
    front = original.meta | {"translates": text_hash(original)}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in front.items()]
    note = f"<!-- {original.file}: keep its links, its citations and the ids in braces. Remove this line. -->"
    shown = original.text.split("\n")
    titles = [shown[heading.line] for heading in headings(original.text)]
    return "\n".join(["---", *lines, "---", note, "\n\n".join(titles), ""])


def stamp_file(path: Path, original: Prose, day: date) -> bool:
    """Stamp a translation as made of the original as it is today; False when it was so stamped already."""
    before = path.read_bytes().decode("utf-8")
    if f'translates: "{text_hash(original)}"' in before:
        return False
    path.write_bytes(stamped(before, original, day).encode())
    return True


def day_of(prose: Prose | None) -> PartialDate | None:
    """The day that a translation was made, when its front matter says it."""
    try:
        return PartialDate.parse(str(prose.meta.get("translated", ""))) if prose else None
    except ValueError:
        return None


def original_url(path: str, lang: Lang) -> str:
    """The relative address of the Catalan page from the page in another language."""
    return posixpath.relpath(path or ".", posixpath.join(lang, path)).rstrip("/") + "/"
