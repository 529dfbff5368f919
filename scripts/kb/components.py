"""The page of components: each part that pages are made of, once, with real contents, for visual tests."""

from __future__ import annotations

from collections.abc import Iterator

from kb import model
from kb.charts import chart
from kb.dates import PartialDate
from kb.draft import Draft
from kb.langs import Lang
from kb.maps import cities_of, locator, world_map
from kb.page import Page
from kb.sheet import Sheet
from kb.site import Site
from kb.states import RelationState, State, main_relation, relation_state

PATH = "components"

#: How many cards, rows and events are shown.
_FEW = 3


def components_page(site: Site, lang: Lang) -> Page:
    """The page of components in one language; it stands in no menu and no index."""
    sheet = Sheet(site, PATH, lang)
    draft = Draft()
    words = sheet.t["components"]
    draft.title(words["title"])
    draft.text(words["intro"])
    for name, html in _components(sheet):
        draft.heading(2, words[name], f"component-{name}")
        draft.block(name, html)
    draft.sources(sheet)
    return Page(
        path=PATH,
        lang=lang,
        title=words["title"],
        description=words["intro"],
        kind=PATH,
        markdown=draft.source,
        blocks=draft.blocks,
    )


def _components(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Name and HTML of each component, from the first records that have what it shows, if any has."""
    site, records = sheet.site, sheet.site.kb.records
    cities = cities_of(site)
    today = PartialDate(site.today.year, site.today.month, site.today.day)
    dated = (State.IN_FORCE_UNTIL, State.TERM_ENDED, State.SUSPENDED, State.ENDED)
    states = [RelationState(state, today if state in dated else None) for state in State]
    yield "badges", sheet.render("badges.html", states=states)
    for city in _most_told(cities):
        statements = list({said.confidence: said for said in city.statements}.values())
        yield "facts", sheet.render("statements.html", record=city, statements=statements)
    partners = [city for city in cities if city.relations][:1]
    for city in partners:
        relations = [(relation, relation_state(relation, city, site.today)) for relation in city.relations]
        yield "relations", sheet.render("relations.html", city=city, relations=relations)
    cards = list(records["policies"].values())[:_FEW]
    yield "cards", sheet.render("list.html", collection="policies", records=cards, facets={})
    rows = [(city, main_relation(city, site.today)) for city in cities[:_FEW]]
    yield "table", sheet.render("city_list.html", rows=rows, facets={city.id: () for city in cities})
    yield "timeline", sheet.render("events.html", events=site.kb.events[:_FEW], at="timeline")
    figures = [figure for figure in records["figures"].values() if isinstance(figure, model.Figure)]
    for figure in sorted(figures, key=lambda figure: -len(figure.series))[:1]:
        yield "figure", chart(sheet, figure) + sheet.render("series.html", figure=figure)
    yield "map", world_map(sheet)
    for city in partners:
        yield "locator", locator(sheet, city)
    yield "notice", sheet.render("untranslated.html")


def _most_told(cities: list[model.City]) -> list[model.City]:
    """The city, if there is any, whose statements have the most kinds of confidence, conflict among them."""

    def variety(city: model.City) -> tuple[bool, int]:
        kinds = {statement.confidence for statement in city.statements}
        return (model.Confidence.CONFLICT in kinds, len(kinds))

    return sorted(cities, key=variety, reverse=True)[:1]
