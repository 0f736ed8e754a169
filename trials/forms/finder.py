"""What a family tells us, checked and turned into facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trials.disease_search import Candidate, DiseaseNames
from trials.eligibility.ages import BirthInterval
from trials.eligibility.distance import KM_PER_MILE, Place
from trials.eligibility.facts import PatientFacts
from trials.forms.births import OLDEST_YEARS, AgeBoxes, BirthBoxes, births_told
from trials.forms.diagnosis_status import said_together
from trials.forms.fields import (
    ChosenPlaceField,
    MonthField,
    PlaceField,
    RadiusField,
    RoleField,
    WholeNumberField,
    readable,
)

AGE_BOXES = ("age_years", "age_months", "age_days")
BIRTH_BOXES = ("birth_month", "birth_day", "birth_year")
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "role": ("role",),
    "age": AGE_BOXES + BIRTH_BOXES,
    "diagnosis": ("diagnosis", "diagnosis_code"),
    "near": ("near", "near_name", "radius"),
    "radius": ("radius",),
    "words": ("words",),
}
"""Each answer that can be taken back on its own, and the fields that go with it."""

MOST_MONTHS = 12 * OLDEST_YEARS
MOST_DAYS = 3_660
"""Ten years: enough for every limit that studies state in days."""


class FinderForm(forms.Form):
    """Age or birth date, diagnosis, role, place and words; nothing is required.

    ``today`` is the day on which ages count, ``catalogue`` the names a diagnosis is looked
    up in. Once the form is valid, ``facts()``, ``disease_code``, ``place``, ``radius_km``
    and ``words_told`` hold what was told. ``statuses`` are the values of the fact
    ``disease_status`` that were written with the diagnosis: words to ask about, no answer
    yet. When a diagnosis is the name of no single disease its error has the code "ambiguous",
    and ``candidates`` are the choices for ``diagnosis_code``; or it has the code "unknown",
    and there are none. In the same way ``places`` are the choices for ``near_name``.
    """

    use_required_attribute = False
    parts_status = True
    """Whether "relapsed ALL" is taken for ALL beside a status; else it is asked back."""

    role = RoleField(label=_("Who would take part in the study?"))
    age_years = WholeNumberField(
        label=_("Years"),
        smallest=0,
        largest=OLDEST_YEARS,
        unit="y|yr|yrs|years?|years? old|años?",
        wrong=_("Age in years must be a whole number from 0 to 120, such as 7."),
    )
    age_months = WholeNumberField(
        label=_("Months"),
        smallest=0,
        largest=MOST_MONTHS,
        unit="m|mo|mos|months?|months? old|mes|meses",
        wrong=_(
            "Months must be a whole number: from 0 to 11 beside the years, "
            "or up to 1,440 with no years filled in."
        ),
    )
    age_days = WholeNumberField(
        label=_("Days"),
        smallest=0,
        largest=MOST_DAYS,
        unit="d|days?|days? old|días?",
        wrong=_(
            "Days must be a whole number: from 0 to 30 beside years or months, "
            "or up to 3,660 with neither filled in."
        ),
    )
    birth_month = MonthField(
        label=_("Month"),
        wrong=_("Month of birth must be a number from 1 to 12, or a name such as March."),
    )
    birth_day = WholeNumberField(
        label=_("Day"),
        smallest=1,
        largest=31,
        wrong=_("Day of birth must be a number from 1 to 31, or empty if you do not know it."),
    )
    birth_year = WholeNumberField(
        label=_("Year"),
        smallest=1000,
        largest=9999,
        wrong=_("Year of birth must have four digits, such as 2019."),
    )
    diagnosis = forms.CharField(
        label=_("Diagnosis"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Diagnosis must be 100 characters or fewer.")},
    )
    diagnosis_code = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    near = PlaceField(label=_("ZIP code or city"))
    near_name = ChosenPlaceField()
    radius = RadiusField(label=_("How far away may a study be?"))
    words = forms.CharField(
        label=_("Words in the name or goal of the study"),
        required=False,
        max_length=60,
        error_messages={"max_length": _("The words must be 60 characters or fewer.")},
    )

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        today: date,
        catalogue: DiseaseNames,
    ) -> None:
        super().__init__(None if data is None else self.answers_in(data))
        self.today = today
        self.catalogue = catalogue
        self.candidates: list[Candidate] = []
        self.places: list[Place] = []
        self.disease_code: str | None = None
        self.statuses: tuple[str, ...] = ()
        self._births: BirthInterval | None = None

    @classmethod
    def answers_in(cls, typed: Mapping[str, str]) -> dict[str, str]:
        """What of a posted form is kept: known fields with something in them, cut to length.

        A text that is too long is cut so that it is still too long: the form says the same
        of these answers as of those typed.
        """
        answers = {}
        for name, field in cls.base_fields.items():
            if text := readable(typed.get(name, "")):
                limit: int = field.max_length  # type: ignore[attr-defined]  # all have one
                answers[name] = text if len(text) <= limit else f"{text[:limit]}…"
        return answers

    @property
    def place(self) -> Place | None:
        """Where to look from; None when it was not told."""
        return self.cleaned_data["near"]

    @property
    def radius_km(self) -> float | None:
        """How far from there a study may be; None for any distance."""
        miles = self.cleaned_data["radius"]
        return None if miles is None else miles * KM_PER_MILE

    @property
    def words_told(self) -> str:
        return self.cleaned_data["words"]

    def facts(self) -> PatientFacts:
        """What was told, once the form is valid; None in it means not told."""
        return PatientFacts(
            role=self.cleaned_data["role"],
            births=self._births,
            diagnoses=frozenset({self.disease_code} if self.disease_code else ()),
        )

    def clean(self) -> dict[str, Any]:
        self._read_births()
        self._read_diagnosis()
        self._read_place()
        return self.cleaned_data

    def _read_births(self) -> None:
        age = AgeBoxes(**self._filled(AGE_BOXES))
        birth = BirthBoxes(**self._filled(BIRTH_BOXES))
        try:
            self._births = births_told(age, birth, self.today)
        except ValidationError as error:
            self.add_error(None, error)

    def _filled(self, boxes: tuple[str, ...]) -> dict[str, int | None]:
        """Nothing when one of the boxes has an error already, which has to be mended first."""
        if any(box in self.errors for box in boxes):
            return {}
        return {box: self.cleaned_data[box] for box in boxes}

    def _read_diagnosis(self) -> None:
        text = self.cleaned_data.get("diagnosis")
        if not text:
            return
        resolution = self.catalogue.resolve(text)
        if resolution.code is None and self.parts_status:
            said = said_together(text)
            parted = self.catalogue.resolve(said.diagnosis)
            if said.statuses and parted.code is not None:
                resolution, self.statuses = parted, said.statuses
        self.disease_code = resolution.code
        if resolution.code is not None:
            return
        self.candidates = list(resolution.candidates)
        chosen = self.cleaned_data.get("diagnosis_code")
        if chosen in {candidate.code for candidate in self.candidates}:
            self.disease_code = chosen
        elif self.candidates:
            self.add_error("diagnosis", ValidationError(_CHOOSE, code="ambiguous"))
        else:
            self.add_error("diagnosis", ValidationError(_UNKNOWN, code="unknown"))

    def _read_place(self) -> None:
        found, chosen = self.cleaned_data.get("near"), self.cleaned_data.get("near_name")
        if not found:
            if self.cleaned_data.get("radius") and "near" not in self.errors:
                self.add_error("near", ValidationError(_FROM_WHERE, code="missing"))
            return
        self.places = found if len(found) > 1 else []
        of_name = {place.name: place for place in found}
        place = of_name.get(chosen) if self.places else found[0]
        self.cleaned_data["near"] = place
        if place is None:
            self.add_error("near", ValidationError(_CHOOSE_PLACE, code="ambiguous"))


_CHOOSE = _("Choose the diagnosis you mean, or write it in other words.")
_UNKNOWN = _(
    "We do not know this diagnosis. Check the spelling, or write a more general one, "
    "such as leukemia or brain tumor."
)
_CHOOSE_PLACE = _("Choose the place you mean, or write its state or country too.")
_FROM_WHERE = _(
    "Write from where to count the distance: a ZIP code or city. Or choose any distance."
)
