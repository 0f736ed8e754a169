"""What a family tells us, checked and turned into facts."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django import forms

from trials.disease_search import Candidate, DiseaseNames
from trials.eligibility.distance import Place
from trials.eligibility.facts import PatientFacts

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "role": ("role",),
    "age": ("age_years", "age_months", "age_days", "birth_month", "birth_day", "birth_year"),
    "diagnosis": ("diagnosis", "diagnosis_code"),
    "zip_code": ("zip_code",),
    "words": ("words",),
}
"""Each answer that can be taken back on its own, and the fields it was given in."""


class FinderForm(forms.Form):
    """Age or birth date, diagnosis, role, place and words; nothing is required."""

    candidates: ClassVar[list[Candidate]] = []
    disease_code: str | None
    place: Place | None
    words: str

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        today: date,
        catalogue: DiseaseNames,
    ) -> None:
        raise NotImplementedError

    @classmethod
    def limits(cls) -> dict[str, int]:
        """The greatest length of every field, for :func:`trials.answers.kept`."""
        raise NotImplementedError

    def facts(self) -> PatientFacts:
        """What was told, once the form is valid; None in it means not told."""
        raise NotImplementedError
