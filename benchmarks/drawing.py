"""A made-up registry: the same trials in every run, shaped like ClinicalTrials.gov.

About 12 % of its trials are open; a fifth is about cancers and blood disorders, with
frequencies that fall as Zipf's law has it, and the rest about other conditions; a trial has
about six sites, most of them in few cities; ages are those that records state most often.
No word of it is from a record, and nobody is named.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple, TypeVar

from trials.catalogue.places import LIST, City
from trials.eligibility.facts import Role

SEED = 20260315
VERSION = 1
"""Raised whenever other trials are drawn, or other rows written: what was kept counts no more."""
LAST_DAY = date(2026, 3, 1)

STATUSES = {
    "RECRUITING": 95,
    "ENROLLING_BY_INVITATION": 8,
    "AVAILABLE": 2,
    "UNKNOWN": 15,
    "NOT_YET_RECRUITING": 40,
    "ACTIVE_NOT_RECRUITING": 40,
    "COMPLETED": 620,
    "TERMINATED": 100,
    "WITHDRAWN": 60,
    "SUSPENDED": 20,
}
OPEN = frozenset({"RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE", "UNKNOWN"})
PURPOSES = {"TREATMENT": 60, "SUPPORTIVE_CARE": 8, "PREVENTION": 9, "OTHER": 23}
PHASES = {
    (): 45,
    ("EARLY_PHASE1",): 3,
    ("PHASE1",): 12,
    ("PHASE1", "PHASE2"): 5,
    ("PHASE2",): 18,
    ("PHASE3",): 11,
    ("PHASE4",): 6,
}
AGES: dict[tuple[int | None, int | None], int] = {
    (18, None): 300,
    (18, 65): 120,
    (18, 75): 100,
    (18, 80): 80,
    (None, None): 70,
    (None, 17): 40,
    (None, 21): 30,
    (None, 18): 40,
    (1, 30): 20,
    (2, 17): 20,
    (6, 17): 20,
    (12, 17): 20,
    (12, None): 30,
    (16, None): 20,
    (1, 6): 10,
    (50, None): 30,
    (40, 85): 50,
}
"""Youngest and oldest age in years, both inclusive, as the registry's fields state them."""
TOPICS = (
    *("blinatumomab", "imatinib", "dasatinib", "vincristine", "methotrexate", "dinutuximab"),
    *("radiotherapy", "nutrition", "exercise", "vaccine", "school", "sleep", "memory"),
    *("insulin", "statin", "probiotic", "aspirin", "ketamine", "caffeine", "yoga"),
)
"""Falling in frequency. No two begin alike, and no disease begins like one of them."""
OTHERS = ("diabetes", "hypertension", "asthma", "depression", "arthritis", "stroke", "obesity")
COMMON = (
    *("cancer", "solid_tumor", "leukemia", "lymphoma", "aml", "all", "cns_tumor", "b_all"),
    *("neuroblastoma", "glioma", "scd", "nhl", "sarcoma", "melanoma", "gvhd", "hcc", "mds"),
    *("hl", "t_all", "medulloblastoma", "osteosarcoma", "wilms", "ewing", "rms", "hemophilia_a"),
)
OTHER_CONDITION = "other_condition"
SITES = (1, 1, 1, 1, 2, 2, 3, 5, 8, 36)
HOSPITALS_A_CITY = 4
NOT_ON_THE_MAP = 50
"""Of so many hospitals one is in a place that no list has."""
SENTENCES = (
    "The diagnosis was confirmed by the laboratory of the site",
    "Organs work well enough, as the protocol describes",
    "At least two weeks have passed since the last dose of other treatment",
    "Able to swallow tablets",
    "Written consent was given, and assent where the child is old enough",
    "No infection that is out of control",
    "No other illness that would make taking part unsafe",
    "Not pregnant and not breastfeeding",
)


T = TypeVar("T")


class Hospital(NamedTuple):
    """``number`` counts from 0; coordinates are None where the registry has none."""

    number: int
    name: str
    city: City
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class DrawnTrial:
    """``number`` counts from 1; ages in years, both inclusive, None for no limit."""

    number: int
    topic: str
    named: str
    status: str
    purpose: str
    phases: tuple[str, ...]
    updated_on: date
    minimum_age: int | None
    maximum_age: int | None
    diseases: tuple[str, ...]
    roles: tuple[Role, ...]
    places: tuple[tuple[Hospital, str], ...]
    sentences: int

    @property
    def nct_id(self) -> str:
        return f"NCT{self.number:08}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def title(self) -> str:
        return f"A Study of {self.topic.capitalize()} in {self.named.capitalize()}"


class Registry:
    """Draws trials; ``names`` are the diseases that can be drawn, by their codes."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = {code: names[code] for code in COMMON if code in names}
        self._names |= {code: names[code] for code in sorted(names) if code != OTHER_CONDITION}
        self._codes = list(self._names)
        self._by_rank = _zipf(len(self._codes))
        self._topics = _zipf(len(TOPICS))

    def trials(self, size: int) -> Iterator[DrawnTrial]:
        """The first trials of the registry: a larger one begins with all of a smaller."""
        return (self.trial(number) for number in range(1, size + 1))

    def trial(self, number: int) -> DrawnTrial:
        chance = Random(SEED * 1_000_003 + number)
        status = _one_of(chance, STATUSES)
        diseases, named = self._diseases(chance)
        minimum, maximum = _one_of(chance, AGES)
        return DrawnTrial(
            number=number,
            topic=chance.choices(TOPICS, cum_weights=self._topics)[0],
            named=named,
            status=status,
            purpose=_one_of(chance, PURPOSES),
            phases=_one_of(chance, PHASES),
            updated_on=LAST_DAY - timedelta(days=chance.randrange(3_000)),
            minimum_age=minimum,
            maximum_age=maximum,
            diseases=diseases,
            roles=(Role.PATIENT, Role.DONOR) if chance.random() < 0.03 else (Role.PATIENT,),
            places=tuple(_places(chance, status)),
            sentences=chance.randrange(3, len(SENTENCES) + 1),
        )

    def disease(self, chance: Random) -> str:
        """A code, by how often trials name it."""
        return chance.choices(self._codes, cum_weights=self._by_rank)[0]

    def _diseases(self, chance: Random) -> tuple[tuple[str, ...], str]:
        if chance.random() >= 0.2:
            return (OTHER_CONDITION,), chance.choice(OTHERS)
        codes = tuple({self.disease(chance): None for _ in range(chance.choice((1, 1, 1, 2, 3)))})
        return codes, self._names[codes[0]]

    def name(self, code: str) -> str:
        return self._names[code]


def _places(chance: Random, status: str) -> Iterator[tuple[Hospital, str]]:
    count = min(chance.choice(SITES), 40)
    chosen = {_hospital(chance): None for _ in range(count)}
    for hospital in chosen:
        is_closed = status in OPEN and chance.random() < 0.1
        yield hospital, "COMPLETED" if is_closed else status


def _hospital(chance: Random) -> Hospital:
    known = hospitals()
    rank = chance.choices(range(len(_city_weights())), cum_weights=_city_weights())[0]
    return known[rank * HOSPITALS_A_CITY + chance.randrange(HOSPITALS_A_CITY)]


@cache
def hospitals() -> tuple[Hospital, ...]:
    """Some in each of the cities of the list, those with most places of trials first."""
    return tuple(
        _make_hospital(rank * HOSPITALS_A_CITY + number, city)
        for rank, city in enumerate(cities())
        for number in range(HOSPITALS_A_CITY)
    )


def _make_hospital(number: int, city: City) -> Hospital:
    name = f"Hospital {number + 1}"
    if number % NOT_ON_THE_MAP == NOT_ON_THE_MAP - 1:
        nowhere = city._replace(name=f"Village {number + 1}", state="")
        return Hospital(number, name, nowhere, None, None)
    return Hospital(number, f"{name}, {city.name}", city, city.latitude, city.longitude)


@cache
def _city_weights() -> tuple[float, ...]:
    return _zipf(len(cities()))


@cache
def cities() -> tuple[City, ...]:
    """In the order of the list: those with most places of trials first."""
    with gzip.open(LIST, "rt", encoding="utf-8", newline="") as lines:
        return tuple(
            City(name, state, country, float(latitude), float(longitude))
            for name, state, country, latitude, longitude in csv.reader(lines, delimiter="\t")
        )


def _zipf(count: int) -> tuple[float, ...]:
    """Cumulative weights; the first few ranks are flattened, as they are in registries."""
    return tuple(accumulate(1 / (rank + 3) for rank in range(count)))


def _one_of(chance: Random, frequencies: dict[T, int]) -> T:
    return chance.choices(list(frequencies), list(frequencies.values()))[0]
