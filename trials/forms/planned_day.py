"""Answers of today, as they will stand on the day that is planned for enrolment.

A person grows older by the rules of the engine. What staff counted until today has to be
counted until that day: 60 days since a transplant are 80 in twenty days' time.
"""

from dataclasses import replace
from datetime import date

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeKey, AgeSpan
from trials.eligibility.catalogue import FactKind
from trials.eligibility.conditions import FactValue, NumberSpan
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import DISEASE_STATUS, NEWLY_DIAGNOSED

DAYS_PER = {"days": 1.0, "months": 30.4, "years": 365.25}
GROWING = frozenset(
    {
        "off_therapy_months",
        "years_since_diagnosis",
        *(fact.key for fact in CATALOGUE if fact.kind is FactKind.COUNT and fact.unit == "days"),
    }
)
"""Facts that count the time since something, and grow by themselves."""


def as_of(facts: PatientFacts, today: date, planned_on: date) -> PatientFacts:
    """``facts`` told today, on a day that is not before it; nothing further happens."""
    if planned_on == today:
        return facts
    later = (planned_on - today).days
    told = {
        key: _grown(value, later / DAYS_PER[CATALOGUE.fact(key).unit]) if key in GROWING else value
        for key, value in facts.told.items()
    }
    return replace(facts, told=told, age_at_diagnosis=_at_diagnosis(facts, today))


def _grown(value: FactValue, by: float) -> FactValue:
    if isinstance(value, NumberSpan):
        return NumberSpan(value.lowest + by, value.highest + by)
    return value + by if isinstance(value, int | float) else value


def _at_diagnosis(facts: PatientFacts, today: date) -> AgeSpan | None:
    """Who has been diagnosed already was no older then than today."""
    if facts.age_at_diagnosis or not facts.births or not facts.diagnoses:
        return facts.age_at_diagnosis
    now, status = facts.births.span(today), facts.told.get(DISEASE_STATUS)
    if isinstance(status, frozenset) and NEWLY_DIAGNOSED in status:
        return now
    return AgeSpan(youngest=AgeKey(0, 0), oldest=now.oldest)
