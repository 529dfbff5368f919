"""The page *State of the sources and the facts*: what no longer answers, and what nobody checked for long."""

from __future__ import annotations

from datetime import date, timedelta

from kb import formats, model
from kb.draft import Draft
from kb.langs import Lang
from kb.links import Ref
from kb.page import Page
from kb.progress import Entry
from kb.publishers import source_path
from kb.sheet import Sheet
from kb.site import Site

PATH = "about/freshness"


def unreachable(site: Site) -> dict[str, model.Source]:
    """The sources whose address is gone, by id."""
    return {key: source for key, source in site.kb.sources.items() if source.unreachable}


def unchecked(site: Site) -> list[tuple[Ref, model.Record]]:
    """The records whose facts nobody compared with their sources for over twelve months, oldest first."""
    limit = a_year_before(site.today)
    found = [
        (Ref(collection, record.id), record)
        for collection, records in site.kb.records.items()
        for record in records.values()
        if record.checked.last.last_day < limit
    ]
    return sorted(found, key=lambda item: (item[1].checked.sort_key, str(item[0])))


def a_year_before(day: date) -> date:
    """The same day of the year before; the last of February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year - 1)


def freshness_page(site: Site, lang: Lang) -> Page:
    """The sources that do not answer, and the pages to be checked again."""
    sheet = Sheet(site, PATH, lang)
    draft = Draft()
    words = sheet.t["freshness"]
    draft.block("crumbs", sheet.render("crumbs.html", collection="about"))
    draft.title(words["title"])
    draft.block("freshness", sheet.render("freshness.html"))
    draft.heading(2, words["unreachable"], "unreachable")
    gone = formats.in_order(unreachable(site).items(), lambda item: item[1].publisher, lang)
    draft.block("unreachable", sheet.render("unreachable.html", sources=gone, path_of=source_path))
    draft.heading(2, words["unchecked"], "unchecked")
    draft.block("unchecked", sheet.render("unchecked.html", groups=_by_collection(site, sheet)))
    return Page(
        path=PATH,
        lang=lang,
        title=words["title"],
        description=words["intro"],
        kind="freshness",
        markdown=draft.source,
        blocks=draft.blocks,
    )


def _by_collection(site: Site, sheet: Sheet) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = {}
    for ref, record in unchecked(site):
        entry = Entry(record.name[sheet.lang], sheet.url(str(ref)), record.checked.last)
        groups.setdefault(sheet.t["collections"][ref.collection], []).append(entry)
    return list(groups.items())
