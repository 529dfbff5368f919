"""The index: Pagefind's, cut into small pieces so that a query downloads little.

Pagefind (1.5) puts some 20,000 places of words into one file, which every query for one of its words
downloads whole; and a word that is on every page has thousands of places. Here the files are cut at about
`CHUNK` bytes, and of a word that fills more than one alone only the first places on each page are kept.
The format is that of Pagefind's `pagefind_web/src/{index,metadata}.rs`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2

from kb.search.documents import LEFT_OUT, write_documents
from kb.search.words import write_words
from kb.site import Site

FOLDER = "pagefind"

#: How many bytes of words a file of the index holds, before it is compressed to about 40 %.
CHUNK = 18_000

_MAGIC = b"pagefind_dcd"
#: What we use of what Pagefind writes.
_KEPT = ("pagefind.js", "pagefind-entry.json", "index", "fragment", "filter")
_LEVEL = 9


class IndexFailed(Exception):
    """Pagefind could not index the site; the message says why."""


def index_site(site: Site, built: Path) -> None:
    """Index the site in `built` into its folder `pagefind/`; raises IndexFailed."""
    bundle = built / FOLDER
    with tempfile.TemporaryDirectory() as folder:
        write_documents(site, built, Path(folder))
        _run_pagefind(Path(folder), bundle)
    _tidy(bundle)
    rechunk(bundle)
    write_words(site, bundle)


def _run_pagefind(documents: Path, bundle: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(documents)]
    command += ["--output-path", str(bundle), "--exclude-selectors", ",".join(LEFT_OUT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise IndexFailed(f"The search index was not built.\n{done.stdout}{done.stderr}")


def _tidy(bundle: Path) -> None:
    """Remove the user interfaces that come with the index, which the site does not use."""
    for path in bundle.iterdir():
        kept = path.name in _KEPT or path.suffix in (".pagefind", ".pf_meta")
        if not kept or path.name == "wasm.unknown.pagefind":
            path.unlink()


def rechunk(bundle: Path) -> None:
    """Cut the files of the index of every language anew."""
    entry_file = bundle / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text("utf-8"))
    for lang, about in sorted(entry["languages"].items()):
        old = bundle / f"pagefind.{about['hash']}.pf_meta"
        meta = _read(old)
        words = [word for _, _, name in meta[2] for word in _take(bundle / "index" / f"{name}.pf_index")]
        meta[2] = [
            [chunk[0][0], chunk[-1][0], _write(bundle / "index", lang, [chunk], "pf_index")]
            for chunk in _cut(words)
        ]
        old.unlink()
        about["hash"] = _write(bundle, lang, meta, "pf_meta", "pagefind.")
    entry_file.write_text(json.dumps(entry, ensure_ascii=False, sort_keys=True), "utf-8")


def _read(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes())[len(_MAGIC) :])


def _take(file: Path) -> list[Any]:
    words: list[Any] = _read(file)[0]
    file.unlink()
    return words


def _write(folder: Path, lang: str, content: Any, suffix: str, prefix: str = "") -> str:
    """Write one file under a name made of its content, and give the name."""
    data = _MAGIC + cbor2.dumps(content)
    name = f"{lang}_{hashlib.sha256(data).hexdigest()[:10]}"
    (folder / f"{prefix}{name}.{suffix}").write_bytes(gzip.compress(data, _LEVEL, mtime=0))
    return name


def _cut(words: list[Any]) -> Iterator[list[Any]]:
    """The words in order, in lists of about CHUNK bytes."""
    chunk: list[Any] = []
    size = 0
    for word in words:
        own = len(cbor2.dumps(word))
        if own > CHUNK:
            word, own = _thinned(word)
        if chunk and size + own > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(word)
        size += own
    if chunk:
        yield chunk


def _thinned(word: Any) -> tuple[Any, int]:
    """The word with so few places on each page that it fills about one file, and its size in bytes.

    A word is [stem, pages, [[form, pages], …]]; a page [distance from the one before, places, places in the
    metadata]; a negative place stands for a weight and is followed by the places that have it.
    """
    stem, pages, variants = word
    for kept in (8, 4, 2):
        thin = [stem, _first_places(pages, kept), [[form, _first_places(p, kept)] for form, p in variants]]
        size = len(cbor2.dumps(thin))
        if size <= CHUNK:
            break
    return thin, size


def _first_places(pages: list[Any], kept: int) -> list[Any]:
    return [[distance, places[:kept], *meta] for distance, places, *meta in pages]
