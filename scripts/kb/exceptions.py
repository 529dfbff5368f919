"""Numbers that prose may give though no cited statement does: `data/exceptions.yml`, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated

from pydantic import Field

from kb.explain import validate
from kb.faults import Fault, FaultsFound
from kb.model import Line, Strict
from kb.yamlfile import YamlFile, read_yaml

FILE = "data/exceptions.yml"


class Exception_(Strict):  # noqa: N801 - the plain name is Python's own
    """Numbers allowed on a page (`learn/*`: on all of them), and why."""

    page: str
    numbers: Annotated[list[float], Field(min_length=1)]
    reason: Line


class ExceptionsFile(Strict):
    """`data/exceptions.yml`."""

    exceptions: Annotated[list[Exception_], Field(default_factory=list)]


@dataclass(frozen=True)
class Exceptions:
    """The exceptions, with the file they stand in."""

    entries: list[Exception_]
    yaml_file: YamlFile | None

    def allow(self, page: str, number: Decimal) -> bool:
        """Whether the number is excused on the page."""
        return any(fnmatch(page, entry.page) and float(number) in entry.numbers for entry in self.entries)

    def fault(self, entry: Exception_, found: str, remedy: str) -> Fault:
        """A fault at an exception."""
        assert self.yaml_file is not None
        place = ("exceptions", self.entries.index(entry), "page")
        return self.yaml_file.fault(place, found, remedy, "sourced-numbers")


def read_exceptions(root: Path) -> Exceptions:
    """The exceptions; raises FaultsFound when the file is wrong."""
    path = root / FILE
    if not path.exists():
        return Exceptions([], None)
    yaml_file, faults = read_yaml(path, FILE)
    if yaml_file is None or faults:
        raise FaultsFound(faults)
    found, faults = validate(yaml_file, ExceptionsFile, yaml_file.value)
    if found is None:
        raise FaultsFound(faults)
    return Exceptions(found.exceptions, yaml_file)
