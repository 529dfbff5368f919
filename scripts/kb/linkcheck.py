"""External links: the addresses that the site gives, and what a link checker found out about them.

The checker is lychee (`make links`), of which only the report in JSON is read here. Only an answer that says
so (404, 410) makes a source unreachable: many sites refuse programs, and a network may fail for a night.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit
from urllib.request import urlopen

import yaml
from yaml.nodes import MappingNode

from kb.langs import LANGS
from kb.markup import links
from kb.site import Site

GONE = frozenset((404, 410))
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Trouble:
    """An address that did not answer as it should, and where the site gives it."""

    places: tuple[str, ...]
    url: str
    answer: str
    gone: bool

    def __str__(self) -> str:
        return f"{', '.join(self.places)}: {self.url} ({self.answer})"


def given_addresses(site: Site) -> dict[str, list[str]]:
    """Every external address with the places that give it: sources, records and prose."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, source in site.kb.sources.items():
        for address in (source.url, source.archive):
            if address:
                found[address].append(f"source {key}")
    for collection, records in site.kb.records.items():
        for record in records.values():
            website = getattr(record, "website", None)
            if website:
                found[website].append(f"{collection}/{record.id}")
    for lang in LANGS:
        for prose in site.prose[lang].values():
            for link in links(prose.text):
                if link.target.startswith(("http://", "https://")):
                    found[link.target].append(prose.file)
    return dict(sorted(found.items()))


def troubles(report: Any, given: dict[str, list[str]]) -> list[Trouble]:
    """What a report of lychee says about the addresses given."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for address in given:
        by_key[_key(address)].append(address)
    found = set()
    for entry in _entries(report):
        status = entry["status"]
        code = status.get("code")
        answer = str(code or status.get("details") or status["text"])
        for address in by_key[_key(entry["url"])]:
            found.add(Trouble(tuple(given[address]), address, answer, code in GONE))
    return sorted(found)


def _entries(report: Any) -> Iterator[Any]:
    for name in ("error_map", "timeout_map"):
        for entries in report.get(name, {}).values():
            yield from entries


def _key(address: str) -> str:
    """The address without what checkers write in their own way: escapes, the last slash, the fragment."""
    parts = urlsplit(unquote(address))
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def record_answers(
    root: Path, found: Iterable[Trouble], day: date, copy_of: Callable[[str, str], str | None]
) -> list[str]:
    """Note in `data/sources/` which sources are gone, and no longer those that answer again.

    `copy_of` finds an archived copy of an address as it was near the day on which the source was read.
    Gives the ids of the sources changed.
    """
    answers = {trouble.url: trouble.gone for trouble in found}
    changed = []
    for path in sorted((root / "data" / "sources").glob("*.yml")):
        text = path.read_bytes().decode("utf-8")
        for source_id, values, places in reversed(list(_sources(text))):
            url, recorded = values["url"], "unreachable" in values
            if answers.get(url) and not recorded:
                lines = f"  unreachable: {day.isoformat()}\n"
                copy = None if "archive" in values else copy_of(url, values["accessed"])
                lines += f"  archive: {json.dumps(copy)}\n" if copy else ""
                at = _line(text, places["accessed"])[1]
                text = text[:at] + lines + text[at:]
            elif url not in answers and recorded:
                start, end = _line(text, places["unreachable"])
                text = text[:start] + text[end:]
            else:
                continue
            changed.append(source_id)
            path.write_bytes(text.encode())
    return sorted(changed)


def _line(text: str, at: int) -> tuple[int, int]:
    """Start and end of the line of a character, its line feed included."""
    return text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1 or len(text)


def _sources(text: str) -> Iterator[tuple[str, dict[str, str], dict[str, int]]]:
    """Id, values and places of the keys of the sources of a file, from top to bottom."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    for name, fields in node.value if isinstance(node, MappingNode) else ():
        values = {key.value: value.value for key, value in fields.value}
        yield name.value, values, {key.value: value.start_mark.index for key, value in fields.value}


def archived_copy(address: str, day: str, fetch: Callable[[str], bytes]) -> str | None:
    """The copy of an address that the Internet Archive has nearest to a day (`2026-11-23`), if any."""
    asked = f"url={quote(address, safe='')}&timestamp={day.replace('-', '')}"
    answer = json.loads(fetch(f"https://archive.org/wayback/available?{asked}"))
    closest = answer.get("archived_snapshots", {}).get("closest", {})
    if not closest.get("available"):
        return None
    return str(closest["url"]).replace("http://", "https://", 1)


def fetched(address: str) -> bytes:
    """What an address answers."""
    with urlopen(address, timeout=30) as response:  # noqa: S310 - the address starts with https
        content: bytes = response.read()
        return content
