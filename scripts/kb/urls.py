"""Addresses that have been published: `data/urls.txt`, one list for all languages.

A line is the path of a page (`cities/havana`) or of a place on it (`cities/havana#twinning-1993`); the home
page is `/`. What has gone leads elsewhere: a former id of a record does so by itself, anything else gets its
new address on the same line, after `→`. `manage.py urls` adds what is new; no line is ever taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb import model
from kb.faults import Fault
from kb.load import KnowledgeBase

FILE = "data/urls.txt"
ARROW = "→"


@dataclass(frozen=True)
class Published:
    """One line of the list."""

    address: str
    target: str | None
    line: int

    @property
    def path(self) -> str:
        """The page, without the place on it."""
        return self.address.partition("#")[0].strip("/")


def read_urls(root: Path) -> list[Published]:
    """The list; empty before anything was published."""
    path = root / FILE
    found = []
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text:
            address, _, target = (part.strip() for part in text.partition(ARROW))
            found.append(Published(address, target or None, number))
    return found


def anchors(kb: KnowledgeBase) -> set[str]:
    """The addresses of statements, relations, events and terms."""
    found = set()
    for collection, records in kb.records.items():
        for record in records.values():
            page = f"{collection}/{record.id}"
            found |= {f"{page}#{statement.id}" for statement in record.statements}
            if isinstance(record, model.City):
                found |= {f"{page}#relation-{relation.id}" for relation in record.relations}
    found |= {f"timeline#{event.id}" for event in kb.events}
    found |= {f"glossary#{term.id}" for term in kb.terms}
    return found


def addresses(kb: KnowledgeBase, paths: Iterable[str]) -> set[str]:
    """Every address there is: of pages and of places on them."""
    return {path or "/" for path in paths} | anchors(kb)


def former_paths(kb: KnowledgeBase) -> dict[str, str]:
    """Path of each former id → the path of the record today."""
    return {
        f"{collection}/{former}": f"{collection}/{record.id}"
        for collection, records in kb.records.items()
        for record in records.values()
        for former in record.former_ids
    }


def moved(root: Path, kb: KnowledgeBase) -> dict[str, str]:
    """Old path → new address of every page that has gone elsewhere."""
    listed = {
        entry.path: entry.target.strip("/")
        for entry in read_urls(root)
        if entry.target is not None and "#" not in entry.address
    }
    return listed | former_paths(kb)


def gone(root: Path, kb: KnowledgeBase, paths: Iterable[str] | None) -> list[Fault]:
    """Every published address that leads nowhere now, as a fault of the list.

    Without the `paths` of all pages, only the places on them are judged: statements, relations, events.
    """
    there = addresses(kb, paths or ())
    former = former_paths(kb)
    faults = []
    for entry in read_urls(root):
        if paths is None and (entry.target or "#" not in entry.address):
            continue
        if entry.target is not None:
            if entry.target not in there and f"{entry.target}".strip("/") not in there:
                found = f"{entry.address} leads to {entry.target}, which is not there"
                faults.append(Fault(FILE, entry.line, 1, found, "give an address that there is", "addresses"))
            continue
        page, hash_, anchor = entry.address.partition("#")
        now = former.get(page, page) + hash_ + anchor
        if now in there:
            continue
        found = f"the published address {entry.address} is gone"
        if anchor:
            remedy = f"bring the id back, or say where it is now: {entry.address} {ARROW} {page}"
        else:
            remedy = (
                f"rename with `manage.py rename`, or say where it is now: {entry.address} {ARROW} other/page"
            )
        faults.append(Fault(FILE, entry.line, 1, found, remedy, "addresses"))
    return faults


def unlisted(root: Path, kb: KnowledgeBase, paths: Iterable[str]) -> list[str]:
    """The addresses that are not listed yet, in order."""
    return sorted(addresses(kb, paths) - {entry.address for entry in read_urls(root)})


def add_new(root: Path, kb: KnowledgeBase, paths: Iterable[str]) -> list[str]:
    """Add the addresses that are not listed yet, in order; gives them."""
    path = root / FILE
    entries = read_urls(root)
    new = unlisted(root, kb, paths)
    if new:
        lines = {entry.address: entry.target for entry in entries} | dict.fromkeys(new)
        shown = (f"{a} {ARROW} {t}" if t else a for a, t in sorted(lines.items()))
        path.write_text("".join(f"{line}\n" for line in shown), "utf-8")
    return new
