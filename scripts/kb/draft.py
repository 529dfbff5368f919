"""A draft: the Markdown and the HTML blocks of a page as they are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from kb import formats
from kb.counts import filled
from kb.dates import When
from kb.langs import DEFAULT_LANG, Lang
from kb.page import placeholder
from kb.prose import CITATION, Prose, outside_code
from kb.sheet import Sheet
from kb.site import Site
from kb.translations import State, day_of, original_url, state_of

#: Signs that Markdown reads as something else than themselves (of Python-Markdown's `ESCAPED_CHARS`).
_SIGNS = re.compile(r"[\\`*_{}\[\]#]")


def as_it_is(text: str) -> str:
    """Markdown that shows a plain text as it is: neither HTML nor marks in it mean anything."""
    return escape(_SIGNS.sub(r"\\\g<0>", text), quote=False)


@dataclass
class Draft:
    """The Markdown and blocks of a page as they are put together."""

    markdown: list[str] = field(default_factory=list)
    blocks: dict[str, str] = field(default_factory=dict)

    def block(self, name: str, html: str) -> None:
        """Add an HTML block, unless it is empty."""
        if html:
            self.markdown.append(placeholder(name))
            self.blocks[name] = html

    def title(self, text: str) -> None:
        """Add the heading of the page."""
        self.markdown.append(f"# {as_it_is(text)}")

    def heading(self, level: int, text: str, anchor: str) -> None:
        """Add a heading with a fixed anchor, the same in every language."""
        self.markdown.append(f"{'#' * level} {as_it_is(text)} {{#{anchor}}}")

    def text(self, markdown: str) -> None:
        """Add Markdown as it is."""
        self.markdown.append(markdown.strip())

    @property
    def source(self) -> str:
        """The whole Markdown."""
        return "\n\n".join(self.markdown) + "\n"

    def sources(self, sheet: Sheet, checked: When | None = None) -> None:
        """Add the definitions of the glossary's terms that were used, and the sources that were cited.

        The facts were last checked on the day `checked`, or when the sources were read.
        """
        self._define(sheet)
        if sheet.cited:
            self.heading(2, sheet.t["sections"]["sources"], "sources")
            self.block("sources", sheet.render("sources.html", checked=checked or sheet.consulted))

    def _define(self, sheet: Sheet) -> None:
        if sheet.explained.terms:
            self.heading(2, sheet.t["sections"]["definitions"], "definitions")
            terms = formats.in_order(
                sheet.explained.terms.values(), lambda term: term.term[sheet.lang], sheet.lang
            )
            self.block("definitions", sheet.render("definitions.html", terms=terms))


def find_prose(site: Site, lang: Lang, path: str) -> tuple[Prose | None, bool]:
    """The prose of a page, and whether it is in another language than asked for."""
    own = site.prose[lang].get(path)
    if own:
        return own, False
    return site.prose[DEFAULT_LANG].get(path), True


def add_prose(draft: Draft, sheet: Sheet, prose: Prose | None, borrowed: bool) -> None:
    """Add the prose of a page, its citations turned into source marks."""
    if prose is None:
        return
    text = filled(prose.text, sheet.site, sheet.lang)
    if not borrowed:
        text = sheet.explained.markdown(text)
    text = outside_code(text, CITATION, lambda match: str(sheet.marks([match[1]])))
    original = sheet.site.prose[DEFAULT_LANG].get(prose.path)
    if not borrowed and sheet.lang != DEFAULT_LANG and state_of(prose, original) is State.STALE:
        day = day_of(prose)
        address = original_url(prose.path, sheet.lang)
        shown = sheet.date(day) if day else None
        draft.block("stale", sheet.render("stale.html", day=shown, original=address))
    if borrowed:
        draft.block("untranslated", sheet.render("untranslated.html"))
        text = f'<div lang="{DEFAULT_LANG}" markdown="1">\n\n{text.strip()}\n\n</div>'
    draft.text(text)
