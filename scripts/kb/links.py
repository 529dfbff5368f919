"""Links between records, computed both ways from what each record names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from kb import model
from kb.load import KnowledgeBase


@dataclass(frozen=True, order=True)
class Ref:
    """A record's place: its collection and id; also its path on the site."""

    collection: str
    id: str

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read `networks/uclg`."""
        collection, _, record_id = text.partition("/")
        return cls(collection, record_id)

    def __str__(self) -> str:
        return f"{self.collection}/{self.id}"


def named_by(record: model.Record) -> Iterator[Ref]:
    """The records that a record names itself."""
    for area in record.areas:
        yield Ref("policies", area)
    for text in record.related:
        yield Ref.parse(text)
    if isinstance(record, model.Network):
        for member in record.members:
            yield Ref("cities", member.city)
    elif isinstance(record, model.Plan):
        if record.predecessor:
            yield Ref("plans", record.predecessor)
    elif isinstance(record, model.Project):
        for collection in ("cities", "networks", "organisations", "plans"):
            for record_id in getattr(record, collection):
                yield Ref(collection, record_id)


class Links:
    """Every record's neighbours: those it names and those that name it."""

    def __init__(self, kb: KnowledgeBase) -> None:
        neighbours: dict[Ref, set[Ref]] = defaultdict(set)
        for collection, records in kb.records.items():
            for record in records.values():
                here = Ref(collection, record.id)
                for there in named_by(record):
                    if there != here:
                        neighbours[here].add(there)
                        neighbours[there].add(here)
        self._neighbours = neighbours
        self._events: dict[Ref, list[model.Event]] = defaultdict(list)
        for event in kb.events:
            for text in event.related:
                self._events[Ref.parse(text)].append(event)
        self._successors = {
            plan.predecessor: plan.id
            for plan in kb.records.get("plans", {}).values()
            if isinstance(plan, model.Plan) and plan.predecessor
        }

    def of(self, ref: Ref, collection: str) -> list[Ref]:
        """The neighbours of a record in one collection, by id."""
        return sorted(there for there in self._neighbours[ref] if there.collection == collection)

    def events(self, ref: Ref) -> list[model.Event]:
        """The events of the timeline that name the record, oldest first."""
        return sorted(self._events[ref], key=lambda event: event.date.sort_key)

    def successor(self, plan_id: str) -> str | None:
        """The plan that came after a plan."""
        return self._successors.get(plan_id)
