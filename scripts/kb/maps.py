"""Maps drawn at build time: the world with all cities, and a small one that shows where a city is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb import formats, model
from kb.geometry import Point, Window, outline, spread
from kb.links import Ref
from kb.projection import distance
from kb.sheet import Sheet
from kb.site import Site
from kb.states import State, main_relation

#: Longitude and latitude of Barcelona: GeoNames 3128760.
BARCELONA = (2.15899, 41.38879)

WORLD = Window("world", -2.7, 2.7, -1.05, 1.28, width=1000)
#: Europe and the Mediterranean, where most cities are; in the window of the world its place is only framed.
INSET = Window("inset", -0.16, 0.57, 0.572, 1.11, width=640)
LOCATORS = (
    Window("inset-small", INSET.left, INSET.right, INSET.bottom, INSET.top, width=240),
    Window("world-small", WORLD.left, WORLD.right, WORLD.bottom, WORLD.top, width=240),
)

#: Units between the marks of two cities: 24 pixels or more where the map has the full width of a page.
GAPS = {WORLD: 34.0, INSET: 36.0}

#: The form of the mark of a city without a relation; the others are named after the state.
CONTACT = "contact"
MARKS = (*(state.key for state in (sorted(State))), CONTACT)


@dataclass(frozen=True)
class Pin:
    """A city on the map. Its mark is at `x`, `y`, moved from its place by `dx`, `dy` so that none overlap."""

    city: model.City
    mark: str
    x: int
    y: int
    dx: int
    dy: int
    facets: tuple[str, ...]
    flipped: bool

    @property
    def is_moved(self) -> bool:
        """Whether the mark is so far from its place that a line must join them."""
        return abs(self.dx) + abs(self.dy) > 6


@dataclass(frozen=True)
class Panel:
    """A window with its land, its borders and its cities by region."""

    window: Window
    land: str
    borders: str
    regions: list[tuple[model.Region, list[Pin]]]


@dataclass(frozen=True)
class Choice:
    """A value that the map can be narrowed down to, and how many cities have it."""

    facet: str
    label: str
    count: int


def world_map(sheet: Sheet) -> str:
    """The map of all cities, its legend and its controls."""
    panels = [_panel(sheet, window) for window in (WORLD, INSET)]
    pins = [pin for panel in panels for _, group in panel.regions for pin in group]
    shown = [mark for mark in MARKS if any(pin.mark == mark for pin in pins)]
    corner = (INSET.left - WORLD.left) * WORLD.scale, (WORLD.top - INSET.top) * WORLD.scale
    size = (INSET.right - INSET.left) * WORLD.scale, (INSET.top - INSET.bottom) * WORLD.scale
    return sheet.render(
        "map.html",
        panels=panels,
        shown=shown,
        marks=mark_names(sheet),
        frame=[round(value) for value in (*corner, *size)],
        home=[round(value) for value in INSET.place(*BARCELONA)],
        choices=_choices(sheet, pins),
        total=len(pins),
    )


def mark_names(sheet: Sheet) -> dict[str, str]:
    """Mark → what it says in words."""
    return {**sheet.t["state_names"], CONTACT: sheet.t["words"]["contacts"]}


def cities_of(site: Site) -> list[model.City]:
    """Every city."""
    return [city for city in site.kb.records["cities"].values() if isinstance(city, model.City)]


def mark_of(city: model.City, site: Site) -> str:
    """The form of a city's mark."""
    main = main_relation(city, site.today)
    return main[1].state.key if main else CONTACT


def _panel(sheet: Sheet, window: Window) -> Panel:
    site = sheet.site
    cities = [city for city in cities_of(site) if _window_of(city) is window]
    pins = {pin.city.id: pin for pin in _pins(site, cities, window)}
    regions = []
    for region in model.Region:
        here = [city for city in cities if city.region is region]
        if here:
            ordered = formats.in_order(here, lambda city: city.name[sheet.lang], sheet.lang)
            regions.append((region, [pins[city.id] for city in ordered]))
    folder = _folder(site)
    return Panel(window, outline(folder, "land", window), outline(folder, "borders", window), regions)


def _folder(site: Site) -> Path:
    return site.root / "data" / "geo"


def _window_of(city: model.City) -> Window:
    return INSET if INSET.holds(city.coordinates.lon, city.coordinates.lat) else WORLD


def _pins(site: Site, cities: list[model.City], window: Window) -> Iterator[Pin]:
    places = [window.place(city.coordinates.lon, city.coordinates.lat) for city in cities]
    fixed: list[Point] = [window.place(*BARCELONA)]
    for city, place, moved in zip(cities, places, spread(places, GAPS[window], window, fixed), strict=True):
        x, y = (round(value) for value in moved)
        yield Pin(
            city=city,
            mark=mark_of(city, site),
            x=x,
            y=y,
            dx=x - round(place[0]),
            dy=y - round(place[1]),
            facets=tuple(_facets(site, city)),
            flipped=x > window.width / 2,
        )


def _facets(site: Site, city: model.City) -> Iterator[str]:
    """What a city can be found by: region, state, policy areas and networks."""
    ref = Ref("cities", city.id)
    yield f"region-{city.region}"
    yield f"state-{mark_of(city, site)}"
    for collection in ("policies", "networks"):
        for there in site.links.of(ref, collection):
            yield f"{collection}-{there.id}"


def _choices(sheet: Sheet, pins: list[Pin]) -> list[tuple[str, list[Choice]]]:
    """The choices by kind, each kind in its order: regions and states as everywhere, the rest by name."""
    t, records = sheet.t, sheet.site.kb.records

    def by_name(collection: str, name: Callable[[model.Record], str]) -> dict[str, str]:
        found = formats.in_order(records[collection].values(), name, sheet.lang)
        return {f"{collection}-{record.id}": name(record) for record in found}

    def short(record: model.Record) -> str:
        return sheet.short_name(record) if isinstance(record, model.Network) else record.name[sheet.lang]

    names = mark_names(sheet)
    groups = [
        (t["labels"]["region"], {f"region-{region}": t["regions"][region] for region in model.Region}),
        (t["labels"]["state"], {f"state-{mark}": names[mark] for mark in MARKS}),
        (t["labels"]["areas"], by_name("policies", short)),
        (t["collections"]["networks"], by_name("networks", short)),
    ]
    counted = [
        (title, [Choice(key, label, sum(key in pin.facets for pin in pins)) for key, label in group.items()])
        for title, group in groups
    ]
    return [(title, [choice for choice in choices if choice.count]) for title, choices in counted]


def locator(sheet: Sheet, city: model.City) -> str:
    """The small map on a city's page: where it and Barcelona are, and how far apart."""
    place = (city.coordinates.lon, city.coordinates.lat)
    window = next(window for window in LOCATORS if window.holds(*place))
    kilometres = _two_figures(distance(place, BARCELONA))
    return sheet.render(
        "map_locator.html",
        city=city,
        window=window,
        land=outline(_folder(sheet.site), "land", window),
        here=[round(value) for value in window.place(*place)],
        home=[round(value) for value in window.place(*BARCELONA)],
        kilometres=formats.kilometres(kilometres, sheet.lang),
    )


def _two_figures(value: float) -> int:
    """A number of kilometres no more exact than a city is small: 8526 → 8500."""
    return int(float(f"{value:.2g}"))
