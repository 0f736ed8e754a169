"""Answers to questions about facts: a field for each, and what all of them tell.

The same fields serve families, in plain words, and staff, in clinical ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trials.catalogue import CATALOGUE
from trials.definitions.faults import CaseFaultError
from trials.definitions.told_ages import Diagnosed, read_diagnosed
from trials.eligibility.ages import AgeSpan, BirthInterval
from trials.eligibility.catalogue import Fact, FactKind, Persona, Tier
from trials.eligibility.conditions import FactValue
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import AGE_AT_DIAGNOSIS
from trials.forms.fact_fields import (
    PREFIX,
    ChoiceFactField,
    ChoicesFactField,
    FactField,
    FactQuestion,
    NotKnown,
    Posted,
    field_name,
)
from trials.forms.fact_numbers import AgeFactField, MonthFactField, NumberFactField

DIAGNOSIS_DATE = "diagnosis_date"
YEARS_SINCE_DIAGNOSIS = "years_since_diagnosis"
ASKED_IN_THE_FINDER = frozenset({"role", "birth_date", "diagnosis", "location"})
"""These have boxes of their own, which ask better; here they can only be declined."""

_FIELDS: Mapping[FactKind, type[FactField]] = MappingProxyType(
    {
        FactKind.CHOICE: ChoiceFactField,
        FactKind.CHOICES: ChoicesFactField,
        FactKind.NUMBER: NumberFactField,
        FactKind.COUNT: NumberFactField,
        FactKind.AGE: AgeFactField,
        FactKind.DATE: MonthFactField,
    }
)


def askable_facts(persona: Persona) -> tuple[Fact, ...]:
    """What may be asked of somebody, in the order of the catalogue.

    Families are asked nothing sensitive, and nothing that only a clinic can measure.
    """
    if persona is Persona.STAFF:
        return tuple(fact for fact in CATALOGUE if persona in fact.who)
    return tuple(
        fact
        for fact in CATALOGUE
        if persona in fact.who
        and fact.tier is not Tier.CLINIC
        and (not fact.is_sensitive or fact.key in ASKED_IN_THE_FINDER)
    )


def fact_field(fact: Fact, persona: Persona, today: date) -> FactField:
    """``today`` is the day on which ages and months are counted."""
    if fact.key in ASKED_IN_THE_FINDER:
        return FactField(fact, persona, today)
    return _FIELDS[fact.kind](fact, persona, today)


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """What the answers tell.

    ``values``            every fact that was told, by its key.
    ``age_at_diagnosis``  all possible ages at the first diagnosis; None when not told.
    ``not_known``         keys of what was asked and is not known.
    ``errors``            what to write instead, by the key of the fact.
    """

    values: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    age_at_diagnosis: AgeSpan | None = None
    not_known: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def added_to(self, facts: PatientFacts) -> PatientFacts:
        """The same person with these answers too."""
        return replace(
            facts,
            told={**facts.told, **self.values},
            age_at_diagnosis=self.age_at_diagnosis or facts.age_at_diagnosis,
            not_known=facts.not_known | self.not_known,
        )


class FactsForm(forms.Form):
    """Questions about ``facts``, with the answers given so far.

    ``answers`` are those of the cookie; None shows the questions without errors. ``births``
    are the possible birth dates, None when no age was told.
    """

    use_required_attribute = False

    def __init__(
        self,
        answers: Mapping[str, str] | None,
        *,
        facts: Iterable[Fact],
        today: date,
        births: BirthInterval | None = None,
        persona: Persona = Persona.FAMILY,
    ) -> None:
        super().__init__(answers)
        self.today = today
        self.births = births
        self._diagnosed = Diagnosed()
        for fact in facts:
            self.fields[field_name(fact.key)] = fact_field(fact, persona, today)

    @property
    def questions(self) -> list[FactQuestion]:
        return [question for question in self if isinstance(question, FactQuestion)]

    @property
    def in_error(self) -> list[FactQuestion]:
        return [question for question in self.questions if question.errors]

    def clean(self) -> dict[str, Any]:
        age = self.cleaned_data.get(field_name(AGE_AT_DIAGNOSIS))
        month = self.cleaned_data.get(field_name(DIAGNOSIS_DATE))
        if isinstance(age, AgeSpan) and self._is_higher_than_today(age):
            self.add_error(field_name(AGE_AT_DIAGNOSIS), ValidationError(_TOO_HIGH, "wrong"))
        if isinstance(month, str):
            self._read_diagnosis_date(month)
        return self.cleaned_data

    def told(self) -> ToldFacts:
        """What was told; nothing of an answer that has an error."""
        self._diagnosed = Diagnosed()
        self.full_clean()
        answers = {
            name.removeprefix(PREFIX): value
            for name, value in self.cleaned_data.items()
            if value is not None
        }
        not_known = {key for key, value in answers.items() if value is NotKnown.NOT_KNOWN}
        values = {key: value for key, value in answers.items() if key not in not_known}
        age = values.pop(AGE_AT_DIAGNOSIS, self._diagnosed.ages)
        if values.pop(DIAGNOSIS_DATE, None) and self._diagnosed.years:
            values.setdefault(YEARS_SINCE_DIAGNOSIS, self._diagnosed.years)
        errors = {question.fact.key: str(question.errors[0]) for question in self.in_error}
        return ToldFacts(values, age, frozenset(not_known), errors)

    def _is_higher_than_today(self, age: AgeSpan) -> bool:
        return self.births is not None and age.youngest > self.births.span(self.today).oldest

    def _read_diagnosis_date(self, month: str) -> None:
        """The age then, and the years since, which are what studies ask for."""
        try:
            told = {DIAGNOSIS_DATE: month}
            self._diagnosed = read_diagnosed(told, self.births, self.today)
        except CaseFaultError:
            self.add_error(field_name(DIAGNOSIS_DATE), ValidationError(_TOO_EARLY, "wrong"))


_TOO_HIGH = _("This age is higher than the age today. Check both, or clear one of them.")
_TOO_EARLY = _("This month lies before the birth. Check both, or clear one of them.")


def fact_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Only the answers to questions about facts."""
    return {name: text for name, text in answers.items() if name.startswith(PREFIX)}


def answered_facts(
    answers: Mapping[str, str], persona: Persona = Persona.FAMILY
) -> tuple[Fact, ...]:
    """The facts that were answered, in the order of the catalogue; unknown names are none."""
    return tuple(fact for fact in askable_facts(persona) if field_name(fact.key) in answers)


def told_facts(
    answers: Mapping[str, str],
    *,
    today: date,
    births: BirthInterval | None = None,
    persona: Persona = Persona.FAMILY,
) -> ToldFacts:
    """What the answers of the cookie tell, errors included."""
    facts = answered_facts(answers, persona)
    return FactsForm(answers, facts=facts, today=today, births=births, persona=persona).told()


def posted_answers(
    posted: Posted, facts: Iterable[Fact], today: date, persona: Persona = Persona.FAMILY
) -> dict[str, str]:
    """The posted answer to each of ``facts`` as one text, empty where none was given.

    Nothing posted can be longer than the cookie has room for.
    """
    return dict(_posted(posted, facts, today, persona))


def _posted(
    posted: Posted, facts: Iterable[Fact], today: date, persona: Persona
) -> Iterator[tuple[str, str]]:
    for fact in facts:
        name = field_name(fact.key)
        yield name, fact_field(fact, persona, today).gathered(name, posted)
