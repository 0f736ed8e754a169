"""The answers of the form as a narrowed list of published trials."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast

import django_filters

from trials.disease_search import DiseaseNames
from trials.eligibility.ages import AgeSpan
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role
from trials.finder import FinderResult, ages_in_play, diseases_in_play, find
from trials.forms.facts import ToldFacts, told_facts
from trials.forms.finder import FinderForm
from trials.models import Trial
from trials.models.trial import TrialQuerySet


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
        model = Trial
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        today: date,
        catalogue: DiseaseNames,
        graph: DiseaseGraph,
    ) -> None:
        self.published: TrialQuerySet = Trial.objects.published()
        super().__init__(dict(data) if data is not None else None, queryset=self.published)
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

    def find(self) -> FinderResult:
        """The answer to valid answers. ValueError for answers that are not."""
        return find(
            self.narrowed(),
            published=self.published,
            facts=self.facts,
            graph=self.graph,
            today=self.today,
            place=self.form.place,
            words=self.form.words_told,
        )

    def filter_queryset(self, queryset: Any) -> Any:
        """What ``qs`` of django-filter is made of."""
        return self.narrowed()

    def narrowed(self) -> TrialQuerySet:
        """The published trials that the valid answers do not rule out by themselves."""
        trials = self.published
        told = {
            "role": self.facts.role,
            "age": ages_in_play(self.facts, self.today),
            "diagnosis": diseases_in_play(self.facts, self.graph, self.today),
            "words": self.form.words_told,
        }
        for name, narrowing in self.filters.items():
            trials = cast(TrialQuerySet, narrowing.filter(trials, told[name]))
        return trials

    def _refuse_errors(self) -> None:
        if not self.is_valid():
            raise ValueError("answers with errors have no trials; ask is_valid() first")

    def seeking(self, trials: TrialQuerySet, _name: str, role: Role) -> TrialQuerySet:
        return trials.seeking(role)

    def open_to_age(self, trials: TrialQuerySet, _name: str, ages: AgeSpan) -> TrialQuerySet:
        return trials.open_to_age(ages, self.facts.role)

    def studying(self, trials: TrialQuerySet, _name: str, codes: frozenset[str]) -> TrialQuerySet:
        return trials.studying(codes, self.facts.role)

    def mentioning(self, trials: TrialQuerySet, _name: str, words: str) -> TrialQuerySet:
        return trials.mentioning(words)
