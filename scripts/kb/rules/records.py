"""Rules of records: ids, statements told twice, sources listed twice, names of files."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from itertools import combinations

from kb import model
from kb.faults import Fault, shown_path
from kb.langs import DEFAULT_LANG
from kb.markup import headings
from kb.rules.base import Subject

#: Anchors that pages have of themselves, so that nothing else may be called so.
RESERVED = frozenset(
    [
        "relations",
        "facts",
        "sources",
        "unknown",
        "money",
        "related",
        "roles",
        "members",
        "table",
        "method",
        "documents",
        "chart",
        "events",
        "latest",
        "contacts",
        "as-text",
        "search",
        "cite",
        "correct",
    ]
)
RESERVED_STARTS = (
    "topic-",
    "source-",
    "mark-",
    "relation-",
    "decade-",
    "letter-",
    "publisher-",
    "kind-",
    "region-",
    "cite-",
    "kb-",
)
ALIKE = 0.95
_FILE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+")
#: Names that people look for, as they are usually written.
_USUAL = re.compile(r"(README|LICENSE|OFL)(\.[a-z]+)?")
_FOLDER_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def anchors_are_free(subject: Subject) -> Iterator[Fault]:
    """An id that is an anchor must not be one that the page has already."""
    prose = subject.site.prose[DEFAULT_LANG]
    for path, part, yaml_file in subject.parts:
        own = {heading.anchor for heading in headings(prose[path].text)} if path in prose else set()
        for name in ("statements", "events", "terms"):
            for index, item in enumerate(getattr(part, name, [])):
                if item.id in RESERVED or item.id.startswith(RESERVED_STARTS) or item.id in own:
                    found = f"the id `{item.id}` is already a place on this page"
                    remedy = f"call it otherwise, for instance `{item.id}-fact`"
                    yield yaml_file.fault((name, index, "id"), found, remedy, "ids")


def statements_stand_once(subject: Subject) -> Iterator[Fault]:
    """No record says the same thing twice."""
    for _, part, yaml_file in subject.parts:
        if not isinstance(part, model.Record):
            continue
        pairs = combinations(enumerate(part.statements), 2)
        for (_, one), (index, other) in pairs:
            if alike(one.text[DEFAULT_LANG], other.text[DEFAULT_LANG]):
                found = f"`{other.id}` says the same as `{one.id}`"
                remedy = "keep one of them, with the sources of both"
                yield yaml_file.fault(("statements", index, "text"), found, remedy, "duplicates")


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for a few characters; other figures make them differ."""
    longer = max(len(one), len(other))
    if one == other:
        return True
    if abs(len(one) - len(other)) > (1 - ALIKE) * 2 * longer or re.findall(r"\d+", one) != re.findall(
        r"\d+", other
    ):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def sources_stand_once(subject: Subject) -> Iterator[Fault]:
    """An address is one source with one id."""
    known: dict[str, str] = {}
    for key, (source, yaml_file) in subject.loaded.sources.items():
        address = _plain_address(source.url)
        first = known.setdefault(address, key)
        if first != key and subject.judged(yaml_file.file):
            found = f"`{key}` has the address of `{first}`"
            remedy = f"cite `{first}` everywhere and remove `{key}`"
            yield yaml_file.fault((key,), found, remedy, "sources")


def _plain_address(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def names_of_files(subject: Subject) -> Iterator[Fault]:
    """Names of files become addresses: small letters without accents, digits and hyphens."""
    for folder in ("data", "docs"):
        for path in sorted((subject.root / folder).rglob("*")):
            shown = shown_path(path, subject.root)
            if not path.is_file() or path.name.startswith(".") or not subject.judged(shown):
                continue
            folders = path.relative_to(subject.root).parts[:-1]
            if not (_FILE_NAME.fullmatch(path.name) or _USUAL.fullmatch(path.name)) or not all(
                map(_FOLDER_NAME.fullmatch, folders)
            ):
                remedy = "use small letters without accents, digits and hyphens: tel-aviv.md"
                yield Fault(shown, 1, 1, f"a file called {path.name}", remedy, "file-names")
