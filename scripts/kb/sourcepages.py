"""The pages of all sources: a list of who publishes them, and each source with the pages that cite it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kb import formats
from kb.crossref import cited_ids
from kb.draft import Draft, add_prose, find_prose
from kb.freshness import PATH as FRESHNESS
from kb.langs import Lang
from kb.page import Page
from kb.progress import page_name
from kb.publishers import DIGITS, PARTS, Part, Publisher, publishers
from kb.sheet import Sheet
from kb.site import Site

PATH = "sources"

Cited = dict[str, list[tuple[str, str]]]


def publishers_page(site: Site, lang: Lang) -> Page:
    """Who publishes the sources, by letter, and where to find them."""
    sheet = Sheet(site, PATH, lang)
    draft = Draft()
    title = sheet.t["collections"][PATH]
    everyone = publishers(site, lang)
    draft.block("crumbs", sheet.render("crumbs.html", collection=""))
    draft.title(title)
    prose, borrowed = find_prose(site, lang, PATH)
    add_prose(draft, sheet, prose, borrowed)
    draft.block("intro", sheet.render("publishers_intro.html", total=len(site.kb.sources)))
    draft.block("upkeep", sheet.render("upkeep.html", path=FRESHNESS))
    draft.block("parts", _parts(sheet, everyone))
    for initial, named in _by_initial(everyone).items():
        anchor = _anchor(initial)
        draft.heading(2, initial, anchor)
        draft.block(anchor, sheet.render("publishers.html", publishers=named))
    return _page(sheet, draft, title, PATH, prose.file if prose else None)


def source_pages(site: Site, lang: Lang) -> Iterator[Page]:
    """The page of each part that has sources."""
    everyone = publishers(site, lang)
    citing = _citing(site, lang)
    for part in PARTS:
        mine = [publisher for publisher in everyone if publisher.part == part]
        if mine:
            yield _source_page(Sheet(site, part.path, lang), part, mine, everyone, citing)


def _source_page(
    sheet: Sheet, part: Part, mine: list[Publisher], everyone: list[Publisher], citing: Cited
) -> Page:
    draft = Draft()
    title = f"{sheet.t['collections'][PATH]}{sheet.t['words']['colon']} {part.name}"
    draft.block("crumbs", sheet.render("crumbs.html", collection=PATH))
    draft.title(title)
    draft.block("parts", _parts(sheet, everyone))
    for initial, named in _by_initial(mine).items():
        anchor = _anchor(initial)
        draft.heading(2, initial, anchor)
        draft.block(anchor, sheet.render("source_list.html", publishers=named, citing=citing))
    return _page(sheet, draft, title, "publishers")


def _page(sheet: Sheet, draft: Draft, title: str, kind: str, prose_file: str | None = None) -> Page:
    return Page(
        path=sheet.path,
        lang=sheet.lang,
        title=title,
        description=f"{title}. {sheet.t['site']['tagline']}.",
        kind=kind,
        markdown=draft.source,
        blocks=draft.blocks,
        prose_file=prose_file,
    )


def _parts(sheet: Sheet, everyone: list[Publisher]) -> str:
    filled = {publisher.part for publisher in everyone}
    return sheet.render("source_parts.html", parts=[part for part in PARTS if part in filled])


def _by_initial(everyone: list[Publisher]) -> dict[str, list[Publisher]]:
    found: dict[str, list[Publisher]] = defaultdict(list)
    for publisher in everyone:
        found[publisher.initial].append(publisher)
    return found


def _anchor(initial: str) -> str:
    return "letter-" + ("0" if initial == DIGITS else initial.lower())


def _citing(site: Site, lang: Lang) -> Cited:
    """Source id → path and name of the pages that cite it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for collection, records in site.kb.records.items():
        for record in records.values():
            for _, source_id in cited_ids(record):
                found[source_id][f"{collection}/{record.id}"] = record.name[lang]
    for path, items in (("timeline", site.kb.events), ("glossary", site.kb.terms)):
        for item in items:
            for source_id in item.sources:
                found[source_id][path] = page_name(site, path, lang)
    for path, prose in site.prose[lang].items():
        for source_id in prose.cited:
            found[source_id].setdefault(path, page_name(site, path, lang))
    return {key: formats.in_order(pages.items(), lambda item: item[1], lang) for key, pages in found.items()}
