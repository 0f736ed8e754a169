"""The answers of the form as a narrowed list of published trials."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast

import django_filters
from django.db.models import QuerySet

from trials.disease_search import DiseaseNames
from trials.eligibility.ages import AgeSpan
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role
from trials.finder import Choices, FinderResult, Seeker, Sort, Wish, find
from trials.forms.facts import ToldFacts, told_facts
from trials.forms.finder import FinderForm
from trials.models import SearchRow
from trials.models.search_row import SearchRowQuerySet


class TrialFilter(django_filters.FilterSet):
    """Narrows by role, age, diagnosis and words, and never loses a trial that may fit.

        trial_filter = TrialFilter(answers, today=..., catalogue=..., graph=...)
        if trial_filter.is_valid():
            result = trial_filter.find()

    django-filter would drop the filter of a field with an error, which widens the result,
    and takes every field of the form for one filter. Here the form is :class:`FinderForm`,
    whose answers become facts first: an age is told in six boxes, and a ZIP code ranks and
    never narrows. Answers to questions about other facts come along, and are judged later.
    """

    role = django_filters.Filter(method="seeking")
    age = django_filters.Filter(method="open_to_age")
    diagnosis = django_filters.Filter(method="studying")
    words = django_filters.Filter(method="mentioning")

    class Meta:
        model = SearchRow
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        today: date,
        catalogue: DiseaseNames,
        graph: DiseaseGraph,
    ) -> None:
        rows = SearchRow.objects.all()
        super().__init__(dict(data) if data is not None else None, queryset=rows)
        self.today = today
        self.graph = graph
        self._answers = data or {}
        self._form = FinderForm(data, today=today, catalogue=catalogue)

    @property
    def form(self) -> FinderForm:
        return self._form

    @cached_property
    def told(self) -> ToldFacts:
        """What the answers to questions tell. An error in one of them takes nothing away."""
        return told_facts(self._answers, today=self.today, births=self.form.facts().births)

    @cached_property
    def facts(self) -> PatientFacts:
        """Everything told by valid answers. ValueError for answers that are not."""
        self._refuse_errors()
        return self.told.added_to(self.form.facts())

    @property
    def seeker(self) -> Seeker:
        return Seeker(self.facts, self.graph, self.today)

    def wish(
        self,
        choices: Choices | None = None,
        sort: Sort = Sort.FIT,
        *,
        with_closed: bool = False,
    ) -> Wish:
        """What valid answers ask for, and beside them what is chosen of the list."""
        form = self.form
        return Wish(
            self.seeker,
            form.words_told,
            form.place,
            form.radius_km,
            choices or Choices(),
            sort,
            with_closed,
        )

    def find(
        self,
        choices: Choices | None = None,
        sort: Sort = Sort.FIT,
        after: int | None = None,
        as_of: int | None = None,
        *,
        with_closed: bool = False,
    ) -> FinderResult:
        """The answer to valid answers. ValueError for answers that are not."""
        return find(self.wish(choices, sort, with_closed=with_closed), after, as_of)

    def filter_queryset(self, queryset: Any) -> Any:
        """What ``qs`` of django-filter is made of."""
        return self.narrowed()

    def narrowed(self) -> SearchRowQuerySet:
        """The published trials that the valid answers do not rule out by themselves."""
        rows: QuerySet[Any] = SearchRow.objects.all()
        wish = self.wish()
        told = {
            "role": self.facts.role,
            "age": wish.ages,
            "diagnosis": wish.diseases,
            "words": wish.words,
        }
        for name, narrowing in self.filters.items():
            rows = narrowing.filter(rows, told[name])
        return cast(SearchRowQuerySet, rows)

    def _refuse_errors(self) -> None:
        if not self.is_valid():
            raise ValueError("answers with errors have no trials; ask is_valid() first")

    def seeking(self, rows: SearchRowQuerySet, _name: str, role: Role) -> SearchRowQuerySet:
        return rows.seeking(role)

    def open_to_age(self, rows: SearchRowQuerySet, _name: str, ages: AgeSpan) -> SearchRowQuerySet:
        return rows.open_to_age(ages)

    def studying(
        self, rows: SearchRowQuerySet, _name: str, codes: frozenset[str]
    ) -> SearchRowQuerySet:
        return rows.studying(codes)

    def mentioning(self, rows: SearchRowQuerySet, _name: str, words: str) -> SearchRowQuerySet:
        return rows.mentioning(words)
