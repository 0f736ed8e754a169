"""How far apart two places are, as the crow flies."""

import math
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG); treating the earth as a ball is wrong by at most 0.6 %."""

KM_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a ZIP code or city and its middle, in degrees.

    ``country`` in the words of ``trials.catalogue.place_names``; there distances are told
    in miles or kilometres.
    """

    name: str
    latitude: float
    longitude: float
    country: str = "United States"


def kilometres_between(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Great-circle distance in kilometres; all arguments are degrees."""
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    half_north = (other_north - north) / 2
    half_east = math.radians(other_longitude - longitude) / 2
    # The haversine: unlike the cosine rule it stays exact for places next door.
    chord = (
        math.sin(half_north) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin(half_east) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))
