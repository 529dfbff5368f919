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
CHUNK = 8_000

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
    _raise_failures(bundle)
    rechunk(bundle)
    write_words(site, bundle)


def _run_pagefind(documents: Path, bundle: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(documents)]
    command += ["--output-path", str(bundle), "--exclude-selectors", ",".join(LEFT_OUT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise IndexFailed(f"The search index was not built.\n{done.stdout}{done.stderr}")


#: Pagefind writes to the console that a file of the index is missing and goes on as if it were empty.
_SWALLOWED = "console.error(`Failed to load the index chunk ${url}:\n${e?.toString()}`);"


def _raise_failures(bundle: Path) -> None:
    """Let Pagefind's script pass a failed download on, so that search can say so."""
    file = bundle / "pagefind.js"
    script = file.read_text("utf-8")
    if script.count(_SWALLOWED) != 1:
        raise IndexFailed(
            "Pagefind's script is not the one that this build knows: see _SWALLOWED in search/index.py."
        )
    file.write_text(script.replace(_SWALLOWED, "throw e;"), "utf-8")


def _tidy(bundle: Path) -> None:
    """Remove the user interfaces that come with the index, which the site does not use."""
    for path in bundle.iterdir():
        kept = path.name in _KEPT or path.suffix in (".pagefind", ".pf_meta")
        if not kept or path.name == "wasm.unknown.pagefind":
            path.unlink()


def rechunk(bundle: Path) -> None:
    """Cut the files of the index of every language anew, and number all files.

    Every first query downloads the list of all names: numbers weigh less in it than hashes do. What the names
    begin with is made of all contents, so that no name ever stands for two contents.
    """
    entry_file = bundle / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text("utf-8"))
    for lang, about in sorted(entry["languages"].items()):
        old = bundle / f"pagefind.{about['hash']}.pf_meta"
        meta = _read(old)
        words = [word for _, _, name in meta[2] for word in _take(bundle / "index" / f"{name}.pf_index")]
        chunks = list(_cut(words))
        edition = _edition(*(cbor2.dumps(chunk) for chunk in chunks))
        meta[2] = []
        for number, chunk in enumerate(chunks):
            name = f"{lang}_{edition}{number}"
            _write(bundle / "index" / f"{name}.pf_index", [chunk])
            meta[2].append([chunk[0][0], chunk[-1][0], name])
        _rename_fragments(bundle / "fragment", lang, meta[1])
        meta[3] = list(_filters(bundle / "filter", lang, meta[3]))
        old.unlink()
        about["hash"] = f"{lang}_{_edition(cbor2.dumps(meta))}"
        _write(bundle / f"pagefind.{about['hash']}.pf_meta", meta)
    entry_file.write_text(json.dumps(entry, ensure_ascii=False, sort_keys=True), "utf-8")


def _filters(folder: Path, lang: str, filters: list[Any]) -> Iterator[list[str]]:
    """The files of the filters with their values in order: Pagefind writes them as they come."""
    for key, name in sorted(filters):
        old = folder / f"{name}.pf_filter"
        content = [key, sorted(_read(old)[1])]
        old.unlink()
        name = f"{lang}_{_edition(cbor2.dumps(content))}{key}"
        _write(folder / f"{name}.pf_filter", content)
        yield [key, name]


def _rename_fragments(folder: Path, lang: str, pages: list[Any]) -> None:
    """Number the files of the texts, see `rechunk`."""
    edition = _edition(*(name.encode() for name, _ in pages))
    for number, page in enumerate(pages):
        name = f"{lang}_{edition}{number}"
        (folder / f"{page[0]}.pf_fragment").rename(folder / f"{name}.pf_fragment")
        page[0] = name


def _read(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes())[len(_MAGIC) :])


def _take(file: Path) -> list[Any]:
    words: list[Any] = _read(file)[0]
    file.unlink()
    return words


def _edition(*contents: bytes) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:8] + "-"


def _write(file: Path, content: Any) -> None:
    file.write_bytes(gzip.compress(_MAGIC + cbor2.dumps(content), _LEVEL, mtime=0))


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
