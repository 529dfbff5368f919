"""A built page as a program reads it, and a checker of the links of a whole built site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_ADDRESSES = {"href", "src", "action", "poster"}


@dataclass
class Link:
    """An address on a page."""

    tag: str
    address: str
    attributes: dict[str, str]


@dataclass
class Document:
    """What checks need to know of a page."""

    lang: str = ""
    title: str = ""
    ids: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    tags: Counter[str] = field(default_factory=Counter)
    #: Attributes whose name begins with `on`: code that a text could smuggle in.
    handlers: list[str] = field(default_factory=list)
    #: `data-fact` or `data-relation` → the words of each element that has it.
    marked: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: {"data-fact": {}, "data-relation": {}}
    )

    @property
    def repeated_ids(self) -> list[str]:
        """The ids that more than one element has."""
        return sorted(name for name, count in Counter(self.ids).items() if count > 1)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self._open: list[tuple[str, list[str] | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        document = self.document
        document.tags[tag] += 1
        if tag == "html":
            document.lang = found.get("lang", "")
        if "id" in found:
            document.ids.append(found["id"])
        document.handlers += [name for name in found if name.startswith("on")]
        if tag == "link" and found.get("rel") == "alternate" and "hreflang" in found:
            document.alternates[found["hreflang"]] = found.get("href", "")
        if tag == "link" and found.get("rel") == "canonical":
            document.canonical = found.get("href", "")
        document.links += [Link(tag, found[name], found) for name in _ADDRESSES & found.keys()]
        words: list[str] | None = None
        for name, elements in document.marked.items():
            if name in found:
                words = []
                elements.setdefault(found[name], []).append("")
                self._open_mark = (elements[found[name]], words)
        if tag == "title" and not document.title:
            words = []
        if tag not in _VOID:
            self._open.append((f"{tag}", words))
            if words is not None and tag != "title":
                self._marks.append((len(self._open), *self._open_mark))

    _open_mark: tuple[list[str], list[str]]

    def feed_page(self, html: str) -> Document:
        self._marks: list[tuple[int, list[str], list[str]]] = []
        self.feed(html)
        self.close()
        return self.document

    def handle_data(self, data: str) -> None:
        for _, words in self._open:
            if words is not None:
                words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, words = self._open.pop()
            if name == "title" and words is not None:
                self.document.title = "".join(words).strip()
            if self._marks and self._marks[-1][0] == len(self._open) + 1:
                _, elements, found = self._marks.pop()
                elements[elements.index("")] = plain("".join(found))
            if name == tag:
                break
