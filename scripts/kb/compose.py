"""Compose pages: which blocks a record's page has, in which order, and the lists of each collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from kb import explorer, formats, model
from kb.articles import article_page, articles_on, lessons
from kb.charts import chart
from kb.components import components_page
from kb.draft import Draft, add_prose, find_prose
from kb.langs import DEFAULT_LANG, Lang
from kb.links import Ref
from kb.maps import locator
from kb.overviews import overview_pages
from kb.page import Page
from kb.sheet import Sheet
from kb.site import Site
from kb.states import main_relation, relation_state

Fact = tuple[str, str | Markup]


def pages(site: Site, lang: Lang, chosen: set[str] | None = None) -> Iterator[Page]:
    """Every page of the site in one language; with `chosen` only those records' pages and the lists."""
    for collection, records in site.kb.records.items():
        yield index_page(site, lang, collection)
        for record in records.values():
            if chosen is None or f"{collection}/{record.id}" in chosen:
                yield record_page(site, lang, collection, record)
    written = set(site.kb.records)
    for page in (*overview_pages(site, lang), components_page(site, lang)):
        written.add(page.path)
        yield page
    for path in sorted({*site.prose[lang], *site.prose[DEFAULT_LANG]}):
        if path not in written and not _is_record(site, path):
            yield article_page(site, lang, path)


def _is_record(site: Site, path: str) -> bool:
    collection, _, record_id = path.partition("/")
    return record_id in site.kb.records.get(collection, {})


def record_page(site: Site, lang: Lang, collection: str, record: model.Record) -> Page:
    """The page of one record."""
    ref = Ref(collection, record.id)
    sheet = Sheet(site, str(ref), lang)
    draft = Draft()
    t = sheet.t
    draft.block("crumbs", sheet.render("crumbs.html", collection=collection))
    draft.title(record.name[lang])
    place = locator(sheet, record) if isinstance(record, model.City) else ""
    intro = sheet.render("intro.html", record=record, place=Markup(place), **_intro(sheet, ref, record))
    draft.block("intro", intro)
    prose, borrowed = find_prose(site, lang, str(ref))
    add_prose(draft, sheet, prose, borrowed)
    for anchor, html in _own_sections(sheet, record):
        if html:
            draft.heading(2, t["sections"][anchor], anchor)
            draft.block(anchor, html)
    _add_statements(draft, sheet, record)
    if record.unknown:
        draft.heading(2, t["sections"]["unknown"], "unknown")
        draft.block("unknown", sheet.render("unknown.html", record=record))
    related = _related(sheet, ref)
    if related:
        draft.heading(2, t["sections"]["related"], "related")
        draft.block("related", sheet.render("related.html", groups=related))
    draft.sources(sheet, record.checked)
    return Page(
        path=str(ref),
        lang=lang,
        title=record.name[lang],
        description=_description(record, sheet),
        kind=collection,
        markdown=draft.source,
        blocks=draft.blocks,
        data_file=f"data/{collection}/{record.id}.yml",
        prose_file=prose.file if prose else None,
        checked=str(record.checked),
    )


def _description(record: model.Record, sheet: Sheet) -> str:
    if record.lead:
        return record.lead.text[sheet.lang]
    return sheet.t["words"]["described"].format(name=record.name[sheet.lang])


def _intro(sheet: Sheet, ref: Ref, record: model.Record) -> dict[str, object]:
    """What the head of a record's page shows: its kind or place, its state, its quick facts."""
    describe = _INTROS[ref.collection]
    kicker, facts = describe(sheet, record)
    state = None
    if isinstance(record, model.City):
        main = main_relation(record, sheet.site.today)
        state = main[1] if main else None
    if record.areas:
        areas = [Ref("policies", area) for area in record.areas]
        facts.append((sheet.t["labels"]["areas"], _links(sheet, areas)))
    if record.aliases:
        facts.append((sheet.t["labels"]["also_known"], ", ".join(record.aliases)))
    return {"kicker": kicker, "state": state, "facts": facts}


def _links(sheet: Sheet, refs: list[Ref]) -> Markup:
    """The records by name, as links, in the language's order."""
    named = [(ref, sheet.site.kb.records[ref.collection][ref.id].name[sheet.lang]) for ref in refs]
    named = formats.in_order(named, lambda item: item[1], sheet.lang)
    return Markup(", ").join(
        Markup('<a href="{}">{}</a>').format(sheet.url(str(ref)), name) for ref, name in named
    )


def _sourced(sheet: Sheet, sourced: model.Sourced) -> Markup:
    return Markup("{}{}").format(sourced.text[sheet.lang], sheet.marks(sourced.sources))


def _dated(sheet: Sheet, dated: model.Dated) -> Markup:
    return Markup("{}{}").format(sheet.when(dated.date), sheet.marks(dated.sources))


def _website(address: str) -> Markup:
    shown = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return Markup('<a href="{}" rel="external">{}</a>').format(address, shown.rstrip("/"))


def _city_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    assert isinstance(record, model.City)
    t = sheet.t
    kicker = f"{sheet.country(record.country)} · {t['regions'][record.region]}"
    facts: list[Fact] = []
    dated = [relation for relation in record.relations if relation.signed]
    if dated:
        first = min(dated, key=lambda r: r.signed.sort_key if r.signed else ())
        text = Markup('<a href="#relation-{}">{}</a>').format(first.id, sheet.relation_name(first))
        facts.append((t["labels"]["first_tie"], text))
    return kicker, facts


def _network_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    assert isinstance(record, model.Network)
    labels = sheet.t["labels"]
    return sheet.t["network_kinds"][record.kind], _body_facts(sheet, record, labels)


def _organisation_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    assert isinstance(record, model.Organisation)
    labels = sheet.t["labels"]
    return sheet.t["organisation_kinds"][record.kind], _body_facts(sheet, record, labels)


def _body_facts(
    sheet: Sheet, record: model.Network | model.Organisation, labels: dict[str, str]
) -> list[Fact]:
    facts: list[Fact] = []
    if record.acronym:
        facts.append((labels["acronym"], record.acronym[sheet.lang]))
    if record.founded:
        facts.append((labels["founded"], _dated(sheet, record.founded)))
    if record.seat:
        facts.append((labels["seat"], _sourced(sheet, record.seat)))
    if record.website:
        facts.append((labels["website"], _website(record.website)))
    return facts


def _policy_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    return "", []


def _plan_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    assert isinstance(record, model.Plan)
    labels = sheet.t["labels"]
    facts: list[Fact] = []
    if record.period:
        facts.append((labels["period"], sheet.when(record.period)))
    if record.approved:
        facts.append((labels["approved"], _dated(sheet, record.approved)))
    if record.predecessor:
        facts.append((labels["predecessor"], _links(sheet, [Ref("plans", record.predecessor)])))
    successor = sheet.site.links.successor(record.id)
    if successor:
        facts.append((labels["successor"], _links(sheet, [Ref("plans", successor)])))
    return "", facts


def _project_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    assert isinstance(record, model.Project)
    labels = sheet.t["labels"]
    facts: list[Fact] = []
    if record.cities:
        refs = [Ref("cities", city) for city in record.cities]
        facts.append((labels["cities"], _links(sheet, refs)))
    if record.period:
        facts.append((labels["period"], sheet.when(record.period)))
    for key in ("departments", "partners", "outcome"):
        sourced = getattr(record, key)
        if sourced:
            facts.append((labels[key], _sourced(sheet, sourced)))
    return sheet.t["modalities"][record.modality], facts


def _resource_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    assert isinstance(record, model.Resource)
    facts: list[Fact] = []
    if record.website:
        facts.append((sheet.t["labels"]["website"], _website(record.website)))
    return sheet.t["resource_kinds"][record.kind], facts


def _figure_intro(sheet: Sheet, record: model.Record) -> tuple[str, list[Fact]]:
    return "", []


_INTROS: dict[str, Callable[[Sheet, model.Record], tuple[str, list[Fact]]]] = {
    "cities": _city_intro,
    "networks": _network_intro,
    "policies": _policy_intro,
    "plans": _plan_intro,
    "projects": _project_intro,
    "organisations": _organisation_intro,
    "learn": _resource_intro,
    "figures": _figure_intro,
}


def _own_sections(sheet: Sheet, record: model.Record) -> Iterator[tuple[str, str]]:
    """The sections that only this kind of record has: anchor and HTML."""
    if isinstance(record, model.City) and record.relations:
        relations = [
            (relation, relation_state(relation, record, sheet.site.today))
            for relation in sorted(record.relations, key=_signed_first)
        ]
        yield "relations", sheet.render("relations.html", city=record, relations=relations)
    if isinstance(record, model.Network):
        if record.roles:
            yield "roles", sheet.render("roles.html", roles=record.roles)
        if record.members:
            cities = sheet.site.kb.records["cities"]
            members = formats.in_order(
                [(member, cities[member.city].name[sheet.lang]) for member in record.members],
                lambda item: item[1],
                sheet.lang,
            )
            yield "members", sheet.render("members.html", members=members)
    if isinstance(record, model.Figure):
        yield "chart", chart(sheet, record)
        yield "table", sheet.render("series.html", figure=record)
        if record.method:
            yield "method", sheet.render("method.html", figure=record)
    if isinstance(record, model.Plan) and record.documents:
        yield "documents", sheet.render("documents.html", ids=record.documents)
    if isinstance(record, (model.City, model.Project)) and record.amounts:
        yield "money", sheet.render("amounts.html", amounts=record.amounts)


def _signed_first(relation: model.Relation) -> tuple[bool, str]:
    return (relation.signed is None, str(relation.signed or relation.id))


def _add_statements(draft: Draft, sheet: Sheet, record: model.Record) -> None:
    if not record.statements:
        return
    draft.heading(2, sheet.t["sections"]["facts"], "facts")
    for topic in model.Topic:
        statements = [s for s in record.statements if s.topic is topic]
        if not statements:
            continue
        statements.sort(key=_oldest_first)
        draft.heading(3, sheet.t["topics"][topic], f"topic-{topic}")
        html = sheet.render("statements.html", record=record, statements=statements)
        draft.block(f"topic-{topic}", html)


def _oldest_first(statement: model.Statement) -> tuple[bool, str]:
    return (statement.date is None, str(statement.date or ""))


def _related(sheet: Sheet, ref: Ref) -> list[tuple[str, list[tuple[str, str]]]]:
    """The neighbours of a record by collection: title, then address and name of each."""
    groups = []
    for collection, records in sheet.site.kb.records.items():
        refs = sheet.site.links.of(ref, collection)
        named = [(sheet.url(str(there)), records[there.id].name[sheet.lang]) for there in refs]
        if named:
            ordered = formats.in_order(named, lambda item: item[1], sheet.lang)
            groups.append((sheet.t["collections"][collection], ordered))
    events = [
        (sheet.url(f"timeline#{event.id}"), event.title[sheet.lang]) for event in sheet.site.links.events(ref)
    ]
    articles = [(sheet.url(path), title) for path, title in articles_on(sheet.site, ref, sheet.lang)]
    for title, entries in (("events", events), ("articles", articles)):
        if entries:
            groups.append((sheet.t["sections"][title], entries))
    return groups


def index_page(site: Site, lang: Lang, collection: str) -> Page:
    """The list of a collection."""
    sheet = Sheet(site, collection, lang)
    draft = Draft()
    title = sheet.t["collections"][collection]
    prose, borrowed = find_prose(site, lang, collection)
    draft.block("crumbs", sheet.render("crumbs.html", collection=""))
    draft.title(title)
    add_prose(draft, sheet, prose, borrowed)
    if collection == "learn" and (units := lessons(site, lang)):
        draft.heading(2, sheet.t["sections"]["lessons"], "lessons")
        draft.block("lessons", sheet.render("lesson_list.html", lessons=units))
    found = explorer.rows(site, collection)
    draft.block("explorer", explorer.form(sheet, collection, found))
    for anchor, heading, html in _groups(sheet, collection, found):
        if heading != title:
            draft.heading(2, heading, anchor)
        draft.block(anchor, html)
    draft.sources(sheet)
    return Page(
        path=collection,
        lang=lang,
        title=title,
        description=f"{title}. {site.strings[lang]['site']['tagline']}.",
        kind="index",
        markdown=draft.source,
        blocks=draft.blocks,
        prose_file=prose.file if prose else None,
        checked=_last_checked(site.kb.records[collection].values()),
    )


def _last_checked(records: Iterable[model.Record]) -> str | None:
    """The latest day on which any of the records was checked."""
    return max((str(record.checked.last) for record in records), default=None)


def _groups(sheet: Sheet, collection: str, found: explorer.Rows) -> Iterator[tuple[str, str, str]]:
    records = list(sheet.site.kb.records[collection].values())
    if collection == "cities":
        yield from _city_groups(sheet, [r for r in records if isinstance(r, model.City)], found)
        return
    kinds: dict[str, list[model.Record]] = {}
    for record in formats.in_order(records, lambda r: r.name[sheet.lang], sheet.lang):
        kinds.setdefault(_kind(record), []).append(record)
    group = _KIND_STRINGS.get(collection)
    for kind in sheet.t[group] if group else [""]:
        if kind in kinds:
            heading = sheet.t[group][kind] if group else sheet.t["collections"][collection]
            html = sheet.render("list.html", collection=collection, records=kinds[kind], facets=found)
            yield f"kind-{kind}" if kind else "list", heading, html


#: Collections whose list is grouped by kind, and the group of strings that names the kinds.
_KIND_STRINGS = {
    "networks": "network_kinds",
    "organisations": "organisation_kinds",
    "projects": "modalities",
    "learn": "resource_kinds",
}


def _kind(record: model.Record) -> str:
    if isinstance(record, model.Project):
        return str(record.modality)
    return str(getattr(record, "kind", ""))


def _city_groups(
    sheet: Sheet, cities: list[model.City], found: explorer.Rows
) -> Iterator[tuple[str, str, str]]:
    cities = formats.in_order(cities, lambda city: city.name[sheet.lang], sheet.lang)
    today = sheet.site.today
    for region in model.Region:
        rows = [(c, main_relation(c, today)) for c in cities if c.region is region and c.relations]
        if rows:
            html = sheet.render("city_list.html", rows=rows, facets=found)
            yield f"region-{region}", sheet.t["regions"][region], html
    contacts = [(city, None) for city in cities if not city.relations]
    if contacts:
        html = sheet.render("city_list.html", rows=contacts, facets=found)
        yield "contacts", sheet.t["sections"]["contacts"], html
