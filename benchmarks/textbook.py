"""The page as a textbook would write it: django-filter with its own form, and the ORM.

On the same rows as ours, with the same counts, facets and first trials. It evaluates
nothing: no verdicts, no reasons, no questions.
"""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.paginator import Paginator
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from trials.eligibility.ages import BirthInterval
from trials.eligibility.distance import Place
from trials.eligibility.facts import PatientFacts, Role
from trials.finder import Seeker, Wish, ages_in_play, diseases_in_play
from trials.models import Disease, SearchRow, Trial, TrialSite
from trials.models.site import OverallStatus
from trials.rulebook import disease_graph
from trials.views import clock

PAGE_SIZE = 20


class TextbookFilter(django_filters.FilterSet):
    age = django_filters.NumberFilter(method="by_age")
    diagnosis = django_filters.ModelChoiceFilter(
        queryset=Disease.objects.order_by("preferred_name"),
        to_field_name="code",
        method="by_disease",
    )
    words = django_filters.CharFilter(method="by_words")
    near = django_filters.CharFilter(method="by_place")
    status = django_filters.MultipleChoiceFilter(choices=OverallStatus)
    kind = django_filters.MultipleChoiceFilter(choices=Trial.Kind)

    class Meta:
        model = SearchRow
        fields: tuple[str, ...] = ()

    def by_age(self, rows: Any, _name: str, years: Any) -> Any:
        births = BirthInterval.of_age(clock.today(), years=int(years))
        ages = ages_in_play(PatientFacts(births=births), clock.today())
        return rows.open_to_age(ages)

    def by_disease(self, rows: Any, _name: str, disease: Disease) -> Any:
        facts = PatientFacts(diagnoses=frozenset({disease.code}))
        return rows.studying(diseases_in_play(Seeker(facts, disease_graph(), clock.today())))

    def by_words(self, rows: Any, _name: str, words: str) -> Any:
        return rows.mentioning(words)

    def by_place(self, rows: Any, _name: str, near: str) -> Any:
        latitude, longitude, km = map(float, near.split(","))
        places = TrialSite.objects.may_take_people().within(Place("", latitude, longitude), km)
        on_map = rows.filter(trial__in=places.values("trial"))
        return on_map | rows.filter(cells__contains=[0])


def textbook(request: HttpRequest) -> HttpResponse:
    rows = SearchRow.objects.taking().seeking(Role.PATIENT)
    filtered = TextbookFilter(request.GET, queryset=rows)
    matching: QuerySet[SearchRow] = filtered.qs.order_by(F("updated_on").desc(), "trial_id")
    places = TrialSite.objects.select_related("site")
    page = Paginator(
        matching.select_related("trial").prefetch_related(
            Prefetch("trial__trial_sites", queryset=places)
        ),
        PAGE_SIZE,
    ).get_page(request.GET.get("page"))
    facets = {
        name: Counter(matching.order_by().values_list(name, flat=True))
        for name in ("status", "kind")
    }
    for name in ("phases", "countries"):
        several = matching.order_by().values_list(name, flat=True)
        facets[name] = Counter(value for values in several for value in values)
    context = {"filter": filtered, "page": page, "facets": list(map(dict, facets.values()))}
    return render(request, "benchmarks/textbook.html", context)


def address(wish: Wish, age_years: str | None, code: str | None) -> str:
    """Where the textbook page answers the same question."""
    told = {"age": age_years, "diagnosis": code, "words": wish.words or None}
    if wish.place is not None and wish.radius_km is not None:
        place = wish.place
        told["near"] = f"{place.latitude},{place.longitude},{wish.radius_km}"
    return "/textbook?" + urlencode({name: value for name, value in told.items() if value})
