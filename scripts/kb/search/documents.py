"""What is indexed: one small document per page, event of the timeline and term of the glossary.

A document is the article of a built page without its lists of links and sources, with the names that the
thing has in any language and what it can be narrowed down by. Articles with an apostrophe are set apart
(l’ agermanament), because the engine cuts words at spaces; `docs/assets/javascripts/search/` puts them
together again and reads queries alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from kb import explorer, formats, model
from kb.addresses import site_path
from kb.langs import LANGS, Lang
from kb.publishers import PARTS
from kb.site import Site

#: Between the names of a record in the metadata of its document.
NAME_SEPARATOR = " | "

#: Pages that only list what other documents say: of these, the title and the description are indexed.
_LISTS = ("", "timeline", "glossary", "sources", "networks/matrix")

#: Collections whose records have only the collection's name above their title.
_NAMED_BY_KIND = ("policies", "plans", "figures")

#: What the words of quick facts weigh beside those of sentences: they are labels and names of other things.
_FACTS_WEIGHT = 0.3

#: Pages that cannot be found: the one that shows results, and the parts of a list that is found as a whole.
_NOT_INDEXED = {"search", *(part.path for part in PARTS)}

#: What results can be narrowed down by, beside their kind.
FACETS = ("region", "policy")

#: What is left out of articles (CSS selectors): links, marks, and headings that all records have.
LEFT_OUT = (
    ".kb-crumbs",
    ".kb-marks",
    ".kb-anchor",
    ".kb-tag",
    ".kb-toolbar",
    ".kb-closing",
    ".kb-sources",
    ".kb-checked",
    ".kb-related",
    ".kb-chips",
    ".kb-cards",
    ".kb-list",
    ".kb-notice",
    ".kb-definitions",
    "figure",
    "svg",
    "form",
    "#definitions",
    "#facts",
    "#relations",
    "#sources",
    "#related",
    "#unknown",
    "#roles",
    "#members",
    "#events",
    "#chart",
    "#table",
    "#method",
    '[id^="topic-"]',
)

_ELISION = re.compile(r"(?<![^\W_])([ldsnmtjc]|qu|lorsqu|puisqu|quelqu|jusqu)([’'])(?=[^\W_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_HEADING_ID = re.compile(r'<h1 id="([^"]*)"')
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_GEMINATE = re.compile(r"(?<=[^\W\d_])l·l(?=[^\W\d_])")
_KICKER = re.compile(r'<p class="kb-kicker">.*?</p>', re.DOTALL)
_QUICK = re.compile(r'<dl class="kb-quick">(.*?)</dl>', re.DOTALL)
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_DATE = re.compile(r'(<span class="kb-fact__date">)(.*?)(</span>)', re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_UNLISTED = '<meta name="robots" content="noindex">'
_NO_WORD = re.compile(r"[\W_]+")


Facets = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Document:
    """One thing that can be found. `path` is its page, `anchor` its place there when it is only a part.

    `facets` are written as explorers do: `region=europe`.
    """

    path: str
    lang: Lang
    kind: str
    title: str
    body: str
    anchor: str = ""
    names: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file below the folder that is indexed."""
        name = f"{self.anchor}.html" if self.anchor else "index.html"
        return f"{site_path(self.path, self.lang)}{name}"

    @property
    def html(self) -> str:
        """The document as the engine reads it."""
        meta = {
            "title": self.title,
            "names": NAME_SEPARATOR.join(self.names),
            "exact": " ".join(exact_words(self.names or (self.title,))),
            "facets": " ".join(map(facet_word, (f"kind={self.kind}", *self.facets))),
        }
        head = "".join(
            f'<b data-pagefind-meta="{key}">{escape(open_elisions(value))}</b>'
            for key, value in meta.items()
            if value
        )
        return (
            f'<!doctype html><html lang="{self.lang}"><head><meta charset="utf-8"></head>'
            f"<body data-pagefind-body><div data-pagefind-ignore>{head}</div>"
            f"{open_elisions(self.body)}</body></html>"
        )


def open_elisions(text: str) -> str:
    """Set articles with an apostrophe apart: `l’acollida` → `l’ acollida`."""
    return _ELISION.sub(r"\1\2 ", text)


def exact_words(texts: Iterable[str]) -> list[str]:
    """The words of names in a form that no stemmer changes: `habana0`.

    Stemmers take words for forms of each other that are not: in Catalan, Habana and habitatge (housing).
    """
    words = (word for text in texts for word in _WORD.findall(folded(open_elisions(text))))
    return [f"{word}0" for word in dict.fromkeys(words)]


def facet_word(facet: str) -> str:
    """`region=latin-america` as a word that nobody types: `0regionlatinamerica0`.

    The engine's own filters are written in an order that changes from build to build.
    """
    return f"0{_NO_WORD.sub('', facet)}0"


def folded(text: str) -> str:
    """Small letters without accents, l·l as ll; as `fold` in `docs/assets/javascripts/search/query.js`."""
    bare = unicodedata.normalize("NFD", _GEMINATE.sub("ll", text.lower()))
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_LETTERS)


def write_documents(site: Site, built: Path, lang: Lang, folder: Path) -> None:
    """Write the documents of a language, whose pages are in `built`, a file each below `folder`."""
    for document in documents(site, built, lang):
        file = folder / document.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.html, "utf-8")


def documents(site: Site, built: Path, lang: Lang) -> Iterator[Document]:
    """Every document of a language."""
    facets = _facets(site)
    for path, html in _pages(built, lang):
        yield _page_document(site, lang, path, html, facets)
    yield from _events(site, lang, facets)
    yield from _terms(site, lang)


def _facets(site: Site) -> Facets:
    """Path of a record, or address of an event → its facets."""
    found: Facets = {}
    for collection, records in site.kb.records.items():
        rows = explorer.rows(site, collection)
        for record_id, record in records.items():
            areas = (record_id,) if collection == "policies" else record.areas
            own = [*rows.get(record_id, ()), *(f"policy={area}" for area in areas)]
            found[f"{collection}/{record_id}"] = _chosen(own)
    for event_id, own in explorer.rows(site, "timeline").items():
        found[f"timeline#{event_id}"] = _chosen(own)
    return found


def _chosen(facets: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(facet for facet in facets if facet.partition("=")[0] in FACETS))


def _pages(built: Path, lang: Lang) -> Iterator[tuple[str, str]]:
    """Path and HTML of every page that search engines are told of, too; redirects are not."""
    root = built / site_path("", lang)
    others = {other for other in LANGS if other != lang}
    for file in sorted(root.rglob("index.html")):
        path = file.parent.relative_to(root).as_posix()
        if path.split("/")[0] in others or path in _NOT_INDEXED:
            continue
        html = file.read_text("utf-8")
        if _UNLISTED not in html:
            yield "" if path == "." else path, html


def _page_document(site: Site, lang: Lang, path: str, html: str, facets: Facets) -> Document:
    collection, _, record_id = path.partition("/")
    record = site.kb.records.get(collection, {}).get(record_id)
    title = _text(_first(_TITLE, html)) or site.strings[lang]["site"]["name"]
    if path in _LISTS:
        body = f"<h1>{escape(title)}</h1><p>{_first(_DESCRIPTION, html)}</p>"
        return Document(path, lang, "page", title, body)
    body = _facts_last(_DATE.sub(_told_date, _first(_ARTICLE, html)))
    if record is None:
        return Document(path, lang, "page", title, body)
    if collection in _NAMED_BY_KIND:
        body = _KICKER.sub("", body)
    return Document(
        path,
        lang,
        collection,
        title,
        body,
        names=names(record),
        facets=facets[path],
    )


def _told_date(match: re.Match[str]) -> str:
    """The date of a statement as the beginning of its excerpt; nothing where it says that there is none."""
    before, date, after = match.groups()
    return f"{before}{date}:{after}" if "<time" in date else ""


def _facts_last(article: str) -> str:
    """Put the quick facts after the rest, as a part that leads to the head of the page and weighs little."""
    facts = _first(_QUICK, article).replace("</dt><dd>", ": ")
    anchor = _first(_HEADING_ID, article)
    last = f'<section id="{anchor}" data-pagefind-weight="{_FACTS_WEIGHT}">{facts}</section>' if facts else ""
    return _QUICK.sub("", article) + last


def _first(pattern: re.Pattern[str], html: str) -> str:
    match = pattern.search(html)
    return match[1] if match else ""


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def names(record: model.Record) -> tuple[str, ...]:
    """Every name of a record: in the four languages, its acronyms, its aliases."""
    found = [record.name[lang] for lang in LANGS]
    acronym = getattr(record, "acronym", None)
    if acronym:
        found += [acronym[lang] for lang in LANGS]
    return tuple(dict.fromkeys([*found, *record.aliases]))


def _events(site: Site, lang: Lang, facets: Facets) -> Iterator[Document]:
    for event in site.kb.events:
        title = event.title[lang]
        said = [f"{formats.when(event.date, lang)}.", event.text[lang]]
        if event.conflict:
            said.append(event.conflict[lang])
        body = f"<h1>{escape(title)}</h1><p>{escape(' '.join(said))}</p>"
        own = facets[f"timeline#{event.id}"]
        yield Document("timeline", lang, "timeline", title, body, event.id, facets=own)


def _terms(site: Site, lang: Lang) -> Iterator[Document]:
    for term in site.kb.terms:
        title = term.term[lang]
        body = f"<h1>{escape(title)}</h1><p>{escape(term.definition[lang])}</p>"
        every = tuple(dict.fromkeys(term.term[other] for other in LANGS))
        yield Document("glossary", lang, "glossary", title, body, term.id, every)
