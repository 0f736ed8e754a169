"""Make the list of cities: `python -m tools.places <file>`, for maintainers, once in a while.

The file is a gzipped table with tabs: city, state, country, lat, lon, n, sources, one row for
each spelling of a city in which a registry names places of trials; n is how many it names there.
"""

import csv
import gzip
import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from trials.catalogue.place_names import UNITED_STATES, folded, has_states, one_place
from trials.catalogue.places import LIST, SAME_CITY_KM, City
from trials.eligibility.distance import kilometres_between

DECIMALS = 3
"""About 100 metres: a city is larger."""
MIDDLE_OF_CITY = "ctgov"
"""ClinicalTrials.gov gives the middle of the city, others the mean of the ZIP codes there.

Outside the United States those others took postal codes for ZIP codes: Blois lies in Ohio.
"""
MISTAKEN = {("zerifin", "Israel")}
"""Cities that the registry puts on another continent (read on 21 November 2026)."""


@dataclass(frozen=True, slots=True)
class Row:
    city: City
    places: int
    is_middle: bool


def read(source: Path) -> list[Row]:
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        rows = [_row(row) for row in csv.DictReader(lines, delimiter="\t")]
    return [row for row in rows if not _is_mistaken(row)]


def _is_mistaken(row: Row) -> bool:
    city = row.city
    is_elsewhere = not row.is_middle and city.country != UNITED_STATES
    return is_elsewhere or (folded(city.name), city.country) in MISTAKEN


def _row(row: dict[str, str]) -> Row:
    state, country = one_place(row["state"], row["country"])
    degrees = (round(float(row[name]), DECIMALS) for name in ("lat", "lon"))
    city = City(row["city"].strip(), state, country, *degrees)
    return Row(city, int(row["n"]), MIDDLE_OF_CITY in row["sources"])


def one_each(rows: Iterable[Row]) -> list[City]:
    """One row for each city, those with most places first."""
    same: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        key = folded(row.city.name), folded(row.city.state), row.city.country
        same.setdefault(key, []).append(row)
    merged = {
        max(spellings, key=lambda row: (row.is_middle, row.places)).city: sum(
            row.places for row in spellings
        )
        for spellings in same.values()
    }
    return _without_strays(sorted(merged, key=lambda city: (-merged[city], city)))


def _without_strays(cities: Iterable[City]) -> list[City]:
    """Less those of a name that lie elsewhere in the country than the one with most places.

    Not where a state is always told: there are many a Springfield.
    """
    first: dict[tuple[str, str], City] = {}
    kept = []
    for city in cities:
        main = first.setdefault((folded(city.name), city.country), city)
        km = kilometres_between(main.latitude, main.longitude, city.latitude, city.longitude)
        if km <= SAME_CITY_KM or has_states(city.country):
            kept.append(city)
    return kept


def write(cities: Iterable[City], target: Path) -> None:
    table = io.StringIO(newline="")
    csv.writer(table, delimiter="\t", lineterminator="\n").writerows(cities)
    # No time in it: the same cities give the same file.
    target.write_bytes(gzip.compress(table.getvalue().encode(), mtime=0))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Give the file of places: python -m tools.places places.tsv.gz\n")
        return 2
    cities = one_each(read(Path(arguments[0])))
    write(cities, LIST)
    sys.stdout.write(f"{len(cities)} cities, {LIST.stat().st_size // 1024} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
