"""The map as two grids of numbered cells, so that an index can answer "near here".

Cells of the fine grid are one degree wide and high, those of the coarse grid five. A place
stands in one of each; a circle covers some cells of one grid, and the exact distance is
asked of what stands in them. The database numbers places the same way (``trials_cells`` in
the migrations).
"""

from collections.abc import Iterator
from math import asin, cos, degrees, floor, radians, sin

from trials.eligibility.distance import Place

KM_PER_DEGREE = 111.19
FINE_UP_TO_KM = 200
FINE, COARSE = 1, 5
COARSE_FROM = 1_000_000
"""Numbers of coarse cells begin here; fine ones begin at 1."""


def cells_around(place: Place, km: float) -> set[int]:
    """All cells of one grid that a circle of ``km`` around the place touches, or more."""
    size = FINE if km <= FINE_UP_TO_KM else COARSE
    high = km / KM_PER_DEGREE
    north, south = place.latitude + high, place.latitude - high
    wide = _half_width(place.latitude, high)
    return {
        cell_number(latitude, longitude, size)
        for latitude in _steps(max(south, -90.0), min(north, 89.999), size)
        for longitude in _steps(place.longitude - wide, place.longitude + wide, size)
    }


def _half_width(latitude: float, high: float) -> float:
    """In degrees of longitude; the whole way round where the circle holds a pole."""
    if abs(latitude) + high >= 90:
        return 180.0
    return degrees(asin(min(1.0, sin(radians(high)) / cos(radians(latitude)))))


def _steps(first: float, last: float, size: int) -> Iterator[float]:
    for number in range(floor(first / size), floor(last / size) + 1):
        yield number * size


def cell_number(latitude: float, longitude: float, size: int) -> int:
    """``longitude`` may go beyond 180 on either side, as a circle may."""
    row = floor((min(latitude, 89.999) + 90) / size)
    column = floor(((longitude + 180) % 360) / size)
    number = row * (360 // size) + column
    return number + (1 if size == FINE else COARSE_FROM)
