"""The rule of addresses: what was published is there, or leads where it is now."""

from __future__ import annotations

from collections.abc import Iterator

from kb.faults import Fault
from kb.rules.base import Subject
from kb.urls import FILE, gone, read_urls, unlisted


def addresses_last(subject: Subject) -> Iterator[Fault]:
    """Every published address still leads somewhere; new ones are to be listed, which blocks nothing."""
    site = subject.site
    # What a branch touches are records and their statements; composing all pages would take long.
    yield from gone(site.root, site.kb, subject.pages if subject.files is None else None)
    if subject.files is None and read_urls(site.root):
        new = unlisted(site.root, site.kb, subject.pages)
        if new:
            found = f"{len(new)} new addresses are not listed: {', '.join(new[:3])}{'…' if new[3:] else ''}"
            remedy = "run `manage.py urls` when they are published"
            yield Fault(FILE, 1, 1, found, remedy, "addresses", blocks=False)
