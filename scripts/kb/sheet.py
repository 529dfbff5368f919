"""A sheet: one page in one language while it is written. Numbers its sources, makes its links relative."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kb import formats, model
from kb.dates import PartialDate, When
from kb.langs import Lang
from kb.site import Site
from kb.states import RelationState, State
from kb.strings import Strings
from kb.terms import Explained


@dataclass
class Cited:
    """A source cited on the sheet: its number, and how many marks point to it."""

    number: int
    id: str
    source: model.Source
    marks: int = 0


@dataclass
class Sheet:
    """What a template may ask: words, dates, links and source marks in the language of the page."""

    site: Site
    path: str
    lang: Lang
    cited: dict[str, Cited] = field(default_factory=dict)

    @cached_property
    def explained(self) -> Explained:
        """The terms of the glossary that the page uses."""
        return Explained(self.site.lexicons[self.lang])

    @property
    def t(self) -> Strings:
        """The interface strings of the language."""
        return self.site.strings[self.lang]

    @property
    def consulted(self) -> When | None:
        """The latest day on which a source cited so far was read."""
        read = [cited.source.accessed for cited in self.cited.values()]
        return max(read, key=lambda day: day.last, default=None)

    def render(self, template: str, **values: object) -> str:
        """One of the library's templates, filled in for this sheet."""
        return _environment(self.site).get_template(template).render(s=self, **values).strip()

    def url(self, path: str) -> str:
        """The relative address of another page in the same language."""
        path, _, fragment = path.partition("#")
        here = self.path or "."
        address = posixpath.relpath(path or ".", here)
        address = "./" if address == "." else f"{address}/"
        return f"{address}#{fragment}" if fragment else address

    def when(self, value: When | None) -> Markup:
        """A date or interval as `<time>`, or the words for none."""
        return formats.when_html(value, self.lang) if value else Markup(self.t["words"]["no_date"])

    def date(self, value: PartialDate) -> Markup:
        """One date as `<time>`."""
        return formats.time_element(value, self.lang)

    def euros(self, value: float) -> str:
        """A sum of euros in the language's form."""
        return formats.euros(value, self.lang)

    def value(self, value: float, unit: str) -> str:
        """A value of a series with its unit: `eur`, `percent` or a count."""
        if unit == "eur":
            return formats.euros(value, self.lang)
        if unit == "percent":
            return formats.percent(value, self.lang)
        return formats.number(value, self.lang)

    def marks(self, ids: list[str]) -> Markup:
        """The numbered source marks that stand after a sourced text."""
        marks = []
        label = escape(self.t["labels"]["source"])
        for source_id in dict.fromkeys(ids):
            cited = self.cited.get(source_id)
            if cited is None:
                source = self.site.kb.sources[source_id]
                cited = self.cited[source_id] = Cited(len(self.cited) + 1, source_id, source)
            cited.marks += 1
            marks.append(
                f'<a class="kb-mark" id="mark-{cited.number}-{cited.marks}" href="#source-{source_id}"'
                f' aria-label="{label} {cited.number}: {escape(cited.source.publisher)}">'
                f"{cited.number}</a>"
            )
        return Markup(f'<sup class="kb-marks">{" ".join(marks)}</sup>')

    def state(self, state: RelationState) -> Markup:
        """The state of a relation in words, its date as `<time>`."""
        words = self.t["states"]
        date = self.date(state.date) if state.date else None
        if state.state is State.ENDED and state.replaced_by:
            return Markup(words["replaced"]).format(name=self.relation_name(state.replaced_by))
        if state.state is State.ENDED and date is None:
            return Markup(words["ended-undated"])
        return Markup(words[state.state.key]).format(date=date)

    def relation_name(self, relation: model.Relation) -> str:
        """`Agermanament, 24 de setembre de 2022`"""
        kind = self.t["relation_kinds"][relation.kind]
        if relation.signed is None:
            return kind
        return f"{kind}, {formats.when(relation.signed, self.lang)}"

    def only_consulted(self, dated: model.Dated) -> bool:
        """Whether a date is only the day on which an undated source was read."""
        sources = [self.site.kb.sources[source_id] for source_id in dated.sources]
        return any(s.published is None and s.accessed == dated.date for s in sources)

    def short_name(self, network: model.Network) -> str:
        """The acronym of a network, or its name where it has none."""
        return (network.acronym or network.name)[self.lang]

    def named(self, refs: list[str]) -> list[tuple[str, str]]:
        """Address and name of the records at these paths, each `collection/id`."""
        records = self.site.kb.records
        parts = [ref.partition("/") for ref in refs]
        return [(self.url(f"{c}/{i}"), records[c][i].name[self.lang]) for c, _, i in parts]

    def country(self, code: str) -> str:
        """The name of a country."""
        return formats.country(code, self.lang)

    def language(self, code: str) -> str:
        """The name of a language."""
        return formats.language_name(code, self.lang)


_ENVIRONMENTS: dict[int, Environment] = {}


def _environment(site: Site) -> Environment:
    key = id(site)
    if key not in _ENVIRONMENTS:
        _ENVIRONMENTS.clear()
        _ENVIRONMENTS[key] = Environment(
            loader=FileSystemLoader(site.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
    return _ENVIRONMENTS[key]
