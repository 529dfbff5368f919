"""The words that queries are read with: small words, synonyms, labels, and the names to correct typing by."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from kb.langs import LANGS, Lang
from kb.menu import LANGUAGE_NAMES
from kb.search.documents import folded, names
from kb.search.vocabulary import Vocabulary
from kb.site import Site

#: The most that the names of one language may weigh, in bytes before compression.
NAMES_BYTES = 24_000

_WORD = re.compile(r"[^\W\d_]{4,}")


def write_words(site: Site, bundle: Path) -> None:
    """Write `words-<language>.json` and `names-<language>.json` beside the index."""
    entry = json.loads((bundle / "pagefind-entry.json").read_text("utf-8"))
    for lang in LANGS:
        count = entry["languages"][lang]["page_count"]
        _write(bundle / f"words-{lang}.json", words(site, lang, count))
        _write(bundle / f"names-{lang}.json", spelling_names(site, lang))


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")


def words(site: Site, lang: Lang, documents: int) -> dict[str, Any]:
    """What the script needs to read a query and to show results in a language of so many documents."""
    t = site.strings[lang]
    vocabulary = site.vocabularies.get(lang, Vocabulary())
    policies = site.kb.records.get("policies", {})
    return {
        "documents": documents,
        "smallWords": vocabulary.small_words,
        "synonyms": vocabulary.synonyms,
        "strings": dict(t["search"]),
        "kind": {name: t["collections"][name] for name in (*site.kb.records, "timeline", "glossary")}
        | {"page": t["search"]["pages"]},
        "region": dict(t["regions"]),
        "languages": LANGUAGE_NAMES,
        "policy": {key: policy.name[lang] for key, policy in policies.items()},
    }


def spelling_names(site: Site, lang: Lang) -> list[str]:
    """The words of names and titles, without accents and each once; the most used, in a few KB."""
    counts: dict[str, int] = {}
    for collection, records in site.kb.records.items():
        for record in records.values():
            texts = names(record) if collection != "projects" else (record.name[lang],)
            for text in texts:
                for word in _WORD.findall(folded(text)):
                    counts[word] = counts.get(word, 0) + 1
    for term in site.kb.terms:
        for word in _WORD.findall(folded(term.term[lang])):
            counts[word] = counts.get(word, 0) + 1
    chosen, size = [], 0
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        size += len(word.encode()) + 3
        if size > NAMES_BYTES:
            break
        chosen.append(word)
    return sorted(chosen)
