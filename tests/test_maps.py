"""Maps: a fair projection, every city once and inside, marks apart, words in four languages, small enough."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from math import dist, hypot, radians, sin
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from kb import model
from kb.compose import pages
from kb.geometry import Window, outline, spread
from kb.langs import LANGS, Lang
from kb.maps import BARCELONA, CONTACT, GAPS, INSET, MARKS, WORLD, cities_of, locator, mark_of, world_map
from kb.projection import distance, equal_earth
from kb.sheet import Sheet
from kb.site import Site
from kb.states import State
from tests.conftest import Serve
from tests.project import ROOT
from tests.reader import BuiltSite

#: Metres on a sphere of 6,378,137 m: the tests of PROJ for its own Equal Earth.
PUBLISHED = [
    ((0, 0), (0, 0)),
    ((180, 0), (17263256.84, 0)),
    ((180, 45), (14795421.79, 5486671.72)),
    ((-180, 90), (-10227908.09, 8402320.16)),
]


@pytest.mark.parametrize(("place", "published"), PUBLISHED)
def test_projection_gives_the_published_values(
    place: tuple[float, float], published: tuple[float, float]
) -> None:
    assert [6378137 * value for value in equal_earth(*place)] == pytest.approx(published, abs=0.01)


@pytest.mark.parametrize("lat", [-60, -20, 5, 41, 60])
def test_projection_keeps_areas(lat: float) -> None:
    # A square of a hundredth of a degree, by its two sides on the plane, against the sphere.
    step = 0.01
    corner, east, north = equal_earth(30, lat), equal_earth(30 + step, lat), equal_earth(30, lat + step)
    across, along = ((side[0] - corner[0], side[1] - corner[1]) for side in (east, north))
    area = across[0] * along[1] - across[1] * along[0]
    # The area of the ring between two parallels is that of a cylinder (Archimedes).
    assert area == pytest.approx(radians(step) * (sin(radians(lat + step)) - sin(radians(lat))), rel=1e-3)


def test_distance_is_along_the_great_circle() -> None:
    # Barcelona to New York, by their airports' published great circle: about 6,150 km.
    assert distance(BARCELONA, (-74.006, 40.714)) == pytest.approx(6150, rel=0.01)
    assert distance(BARCELONA, BARCELONA) == 0


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def _links(soup: BeautifulSoup) -> list[Tag]:
    return soup.select(".kb-map svg a")


def _home(site: Site, lang: Lang = "ca") -> BeautifulSoup:
    return _soup(world_map(Sheet(site, "", lang)))


def _place(link: Tag) -> tuple[float, float]:
    match = re.fullmatch(r"translate\((-?\d+),(-?\d+)\)", str(link["transform"]))
    assert match
    return float(match[1]), float(match[2])


@pytest.mark.parametrize("lang", LANGS)
def test_every_city_is_on_the_map_once_with_name_and_state_in_words(real_site: Site, lang: Lang) -> None:
    t = real_site.strings[lang]
    names = {**t["state_names"], CONTACT: t["words"]["contacts"]}
    expected = sorted(
        (f"cities/{city.id}/", f"{city.name[lang]}{t['words']['colon']} {names[mark_of(city, real_site)]}")
        for city in cities_of(real_site)
    )
    found = sorted((str(link["href"]), link.get_text(strip=True)) for link in _links(_home(real_site, lang)))
    assert found == expected


def test_every_mark_is_inside_and_apart_from_the_others(real_site: Site) -> None:
    for window, panel in zip((WORLD, INSET), _home(real_site).select(".kb-map__panel"), strict=True):
        marks = [_place(link) for link in panel.select("a")]
        assert marks
        for x, y in marks:
            assert 0 < x < window.width and 0 < y < window.height
        for i, mark in enumerate(marks):
            # Whole units: each mark may be off by half a unit either way.
            assert all(dist(mark, other) >= GAPS[window] - 1.5 for other in marks[i + 1 :])


def test_a_mark_that_was_moved_is_joined_to_its_true_place(real_site: Site) -> None:
    cities = {f"cities/{city.id}/": city for city in cities_of(real_site)}
    moved = 0
    for window, panel in zip((WORLD, INSET), _home(real_site).select(".kb-map__panel"), strict=True):
        for link in panel.select("a"):
            city = cities[str(link["href"])]
            true = window.place(city.coordinates.lon, city.coordinates.lat)
            x, y = _place(link)
            line = link.find("path")
            if isinstance(line, Tag):
                match = re.fullmatch(r"M(-?\d+) (-?\d+)L0 0", str(line["d"]))
                assert match
                assert (x + int(match[1]), y + int(match[2])) == pytest.approx(true, abs=1)
                moved += 1
            else:
                assert hypot(x - true[0], y - true[1]) < 7
    assert moved


def test_keyboard_order_is_by_region(real_site: Site) -> None:
    cities = {f"cities/{city.id}/": city for city in cities_of(real_site)}
    order = [cities[str(link["href"])].region for link in _links(_home(real_site))]
    changes = [region for i, region in enumerate(order) if i == 0 or region is not order[i - 1]]
    assert len(changes) == len(set(changes))


def test_form_of_the_mark_tells_the_state(real_site: Site) -> None:
    home = _home(real_site)
    forms = {str(g["id"]): g.decode_contents() for g in home.select("defs g")}
    assert {f"kb-pin-{mark}" for mark in MARKS} < set(forms)
    assert len(set(forms.values())) == len(forms)
    for link in _links(home):
        city = real_site.kb.records["cities"][str(link["href"]).split("/")[1]]
        assert isinstance(city, model.City)
        use = link.find("use")
        assert isinstance(use, Tag) and use["href"] == f"#kb-pin-{mark_of(city, real_site)}"


def test_legend_names_every_mark_that_is_shown_and_no_other(real_site: Site) -> None:
    home = _home(real_site)
    shown = {str(use["href"]) for use in home.select(".kb-map svg a use")}
    assert {str(use["href"]) for use in home.select(".kb-legend use")} == shown


def test_choices_count_the_cities_they_show(real_site: Site) -> None:
    home = _home(real_site)
    options = home.select("option[value]:not([value=''])")
    assert options
    for option in options:
        found = [link for link in _links(home) if str(option["value"]) in str(link["data-in"]).split()]
        assert option.get_text().endswith(f"({len(found)})") and found


@pytest.mark.parametrize("lang", LANGS)
def test_map_says_whose_borders_it_shows_and_leads_to_the_list(real_site: Site, lang: Lang) -> None:
    home = _home(real_site, lang)
    assert "Natural Earth" in home.select(".kb-map__credit")[0].get_text()
    assert [str(a["href"]) for a in home.select("figcaption a")] == ["cities/"]
    assert len({real_site.strings[other]["map"]["credit"] for other in LANGS}) == len(LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_map_is_at_most_25_kb_compressed(real_site: Site, lang: Lang) -> None:
    assert len(gzip.compress(world_map(Sheet(real_site, "", lang)).encode(), 6)) <= 25 * 1024


@pytest.mark.parametrize("lang", LANGS)
def test_each_city_has_a_small_map_described_in_words(real_site: Site, lang: Lang) -> None:
    for city in cities_of(real_site):
        html = locator(Sheet(real_site, f"cities/{city.id}", lang), city)
        assert len(html.encode()) <= 3 * 1024
        svg = _soup(html).select("svg[role=img]")[0]
        assert city.name[lang] in str(svg["aria-label"])
        _, _, width, height = (int(part) for part in str(svg["viewbox"]).split())
        for circle in svg.select("circle"):
            assert 0 < int(str(circle["cx"])) < width and 0 < int(str(circle["cy"])) < height


def test_small_map_is_on_the_page_of_every_city(toy_site: Site) -> None:
    for page in pages(toy_site, "en"):
        assert ("kb-locator" in page.blocks.get("intro", "")) == (page.kind == "cities"), page.path


def test_geometry_is_drawn_inside_its_window_in_whole_units() -> None:
    window = Window("world", WORLD.left, WORLD.right, WORLD.bottom, WORLD.top, 1000)
    land = outline(ROOT / "data" / "geo", "land", window)
    assert re.fullmatch(r"[Mlz\d -]+", land)
    for x, _ in re.findall(r"M(-?\d+) (-?\d+)", land):
        assert 0 <= int(x) <= 1000


def test_no_land_spans_the_map() -> None:
    # Land that the 180th meridian cuts, if left joined, draws a bar from edge to edge.
    for name in ("world", "world-small"):
        window = Window(name, WORLD.left, WORLD.right, WORLD.bottom, WORLD.top, 1000)
        steps = re.findall(
            r"-?\d+", "".join(re.findall(r"l[^Mlz]*", outline(ROOT / "data" / "geo", "land", window)))
        )
        assert max(abs(int(step)) for step in steps) < 400


def test_spread_moves_no_place_that_has_room() -> None:
    places = [(100.0, 100.0), (200.0, 100.0)]
    assert spread(places, 30, WORLD) == places


def test_spread_keeps_the_order_of_places_around_each_other() -> None:
    west, east = spread([(100.0, 100.0), (104.0, 101.0)], 30, WORLD)
    assert west[0] < east[0] and dist(west, east) >= 30


def test_spread_leaves_places_where_they_are_when_there_is_no_room() -> None:
    tiny = Window("tiny", 0, 1, 0, 1, width=50)
    crowd = [(25.0, 25.0 + i) for i in range(9)]
    assert spread(crowd, 40, tiny) == crowd
    assert spread(crowd * 500, 34, WORLD) == crowd * 500


def test_map_is_the_same_twice(real_site: Site) -> None:
    assert world_map(Sheet(real_site, "", "fr")) == world_map(Sheet(real_site, "", "fr"))


def test_all_states_have_a_mark() -> None:
    assert {*MARKS} == {*(state.key for state in State), CONTACT}


@pytest.fixture
def opened(browser: Browser, serve: Serve, real_build: BuiltSite) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{serve(real_build)}/en/")
    expect(page.locator(".kb-map__controls")).to_be_visible()
    yield page
    page.close()


def test_with_a_script_the_map_is_narrowed_and_says_how_many(opened: Page) -> None:
    opened.get_by_label("Show").select_option("region-latin-america")
    here = opened.locator(".kb-map svg a[data-in~='region-latin-america']").count()
    assert here > 1
    expect(opened.locator(".kb-map svg a:visible")).to_have_count(here)
    expect(opened.locator(".kb-map [role=status]")).to_have_text(f"{here} cities on the map")


def test_with_a_script_the_map_is_enlarged_and_back(opened: Page) -> None:
    panel = opened.locator(".kb-map__panel--world")
    width = panel.locator("svg").bounding_box()
    frame = panel.bounding_box()
    opened.get_by_role("button", name="Zoom in").click()
    larger = panel.locator("svg").bounding_box()
    assert width and larger and larger["width"] == pytest.approx(1.5 * width["width"], rel=0.02)
    assert panel.bounding_box() == frame
    opened.get_by_role("button", name="Zoom out").click()
    assert panel.locator("svg").bounding_box() == width
    expect(opened.get_by_role("button", name="Zoom out")).to_have_attribute("aria-disabled", "true")


def test_a_city_is_reached_by_keyboard_and_its_name_is_shown(opened: Page) -> None:
    link = opened.locator(".kb-map a[href='cities/dakar/']")
    link.focus()
    opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("Tab")
    expect(link.locator("text")).to_have_css("opacity", "1")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/en/cities/dakar/")


def test_without_a_script_every_city_is_a_link_and_no_control_is_shown(
    browser: Browser, serve: Serve, real_build: BuiltSite, real_site: Site
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{serve(real_build)}/en/")
        expect(page.locator(".kb-map svg a:visible")).to_have_count(len(cities_of(real_site)))
        expect(page.locator(".kb-map__controls")).to_be_hidden()


def test_geometry_names_its_source_and_licence() -> None:
    text = (ROOT / "data" / "geo" / "README.md").read_text("utf-8")
    assert "Natural Earth" in text and "public domain" in text and "make.sh" in text
    assert sum(path.stat().st_size for path in Path(ROOT / "data" / "geo").iterdir()) < 200 * 1024
