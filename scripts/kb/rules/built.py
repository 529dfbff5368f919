"""The rules that a build keeps: they are fast, and protect the reader or the page."""

from __future__ import annotations

from collections.abc import Iterable

from kb.faults import Fault
from kb.rules.base import Rule, Subject
from kb.rules.records import anchors_are_free
from kb.rules.safety import html_is_safe
from kb.rules.truth import counts_are_known

BUILT = (
    Rule(
        "ids",
        "An address of a statement leads to that statement and to nothing else on the page.",
        "Give the statement another id. Once published, an id never changes.",
        anchors_are_free,
        built=True,
    ),
    Rule(
        "counts",
        "A number of networks or cities in prose is true today, and tomorrow too.",
        'Write {{ count("networks") }}; the message lists the names that there are.',
        counts_are_known,
        built=True,
    ),
    Rule(
        "html",
        "Nobody can bring a script, a frame or a hidden address into a page.",
        "Write Markdown in prose and plain text in data. Pasted HTML has to go.",
        html_is_safe,
        built=True,
    ),
)


def broken(rules: Iterable[Rule], subject: Subject) -> list[Fault]:
    """Every fault that the rules find, in the order of files and lines."""
    return sorted({fault for rule in rules if rule.judge for fault in rule.judge(subject)})
