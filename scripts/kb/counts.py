"""Counts that prose may show: `{{ count("networks") }}` becomes the number that is in the data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb import formats, model
from kb.langs import Lang
from kb.prose import outside_code, without_code
from kb.states import State, relation_state

if TYPE_CHECKING:
    from kb.site import Site

#: A count in prose.
COUNT = re.compile(r"\{\{\s*count\(\s*[\"']([^\"'{}]*)[\"']\s*\)\s*\}\}")

#: Anything between two pairs of braces; only counts are known.
PLACE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def counts(site: Site) -> dict[str, int]:
    """The numbers that texts and the home page may show: every one is counted in the data."""
    cities = [city for city in site.kb.records["cities"].values() if isinstance(city, model.City)]
    relations = [(relation, city) for city in cities for relation in city.relations]
    in_force = (State.IN_FORCE, State.IN_FORCE_UNTIL)
    found = {name: len(records) for name, records in site.kb.records.items()}
    found["partners"] = sum(1 for city in cities if city.relations)
    found["relations"] = len(relations)
    found["in_force"] = sum(
        relation_state(relation, city, site.today).state in in_force for relation, city in relations
    )
    found["countries"] = len({city.country for city in cities})
    found["statements"] = sum(
        len(record.statements) for records in site.kb.records.values() for record in records.values()
    )
    found["sources"] = len(site.kb.sources)
    found["events"] = len(site.kb.events)
    found["terms"] = len(site.kb.terms)
    return found


def filled(text: str, site: Site, lang: Lang) -> str:
    """The text with its counts in the language's form, code apart. The rule `counts` sees to unknown ones."""
    if not COUNT.search(without_code(text)):
        return text
    numbers = counts(site)
    return outside_code(text, COUNT, lambda match: formats.number(numbers[match[1]], lang))
