"""The words that queries are read with: small words, synonyms, labels, and the names to correct typing by."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.formats import in_order
from kb.langs import Lang
from kb.menu import LANGUAGE_NAMES
from kb.search.documents import folded, names
from kb.search.vocabulary import Vocabulary
from kb.site import Site

#: The most that the names of one language may weigh, in bytes before compression.
NAMES_BYTES = 24_000

#: A word of a name, with l·l in one piece.
_WORD = re.compile(r"(?:[^\W\d_]|(?<=l)·(?=l)){4,}")


def write_words(site: Site, bundle: Path, lang: Lang) -> None:
    """Write `words-<language>.json` and `names-<language>.json` beside the index."""
    entry = json.loads((bundle / "pagefind-entry.json").read_text("utf-8"))
    _write(bundle / f"words-{lang}.json", words(site, lang, entry["languages"][lang]["page_count"]))
    _write(bundle / f"names-{lang}.json", spelling_names(site, lang))


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")


def words(site: Site, lang: Lang, documents: int) -> dict[str, Any]:
    """What the script needs to read a query and to show results in a language of so many documents."""
    t = site.strings[lang]
    vocabulary = site.vocabularies.get(lang, Vocabulary())
    policies = site.kb.records.get("policies", {})
    named = [(key, policy.name[lang]) for key, policy in policies.items()]
    return {
        "documents": documents,
        "smallWords": vocabulary.small_words,
        "synonyms": vocabulary.synonyms,
        "strings": dict(t["search"]),
        "kind": {name: t["collections"][name] for name in _kinds(site)} | {"page": t["search"]["pages"]},
        "region": dict(t["regions"]),
        "languages": LANGUAGE_NAMES,
        "policy": dict(in_order(named, lambda item: item[1], lang)),
    }


def _kinds(site: Site) -> list[str]:
    filled = [name for name, records in site.kb.records.items() if records]
    return [*filled, "timeline", "glossary"]


def spelling_names(site: Site, lang: Lang) -> list[str]:
    """The words of names and titles, each in its most usual spelling; the most used, in a few KB."""
    spellings: dict[str, Counter[str]] = {}
    for text in _named(site, lang):
        for word in _WORD.findall(text):
            spellings.setdefault(folded(word), Counter())[word] += 1
    uses = {word: (-spelt.total(), word) for word, spelt in spellings.items()}
    chosen, size = [], 0
    for word in sorted(spellings, key=uses.__getitem__):
        spelling = spellings[word].most_common(1)[0][0]
        size += len(spelling.encode()) + 3
        if size > NAMES_BYTES:
            break
        chosen.append(spelling)
    return sorted(chosen)


def _named(site: Site, lang: Lang) -> Iterator[str]:
    """What names the things of the site: of projects, which have long names, only those in the language."""
    for collection, records in site.kb.records.items():
        for record in records.values():
            yield from (record.name[lang],) if collection == "projects" else names(record)
    for term in site.kb.terms:
        yield term.term[lang]
