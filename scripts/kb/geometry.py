"""Land and borders as SVG paths: windows onto the projected plane, read from `data/geo/`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.projection import equal_earth

Point = tuple[float, float]


@dataclass(frozen=True)
class Window:
    """A part of the projected plane (in radii of the globe) and the width in units at which it is drawn."""

    name: str
    left: float
    right: float
    bottom: float
    top: float
    width: int

    @property
    def scale(self) -> float:
        """Units per radius of the globe."""
        return self.width / (self.right - self.left)

    @property
    def height(self) -> int:
        """The height in units."""
        return round((self.top - self.bottom) * self.scale)

    def place(self, lon: float, lat: float) -> Point:
        """Where a place (degrees) is in the drawing: units right of and below its corner."""
        x, y = equal_earth(lon, lat)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place (degrees) is in the window."""
        x, y = self.place(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height


@lru_cache(maxsize=16)
def outline(folder: Path, layer: str, window: Window) -> str:
    """The path data of a layer (`land`, `borders`) in a window, in whole units."""
    geometry = json.loads((folder / f"{window.name}-{layer}.json").read_text("utf-8"))
    return "".join(_subpaths(geometry, window))


def _subpaths(geometry: Any, window: Window) -> Iterator[str]:
    for line in _lines(geometry):
        places = [window.place(lon, lat) for lon, lat in line]
        if not _touches(places, window):
            continue
        points = list(_distinct((round(x), round(y)) for x, y in places))
        closed = line[0] == line[-1]
        if closed:
            points = points[:-1] if points[0] == points[-1] else points
        if len(points) > (2 if closed else 1):
            yield _encoded(points) + ("z" if closed else "")


def _lines(geometry: Any) -> Iterator[list[Point]]:
    """Every ring or line of a GeoJSON geometry."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _lines(part)
    elif kind == "LineString":
        yield geometry["coordinates"]
    elif kind in ("Polygon", "MultiLineString"):
        yield from geometry["coordinates"]
    else:
        for polygon in geometry["coordinates"]:
            yield from polygon


def _touches(points: list[Point], window: Window) -> bool:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) >= 0 and min(xs) <= window.width and max(ys) >= 0 and min(ys) <= window.height


def _distinct(points: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The points without those that repeat the one before."""
    before = None
    for point in points:
        if point != before:
            yield point
        before = point


def _encoded(points: list[tuple[int, int]]) -> str:
    """`M10 20l3-4 5 6`: each point as the step from the one before."""
    (x, y), *others = points
    steps: list[str] = []
    for next_x, next_y in others:
        for step in (next_x - x, next_y - y):
            steps.append(str(step) if step < 0 or not steps else f" {step}")
        x, y = next_x, next_y
    return f"M{points[0][0]} {points[0][1]}l{''.join(steps)}"


def spread(places: list[Point], gap: float, window: Window, fixed: list[Point] | None = None) -> list[Point]:
    """The places moved apart, as little as it takes, until any two are `gap` units from each other.

    All stay half a gap inside the window; `fixed` places do not move. The same places give the same result.
    Where a window has more places than it has room for, all stay where they are.
    """
    if len(places) * gap * gap > _FULL * window.width * window.height:
        return places
    points = [list(place) for place in places]
    for part in range(1, _PARTS + 1):
        # The gap grows little by little, so that the places keep their order around each other.
        if not _make_room(points, gap * part / _PARTS, window, fixed or []):
            return places
    return [(x, y) for x, y in points]


#: The part of a window that the squares of all places may take; beyond it there is no way to set them apart.
_FULL = 0.5
_PARTS, _ROUNDS = 16, 500


def _make_room(points: list[list[float]], gap: float, window: Window, obstacles: list[Point]) -> bool:
    """Move points until any two are a gap apart; whether they came to rest."""
    for _ in range(_ROUNDS):
        moved = False
        for i, point in enumerate(points):
            for other in points[i + 1 :]:
                moved |= _pushed(point, other, gap, both=True)
            for obstacle in obstacles:
                moved |= _pushed(point, list(obstacle), gap, both=False)
            point[0] = min(max(point[0], gap / 2), window.width - gap / 2)
            point[1] = min(max(point[1], gap / 2), window.height - gap / 2)
        if not moved:
            return True
    return False


def _pushed(point: list[float], other: list[float], gap: float, both: bool) -> bool:
    """Move two places apart when they are too close; whether they were."""
    dx, dy = other[0] - point[0], other[1] - point[1]
    apart = (dx * dx + dy * dy) ** 0.5
    if apart >= gap:
        return False
    if not apart:
        dx, dy, apart = 1e-6, 0.0, 1e-6
    # A little more than is missing, so that the places come to rest in few rounds.
    push = (gap - apart + 0.1) / apart / (2 if both else 1)
    point[0] -= dx * push
    point[1] -= dy * push
    if both:
        other[0] += dx * push
        other[1] += dy * push
    return True
