"""The page *State of the translations*: which texts are up to date, which lag behind, which are missing."""

from __future__ import annotations

from dataclasses import dataclass

from kb import formats
from kb.dates import PartialDate
from kb.draft import Draft
from kb.langs import DEFAULT_LANG, LANGS, Lang
from kb.page import Page
from kb.sheet import Sheet
from kb.site import Site
from kb.translations import State, day_of, states

PATH = "about/translations"


@dataclass(frozen=True)
class Entry:
    """A page whose text in one language is not up to date; `day` is when it was last translated."""

    name: str
    url: str
    day: PartialDate | None


def translations_page(site: Site, lang: Lang) -> Page:
    """How far each language is, and what waits to be translated."""
    sheet = Sheet(site, PATH, lang)
    draft = Draft()
    words = sheet.t["translations"]
    found = states(site.prose)
    others = [other for other in LANGS if other != DEFAULT_LANG]
    rows = [(sheet.language(other), [_count(found, other, state) for state in _SHOWN]) for other in others]
    draft.block("crumbs", sheet.render("crumbs.html", collection="about"))
    draft.title(words["title"])
    draft.block("progress", sheet.render("progress.html", rows=rows, shown=[s.name.lower() for s in _SHOWN]))
    for state in (State.STALE, State.UNSTAMPED, State.MISSING):
        groups = [(sheet.language(other), _entries(site, sheet, found, other, state)) for other in others]
        groups = [(name, entries) for name, entries in groups if entries]
        if groups:
            anchor = state.name.lower()
            draft.heading(2, words[anchor], anchor)
            draft.block(anchor, sheet.render("waiting.html", groups=groups))
    return Page(
        path=PATH,
        lang=lang,
        title=words["title"],
        description=words["intro"],
        kind="translations",
        markdown=draft.source,
        blocks=draft.blocks,
    )


_SHOWN = (State.FRESH, State.STALE, State.UNSTAMPED, State.MISSING)


def _count(found: dict[str, dict[Lang, State]], lang: Lang, state: State) -> int:
    return sum(by_lang[lang] is state for by_lang in found.values())


def _entries(
    site: Site, sheet: Sheet, found: dict[str, dict[Lang, State]], lang: Lang, state: State
) -> list[Entry]:
    entries = []
    for path, by_lang in found.items():
        if by_lang[lang] is state:
            prose = site.prose[lang].get(path)
            entries.append(Entry(page_name(site, path, sheet.lang), sheet.url(path), day_of(prose)))
    return formats.in_order(entries, lambda entry: entry.name, sheet.lang)


def page_name(site: Site, path: str, lang: Lang) -> str:
    """The name of a page with prose: of its record, its collection, or the title that its prose gives."""
    collection, _, record_id = path.partition("/")
    record = site.kb.records.get(collection, {}).get(record_id)
    if record:
        return record.name[lang]
    names = site.strings[lang]["collections"]
    if path in names or not path:
        return names[path or "home"]
    for code in (lang, DEFAULT_LANG):
        prose = site.prose[code].get(path)
        if prose and prose.meta.get("title"):
            return str(prose.meta["title"])
    return path
