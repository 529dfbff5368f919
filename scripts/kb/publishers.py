"""Who publishes the sources, and on which page of all sources each of them stands.

All sources on one page weigh more than a phone should load, so they are parted by the publisher's initial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_uppercase

from kb import formats, model
from kb.addresses import slug
from kb.langs import Lang
from kb.site import Site

#: What publishers whose name begins with a digit, or in another script, are listed under.
DIGITS = "0–9"


@dataclass(frozen=True)
class Part:
    """Initials that share a page: its path, its name, and the last of them."""

    path: str
    name: str
    last: str


#: A part that grows too heavy is split, and `data/urls.txt` then says where its address leads.
PARTS = (
    Part("sources/0-a", f"{DIGITS}, A", "A"),
    Part("sources/b-d", "B–D", "D"),
    Part("sources/e", "E", "E"),
    Part("sources/f-l", "F–L", "L"),
    Part("sources/m-r", "M–R", "R"),
    Part("sources/s-z", "S–Z", "Z"),
)


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the name without its section or the place of a copy, and the sources by id."""

    name: str
    sources: list[tuple[str, model.Source]]

    @property
    def anchor(self) -> str:
        """Its place on the page of its part."""
        return f"publisher-{slug(self.name) or self.sources[0][0]}"

    @property
    def initial(self) -> str:
        """The letter that it is listed under, without its accent."""
        first = next(filter(str.isalnum, self.name), "")
        return next((letter for letter in ascii_uppercase if formats.same_letter(first, letter)), DIGITS)

    @property
    def part(self) -> Part:
        """The page that it is on."""
        return next(part for part in PARTS if self.initial <= part.last)


def name_of(publisher: str) -> str:
    """`Ajuntament de Barcelona (Info Barcelona) / Issuu` → `Ajuntament de Barcelona`."""
    return re.split(r" \(| / ", publisher)[0]


def source_path(source_id: str, source: model.Source) -> str:
    """Where a source stands among all of them: `sources/0-a#ajb-home`."""
    return f"{Publisher(name_of(source.publisher), [(source_id, source)]).part.path}#{source_id}"


def publishers(site: Site, lang: Lang) -> list[Publisher]:
    """Every publisher, and the sources of each by title, in the order of the language."""
    found: dict[str, Publisher] = {}
    for source_id, source in formats.in_order(
        site.kb.sources.items(), lambda item: f"{item[1].title or ''} {item[0]}", lang
    ):
        name = name_of(source.publisher)
        publisher = found.setdefault(slug(name) or name, Publisher(name, []))
        publisher.sources.append((source_id, source))
    return formats.in_order(found.values(), lambda publisher: publisher.name, lang)
