"""The state of a relation: computed from its dates and decisions, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from kb.dates import PartialDate, When
from kb.model import City, Decision, DecisionKind, Relation


class State(IntEnum):
    """The states, in the order of the legend of the map."""

    IN_FORCE_UNTIL = 1
    IN_FORCE = 2
    SUSPENDED = 3
    TERM_ENDED = 4
    ENDED = 5
    NOT_STATED = 6

    @property
    def key(self) -> str:
        """The name in addresses, class names and interface strings: `in-force`."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True)
class RelationState:
    """A state with the date and the decision, replacement or source that it rests on."""

    state: State
    date: PartialDate | None = None
    decision: Decision | None = None
    replaced_by: Relation | None = None
    confirmed: When | None = None


def relation_state(relation: Relation, city: City, today: date) -> RelationState:
    """The state of `relation` on the day `today`.

    A decision that ended or suspended it rules, unless a later one restored or renewed it; then a later
    relation that took its place; then the end of its term, renewals included, unless a source still
    treats it as in force after that end. With no term, it is in force if a source says so. All else is
    not stated: nothing is guessed.
    """
    decisions = [d for d in relation.decisions if d.date.start.first_day <= today]
    if decisions:
        last = max(decisions, key=lambda decision: decision.date.sort_key)
        if last.kind is DecisionKind.ENDED:
            return RelationState(State.ENDED, last.date.start, decision=last)
        if last.kind is DecisionKind.SUSPENDED:
            return RelationState(State.SUSPENDED, last.date.start, decision=last)
    if relation.replaced_by:
        follower = next(r for r in city.relations if r.id == relation.replaced_by)
        signed = follower.signed.start if follower.signed else None
        return RelationState(State.ENDED, signed, replaced_by=follower)
    confirmed = relation.in_force.date if relation.in_force else None
    end = relation.term_end
    if end:
        if end.last_day >= today:
            return RelationState(State.IN_FORCE_UNTIL, end, confirmed=confirmed)
        if not confirmed or confirmed.last.last_day <= end.last_day:
            return RelationState(State.TERM_ENDED, end, confirmed=confirmed)
    if confirmed:
        return RelationState(State.IN_FORCE, confirmed=confirmed)
    return RelationState(State.NOT_STATED)


def main_relation(city: City, today: date) -> tuple[Relation, RelationState] | None:
    """The relation that stands for the city: one in force, else a suspended one, else the latest signed.

    A later text whose state no source tells comes before an older one whose term has ended.
    """
    judged = [(relation, relation_state(relation, city, today)) for relation in city.relations]

    def rank(item: tuple[Relation, RelationState]) -> tuple[int, int]:
        relation, state = item
        signed = relation.signed.start.first_day.toordinal() if relation.signed else 0
        return (_RANKS.get(state.state, len(_RANKS)), -signed)

    return min(judged, key=rank, default=None)


_RANKS = {State.IN_FORCE: 0, State.IN_FORCE_UNTIL: 0, State.SUSPENDED: 1}
