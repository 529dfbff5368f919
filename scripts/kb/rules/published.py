"""The rule of addresses: what was published is there, or leads where it is now."""

from __future__ import annotations

from collections.abc import Iterator

from kb.faults import Fault
from kb.rules.base import Subject
from kb.urls import gone


def addresses_last(subject: Subject) -> Iterator[Fault]:
    """Every published address still leads somewhere."""
    site = subject.site
    # What a branch touches are records and their statements; composing all pages would take long.
    yield from gone(site.root, site.kb, subject.pages if subject.files is None else None)
