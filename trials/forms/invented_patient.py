"""Test patients: who they are in a few boxes, all else as lines "fact: answer"."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials import rulebook
from trials.catalogue import CATALOGUE
from trials.definitions.faults import CaseFaultError
from trials.definitions.told_ages import AGE_UNITS
from trials.definitions.told_facts import KnownWords, read_facts
from trials.disease_search import disease_names
from trials.eligibility.facts import Role
from trials.forms.coordinator import CoordinatorForm
from trials.models import InventedPatient
from trials.models.participant_group import ROLE_NAMES

_UNIT_NAMES = {
    "years": gettext_lazy("years"),
    "months": gettext_lazy("months"),
    "weeks": gettext_lazy("weeks"),
    "days": gettext_lazy("days"),
}
_OWN_BOXES = ("role", "diagnosis")


class InventedPatientForm(CoordinatorForm):
    """``today`` is the day on which the facts have to make sense."""

    role = forms.ChoiceField(
        label=gettext_lazy("Takes part as"), choices=[(one.value, ROLE_NAMES[one]) for one in Role]
    )
    age = forms.IntegerField(
        label=gettext_lazy("Age"), required=False, min_value=0, max_value=130 * 366
    )
    age_unit = forms.ChoiceField(
        label=gettext_lazy("Age in"), choices=[(unit, _UNIT_NAMES[unit]) for unit in AGE_UNITS]
    )
    diagnosis_names = forms.CharField(
        label=gettext_lazy("Diagnosis"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("As a family would say it; separate several by semicolons."),
    )
    more = forms.CharField(
        label=gettext_lazy("What else is told"),
        required=False,
        widget=forms.Textarea({"rows": 6, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "One fact a line with its answer, as docs/facts.md lists them: “cd19: positive”, "
            "“relapse_count: 2”, “disease_status: relapsed, refractory”."
        ),
    )

    class Meta:
        model = InventedPatient
        fields = ("trial", "name", "persona")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.facts: dict[str, object] = {}
        self.initial.update(_shown(self.instance.facts or {}))
        for field in self.fields.values():
            field.widget.attrs.pop("required", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        names = disease_names()
        facts: dict[str, object] = {"role": cleaned["role"]}
        if cleaned.get("age") is not None:
            facts[f"age_{cleaned['age_unit']}"] = cleaned["age"]
        try:
            facts |= _lines(cleaned.get("more") or "")
        except ValueError as fault:
            self.add_error("more", str(fault))
            return cleaned
        if codes := self._codes(cleaned.get("diagnosis_names") or ""):
            facts["diagnosis"] = codes
        try:
            known = KnownWords(CATALOGUE, rulebook.disease_graph(), names)
            read_facts(facts, self.today, known)
        except CaseFaultError as fault:
            self.add_error("more", str(fault))
        self.facts = facts
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.facts = self.facts
        return super().save(commit)

    def _codes(self, text: str) -> list[str]:
        found: list[str] = []
        for name in filter(None, (part.strip() for part in text.split(";"))):
            meant = disease_names().resolve(name)
            if meant.code is not None:
                found.append(meant.code)
                continue
            near = ", ".join(one.plain_name for one in meant.candidates[:5])
            self.add_error(
                "diagnosis_names",
                _("“%(name)s” may be several: %(near)s. Choose one.")
                % {"name": name, "near": near}
                if near
                else _("No disease is called “%(name)s”. Check the spelling.") % {"name": name},
            )
        return found


def _lines(text: str) -> dict[str, object]:
    """Raises ValueError with what to do."""
    facts: dict[str, object] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        key, colon, answer = (part.strip() for part in line.partition(":"))
        if not colon or not answer:
            raise ValueError(
                _("Write “%(line)s” as a fact, a colon and its answer.") % {"line": line}
            )
        if key in _OWN_BOXES:
            raise ValueError(_("“%(key)s” has a box of its own above.") % {"key": key})
        facts[key] = _answer(answer)
    return facts


def _answer(text: str) -> object:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1:
        return parts
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def _shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a patient as the boxes of the form."""
    unit = next((unit for unit in AGE_UNITS if f"age_{unit}" in facts), "years")
    codes = facts.get("diagnosis", [])
    codes = codes if isinstance(codes, list) else [codes]
    return {
        "role": facts.get("role", Role.PATIENT.value),
        "age": facts.get(f"age_{unit}"),
        "age_unit": unit,
        "diagnosis_names": "; ".join(_name_of(code) for code in codes),
        "more": "\n".join(_told(facts, but=f"age_{unit}")),
    }


def _name_of(code: str) -> str:
    disease = disease_names().named(code)
    return disease.plain_name if disease else code


def _told(facts: Mapping[str, Any], but: str) -> Iterator[str]:
    for key, value in facts.items():
        if key not in (*_OWN_BOXES, but):
            answer = ", ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{key}: {answer}"
