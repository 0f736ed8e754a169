"""Where cities are: for sites without coordinates, and for families who name a city.

The list beside this module has the cities in which registries name places of trials, those
with most places first; the package ``zipcodes`` knows the other towns of the United States.
No map service is asked, and no place that somebody looked for is remembered.

    find_places("38105")             [Place("38105", …)]
    find_places("Memphis TN")        [Place("Memphis, Tennessee", …)]
    find_places("paris")             [Place("Paris, France", …), Place("Paris, Texas", …)]
"""

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import zipcodes

from trials.catalogue.place_names import (
    PUERTO_RICO,
    UNITED_STATES,
    country_name,
    english_city,
    folded,
    has_states,
    one_place,
    short_state,
    state_name,
)
from trials.eligibility.distance import Place, kilometres_between

LIST = Path(__file__).with_name("places.tsv.gz")
"""Made by ``python -m tools.places``."""

SAME_CITY_KM = 50
"""Rows of one city's name in one country that are no farther apart mean one city."""

_ENDS_IN_NUMBER = re.compile(r"(.+?),? +(\d{5}(-\d{4})?)")


class City(NamedTuple):
    """``state`` is empty where none was told, ``country`` never; degrees of the middle."""

    name: str
    state: str
    country: str
    latitude: float
    longitude: float


def coordinates_of(city: str, state: str, country: str, zip_code: str = "") -> Place | None:
    """The middle of a city as a registry writes it; ``state`` and ``zip_code`` may be empty.

    Where the city is not known, or several of its name could be meant, that of its ZIP code
    in the United States. Else None: a site in the wrong place would be worse than one without.
    """
    if not country.strip():
        return None
    state, country = one_place(state, country)
    found = _city_place(city, state, country) if folded(city) else None
    return found or _zip_place_in(zip_code, state, country)


def _city_place(city: str, state: str, country: str) -> Place | None:
    rows = [row for row in _named(city) if row.country == country]
    same_state = [row for row in rows if folded(row.state) == folded(state)]
    if state and same_state:
        rows = same_state
    elif not _may_leave_out_state(rows, state, country):
        rows = []
    rows = rows or list(_us_towns(city, state, country))
    return _place(rows[0], _short(rows[0])) if rows and _is_one_city(rows) else None


def find_places(text: str) -> list[Place]:
    """Every place that somebody may mean, the one with most places of trials first.

    A ZIP code, a city, or a city with its state, its country or both, with commas or without.
    Empty when no such place is known. No two have the same name.
    """
    if (place := _zip_place(text)) is not None:
        return [place]
    if match := _ENDS_IN_NUMBER.fullmatch(text.strip()):
        cities, place = find_places(match[1]), _zip_place(match[2])
        # "Memphis, TN 38105", but not "Berlin 10115", which is a ZIP code in New York.
        is_there = place is not None and any(_is_near(place, city) for city in cities)
        return [place] if place is not None and is_there else cities
    for name, region in _readings(text):
        english = english_city(name)
        rows = _rows(name, region) or (_rows(english, region) if english else [])
        if rows:
            return _named_places(_one_each(rows))
    return []


def _rows(name: str, region: str) -> list[City]:
    """Cities of a name in a region, else towns of the United States."""
    rows = [row for row in _named(name) if _is_in(row, region)]
    return rows or [row for row in _us_towns(name) if _is_in(row, region)]


def _zip_place(text: str) -> Place | None:
    found = _zip_code(text)
    if found is None:
        return None
    return Place(found["zip_code"], float(found["lat"]), float(found["long"]), UNITED_STATES)


def _zip_place_in(zip_code: str, state: str, country: str) -> Place | None:
    """None when the state is another one: then one of the two is wrong, and nobody knows which."""
    found = _zip_code(zip_code) if country in (UNITED_STATES, PUERTO_RICO) else None
    if found is None:
        return None
    where, there = one_place(found["state"], UNITED_STATES)
    if country != there or (state and folded(state) != folded(where)):
        return None
    return Place(found["zip_code"], float(found["lat"]), float(found["long"]), country)


def _zip_code(text: str) -> dict[str, Any] | None:
    """What the postal service says of it."""
    match = re.fullmatch(r"(\d{5})([ -]?\d{4})?", text.strip())
    if match is None:
        return None
    # The search is compiled and takes 0.2 ms.
    for found in zipcodes.matching(str(int(match[1])).zfill(5)):
        # Military post offices are listed at 0, 0, off the coast of Africa.
        if float(found["lat"]) or float(found["long"]):
            return dict(found)
    return None


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[City]]:
    """By folded name, in the order of the list."""
    cities: dict[str, list[City]] = {}
    with gzip.open(LIST, "rt", encoding="utf-8", newline="") as lines:
        for name, state, country, latitude, longitude in csv.reader(lines, delimiter="\t"):
            city = City(name, state, country, float(latitude), float(longitude))
            cities.setdefault(folded(name), []).append(city)
    return cities


def _named(city: str) -> list[City]:
    """Cities of a name; "New York City" stands for New York as well."""
    name = folded(city)
    return _cities().get(name) or _cities().get(name.removesuffix(" city"), [])


def _may_leave_out_state(rows: list[City], state: str, country: str) -> bool:
    """Whether rows of other states will do.

    In many countries registries write a region, a district or a part of the address as the
    state: "Paris, Orne". Where one city is listed under several, the state tells nothing.
    """
    if not state:
        return True
    states = {folded(row.state) for row in rows}
    return not has_states(country) and (len(states) > 1 or "" in states)


def _us_towns(city: str, state: str = "", country: str = UNITED_STATES) -> Iterator[City]:
    """Towns of the postal service with this name, those with most ZIP codes first."""
    if country not in (UNITED_STATES, PUERTO_RICO):
        return
    short = "PR" if country == PUERTO_RICO else short_state(state)
    if state and short is None:
        return
    spellings = {folded(city).title(), re.sub(r"['’]", " ", city).title()}
    # The search is compiled and takes 1 ms; an index of all towns took 0.7 s and 100 MB to make.
    codes = [code for name in spellings for code in zipcodes.filter_by(city=name)]
    codes = [code for code in codes if float(code["lat"]) or float(code["long"])]
    for found, _count in Counter(code["state"] for code in codes).most_common():
        if short in (None, found):
            there = [code for code in codes if code["state"] == found]
            latitude, longitude = (
                round(sum(float(code[name]) for code in there) / len(there), 3)
                for name in ("lat", "long")
            )
            yield City(there[0]["city"], *one_place(found, UNITED_STATES), latitude, longitude)


def _is_one_city(rows: list[City]) -> bool:
    return all(_is_near(rows[0], row) for row in rows[1:])


def _is_near(one: City | Place, other: City | Place) -> bool:
    apart = kilometres_between(one.latitude, one.longitude, other.latitude, other.longitude)
    return apart <= SAME_CITY_KM


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Every way to part a text into a city and what tells where it is; long cities first."""
    parts = text.split(",") if "," in text else text.split()
    for length in range(len(parts), 0, -1):
        yield " ".join(parts[:length]), folded(" ".join(parts[length:]))


def _is_in(city: City, region: str) -> bool:
    """Whether ``region`` is the state, the country, or both; an empty one is everywhere."""
    words = region.split()
    for length in range(len(words) + 1):
        state, country = " ".join(words[:length]), " ".join(words[length:])
        if _is_state(city, state) and _is_country(city, country):
            return True
    return False


def _is_country(city: City, country: str) -> bool:
    return not country or folded(country_name(country)) == folded(city.country)


def _is_state(city: City, state: str) -> bool:
    return not state or folded(state_name(state, city.country)) == folded(city.state)


def _one_each(rows: Iterable[City]) -> list[City]:
    """The first of those that mean one city."""
    found: list[City] = []
    for row in rows:
        if not any(_is_near(city, row) and not _are_in_two_states(city, row) for city in found):
            found.append(row)
    return found


def _are_in_two_states(one: City, other: City) -> bool:
    """Kansas City is a city of Kansas and another of Missouri, next to it."""
    states = {one.state, other.state} - {""}
    return has_states(one.country) and len(states) > 1


def _named_places(cities: list[City]) -> list[Place]:
    """With the state too where two would have one name."""
    short = Counter(_short(city) for city in cities)
    names = (_short(city) if short[_short(city)] == 1 else _long(city) for city in cities)
    places = {name: _place(city, name) for name, city in zip(names, cities, strict=True)}
    return list(places.values())


def _short(city: City) -> str:
    """ "Memphis, Tennessee", "London, Ontario, Canada", "Paris, France"."""
    if city.country == UNITED_STATES:
        return _joined(city.name, city.state)
    return _long(city) if has_states(city.country) else _joined(city.name, city.country)


def _long(city: City) -> str:
    return _joined(city.name, city.state, city.country)


def _joined(*parts: str) -> str:
    """Each part once: Singapore is city and country."""
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _place(city: City, name: str) -> Place:
    return Place(name, city.latitude, city.longitude, city.country)
