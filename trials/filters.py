"""The answers of the form as a narrowed list of published trials."""

from collections.abc import Mapping
from datetime import date

import django_filters

from trials.disease_search import DiseaseNames
from trials.eligibility.diseases import DiseaseGraph
from trials.finder import FinderResult
from trials.forms.finder import FinderForm


class TrialFilter(django_filters.FilterSet):
    """Narrows by role, age, diagnosis and words, and never loses a trial that may fit.

    ``is_valid()`` comes first, as with a form; ``find()`` then gives the answer. The ZIP
    code ranks and never narrows.

        trial_filter = TrialFilter(answers, today=..., catalogue=..., graph=...)
        if trial_filter.is_valid():
            result = trial_filter.find()
    """

    form: FinderForm

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        today: date,
        catalogue: DiseaseNames,
        graph: DiseaseGraph,
    ) -> None:
        raise NotImplementedError

    def find(self) -> FinderResult:
        """The answer to valid answers. ValueError for answers that are not."""
        raise NotImplementedError
