"""How many open studies there may be for each diagnosis at each age: where there is none.

Counted from the search rows alone, by the same narrowing as a family's search of today: it
may keep a study too many, never one too few. So a nought is certain, another number is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count

from trials.eligibility.ages import AgeSpan, BirthInterval
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role
from trials.finder.narrowing import diseases_in_play
from trials.finder.seeking import Seeker
from trials.models import Disease, SearchRow
from trials.models.search_row import ANY_DISEASE, SearchRowQuerySet
from trials.rulebook import disease_graph

_ANY_DAY = date(2000, 1, 1)
"""Where no age is told, the day makes no difference: the answer can be kept for another."""
_LIMITS = ("minimum_months", "maximum_months", "minimum_days", "maximum_days")


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages in completed years, both ends included."""

    first: int
    last: int

    def births(self, today: date) -> BirthInterval:
        return BirthInterval(
            BirthInterval.of_age(today, years=self.last).earliest,
            BirthInterval.of_age(today, years=self.first).latest,
        )


AGE_BANDS = tuple(
    AgeBand(first, last) for first, last in ((0, 0), (1, 4), (5, 9), (10, 14), (15, 17), (18, 21))
)
"""The bands of cancer registries (SEER), cut at the ages where wards and consent change."""


@dataclass(frozen=True, slots=True)
class Opening:
    """``count`` open studies for patients; ``named`` of them name the disease, or one that it
    is a kind of or may turn out to be. The others take any disease."""

    count: int
    named: int


@dataclass(frozen=True, slots=True)
class Openings:
    """Of one diagnosis, ``bands`` as in :data:`AGE_BANDS`."""

    code: str
    name: str
    bands: tuple[Opening, ...]

    @property
    def has_gap(self) -> bool:
        """Whether there is an age at which no open study names it."""
        return any(band.named == 0 for band in self.bands)


def openings(today: date) -> list[Openings]:
    """For every diagnosis that is offered to families, in the order of their plain names."""
    graph = disease_graph()
    offers = list(_offers(today))
    diseases = Disease.objects.diagnoses().filter(is_family_choice=True).order_by("plain_name")
    return [
        Openings(code, name, _bands(offers, in_play(graph, code)))
        for code, name in diseases.values_list("code", "plain_name")
    ]


def rows_for(code: str, band: AgeBand, today: date) -> SearchRowQuerySet:
    """The search rows that one count counts; none for a disease that is not held."""
    graph = disease_graph()
    if code not in graph:
        return SearchRow.objects.none()
    rows = SearchRow.objects.taking().seeking(Role.PATIENT)
    return rows.studying(in_play(graph, code)).open_to_age(band.births(today).span(today))


@lru_cache(maxsize=2_000)
def in_play(graph: DiseaseGraph, code: str) -> frozenset[str]:
    """Every disease by whose name a study may mean somebody with this diagnosis, of any age."""
    seeker = Seeker(PatientFacts(diagnoses=frozenset({code})), graph, _ANY_DAY)
    found = diseases_in_play(seeker)
    assert found is not None  # a diagnosis was told
    return found


@dataclass(frozen=True, slots=True)
class _Offer:
    """So many trials with the same diseases, open to these bands."""

    keys: frozenset[str]
    bands: tuple[bool, ...]
    count: int


def _offers(today: date) -> Iterator[_Offer]:
    """One statement, however many trials there are."""
    spans = [band.births(today).span(today) for band in AGE_BANDS]
    rows = SearchRow.objects.taking().seeking(Role.PATIENT).order_by()
    for row in rows.values("keys", *_LIMITS).annotate(count=Count("pk")):
        bands = tuple(_is_within(span, row) for span in spans)
        yield _Offer(frozenset(row["keys"]), bands, row["count"])


def _is_within(span: AgeSpan, row: Mapping[str, Any]) -> bool:
    """As ``trials.models.search_row.within_ages`` has it in SQL."""
    return all(
        (row[f"minimum_{unit}"] is None or row[f"minimum_{unit}"] <= oldest)
        and (row[f"maximum_{unit}"] is None or row[f"maximum_{unit}"] > youngest)
        for unit, oldest, youngest in (
            ("months", span.oldest.months, span.youngest.months),
            ("days", span.oldest.days, span.youngest.days),
        )
    )


def _bands(offers: Sequence[_Offer], codes: frozenset[str]) -> tuple[Opening, ...]:
    fitting = [
        (offer, not codes.isdisjoint(offer.keys))
        for offer in offers
        if ANY_DISEASE in offer.keys or not codes.isdisjoint(offer.keys)
    ]
    return tuple(
        Opening(
            sum(offer.count for offer, _is_named in fitting if offer.bands[number]),
            sum(offer.count for offer, is_named in fitting if is_named and offer.bands[number]),
        )
        for number in range(len(AGE_BANDS))
    )
