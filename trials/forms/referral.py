"""What referral staff tell of a patient, and of one more person of the family.

One page, four forms: who the patient is and the planned day; the facts that open trials ask
for; a donor or relative; and the few facts that are asked of those.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField

from trials.disease_search import Candidate, DiseaseNames
from trials.eligibility.catalogue import Fact, Persona
from trials.eligibility.facts import PatientFacts
from trials.eligibility.findings import BIRTH_DATE
from trials.eligibility.person import DIAGNOSIS
from trials.finder.asked_facts import AskedFacts
from trials.forms.fact_fields import field_name
from trials.forms.facts import ASKED_IN_THE_FINDER, FactsForm, askable_facts
from trials.forms.finder import AGE_BOXES, BIRTH_BOXES, FinderForm
from trials.forms.planned_day import as_of
from trials.forms.referral_fields import staff_field
from trials.forms.referral_people import PLAN_BOXES, PatientForm, RelativeForm

ALWAYS_ASKED = frozenset({"age_at_diagnosis", "diagnosis_date", "sex"})
IN_ORDER = ("role", *AGE_BOXES, *BIRTH_BOXES, *PLAN_BOXES, "diagnosis")
"""The boxes of a person as they follow each other on the page."""


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """An error, and the id of the box to mend."""

    target: str
    message: str


class StaffFactsForm(FactsForm):
    """Facts in the words of the clinic, with exact days where families tell months."""

    def __init__(self, answers: Mapping[str, str] | None, *, today: date, **asked: Any) -> None:
        facts: Iterable[Fact] = asked.pop("facts")
        super().__init__(answers, facts=(), today=today, persona=Persona.STAFF, **asked)
        for fact in facts:
            self.fields[field_name(fact.key)] = staff_field(fact, today)


class RelativeFactsForm(StaffFactsForm):
    prefix = "other"


class ReferralForm:
    """``answers`` are those of the cookie; None shows the page without errors.

    ``today`` is the day on which ages and days are counted, ``asked`` the facts with a box.
    """

    def __init__(
        self,
        answers: Mapping[str, str] | None,
        *,
        today: date,
        names: DiseaseNames,
        asked: AskedFacts,
    ) -> None:
        self.today = today
        self.patient = PatientForm(answers, today=today, catalogue=names)
        self.relative = RelativeForm(answers, today=today, catalogue=names)
        self.facts = StaffFactsForm(
            answers,
            facts=facts_of_patient(asked),
            today=today,
            births=self.patient.facts().births if self.patient.is_valid() else None,
        )
        self.relative_facts = RelativeFactsForm(
            answers, facts=facts_of_relative(asked), today=today
        )

    @staticmethod
    def answers_in(posted: Any, asked: AskedFacts, today: date) -> dict[str, str]:
        """What of a posted page is kept: known boxes with something in them, cut to length."""
        answers = {**PatientForm.answers_in(posted), **RelativeForm.answers_in(posted)}
        for start, facts in (
            ("", facts_of_patient(asked)),
            ("other-", facts_of_relative(asked)),
        ):
            for fact in facts:
                name = f"{start}{field_name(fact.key)}"
                answers[name] = staff_field(fact, today).gathered(name, posted)
        return {name: text for name, text in answers.items() if text}

    @property
    def planned_on(self) -> date:
        return self.patient.planned_on

    def is_valid(self) -> bool:
        return not self.error_links

    @property
    def error_links(self) -> list[ErrorLink]:
        return [
            *_of_person(self.patient),
            *_of_facts(self.facts),
            *_of_person(self.relative),
            *_of_facts(self.relative_facts),
        ]

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the diagnosis may mean, also when one of them was chosen already."""
        return tuple(self.patient.candidates)

    @property
    def age_boxes(self) -> list[BoundField]:
        return [self.patient[name] for name in AGE_BOXES]

    @property
    def birth_boxes(self) -> list[BoundField]:
        return [self.patient[name] for name in BIRTH_BOXES]

    @property
    def plan_boxes(self) -> list[BoundField]:
        return [self.patient[name] for name in PLAN_BOXES]

    @property
    def other_age_boxes(self) -> list[BoundField]:
        return [self.relative[name] for name in AGE_BOXES]

    @property
    def other_birth_boxes(self) -> list[BoundField]:
        return [self.relative[name] for name in BIRTH_BOXES]

    def people(self) -> tuple[PatientFacts, ...]:
        """The patient, and the second person if there is one, as of the planned day."""
        told = [self.facts.told().added_to(self.patient.facts())]
        if self.relative.cleaned_data["role"]:
            told.append(self.relative_facts.told().added_to(self.relative.facts()))
        return tuple(as_of(facts, self.today, self.planned_on) for facts in told)

    @property
    def fields(self) -> tuple[dict[str, str], dict[str, str]]:
        """Fact → id of its first box, for the patient and for the second person."""
        return (
            _boxes(self.patient, self.facts) | {DIAGNOSIS: "id_diagnosis"},
            _boxes(self.relative, self.relative_facts),
        )


def _boxes(person: FinderForm, facts: FactsForm) -> dict[str, str]:
    boxes = {question.fact.key: question.first_id for question in facts.questions}
    return {BIRTH_DATE: str(person["birth_month"].auto_id), **boxes}


def facts_of_patient(asked: AskedFacts) -> tuple[Fact, ...]:
    """Those with a box for the patient. Days only where a trial wants some to pass."""
    wanted = asked.named | ALWAYS_ASKED
    wanted |= {fact for fact in asked.leading if not fact.endswith("_days")}
    return _askable(wanted)


def facts_of_relative(asked: AskedFacts) -> tuple[Fact, ...]:
    return _askable(asked.others)


def _askable(wanted: Iterable[str]) -> tuple[Fact, ...]:
    asked = frozenset(wanted) - ASKED_IN_THE_FINDER
    return tuple(fact for fact in askable_facts(Persona.STAFF) if fact.key in asked)


def _of_person(form: FinderForm) -> Iterator[ErrorLink]:
    for name in IN_ORDER:
        if name in form.fields and form[name].errors:
            yield ErrorLink(_target(form, form[name]), str(form[name].errors[0]))


def _of_facts(form: FactsForm) -> Iterator[ErrorLink]:
    for question in form.in_error:
        yield ErrorLink(question.first_id, f"{question.label}: {question.errors[0]}")


def _target(form: FinderForm, field: BoundField) -> str:
    """The first choice where the diagnosis has several; else the box itself."""
    if field.name == "diagnosis" and form.candidates:
        return "diagnosis-code-1"
    return str(field.auto_id)
