"""A fault: one thing wrong in a file a person wrote, its place and its remedy."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. `line` and `column` count from 1; `rule` names the section of the guide.

    What does not block is told, and everything goes on: a translation that lags behind.
    """

    file: str
    line: int
    column: int
    found: str
    remedy: str
    rule: str = "data"
    blocks: bool = True

    def __str__(self) -> str:
        said = f"{self.file}:{self.line}:{self.column}: {self.found}; {self.remedy} · see {self.guide}"
        return " ".join(said.splitlines())

    @property
    def guide(self) -> str:
        """Where the guide explains the rule: a whole address when SITE_URL says where the site is."""
        site = os.environ.get("SITE_URL", "")
        return f"{site.rstrip('/')}{'/' * bool(site)}contribute/checks/#{self.rule}"


class FaultsFound(Exception):
    """Raised when the knowledge base cannot be used: carries every fault, sorted."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(map(str, self.faults)))


def shown_path(path: Path, root: Path) -> str:
    """The path as people see it: relative to the project, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
