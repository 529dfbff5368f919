"""The rule of links: what prose links to is there, and so is the place on the page."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from kb.faults import Fault
from kb.markup import Link, links
from kb.prose import Prose, without_code
from kb.rules.base import Subject

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_RAW = re.compile(r"<a\s[^<>]*?href=\"([^\"]*)\"")


def folder_of(prose: Prose) -> str:
    """The folder of a prose file below its language: `cities` for `docs/ca/cities/havana.md`."""
    return posixpath.dirname("/".join(prose.file.split("/")[2:]))


def target_path(target: str, prose: Prose) -> str | None:
    """The path of the page that a relative link to a Markdown file leads to; None for other targets."""
    address, _, fragment = target.partition("#")
    if _SCHEME.match(target) or (not address and not fragment):
        return None
    if not address:
        return prose.path
    file = posixpath.normpath(posixpath.join(folder_of(prose), unquote(address)))
    if not file.endswith(".md"):
        return None
    path = file.removesuffix(".md")
    return "" if path == "index" else path.removesuffix("/index")


def links_lead_somewhere(subject: Subject) -> Iterator[Fault]:
    """Links within the site name a page that there is, and an anchor that it has."""
    pages: Pages | None = None
    for lang, prose in subject.prose:
        for link in [*links(prose.text), *_raw_links(prose.text)]:
            if _SCHEME.match(link.target):
                continue
            pages = pages or Pages(subject)
            problem = _problem(link, prose, lang, pages, subject)
            if problem:
                line = prose.first_line + prose.text.count("\n", 0, link.start)
                column = link.start - prose.text.rfind("\n", 0, link.start)
                yield Fault(prose.file, line, column, *problem, "links")


def _raw_links(text: str) -> Iterator[Link]:
    for match in _RAW.finditer(without_code(text)):
        yield Link("", match[1], "", match.start(), False)


def _problem(link: Link, prose: Prose, lang: str, pages: Pages, subject: Subject) -> tuple[str, str] | None:
    target = link.target
    found = f"the link to {target}"
    address, _, fragment = target.partition("#")
    if address.startswith("/"):
        return f"{found} starts at the root", "start at this file: ../cities/havana.md"
    path = target_path(target, prose)
    if path is None:
        file = posixpath.normpath(posixpath.join("docs", lang, folder_of(prose), unquote(address)))
        if address and (subject.root / file).is_file():
            return None
        trial = target_path(address.rstrip("/") + ".md", prose)
        if trial in pages.paths:
            return f"{found} names no file", f"write the Markdown file: {address.rstrip('/')}.md"
        return (
            f"{found} leads nowhere",
            "write the path of a Markdown file from this one: ../cities/havana.md",
        )
    if path not in pages.paths:
        close = difflib.get_close_matches(path, pages.paths, n=1)
        here = folder_of(prose) or "."
        meant = posixpath.relpath(pages.files[close[0]], here) if close else ""
        return f"{found} leads nowhere", f"did you mean {meant}?" if meant else "correct it"
    if (
        pages.files[path] != posixpath.normpath(posixpath.join(folder_of(prose), unquote(address)))
        and address
    ):
        meant = posixpath.relpath(pages.files[path], folder_of(prose) or ".")
        return f"{found} names no file", f"write {meant}"
    if fragment and fragment not in pages.anchors(path):
        close = difflib.get_close_matches(fragment, pages.anchors(path), n=1)
        return f"the page {path or 'index'} has no #{fragment}", (
            f"did you mean #{close[0]}?" if close else "correct it, or leave it out"
        )
    return None


class Pages:
    """The pages of the site with their files and anchors, which are the same in every language."""

    def __init__(self, subject: Subject) -> None:
        self._pages = subject.pages
        self._anchors: dict[str, set[str]] = {}
        self.files = {path: page.src_uri.partition("/")[2] for path, page in self._pages.items()}
        self.paths = list(self._pages)

    def anchors(self, path: str) -> set[str]:
        """The anchors of a page: of its headings, and of what stands between them."""
        if path not in self._anchors:
            page = self._pages[path]
            found = set(re.findall(r"\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}", page.markdown))
            for html in (page.markdown, *page.blocks.values()):
                found |= set(re.findall(r"\sid=\"([^\"]+)\"", html))
            self._anchors[path] = found
        return self._anchors[path]
