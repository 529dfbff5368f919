"""Write pages as plain Markdown with front matter: for other engines, for review, for golden tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from markdownify import ATX, MarkdownConverter

from kb.compose import pages
from kb.langs import Lang
from kb.page import Page
from kb.site import Site

if TYPE_CHECKING:
    from bs4 import Tag

_BLOCK = re.compile(r"<!--kb:([\w-]+)-->")


class _Converter(MarkdownConverter):
    """HTML to Markdown; the anchors of lists stay, in a form that engines know."""

    def escape(self, text: str, parent_tags: object) -> str:
        return str(escape(text, quote=False))

    def convert_li(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        return super().convert_li(el, _anchored(el, text), parent_tags)  # type: ignore[misc]

    def convert_dt(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        # The anchor of an entry is on the group of its term and its descriptions.
        group = el.parent if el.parent.name == "div" else el
        return super().convert_dt(el, _anchored(group, text), parent_tags)  # type: ignore[misc]

    def convert_dd(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        return super().convert_dd(el, _anchored(el, text), parent_tags)  # type: ignore[misc]


def _anchored(el: Tag, text: str) -> str:
    anchor = el.get("id")
    return f'<a id="{anchor}"></a>{text}' if anchor else text


def write_pages(site: Site, out: Path, langs: Iterable[Lang]) -> int:
    """Write every page of `langs` below `out`, one tree a language; returns how many."""
    count = 0
    for lang in langs:
        for page in pages(site, lang):
            file = out / page.src_uri
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(plain_markdown(page), encoding="utf-8")
            count += 1
    return count


def plain_markdown(page: Page) -> str:
    """The page as one Markdown text, its blocks turned into Markdown too."""
    converter = _Converter(heading_style=ATX, bullets="-", escape_asterisks=False)

    def block(match: re.Match[str]) -> str:
        markdown: str = converter.convert(page.blocks[match[1]])
        return re.sub(r"\n{3,}", "\n\n", markdown).strip()

    text = _BLOCK.sub(block, page.source)
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).rstrip() + "\n"
