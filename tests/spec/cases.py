"""What a case is: a sentence of a source, our reading of it, and people it is tried on."""

from dataclasses import dataclass, field
from datetime import date

from tests.eligibility.universe import GRAPH
from trials.eligibility.ages import AgeRule, AgeSpan, BirthInterval
from trials.eligibility.criteria import AgeCriterion, AllOf, Criterion
from trials.eligibility.evaluation import Fit, GroupRules, TrialEvaluation, TrialRules, first_look
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person

ON = date(2026, 3, 15)
ST_JUDE_LIST = "St. Jude, page “Acute lymphoblastic leukemia” (list of studies)"
OURS = "an example of ours"


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody, what the answer must be, and the day of the search.

    ``who``     as a nurse would say it.
    ``births``  all birth dates possible; None when no age was told.
    ``named``   diseases of tests/eligibility/universe.py.
    """

    who: str
    answer: Fit
    births: BirthInterval | None = None
    named: tuple[str, ...] = ()
    role: Role = Role.PATIENT
    at_diagnosis: AgeSpan | None = None
    on: date = ON

    @property
    def facts(self) -> PatientFacts:
        return PatientFacts(
            role=self.role,
            births=self.births,
            diagnoses=frozenset(self.named),
            age_at_diagnosis=self.at_diagnosis,
        )


@dataclass(frozen=True, slots=True)
class Case:
    """``quotes`` as the sources have them; ``reading`` says in our words what they ask."""

    title: str
    quotes: tuple[str, ...]
    source: str
    reading: str
    groups: tuple[GroupRules, ...]
    patients: tuple[Patient, ...]
    reads_as: AgeRule | None = field(default=None)
    """The age rule that each of the quotes is read as; None when a person typed it in."""

    def evaluate(self, patient: Patient) -> TrialEvaluation:
        person = Person(patient.facts, GRAPH, patient.on)
        return first_look(TrialRules(self.title, self.groups), person)


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    opening: str
    cases: tuple[Case, ...]


def patients_only(*criteria: Criterion) -> tuple[GroupRules, ...]:
    """The one group of a trial for patients."""
    return (GroupRules("patients", frozenset({Role.PATIENT}), AllOf(criteria)),)


def ages(rule: AgeRule) -> tuple[GroupRules, ...]:
    """A trial that asks for nothing but an age."""
    return patients_only(AgeCriterion(rule))


def born(year: int, month: int, day: int) -> BirthInterval:
    return BirthInterval.on_date(date(year, month, day))


def aged(years: int, on: date = ON) -> BirthInterval:
    """An age in years, the birthday not told."""
    return BirthInterval.of_age(on, years=years)
