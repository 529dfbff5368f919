"""The index: Pagefind's, one for each language, in pieces so small that a query downloads little."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kb.search.documents import LEFT_OUT, write_documents
from kb.search.slim import slim
from kb.search.words import write_words
from kb.site import Site

FOLDER = "pagefind"

#: About how many places of words a file of the index holds; see `docs/decisions/0006-search.md`.
PLACES = 1_000

#: What we use of what Pagefind writes.
_KEPT = ("pagefind.js", "pagefind-entry.json", "index", "fragment")


class IndexFailed(Exception):
    """Pagefind could not index the site; the message says why."""


def index_site(site: Site, built: Path) -> None:
    """Index the site in `built` into its folder `pagefind/`; raises IndexFailed."""
    bundle = built / FOLDER
    with tempfile.TemporaryDirectory() as folder:
        write_documents(site, built, Path(folder))
        _run_pagefind(Path(folder), bundle)
    _tidy(bundle)
    _hand_failures_on(bundle)
    slim(bundle)
    write_words(site, bundle)


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
