"""Pages that look across records: home, timeline, glossary, cities by network, data, search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import relpath

from kb import explorer, formats, model, opendata
from kb.addresses import site_path
from kb.counts import counts
from kb.draft import Draft, add_prose, find_prose
from kb.freshness import freshness_page
from kb.langs import LANGS, Lang
from kb.maps import world_map
from kb.menu import named
from kb.page import Page
from kb.progress import page_name, translations_page
from kb.sheet import Sheet
from kb.site import Site
from kb.sourcepages import publishers_page, source_pages
from kb.terms import running_text

#: How many of the latest events the home page shows.
LATEST = 5

#: Kind of reader → where the home page sends them.
READERS = {
    "citizens": ("about/international-municipalism", "about/citizens", "timeline"),
    "teachers": ("learn", "glossary"),
    "press": ("figures", "data", "sources", "about/research"),
    "staff": ("plans", "organisations", "contribute"),
}


def overview_pages(site: Site, lang: Lang) -> Iterator[Page]:
    """Every page of this kind."""
    for write in (
        home_page,
        timeline_page,
        glossary_page,
        publishers_page,
        matrix_page,
        search_page,
        translations_page,
        freshness_page,
        data_page,
    ):
        yield write(site, lang)
    yield from source_pages(site, lang)


def home_page(site: Site, lang: Lang) -> Page:
    """What this is, in one screen, and where it leads."""
    sheet = Sheet(site, "", lang)
    draft = Draft()
    t = sheet.t
    draft.title(t["site"]["name"])
    prose, borrowed = find_prose(site, lang, "")
    add_prose(draft, sheet, prose, borrowed)
    draft.block("map", world_map(sheet))
    draft.block("doors", sheet.render("doors.html", collections=_filled(site)))
    draft.block("counts", sheet.render("counts.html", counts=counts(site)))
    draft.heading(2, t["readers"]["title"], "readers")
    draft.block("readers", sheet.render("readers.html", readers=_readers(site, lang)))
    past = [event for event in site.kb.events if event.date.start.first_day <= site.today]
    latest = sorted(past, key=lambda event: event.date.sort_key, reverse=True)[:LATEST]
    if latest:
        draft.heading(2, t["sections"]["latest"], "latest")
        draft.block("latest", sheet.render("events.html", events=latest, at="timeline"))
    draft.sources(sheet)
    return Page(
        path="",
        lang=lang,
        title=t["site"]["name"],
        description=t["site"]["tagline"],
        kind="home",
        markdown=draft.source,
        blocks=draft.blocks,
        prose_file=prose.file if prose else None,
    )


def _readers(site: Site, lang: Lang) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each kind of reader with the path and the name of the pages that are for them."""
    for reader, paths in READERS.items():
        yield reader, list(named(site, lang, paths))


def _filled(site: Site) -> list[str]:
    return [name for name, records in site.kb.records.items() if records]


def timeline_page(site: Site, lang: Lang) -> Page:
    """Every event by decade, oldest first."""
    sheet = Sheet(site, "timeline", lang)
    draft = Draft()
    draft.block("crumbs", sheet.render("crumbs.html", collection=""))
    draft.title(sheet.t["collections"]["timeline"])
    prose, borrowed = find_prose(site, lang, "timeline")
    add_prose(draft, sheet, prose, borrowed)
    found = explorer.rows(site, "timeline")
    draft.block("explorer", explorer.form(sheet, "timeline", found))
    decades: dict[int, list[model.Event]] = defaultdict(list)
    for event in sorted(site.kb.events, key=lambda event: event.date.sort_key):
        decades[event.date.start.year // 10 * 10].append(event)
    for decade, events in decades.items():
        draft.heading(2, f"{decade}–{decade + 9}", f"decade-{decade}")
        draft.block(f"decade-{decade}", sheet.render("events.html", events=events, at="", facets=found))
    draft.sources(sheet)
    return _overview(sheet, draft, "timeline", "data/timeline.yml")


def glossary_page(site: Site, lang: Lang) -> Page:
    """Every term in the order of the language, with its names in the others."""
    sheet = Sheet(site, "glossary", lang)
    draft = Draft()
    draft.block("crumbs", sheet.render("crumbs.html", collection=""))
    draft.title(sheet.t["collections"]["glossary"])
    prose, borrowed = find_prose(site, lang, "glossary")
    add_prose(draft, sheet, prose, borrowed)
    terms = formats.in_order(site.kb.terms, lambda term: term.term[lang], lang)
    others = [other for other in LANGS if other != lang]
    uses = _uses(site, lang)
    draft.block("terms", sheet.render("terms.html", terms=terms, others=others, uses=uses))
    draft.sources(sheet)
    return _overview(sheet, draft, "glossary", "data/glossary.yml")


def _uses(site: Site, lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """Term id → path and name of the pages whose facts or prose use it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for collection, records in site.kb.records.items():
        for record in records.values():
            texts = [statement.text[lang] for statement in record.statements]
            lead = [record.lead.text[lang]] if record.lead else []
            for _, term in site.lexicons[lang].uses("\n".join([*lead, *texts])):
                found[term.id][f"{collection}/{record.id}"] = record.name[lang]
    for path, prose in site.prose[lang].items():
        for _, term in site.lexicons[lang].uses(running_text(prose.text)):
            found[term.id].setdefault(path, page_name(site, path, lang))
    return {key: formats.in_order(pages.items(), lambda item: item[1], lang) for key, pages in found.items()}


def data_page(site: Site, lang: Lang) -> Page:
    """The files of data that there are to take."""
    sheet = Sheet(site, opendata.FOLDER, lang)
    draft = Draft()
    draft.block("crumbs", sheet.render("crumbs.html", collection=""))
    draft.title(sheet.t["collections"]["data"])
    prose, borrowed = find_prose(site, lang, opendata.FOLDER)
    add_prose(draft, sheet, prose, borrowed)
    draft.heading(2, sheet.t["sections"]["files"], "files")
    folder = relpath(opendata.FOLDER, site_path(opendata.FOLDER, lang))
    draft.block("files", sheet.render("files.html", folder=folder, files=opendata.files()))
    draft.sources(sheet)
    return _overview(sheet, draft, opendata.FOLDER, None)


def search_page(site: Site, lang: Lang) -> Page:
    """Where the results of a search are shown; without script, the way to every list."""
    path = "search"
    sheet = Sheet(site, path, lang)
    draft = Draft()
    title = sheet.t["search"]["title"]
    lists = [*_filled(site), "timeline", "glossary", "sources"]
    draft.title(title)
    draft.block("search", sheet.render("search.html", lists=lists))
    return Page(
        path=path,
        lang=lang,
        title=title,
        description=sheet.t["search"]["intro"],
        kind=path,
        markdown=draft.source,
        blocks=draft.blocks,
    )


def _memberships(site: Site) -> Iterator[tuple[model.Network, model.Membership]]:
    for network in site.kb.records.get("networks", {}).values():
        if isinstance(network, model.Network):
            for member in network.members:
                yield network, member


def matrix_page(site: Site, lang: Lang) -> Page:
    """Which partner city belongs to which network, as a table and as text."""
    path = "networks/matrix"
    sheet = Sheet(site, path, lang)
    draft = Draft()
    t = sheet.t
    by_city: dict[str, dict[str, model.Membership]] = defaultdict(dict)
    networks: dict[str, model.Network] = {}
    for network, member in _memberships(site):
        by_city[member.city][network.id] = member
        networks[network.id] = network
    cities = site.kb.records["cities"]
    columns = formats.in_order(networks.values(), lambda n: sheet.short_name(n), lang)
    rows = formats.in_order(by_city, lambda city: cities[city].name[lang], lang)
    draft.block("crumbs", sheet.render("crumbs.html", collection="networks"))
    draft.title(t["sections"]["matrix"])
    draft.block("explain", sheet.render("matrix_intro.html"))
    names = [(city, cities[city].name[lang], by_city[city]) for city in rows]
    draft.heading(2, t["sections"]["table"], "table")
    draft.block("table", sheet.render("matrix.html", rows=names, columns=columns))
    draft.heading(2, t["sections"]["as_text"], "as-text")
    draft.block("as-text", sheet.render("matrix_text.html", rows=names, columns=columns))
    draft.sources(sheet)
    return Page(
        path=path,
        lang=lang,
        title=t["sections"]["matrix"],
        description=t["words"]["matrix_intro"],
        kind="matrix",
        markdown=draft.source,
        blocks=draft.blocks,
    )


def _overview(sheet: Sheet, draft: Draft, path: str, data_file: str | None) -> Page:
    prose, _ = find_prose(sheet.site, sheet.lang, path)
    title = sheet.t["collections"][path]
    return Page(
        path=path,
        lang=sheet.lang,
        title=title,
        description=f"{title}. {sheet.t['site']['tagline']}.",
        kind=path,
        markdown=draft.source,
        blocks=draft.blocks,
        data_file=data_file,
        prose_file=prose.file if prose else None,
    )
