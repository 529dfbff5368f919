"""Rules of safety: what HTML a contributor may write, and what an image must bring.

Prose is judged twice: as it is written (every tag has a strict form, with its place), and as it comes out
(a strict list of tags, attributes and addresses), since attributes and entities can hide an address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import markdown

from kb.faults import Fault
from kb.langs import LANGS
from kb.markup import links
from kb.prose import Prose, without_code
from kb.rules.base import Subject

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "lang",
        "dir",
        "title",
        "href",
        "src",
        "alt",
        "width",
        "height",
        "loading",
        "datetime",
        "open",
        "start",
        "colspan",
        "rowspan",
        "scope",
        "rel",
        "markdown",
        "hreflang",
        "role",
        "aria-label",
    ]
)
SCHEMES = frozenset(("https", "http", "mailto"))
#: Those of mkdocs.yml, and the two that MkDocs adds.
_EXTENSIONS = ["attr_list", "md_in_html", "toc", "tables", "fenced_code"]

_START = re.compile(r"<(?=[a-zA-Z/!?])")
_FINE = re.compile(
    r"<(?:/?([a-z][a-z0-9]*)(?:\s+[a-z-]+=\"[^\"<>]*\")*\s*/?|https?://[^\s<>]+|!--(?!kb:)(?:(?!-->).)*--)>",
    re.DOTALL,
)
#: What prose without any of it cannot hide anything behind: HTML, entities, attributes, schemes, hosts.
_SUSPECT = re.compile(r"[<&\\]|\{[^{}\n]*=|[a-zA-Z]:|//")
_IN_DATA = re.compile(r"<[a-zA-Z/!?]|\]\(|\{[#.:{%]|javascript:", re.IGNORECASE)
_LICENCE = re.compile(
    r"CC0|CC[ -]BY|©|public domain|dom(?:ini públic|inio público|aine public)", re.IGNORECASE
)


def html_is_safe(subject: Subject) -> Iterator[Fault]:
    """No script, frame, event handler or address that runs: only plain tags where a contributor may write."""
    for lang in LANGS:
        texts = (text.passage(lang) for text in subject.texts if _IN_DATA.search(text.text[lang]))
        for passage in (*texts, *subject.string_passages(lang)):
            if match := _IN_DATA.search(passage.text):
                remedy = "write plain text; links and markup belong into prose"
                yield passage.fault(match.start(), f"markup ({match[0]}) in a text of data", remedy, "html")
    for _, prose in subject.prose:
        yield from _unsafe_prose(prose)


def _unsafe_prose(prose: Prose) -> Iterator[Fault]:
    for key, value in prose.meta.items():
        if isinstance(value, str) and "<" in value:
            yield Fault(prose.file, 2, 1, f"HTML in `{key}`", "write plain text", "html")
    written = list(_as_written(prose))
    yield from written
    if _SUSPECT.search(prose.text):
        for fault in _as_rendered(prose):
            tag = re.fullmatch(r"the tag (<[^>]+)>", fault.found)
            if not any((tag[1] if tag else fault.found) in told.found for told in written):
                yield fault


def _fault(prose: Prose, start: int, found: str, remedy: str, rule: str = "html") -> Fault:
    line = prose.text.count("\n", 0, start)
    column = start - prose.text.rfind("\n", 0, start)
    return Fault(prose.file, prose.first_line + line, column, found, remedy, rule)


def _as_written(prose: Prose) -> Iterator[Fault]:
    text = without_code(prose.text)
    told: set[str] = set()
    for match in _START.finditer(text):
        tag = _FINE.match(text, match.start())
        shown = text[match.start() : match.start() + 30].split("\n")[0]
        name = re.match(r"</?([a-zA-Z][\w:-]*)", shown)
        if shown.startswith("</") and name and name[1] in told:
            continue
        if name and (tag is None or tag[1] not in TAGS):
            told.add(name[1])
        if tag is None:
            yield _fault(prose, match.start(), f"HTML that is not plain: {shown}", _remedy())
        elif tag[1] and tag[1] not in TAGS:
            yield _fault(prose, match.start(), f"the tag <{tag[1]}>", _remedy())


def _remedy() -> str:
    return 'paste it as plain text; of HTML only plain tags may stay: <details>, <abbr title="…">, <q>'


def _as_rendered(prose: Prose) -> Iterator[Fault]:
    judge = _Judge()
    judge.feed(_markdown().reset().convert(prose.text))
    judge.close()
    for found, clue in judge.found:
        start = prose.text.find(clue) if clue else 0
        yield _fault(prose, max(start, 0), found, _remedy())


@cache
def _markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=_EXTENSIONS)


class _Judge(HTMLParser):
    """Collects what is not on the lists, each with a clue to find it by."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append((f"the tag <{tag}>", f"<{tag}"))
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style" and tag in ("td", "th") and re.fullmatch(r"text-align: \w+;", value):
            return
        if name not in ATTRIBUTES:
            self.found.append((f"the attribute {name} of <{tag}>", name))
        elif name in ("href", "src"):
            plain = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", value)
            scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
            if scheme and scheme[1].lower() not in SCHEMES:
                self.found.append((f"an address with {scheme[1].lower()}:", value.split(":")[0]))
            elif name == "src" and (scheme or plain.startswith(("//", "\\"))):
                self.found.append(("an image from another site", value))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("a declaration <!…>", "<!"))

    def handle_pi(self, data: str) -> None:
        self.found.append(("an instruction <?…>", "<?"))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("a declaration <![…]>", "<!["))


def images_are_complete(subject: Subject) -> Iterator[Fault]:
    """An image says what it shows, how large it is and under which licence, and lies in docs/assets/."""
    for _, prose in subject.prose:
        file = posixpath.relpath("docs/assets/images/hall.jpg", posixpath.dirname(prose.file))
        example = f'![A market hall]({file} "Photo: A. Name, CC BY 4.0"){{ width="800" height="600" }}'
        for link in links(prose.text):
            if not link.is_image:
                continue
            written = prose.text[link.start : prose.text.find("\n", link.start) % (len(prose.text) + 1)]
            missing = [
                what
                for what, there in (
                    ("a description", link.words.strip()),
                    ("a width and a height", re.search(r"width=.*height=", link.attributes)),
                    ("a licence", _LICENCE.search(written)),
                )
                if not there
            ]
            if missing:
                found = f"an image without {' and '.join(missing)}"
                yield _fault(prose, link.start, found, f"write {example}", "images")
        for match in re.finditer(r"<img\b", without_code(prose.text)):
            yield _fault(prose, match.start(), "an image as HTML", f"write {example}", "images")
