"""The index: Pagefind's, one for each language, in pieces so small that a query downloads little."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kb.langs import Lang
from kb.search.documents import LEFT_OUT, write_documents
from kb.search.slim import slim
from kb.search.words import write_words
from kb.site import Site

FOLDER = "pagefind"

#: About how many places of words a file of the index holds; see `docs/decisions/0006-search.md`.
PLACES = 1_000

#: What we use of what Pagefind writes.
_ENTRY = "pagefind-entry.json"
_KEPT = ("pagefind.js", _ENTRY, "index", "fragment")


class IndexFailed(Exception):
    """Pagefind could not index the site; the message says why."""


def index_language(site: Site, built: Path, lang: Lang, stored: Path | None = None) -> None:
    """Index a language of the site in `built`, apart from the others; raises IndexFailed.

    The folder `stored` has the index of the same pages from an earlier build, or gets it for the next one.
    """
    bundle = _apart(built, lang)
    if stored and _recall(stored, bundle):
        return
    with tempfile.TemporaryDirectory() as folder:
        write_documents(site, built, lang, Path(folder))
        _run_pagefind(Path(folder), bundle)
    _tidy(bundle)
    _hand_failures_on(bundle)
    slim(bundle)
    write_words(site, bundle, lang)
    if stored:
        _store(bundle, stored)


def join_indexes(built: Path, langs: Iterable[Lang]) -> None:
    """Put the indexes of the languages into the folder `pagefind/`, where one script finds them all."""
    bundle = built / FOLDER
    entries = []
    for lang in langs:
        part = _apart(built, lang)
        entries.append(json.loads((part / _ENTRY).read_text("utf-8")))
        shutil.copytree(part, bundle, dirs_exist_ok=True, copy_function=shutil.move)
        shutil.rmtree(part)
    languages = {lang: about for entry in entries for lang, about in entry["languages"].items()}
    entry = json.dumps(entries[0] | {"languages": languages}, ensure_ascii=False, sort_keys=True)
    (bundle / _ENTRY).write_text(entry, "utf-8")


def _apart(built: Path, lang: Lang) -> Path:
    return built / f"{FOLDER}-{lang}"


def _recall(stored: Path, bundle: Path) -> bool:
    """Copy a stored index; whether there was one that is whole."""
    try:
        if (stored.with_suffix(".sum")).read_text("utf-8") != _sum(stored):
            return False
    except OSError:
        return False
    shutil.copytree(stored, bundle)
    return True


def _store(bundle: Path, stored: Path) -> None:
    """Store an index in the place of the earlier one of the language."""
    for old in stored.parent.glob(f"{stored.name.partition('-')[0]}-*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(bundle, stored)
    stored.with_suffix(".sum").write_text(_sum(stored), "utf-8")


def _sum(folder: Path) -> str:
    """A hash of the names and bytes of the files below a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _run_pagefind(documents: Path, bundle: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(documents)]
    command += ["--output-path", str(bundle), "--exclude-selectors", ",".join(LEFT_OUT)]
    env = os.environ | {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(PLACES)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise IndexFailed(f"The search index was not built.\n{done.stdout}{done.stderr}")


#: Pagefind writes to the console that a file of the index is missing and goes on as if it were empty.
_SWALLOWED = "console.error(`Failed to load the index chunk ${url}:\n${e?.toString()}`);"


def _hand_failures_on(bundle: Path) -> None:
    """Let Pagefind's script pass a failed download on: search says so to the reader, not to the console."""
    file = bundle / "pagefind.js"
    script = file.read_text("utf-8")
    if script.count(_SWALLOWED) != 1:
        raise IndexFailed(
            "Pagefind's script is not the one that this build knows: see _SWALLOWED in search/index.py."
        )
    file.write_text(script.replace(_SWALLOWED, "throw e;").replace("console.error(", "void ("), "utf-8")


def _tidy(bundle: Path) -> None:
    """Remove the user interfaces that come with the index, which the site does not use."""
    for path in bundle.iterdir():
        kept = path.name in _KEPT or path.suffix in (".pagefind", ".pf_meta")
        if not kept or path.name == "wasm.unknown.pagefind":
            path.unlink()
