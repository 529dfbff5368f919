"""Charts: values are joined only where years follow, nothing overlaps, and all is said in words too."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from kb import formats, model
from kb.charts import FORMS, HEIGHT, NARROWEST, chart, description, lay_out
from kb.components import components_page
from kb.compose import pages
from kb.langs import LANGS, Lang
from kb.sheet import Sheet
from kb.site import Site
from kb.states import State
from tests.conftest import Serve
from tests.project import html_file
from tests.reader import BuiltSite

Points = list[tuple[str, float]]


def _figure(*series: Points, unit: str = "projects") -> model.Figure:
    def text(value: str) -> dict[str, str]:
        return dict.fromkeys(LANGS, value)

    return model.Figure.model_validate(
        {
            "id": "figure",
            "name": text("Figure"),
            "checked": "2026-01-02",
            "unit": unit,
            "series": [
                {
                    "id": f"series-{i}",
                    "name": text(f"Series {i}"),
                    "points": [{"date": date, "value": value, "sources": ["toy"]} for date, value in points],
                }
                for i, points in enumerate(series)
            ],
        }
    )


def _figures(site: Site) -> list[model.Figure]:
    return [figure for figure in site.kb.records["figures"].values() if isinstance(figure, model.Figure)]


def test_consecutive_years_are_joined() -> None:
    (series,) = lay_out(_figure([("2018", 1), ("2019", 2), ("2020", 3)]), "en").series
    assert [(a.x < b.x) for a, b in series.lines] == [True, True]


def test_years_with_a_gap_are_dots() -> None:
    (series,) = lay_out(_figure([("2018", 1), ("2020", 2)]), "en").series
    assert len(series.dots) == 2 and not series.lines


def test_different_series_are_never_joined() -> None:
    drawn = lay_out(_figure([("2018", 1)], [("2019", 2)]), "en").series
    assert [series.lines for series in drawn] == [[], []]
    assert drawn[0].form != drawn[1].form


@pytest.mark.parametrize("date", ["2019-05", "2019/2020", "2019/.."])
def test_what_is_no_single_year_is_not_joined(date: str) -> None:
    (series,) = lay_out(_figure([("2018", 1), (date, 2)]), "en").series
    assert not series.lines


def test_an_interval_reaches_from_its_start_to_its_end() -> None:
    (interval, *_), (mark, *_) = (
        series.dots for series in lay_out(_figure([("2012/2015", 1)], [("2015", 1)]), "en").series
    )
    assert interval.until == mark.x and not interval.is_open


def test_an_open_interval_reaches_to_the_last_year_and_is_drawn_otherwise() -> None:
    (interval, *_), (mark, *_) = (
        series.dots for series in lay_out(_figure([("2012/..", 1)], [("2025", 1)]), "en").series
    )
    assert interval.until == mark.x and interval.is_open


def test_heights_are_in_proportion_from_nought() -> None:
    drawn = lay_out(_figure([("2018", 10), ("2019", 20)]), "en")
    base = drawn.grid[0].y
    low, high = (base - dot.y for dot in drawn.series[0].dots)
    assert drawn.grid[0].text == "0" and high == pytest.approx(2 * low, abs=0.02)


@pytest.mark.parametrize(("lang", "text"), [("ca", "7,07"), ("es", "7,07"), ("en", "7.07"), ("fr", "7,07")])
def test_values_are_in_the_readers_format_and_the_unit_is_said(lang: Lang, text: str) -> None:
    drawn = lay_out(_figure([("2018", 7_070_000)], unit="eur"), lang)
    assert [label.text for label in drawn.values] == [text]
    assert drawn.unit == "eur_millions"


def test_the_real_values_are_all_drawn_at_their_years(real_site: Site) -> None:
    for figure in _figures(real_site):
        for series, drawn in zip(figure.series, lay_out(figure, "ca").series, strict=True):
            assert len(drawn.dots) == len(series.points)


@pytest.mark.parametrize("lang", LANGS)
def test_no_label_overlaps_another_or_a_mark_or_leaves_the_chart(real_site: Site, lang: Lang) -> None:
    for figure in _figures(real_site):
        drawn = lay_out(figure, lang)
        boxes = [label.box for label in (*drawn.grid, *drawn.years, *drawn.values)]
        for i, box in enumerate(boxes):
            assert box.left >= 0 and box.right <= NARROWEST and box.top >= 0 and box.bottom <= HEIGHT
            assert not any(box.meets(other) for other in boxes[i + 1 :]), figure.id
        marks = [dot.box for series in drawn.series for dot in series.dots]
        assert not any(label.box.meets(mark) for label in drawn.values for mark in marks), figure.id


def test_each_series_of_a_figure_has_a_form_of_its_own(real_site: Site) -> None:
    assert max(len(figure.series) for figure in _figures(real_site)) <= FORMS
    soup = BeautifulSoup(chart(Sheet(real_site, "figures", "ca"), _figures(real_site)[0]), "lxml")
    forms = [str({**form.attrs, "id": ""}) for form in soup.select("defs > *")]
    assert len(set(forms)) == len(forms) == FORMS


@pytest.mark.parametrize("lang", LANGS)
def test_each_chart_is_described_in_words(real_site: Site, lang: Lang) -> None:
    for figure in _figures(real_site):
        sheet = Sheet(real_site, f"figures/{figure.id}", lang)
        soup = BeautifulSoup(chart(sheet, figure), "lxml")
        svg = soup.select("svg[role=img]")[0]
        assert svg["aria-label"] == figure.name[lang]
        described = soup.select(f"#{svg['aria-describedby']}")[0].get_text()
        assert described == description(sheet, figure)
        for series in figure.series:
            assert series.name[lang] in described
            for point in (min(series.points, key=_value), max(series.points, key=_value)):
                assert sheet.value(point.value, figure.unit) in described
                assert formats.when(point.date, lang) in described


def _value(point: model.Point) -> float:
    return point.value


def test_the_table_stands_under_the_chart(toy_site: Site) -> None:
    figures = [page for page in pages(toy_site, "en") if page.kind == "figures"]
    assert figures
    for page in figures:
        assert list(page.blocks).index("chart") < list(page.blocks).index("table")


#: The texts of a chart that are cut or stand on another. A quarter of a line above and below the ink is air.
OVERLAPS = """() => {
  const svg = document.querySelector('.kb-chart > svg');
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')]
    .map(t => ({ words: t.textContent, box: t.getBoundingClientRect() }))
    .filter(t => t.box.width);
  const ink = ({ box }) => [box.top + box.height / 4, box.bottom - box.height / 4];
  const meet = (a, b) => a.box.left < b.box.right && b.box.left < a.box.right
    && ink(a)[0] < ink(b)[1] && ink(b)[0] < ink(a)[1];
  const cut = texts.filter(t => t.box.left < frame.left - 1 || t.box.right > frame.right + 1);
  const pairs = texts.flatMap((a, i) => texts.slice(i + 1).filter(b => meet(a, b)).map(b => [a, b]));
  return [...cut.map(t => `${t.words} is cut`), ...pairs.map(([a, b]) => `${a.words} on ${b.words}`)];
}"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_of_a_chart_overlaps_or_is_cut_in_a_browser(
    browser: Browser, serve: Serve, real_build: BuiltSite, real_site: Site, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    root = serve(real_build)
    for figure in _figures(real_site):
        page.goto(f"{root}/fr/figures/{figure.id}/")
        faults = page.evaluate(OVERLAPS)
        assert faults == [], figure.id
        figure_box = page.locator(".kb-chart").bounding_box()
        assert figure_box and figure_box["x"] >= 0 and figure_box["x"] + figure_box["width"] <= width


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_of_components_shows_each_once(toy_site: Site, lang: Lang) -> None:
    page = components_page(toy_site, lang)
    assert page.path == "components" and not page.is_listed
    for state in State:
        assert page.blocks["badges"].count(f'kb-badge--{state.key}"') == 1
    for name, part in {
        "facts": "kb-fact--conflict",
        "cards": "kb-cards",
        "table": "kb-table",
        "timeline": "kb-fact__date",
        "figure": "kb-chart",
        "map": "kb-map",
        "locator": "kb-locator",
        "notice": "kb-notice",
    }.items():
        assert part in page.blocks[name]
    assert "kb-mark" in page.blocks["facts"] and "sources" in page.blocks


def test_the_page_of_components_is_kept_from_search_engines(toy_build: BuiltSite) -> None:
    for lang in LANGS:
        html = (toy_build.folder / html_file("components", lang)).read_text("utf-8")
        assert '<meta name="robots" content="noindex">' in html
    assert "components" not in (toy_build.folder / "sitemap.xml").read_text("utf-8")
