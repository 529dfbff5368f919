"""Parsed files kept between runs: reading YAML and validating it is the dear part of loading.

Each is kept under the hash of the file's bytes, all under the hash of the code that reads them, so what
comes back is what reading the file again would give. Files with faults are never kept.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

#: Where parsed files are, below the project's root. Remove it to start afresh.
FILE = ".cache/parsed.pickle"


@cache
def code_hash() -> str:
    """The hash of this library's code."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold the garbage collector back.

    The objects made while loading and building all live on: looking through them again and again
    would take most of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass
class Parsed:
    """Parsed files by name, with the hash of their bytes."""

    path: Path
    kept: dict[str, tuple[str, Any]]
    used: dict[str, tuple[str, Any]] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path) -> Parsed:
        """What an earlier run of the same code kept, or nothing."""
        path = root / FILE
        try:
            with no_collection():
                code, kept = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
        except (OSError, ValueError, EOFError, TypeError, AttributeError, ImportError, pickle.PickleError):
            return cls(path, {})
        return cls(path, kept if code == code_hash() else {})

    def get(self, file: str, data: bytes) -> Any:
        """What the file with these bytes says, or None when it is not kept."""
        digest, value = self.kept.get(file, ("", None))
        return value if digest == hashlib.sha256(data).hexdigest() else None

    def put(self, file: str, data: bytes, value: Any) -> None:
        """Keep what a file says."""
        self.used[file] = (hashlib.sha256(data).hexdigest(), value)

    def save(self) -> None:
        """Write what was used in this run, unless it is what was there."""
        if {f: d for f, (d, _) in self.used.items()} == {f: d for f, (d, _) in self.kept.items()}:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.write_bytes(pickle.dumps((code_hash(), self.used), protocol=5))
        part.replace(self.path)
