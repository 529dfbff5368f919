"""Examine the knowledge base: every rule on every file, or on the files that a branch touches."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kb.faults import Fault, FaultsFound
from kb.rules.base import Subject
from kb.rules.built import broken
from kb.rules.every import EVERY
from kb.site import load_site

#: What a branch is compared with when nobody says: the first of these that there is.
BASES = ("origin/main", "main", "HEAD")


class NoHistory(Exception):
    """Raised when git cannot say what changed."""


def examine(root: Path, base: str | None = None) -> list[Fault]:
    """Every fault, sorted; with `base`, only those in files that differ from that commit or branch.

    What stops the files from being loaded is told whatever has changed: no page could be built.
    """
    try:
        site, loaded = load_site(root)
        if base is None:
            return broken(EVERY, Subject(site, loaded))
        files = changed_files(root, base)
        subject = Subject(site, loaded, files, lambda file: file_before(root, base, file))
        # An address is lost in a record, but told where it is listed.
        elsewhere = ("addresses", "translations")
        faults = broken(EVERY, subject)
        return [fault for fault in faults if fault.file in files or fault.rule in elsewhere]
    except FaultsFound as found:
        return found.faults


def default_base(root: Path) -> str:
    """The branch that a change is for."""
    for name in BASES:
        if _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None:
            return name
    raise NoHistory("there is no git history here to compare with; leave --changed out")


def changed_files(root: Path, base: str) -> frozenset[str]:
    """The files that differ from where this branch left `base`, new ones among them."""
    start = _git(root, "merge-base", base, "HEAD")
    if start is None:
        raise NoHistory(f"git knows no {base}; name a branch or commit: --changed main")
    changed = _git(root, "diff", "--name-only", "--relative", "-z", start.decode().strip()) or b""
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z") or b""
    return frozenset(name for name in (changed + new).decode().split("\0") if name)


def file_before(root: Path, base: str, file: str) -> bytes | None:
    """A file as it was where this branch left `base`; None when it was not there."""
    start = _git(root, "merge-base", base, "HEAD")
    return _git(root, "show", f"{start.decode().strip()}:./{file}") if start else None


def _git(root: Path, *words: str) -> bytes | None:
    command = ["git", "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed words
    return done.stdout if done.returncode == 0 else None
