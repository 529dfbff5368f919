"""A built site as a program reads it: its pages, and what is wrong with their links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html  # type: ignore[import-untyped]

_ADDRESSES = ("href", "src", "action", "poster")


def plain(text: str) -> str:
    """A text with every run of white space as one space."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Document:
    """What checks need to know of a page."""

    lang: str
    title: str
    description: str
    heading: str
    canonical: str
    ids: list[str]
    links: list[tuple[str, str]]
    alternates: dict[str, str]
    facts: dict[str, list[str]]
    relations: dict[str, list[str]]
    redirect: str
    is_listed: bool

    @property
    def repeated_ids(self) -> list[str]:
        """The ids that more than one element has."""
        return sorted(name for name, count in Counter(self.ids).items() if count > 1)


def read_document(html: bytes) -> Document:
    """Read a page."""
    root: Any = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))

    def first(path: str) -> str:
        found = root.xpath(path)
        return str(found[0]) if found else ""

    def texts(attribute: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for element in root.xpath(f"//*[@{attribute}]"):
            found.setdefault(element.get(attribute), []).append(plain(element.text_content()))
        return found

    return Document(
        lang=root.get("lang", ""),
        title=first("//head/title/text()"),
        description=first("//head/meta[@name='description']/@content"),
        heading=plain("".join(root.xpath("//h1[1]//text()"))),
        canonical=first("//head/link[@rel='canonical']/@href"),
        ids=[str(name) for name in root.xpath("//@id")],
        links=[
            (str(element.tag), element.get(name))
            for name in _ADDRESSES
            for element in root.xpath(f"//*[@{name}]")
        ],
        alternates={
            element.get("hreflang"): element.get("href")
            for element in root.xpath("//head/link[@rel='alternate'][@hreflang]")
        },
        facts=texts("data-fact"),
        relations=texts("data-relation"),
        redirect=first("//meta[@http-equiv='refresh']/@content").partition("url=")[2],
        is_listed="noindex" not in first("//meta[@name='robots']/@content"),
    )


class BuiltSite:
    """A folder with a built site whose address is `site_url`."""

    def __init__(self, folder: Path, site_url: str) -> None:
        self.folder = folder
        self.site_url = site_url if site_url.endswith("/") else f"{site_url}/"

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Every HTML file with what it says."""
        return {
            path.relative_to(self.folder).as_posix(): read_document(path.read_bytes())
            for path in sorted(self.folder.rglob("*.html"))
        }

    @property
    def pages(self) -> dict[str, Document]:
        """Every page: all but the 404 page and those that only lead on to another address."""
        return {
            file: document
            for file, document in self.documents.items()
            if file != "404.html" and not document.redirect
        }

    @cached_property
    def _files(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")}

    def url(self, file: str) -> str:
        """The absolute address of a file."""
        return self.site_url + file.removesuffix("index.html")

    def target(self, address: str) -> str | None:
        """The file that an absolute address of this site stands for; None when there is none."""
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.site_url).path))
        if path == "" or path.endswith("/"):
            path += "index.html"
        return path if path in self._files and (self.folder / path).is_file() else None

    def is_inside(self, address: str) -> bool:
        """Whether an absolute address belongs to this site."""
        return address.startswith(self.site_url)

    def broken_links(self) -> Iterator[str]:
        """Every link to a page, file or fragment of the site that is not there."""
        own = urlsplit(self.site_url)
        for file, document in self.documents.items():
            for tag, address in document.links:
                absolute = urljoin(self.url(file), address)
                parts = urlsplit(absolute)
                if parts.scheme not in ("http", "https") or parts.netloc != own.netloc:
                    continue
                target = self.target(absolute) if self.is_inside(absolute) else None
                if target is None:
                    yield f"{file}: <{tag}> leads to {address}, which is not there"
                elif not self._has_fragment(target, unquote(parts.fragment)):
                    yield f"{file}: <{tag}> leads to {address}, where nothing has that id"

    def _has_fragment(self, file: str, fragment: str) -> bool:
        return not fragment or file not in self.documents or fragment in self.documents[file].ids

    def wrong_alternates(self) -> Iterator[str]:
        """Every hreflang link that is not absolute, not there, or not answered by one back."""
        for file, document in self.documents.items():
            for code, address in document.alternates.items():
                target = self.target(address) if self.is_inside(address) else None
                if target is None or target not in self.documents:
                    yield f"{file}: hreflang {code} leads to {address}, which is not there"
                elif self.url(file) not in self.documents[target].alternates.values():
                    yield f"{file}: {target} has no hreflang link back"
                elif code != "x-default" and self.documents[target].lang != code:
                    yield f"{file}: hreflang {code} leads to {target} in {self.documents[target].lang}"
