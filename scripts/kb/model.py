"""The records: what a file in `data/` may say. The JSON Schema for editors is made from these models."""

from __future__ import annotations

from datetime import MAXYEAR
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, model_validator

from kb.dates import PartialDate, When
from kb.langs import Lang

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


def _web_address(value: str) -> str:
    HttpUrl(value)
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Strict(BaseModel):
    """Base of every model: unknown keys are faults, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Strict):
    """The same text in the four languages; none may be missing or empty."""

    ca: Line
    es: Line
    en: Line
    fr: Line

    def __getitem__(self, lang: Lang) -> str:
        text: str = getattr(self, lang)
        return text


class Region(StrEnum):
    """The regions of the world that the list of cities is grouped by, in order."""

    EUROPE = "europe"
    MEDITERRANEAN = "mediterranean"
    AFRICA = "sub-saharan-africa"
    LATIN_AMERICA = "latin-america"
    NORTH_AMERICA = "north-america"
    ASIA = "asia-pacific"


class Topic(StrEnum):
    """What a statement is about; pages group statements in this order."""

    STATUS = "status"
    HISTORY = "history"
    AIMS = "aims"
    STRUCTURE = "structure"
    BARCELONA = "barcelona"
    MEMBERS = "members"
    AGREEMENTS = "agreements"
    DECISIONS = "decisions"
    COOPERATION = "cooperation"
    EXCHANGE = "exchange"
    ACTORS = "actors"
    EDUCATION = "education"
    AID = "aid"
    MONEY = "money"
    EVENTS = "events"
    RESULTS = "results"


class Confidence(StrEnum):
    """Who says so: the body concerned, the press, a work of reference, or sources that disagree."""

    OFFICIAL = "official"
    PRESS = "press"
    REFERENCE = "reference"
    CONFLICT = "conflict"


SourceIds = Annotated[list[Slug], Field(min_length=1)]


class Sourced(Strict):
    """A text and who says so."""

    text: Text
    sources: SourceIds


class Dated(Strict):
    """A date and who says so."""

    date: When
    sources: SourceIds


class Amount(Strict):
    """A sum of euros, what it covers and who says so."""

    eur: Annotated[int, Field(strict=True, gt=0)]
    date: When | None = None
    about: Annotated[bool, Field(strict=True)] = False
    covers: Text
    sources: SourceIds


class Statement(Strict):
    """One sourced sentence about a record."""

    id: Slug
    topic: Topic
    date: When | None = None
    text: Text
    sources: SourceIds
    confidence: Confidence


class RelationKind(StrEnum):
    """The forms that a tie between Barcelona and a city takes."""

    TWINNING = "twinning"
    FRIENDSHIP = "friendship-agreement"
    COOPERATION = "cooperation-agreement"
    PROTOCOL = "protocol"
    MEMORANDUM = "memorandum"
    DIRECT = "direct-cooperation"


class DecisionKind(StrEnum):
    """What a decision does to a relation."""

    SUSPENDED = "suspended"
    RESTORED = "restored"
    RENEWED = "renewed"
    ENDED = "ended"


class Decision(Strict):
    """A decision that suspended, restored, renewed or ended a relation."""

    kind: DecisionKind
    date: When
    by: Text
    until: When | None = None
    sources: SourceIds

    @model_validator(mode="after")
    def _in_order(self) -> Decision:
        if self.until and self.until.last.last_day < self.date.start.first_day:
            raise ValueError(f"until {self.until} is before {self.date}; check which of the two is wrong")
        return self


class Relation(Strict):
    """A dated tie between Barcelona and a city. Its state is computed, see `kb.states`."""

    id: Slug
    kind: RelationKind
    signed: When | None = None
    place: Text | None = None
    signed_by: Text | None = None
    fields: Text | None = None
    until: When | None = None
    term_years: Annotated[int, Field(strict=True, gt=0, le=99)] | None = None
    replaced_by: Slug | None = None
    in_force: Dated | None = None
    decisions: list[Decision] = []
    note: Text | None = None
    sources: SourceIds

    @model_validator(mode="after")
    def _one_term(self) -> Relation:
        if self.until and self.term_years:
            raise ValueError("give `until` or `term_years`, not both")
        if self.term_years and not self.signed:
            raise ValueError("`term_years` needs `signed`, the date it counts from")
        if self.term_years and self.signed and self.signed.start.year + self.term_years > MAXYEAR:
            raise ValueError(f"the term ends after {MAXYEAR}; check `signed` and `term_years`")
        if self.until and self.signed and self.until.last.last_day < self.signed.start.first_day:
            raise ValueError(
                f"until {self.until} is before signed {self.signed}; check which of the two is wrong"
            )
        return self

    @property
    def term_end(self) -> PartialDate | None:
        """Last day, month or year of the term, after renewals; None when no source gives one."""
        renewed = [d.until.last for d in self.decisions if d.until]
        if renewed:
            return max(renewed)
        if self.until:
            return self.until.last
        if self.term_years and self.signed:
            return self.signed.start.plus_years(self.term_years)
        return None


class Coordinates(Strict):
    """Degrees north and east of a place (WGS 84), from GeoNames."""

    lat: Annotated[float, Field(strict=True, ge=-90, le=90)]
    lon: Annotated[float, Field(strict=True, ge=-180, le=180)]


class Record(Strict):
    """What all records have: one record is one page in four languages."""

    id: Slug
    name: Text
    lead: Sourced | None = None
    aliases: list[Line] = []
    former_ids: list[Slug] = []
    areas: list[Slug] = []
    related: list[Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9-]+$")]] = []
    statements: list[Statement] = []
    unknown: list[Text] = []
    checked: When


class City(Record):
    """A city that Barcelona has or had relations or contacts with."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    region: Region
    coordinates: Coordinates
    lead: Sourced
    relations: list[Relation] = []
    amounts: list[Amount] = []


class RoleKind(StrEnum):
    """What Barcelona is or was in a network, the most binding first."""

    FOUNDER = "founder"
    MEMBER = "member"
    PRESIDENCY = "presidency"
    VICE_PRESIDENCY = "vice-presidency"
    EXECUTIVE = "executive"
    SECRETARIAT = "secretariat"
    REPRESENTATIVE = "representative"
    SIGNATORY = "signatory"
    TITLE = "title"
    PROMOTER = "promoter"
    EVENT_HOST = "event-host"
    SUPPORTER = "supporter"
    PARTICIPANT = "participant"


class Role(Strict):
    """What Barcelona is or was in a network, since when or in which period."""

    kind: RoleKind
    period: When | None = None
    note: Text | None = None
    sources: SourceIds


class Membership(Strict):
    """A partner city that belongs to the network too, and who says so."""

    city: Slug
    sources: SourceIds


class Network(Record):
    """A network, body, event or title in which Barcelona takes part."""

    kind: Literal["network", "coalition", "body", "event", "title"]
    acronym: Text | None = None
    website: WebAddress | None = None
    founded: Dated | None = None
    seat: Sourced | None = None
    lead: Sourced
    roles: list[Role] = []
    members: list[Membership] = []


class Policy(Record):
    """A policy area: what Barcelona does internationally in one field."""

    lead: Sourced


class Plan(Record):
    """A plan or strategy; its successor is computed from `predecessor`."""

    lead: Sourced
    period: When | None = None
    approved: Dated | None = None
    predecessor: Slug | None = None
    documents: list[Slug] = []


class Modality(StrEnum):
    """The way in which a project is run."""

    DIRECT = "direct-cooperation"
    CONCERTED = "concerted"
    GRANT = "grant"
    HUMANITARIAN = "humanitarian-aid"
    EU_PROJECT = "eu-project"
    CIVIL_SOCIETY = "civil-society"


class Project(Record):
    """A project of cooperation with one or several cities."""

    lead: Sourced
    cities: list[Slug] = []
    networks: list[Slug] = []
    organisations: list[Slug] = []
    plans: list[Slug] = []
    period: When | None = None
    modality: Modality
    departments: Sourced | None = None
    partners: Sourced | None = None
    amounts: list[Amount] = []
    outcome: Sourced | None = None


class Organisation(Record):
    """A body tied to the City Council's international work or to global justice in the city."""

    kind: Literal[
        "city-council",
        "advisory-council",
        "public-body",
        "research",
        "university",
        "think-tank",
        "fund",
        "ngo-federation",
        "international-body",
    ]
    acronym: Text | None = None
    website: WebAddress | None = None
    founded: Dated | None = None
    seat: Sourced | None = None
    lead: Sourced


class Resource(Record):
    """A programme or resource of education for global justice that exists."""

    kind: Literal["programme", "guide", "map", "collection", "event", "plan", "project", "research"]
    website: WebAddress | None = None
    lead: Sourced


class Point(Strict):
    """One value of a series."""

    date: When
    value: Annotated[float, Field(strict=True)]
    about: Annotated[bool, Field(strict=True)] = False
    note: Text | None = None
    sources: SourceIds


class Series(Strict):
    """Values that measure the same thing and may be drawn as one line."""

    id: Slug
    name: Text
    points: Annotated[list[Point], Field(min_length=1)]


class Figure(Record):
    """A set of series drawn as a chart, with its table and its method."""

    unit: Literal["eur", "percent", "projects"]
    series: Annotated[list[Series], Field(min_length=1)]
    method: list[Text] = []


class Event(Strict):
    """An event of the timeline."""

    id: Slug
    date: When
    title: Text
    text: Text
    tags: Annotated[list[Slug], Field(min_length=1)]
    related: list[Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9-]+$")]] = []
    conflict: Text | None = None
    sources: SourceIds


class Term(Strict):
    """A term of the glossary in four languages; `unattested` names those not seen in a source."""

    id: Slug
    term: Text
    definition: Text
    unattested: list[Lang] = []
    sources: SourceIds


class Source(Strict):
    """Where a statement comes from. `title` is None where the headline was not seen.

    `unreachable` is the day on which its address was found to be gone: its archived copy is shown instead.
    """

    title: Line | None = None
    publisher: Line
    url: WebAddress
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    published: When | None = None
    accessed: When
    archive: WebAddress | None = None
    unreachable: When | None = None


class Timeline(Strict):
    """`data/timeline.yml`."""

    events: list[Event]


class Glossary(Strict):
    """`data/glossary.yml`."""

    terms: list[Term]
