"""Rules of truth: what prose states is cited, and its numbers are those of the data it cites or links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatch
from typing import Any

from pydantic import BaseModel

from kb import model, numerals
from kb.counts import COUNT, PLACE, counts
from kb.dates import When
from kb.exceptions import Exceptions, read_exceptions
from kb.faults import Fault
from kb.langs import LANGS, Lang
from kb.markup import Block, blocks
from kb.prose import Prose, without_code
from kb.rules.base import Subject
from kb.rules.links import target_path

#: Numbers of a lesson that say how to use it and nothing about the world.
_STEPS = re.compile(r"(?i)\b(?:sessió|sesión|session|séance)s? \d+|\d+\W(?:minuts|minutos|minutes|min)\b")
_ITEM = re.compile(r"(?m)^(?=[ \t]*(?:[-*+]|\d+\.)[ ])")
_MARKER = re.compile(r"\A[ \t]*(?:[-*+]|\d+\.)[ ]")


@dataclass(frozen=True)
class Claim:
    """A paragraph, list item or table, with what it leans on."""

    prose: Prose
    lang: Lang
    plain: str
    start: int
    cited: frozenset[str]
    linked: frozenset[str]

    @property
    def figures(self) -> tuple[numerals.Numeral, ...]:
        """Its numbers, but for those of a lesson's steps."""
        text = self.plain
        if self.prose.meta.get("kind") == "lesson":
            text = _STEPS.sub(lambda match: "\ue000" * len(match[0]), text)
        return numerals.figures(text, self.lang)

    def fault(self, start: int, found: str, remedy: str, rule: str) -> Fault:
        """A fault at the character `start` of the claim."""
        at = self.start + start
        line = self.prose.text.count("\n", 0, at)
        column = at - self.prose.text.rfind("\n", 0, at)
        return Fault(self.prose.file, self.prose.first_line + line, column, found, remedy, rule)


def claims(subject: Subject) -> Iterator[Claim]:
    """Everything in prose that may state a fact; headings do not."""
    for lang, prose in subject.prose:
        before: Block | None = None
        for block in blocks(prose.text):
            if not block.is_heading:
                yield from _claims_of(prose, lang, block, before)
            before = block


def _claims_of(prose: Prose, lang: Lang, block: Block, before: Block | None) -> Iterator[Claim]:
    if block.text.lstrip().startswith("|"):
        # The sentence that introduces a table may cite for all of it.
        leaning = [block, *([before] if before and not before.is_heading else [])]
        yield _claim(prose, lang, block.plain, block.start, leaning)
        return
    start = block.start
    for piece in _ITEM.split(block.text):
        if piece.strip():
            plain = block.plain[start - block.start : start - block.start + len(piece)]
            plain = _MARKER.sub(lambda match: "\ue000" * len(match[0]), plain)
            part = Block(piece, plain, start, 0)
            yield _claim(prose, lang, plain, start, [part])
        start += len(piece)


def _claim(prose: Prose, lang: Lang, plain: str, start: int, leaning: Iterable[Block]) -> Claim:
    leaning = list(leaning)
    cited = frozenset(source for block in leaning for source in block.cited)
    linked = {target_path(target, prose) for block in leaning for target in block.links}
    return Claim(prose, lang, plain, start, cited, frozenset(path for path in linked if path))


def facts_are_cited(subject: Subject) -> Iterator[Fault]:
    """A paragraph with a number, a year or an amount cites a source, or links the record that says it."""
    exceptions = read_exceptions(subject.root)
    for claim in claims(subject):
        if claim.cited or claim.linked or claim.prose.meta.get("kind") == "lesson":
            continue
        for numeral in claim.figures:
            if not exceptions.allow(claim.prose.path, numeral.value):
                found = f"“{numeral.text}” without a source"
                remedy = "cite one: [^its-id], or link the record that says it"
                yield claim.fault(numeral.start, found, remedy, "cited")
                break


def numbers_are_sourced(subject: Subject) -> Iterator[Fault]:
    """A number in prose is in the data: with a source that the paragraph cites, or in a record it links."""
    said: Said | None = None
    exceptions = read_exceptions(subject.root)
    for claim in claims(subject):
        if not claim.cited and not claim.linked:
            continue
        for numeral in claim.figures:
            if exceptions.allow(claim.prose.path, numeral.value):
                continue
            said = said or Said(subject)
            if not said.known(numeral, claim):
                found = (
                    f"“{numeral.text}” is in no statement with a source cited here, and in no record linked"
                )
                remedy = "correct it, cite the source of the statement, or add it to data/exceptions.yml"
                yield claim.fault(numeral.start, found, remedy, "sourced-numbers")
    yield from _unused(subject, exceptions)


def _unused(subject: Subject, exceptions: Exceptions) -> Iterator[Fault]:
    if subject.files is not None:
        return
    pages = {path for lang in LANGS for path in subject.site.prose[lang]}
    for exception in exceptions.entries:
        if not any(fnmatch(page, exception.page) for page in pages):
            found = f"no page is called `{exception.page}`"
            yield exceptions.fault(exception, found, "correct the page, or remove the exception")


def counts_are_known(subject: Subject) -> Iterator[Fault]:
    """Counts in prose are written {{ count("…") }} with a name that there is."""
    known = sorted(counts(subject.site))
    for _, prose in subject.prose:
        for match in PLACE.finditer(without_code(prose.text)):
            count = COUNT.fullmatch(match[0])
            if count and count[1] in known:
                continue
            line = prose.first_line + prose.text.count("\n", 0, match.start())
            column = match.start() - prose.text.rfind("\n", 0, match.start())
            remedy = f'write {{{{ count("networks") }}}} with one of: {", ".join(known)}'
            yield Fault(prose.file, line, column, f"{match[0]} is no count", remedy, "counts")


class Said:
    """What the data says with numbers: by source, and by record. Looked up when asked for."""

    def __init__(self, subject: Subject) -> None:
        self._of_source: dict[str, list[object]] = defaultdict(list)
        self._of_page: dict[str, list[object]] = defaultdict(list)
        self._numbers: dict[tuple[str, str], set[Decimal]] = {}
        for path, part, _ in subject.every_part:
            self._of_page[path].append(part)
            for item in sourced_items(part):
                for source_id in getattr(item, "sources", []):
                    self._of_source[source_id].append(item)
        for event in subject.site.kb.events:
            for path in event.related:
                self._of_page[path].append(event)
        for key, source in subject.site.kb.sources.items():
            self._of_source[key] += [source.title, source.published]

    def known(self, numeral: numerals.Numeral, claim: Claim) -> bool:
        """Whether the data that a claim leans on gives the number."""
        leaning = [("source", key) for key in claim.cited] + [("page", path) for path in claim.linked]
        return any(numeral.readings & self._said(*place) for place in leaning)

    def _said(self, kind: str, key: str) -> set[Decimal]:
        if (kind, key) not in self._numbers:
            items = (self._of_source if kind == "source" else self._of_page)[key]
            self._numbers[kind, key] = numbers_in(items)
        return self._numbers[kind, key]


def sourced_items(value: Any) -> Iterator[BaseModel]:
    """Every part of a record that has sources of its own, and the decisions in it."""
    if isinstance(value, BaseModel):
        if hasattr(value, "sources"):
            yield value
        for name in type(value).model_fields:
            yield from sourced_items(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            yield from sourced_items(item)


def numbers_in(value: Any) -> set[Decimal]:
    """Every number that a part of the data gives: in its texts, dates, amounts and values."""
    found: set[Decimal] = set()
    if isinstance(value, model.Text):
        for lang in LANGS:
            found |= numerals.known(value[lang], lang)
    elif isinstance(value, When):
        found |= set(_in_date(value))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            found |= numbers_in(getattr(value, name))
        if isinstance(value, model.Relation) and value.term_end:
            found |= numbers_in(When(value.term_end))
    elif isinstance(value, list):
        for item in value:
            found |= numbers_in(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found |= _readings(Decimal(str(value)))
    elif isinstance(value, str):
        found |= {numeral.value for numeral in numerals.figures(value, "ca")}
    return found


def _in_date(value: When) -> Iterator[Decimal]:
    for date in (value.start, value.last):
        for part in (date.year, date.month, date.day):
            if part is not None:
                yield Decimal(part)


def _readings(value: Decimal) -> set[Decimal]:
    return {value.normalize(), (value / 1_000_000).normalize(), (value / 1_000).normalize()}
