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

from trials.catalogue.place_names import folded, one_place
from trials.catalogue.places import LIST, City

DECIMALS = 3
"""About 100 metres: a city is larger."""
MIDDLE_OF_CITY = "ctgov"
"""ClinicalTrials.gov gives the middle of the city, others the mean of the ZIP codes there."""


@dataclass(frozen=True, slots=True)
class Row:
    city: City
    places: int
    is_middle: bool


def read(source: Path) -> list[Row]:
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        return [_row(row) for row in csv.DictReader(lines, delimiter="\t")]


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
    return sorted(merged, key=lambda city: (-merged[city], city))


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
