"""Charts of figures, drawn at build time: each series has its own form of mark; consecutive years are joined.

Across, a chart is laid out in percent of its width; down and for text, in ems. So its text keeps the reader's
size at any width, and what does not overlap at the narrowest width (`NARROWEST`) overlaps at none.
Plain SVG is simpler here than a library: dots, a few lines and text, in the forms of four languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from kb import formats, model
from kb.dates import PartialDate, When
from kb.langs import Lang
from kb.sheet import Sheet

#: Ems: the narrowest chart whose values are written beside their marks, and the heights of its parts.
NARROWEST = 22.0
HEIGHT, TOP, BASE = 15.5, 2.6, 13.4
#: Percent of the width: where the first and the last year stand.
FIRST, LAST = 14.0, 94.0
#: The forms of the marks, in `templates/chart_marks.html`.
FORMS = 6

_CHARACTER = 0.6
_MARK = 0.45


@dataclass(frozen=True)
class Box:
    """A rectangle in ems, at the narrowest width."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Label:
    """A text beside a place: `x` in percent, the rest in ems."""

    text: str
    x: float
    y: float
    dx: float
    dy: float
    anchor: str

    @property
    def box(self) -> Box:
        """The room it takes."""
        width = _CHARACTER * len(self.text)
        left = (
            self.x * NARROWEST / 100 + self.dx - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        )
        baseline = self.y + self.dy
        return Box(left, baseline - 0.8, left + width, baseline + 0.2)


@dataclass(frozen=True)
class Dot:
    """A value: `x` and `until` in percent, `y` in ems. `until` is where its interval ends."""

    x: float
    y: float
    until: float | None = None
    is_open: bool = False

    @property
    def box(self) -> Box:
        """The room its mark takes."""
        x = self.x * NARROWEST / 100
        return Box(x - _MARK, self.y - _MARK, x + _MARK, self.y + _MARK)


@dataclass(frozen=True)
class Drawn:
    """A series as it is drawn: the number of its form, its dots, and the lines between consecutive years."""

    form: int
    name: str
    dots: list[Dot]
    lines: list[tuple[Dot, Dot]]


@dataclass(frozen=True)
class Chart:
    """A figure laid out."""

    unit: str
    series: list[Drawn]
    grid: list[Label]
    years: list[Label]
    values: list[Label]


def chart(sheet: Sheet, figure: model.Figure) -> str:
    """The chart of a figure with its description and its legend."""
    return sheet.render(
        "chart.html", figure=figure, chart=lay_out(figure, sheet.lang), description=description(sheet, figure)
    )


def lay_out(figure: model.Figure, lang: Lang) -> Chart:
    """Where everything stands."""
    points = [point for series in figure.series for point in series.points]
    unit, divisor = _unit(figure.unit, max(point.value for point in points))
    ticks = _ticks(max(point.value for point in points) / divisor)
    first = floor(min(_moment(point.date.start) for point in points))
    last = ceil(max(_moment(point.date.last) for point in points))

    def across(moment: float) -> float:
        share = (moment - first) / (last - first) if last > first else 0.5
        return round(FIRST + share * (LAST - FIRST), 2)

    def down(value: float) -> float:
        return round(BASE - value / ticks[-1] * (BASE - TOP), 2)

    def dot(point: model.Point) -> Dot:
        start, y = across(_moment(point.date.start)), down(point.value / divisor)
        if point.date.open_end:
            return Dot(start, y, across(last), is_open=True)
        return Dot(start, y, across(_moment(point.date.end)) if point.date.end else None)

    drawn = []
    for form, series in enumerate(figure.series):
        ordered = sorted(series.points, key=lambda point: point.date.sort_key)
        dots = [dot(point) for point in ordered]
        joined = pairwise(zip(ordered, dots, strict=True))
        lines = [(a, b) for (one, a), (other, b) in joined if _consecutive(one.date, other.date)]
        drawn.append(Drawn(form % FORMS, series.name[lang], dots, lines))

    grid = [Label(formats.number(tick, lang), 0, down(tick), 0, -0.25, "start") for tick in ticks]
    years = [Label(str(year), across(year), BASE, 0, 1.4, "middle") for year in _years(first, last)]
    texts = [
        ("≈" if point.about else "") + formats.number(point.value / divisor, lang)
        for series in figure.series
        for point in sorted(series.points, key=lambda point: point.date.sort_key)
    ]
    values = _beside(zip([d for series in drawn for d in series.dots], texts, strict=True), [*grid, *years])
    return Chart(unit, drawn, grid, years, list(values))


def _unit(unit: str, highest: float) -> tuple[str, float]:
    """The name of the unit that the chart counts in, and how many of the data's units it is."""
    if unit != "eur":
        return unit, 1
    return ("eur_millions", 1e6) if highest >= 1e6 else ("eur_thousands", 1e3)


def _ticks(highest: float) -> list[float]:
    """From nought to just above the highest value, in three to five round steps."""
    magnitude: float = 10 ** floor(log10(highest))
    step = next(m * magnitude for m in (0.2, 0.25, 0.5, 1, 2, 2.5) if m * magnitude * 4 >= highest)
    return [round(step * i, 9) for i in range(ceil(round(highest / step, 9)) + 1)]


def _moment(date: PartialDate) -> float:
    """A date in years: a year stands at its own number, a month or a day within the year."""
    if date.month is None:
        return date.year
    return date.year + (date.month - 1) / 12 + ((date.day or 1) - 1) / 365


def _consecutive(one: When, other: When) -> bool:
    """Whether two dates are single years, one right after the other."""
    single = all(str(date) == str(date.start.year) for date in (one, other))
    return single and other.start.year - one.start.year == 1


def _years(first: int, last: int) -> list[int]:
    """The years that are written below, five at most: from the first on, or round ones."""
    step = next(step for step in (1, 2, 3, 5, 10, 20, 50, 100) if (last - first) // step < 5)
    start = first if step < 5 else ceil(first / step) * step
    return list(range(start, last + 1, step))


#: Where a value may stand, from its mark, the best first: above, below, right, left.
_SIDES = ((0.0, -0.8, "middle"), (0.0, 1.5, "middle"), (0.7, 0.35, "start"), (-0.7, 0.35, "end"))


def _beside(dots: Iterable[tuple[Dot, str]], others: list[Label]) -> Iterator[Label]:
    """Each value where it meets nothing: above its mark, below, right or left; else only in the table."""
    placed = list(dots)
    taken = [dot.box for dot, _ in placed] + [label.box for label in others]
    said: set[tuple[float, float, str]] = set()
    for dot, text in placed:
        if (dot.x, dot.y, text) in said:
            continue
        said.add((dot.x, dot.y, text))
        for dx, dy, anchor in _SIDES:
            label = Label(text, dot.x, dot.y, dx, dy, anchor)
            box = label.box
            inside = box.left >= 0 and box.right <= NARROWEST and box.bottom <= BASE
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield label
                break


def description(sheet: Sheet, figure: model.Figure) -> str:
    """The chart in words: each series with its value or its lowest and highest."""
    words = sheet.t["chart"]

    def amount(point: model.Point) -> str:
        value = sheet.value(point.value, figure.unit)
        return f"{sheet.t['words']['about']} {value}" if point.about else value

    def said(point: model.Point) -> str:
        return f"{amount(point)} ({formats.when(point.date, sheet.lang)})"

    sentences = []
    for series in figure.series:
        low = min(series.points, key=lambda point: point.value)
        high = max(series.points, key=lambda point: point.value)
        name = series.name[sheet.lang]
        n = formats.number(len(series.points), sheet.lang)
        if len(series.points) == 1:
            sentences.append(words["one"].format(name=name, value=said(low)))
        elif low.value == high.value:
            dates = formats.joined(
                (formats.when(point.date, sheet.lang) for point in series.points), sheet.lang
            )
            sentences.append(words["same"].format(name=name, n=n, value=f"{amount(low)} ({dates})"))
        else:
            sentences.append(words["many"].format(name=name, n=n, low=said(low), high=said(high)))
    return " ".join([*sentences, words["table"]])
