"""The Markdown of prose, as far as rules look at it: markup put out of sight, headings, passages, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.prose import CITATION, CODE, without_code

#: A character of private use: stands where markup stood, one for each character of it.
HIDDEN = "\ue000"

_HIDDEN = re.compile(
    r"<!--.*?-->|<(?P<dead>script|style)\b.*?</(?P=dead)>"
    r"|</?[a-zA-Z][^<>]*>|<https?://[^\s>]+>"  # HTML, autolinks
    r"|\[\^[^\]\s]+\]"  # citations
    r"|\{\{.*?\}\}|\{:?[ ]*[#.a-z][^{}\n]*\}"  # counts, attributes
    r"|(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?:[ ]+\"[^\"\n]*\")?\)"  # targets of links
    r"|^\[[^\]\n]+\]:[ ].*$"  # targets given apart
    r"|https?://[^\s<>)\]]+|&[a-z]+;|&#\w+;",
    re.DOTALL | re.MULTILINE,
)


@lru_cache(maxsize=4_000)
def masked(text: str) -> str:
    """The text with code, HTML, citations, attributes and addresses hidden; as long as before."""
    return _HIDDEN.sub(_hidden, CODE.sub(_hidden, text))


def _hidden(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", HIDDEN, match[0])


_HEADING = re.compile(r"^(#{1,6})[ ]+(.*?)(?:[ ]+\{[ ]*#([^\s}]+)[^}\n]*\})?[ ]*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Heading:
    """A heading of prose, with its line in the text (from 0)."""

    level: int
    text: str
    anchor: str | None
    line: int


@lru_cache(maxsize=4_000)
def headings(text: str) -> tuple[Heading, ...]:
    """The headings of a text, in order; those in code blocks do not count."""
    found = []
    shown = masked(text)
    for match in _HEADING.finditer(text):
        if shown[match.start()] == "#":
            line = text.count("\n", 0, match.start())
            found.append(Heading(len(match[1]), match[2], match[3], line))
    return tuple(found)


@dataclass(frozen=True)
class Block:
    """A paragraph, list, table or heading without its code: `plain` has all markup hidden too.

    `start` and `line` are its place in the whole text, from 0.
    """

    text: str
    plain: str
    start: int
    line: int

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.text.startswith("#")

    @property
    def cited(self) -> list[str]:
        """The sources it cites, in order."""
        return CITATION.findall(self.text)

    @property
    def links(self) -> list[str]:
        """The targets of its links."""
        return [link.target for link in links(self.text)]


_HEADING_LINE = re.compile(r"(^#{1,6}[ ].*(?:\n|\Z))", re.MULTILINE)
_BLOCK = re.compile(r"(?:^[^\S\n]*\S.*(?:\n|\Z))+", re.MULTILINE)


@lru_cache(maxsize=4_000)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text: runs of lines between empty lines; a heading is one of its own, code is none."""
    found = []
    shown = masked(text)
    for match in _BLOCK.finditer(without_code(text)):
        start = match.start()
        for part in _HEADING_LINE.split(match[0]):
            if part.strip():
                plain = shown[start : start + len(part)]
                found.append(Block(part, plain, start, text.count("\n", 0, start)))
            start += len(part)
    return tuple(found)


@dataclass(frozen=True)
class Link:
    """A link or image of Markdown: its words, its target, and where it starts (from 0)."""

    words: str
    target: str
    attributes: str
    start: int
    is_image: bool


_LINK = re.compile(
    r"(?P<image>!?)\[(?P<words>(?!\^)[^\[\]]*)\]"
    r"\(\s*<?(?P<target>(?:[^()\s<>]|\([^()\s]*\))*)>?(?:\s+[\"'(][^\n]*?[\"')])?\s*\)"
    r"(?P<attributes>\{[^{}\n]*\})?"
)
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?P<words>(?!\^)[^\[\]]+)\]:\s+<?(?P<target>\S+?)>?(?:\s|$)", re.MULTILINE
)


def links(text: str) -> Iterator[Link]:
    """Every link and image written in Markdown, and every target given apart (`[word]: address`)."""
    code_hidden = without_code(text)
    for match in _LINK.finditer(code_hidden):
        words = text[match.start("words") : match.end("words")]
        yield Link(words, match["target"], match["attributes"] or "", match.start(), bool(match["image"]))
    for match in _DEFINITION.finditer(code_hidden):
        yield Link(match["words"], match["target"], "", match.start(), False)
