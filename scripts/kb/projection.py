"""The Equal Earth projection: areas keep their true proportion, so that no part of the world looks larger.

Bojan Šavrič, Tom Patterson and Bernhard Jenny, "The Equal Earth map projection", International Journal of
Geographical Information Science 33 (2019), doi:10.1080/13658816.2018.1504949. Spherical form.
"""

from __future__ import annotations

from math import asin, atan2, cos, radians, sin, sqrt

#: The coefficients of the published polynomial.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2

#: The mean radius of the Earth in kilometres (IUGG).
EARTH_RADIUS = 6371.0088


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Where a place is on the plane, in radii of the globe east and north of 0° 0° (degrees in)."""
    theta = asin(_M * sin(radians(lat)))
    square = theta * theta
    sixth = square**3
    x = radians(lon) * cos(theta) / (_M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)))
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return x, y


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two places (longitude, latitude in degrees) along the great circle (haversine)."""
    (lon1, lat1), (lon2, lat2) = ((radians(lon), radians(lat)) for lon, lat in (one, other))
    root = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * atan2(sqrt(root), sqrt(1 - root))
