"""Make the index smaller than Pagefind writes it, for knowledge bases of thousands of pages.

A word that is on every page has tens of thousands of places, which a query for it downloads; and every first
query downloads the names of all texts, which are hashes. Here only the first places of such words are kept,
and the texts are numbered. What the names begin with is made of all of them, so that no name ever stands for
two contents. `docs/decisions/0006-search.md` says what this saves. The format is that of Pagefind 1.5, in its
`pagefind_web/src/index.rs` and `metadata.rs`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

#: Files of the index above so many bytes are thinned.
LARGE = 4_000

#: How many places of a word are kept on each page, as many as fit.
_KEPT = (8, 4, 2, 1)

_MAGIC = b"pagefind_dcd"
_LEVEL = 9


def slim(bundle: Path) -> None:
    """Thin the large files of the index and number the texts."""
    for file in sorted((bundle / "index").iterdir()):
        if file.stat().st_size > LARGE:
            _thin(file)
    entry_file = bundle / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text("utf-8"))
    for lang, about in entry["languages"].items():
        about["hash"] = _number_texts(bundle, lang, about["hash"])
    entry_file.write_text(json.dumps(entry, ensure_ascii=False, sort_keys=True), "utf-8")


def _thin(file: Path) -> None:
    """Keep the first places of words on each page only, so many that the file is no longer large."""
    [words] = _read(file)
    for kept in _KEPT:
        _write(file, [[_first_places(word, kept) for word in words]])
        if file.stat().st_size <= LARGE:
            break


def _first_places(word: Any, kept: int) -> Any:
    """The word without its later places on each page.

    A word is [stem, pages, [[form, pages], …]], a page [distance from the one before, places, places in
    metadata]; a place below zero stands for a weight and is followed by the places that have it.
    """
    stem, pages, forms = word

    def first(pages: list[Any]) -> list[Any]:
        return [[distance, places[:kept], *meta] for distance, places, *meta in pages]

    return [stem, first(pages), [[form, first(own)] for form, own in forms]]


def _number_texts(bundle: Path, lang: str, name: str) -> str:
    """Give the texts of a language numbers for names; gives the new name of the list of all."""
    listed = bundle / f"pagefind.{name}.pf_meta"
    version, texts, *others = _read(listed)
    edition = _hash("".join(text for text, *_ in texts).encode())
    numbered = []
    for number, (text, *about) in enumerate(texts):
        (bundle / "fragment" / f"{text}.pf_fragment").rename(
            bundle / "fragment" / f"{lang}_{edition}-{number}.pf_fragment"
        )
        numbered.append([f"{lang}_{edition}-{number}", *about])
    content = [version, numbered, *others]
    listed.unlink()
    new = f"{lang}_{_hash(cbor2.dumps(content))}"
    _write(bundle / f"pagefind.{new}.pf_meta", content)
    return new


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _read(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes())[len(_MAGIC) :])


def _write(file: Path, content: Any) -> None:
    file.write_bytes(gzip.compress(_MAGIC + cbor2.dumps(content), _LEVEL, mtime=0))
