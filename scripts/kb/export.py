"""Write pages as plain Markdown with front matter: for other engines, for review, for golden tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from markdownify import ATX, MarkdownConverter

from kb.compose import pages
from kb.langs import Lang
from kb.page import Page
from kb.site import Site

_BLOCK = re.compile(r"<!--kb:([\w-]+)-->")


class _Converter(MarkdownConverter):
    """HTML to Markdown; anchors of statements, relations and sources stay, in a form that engines know."""

    def escape(self, text: str, parent_tags: object) -> str:
        return str(escape(text, quote=False))

    def convert_li(self, el, text, parent_tags):  # type: ignore[no-untyped-def]
        anchor = el.get("id")
        convert = super().convert_li  # type: ignore[misc]
        return convert(el, f'<a id="{anchor}"></a>{text}' if anchor else text, parent_tags)


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
