"""Who is looking: as the first look sees them, and with every answer they gave."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeKey, AgeSpan
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import FirstLook, Fit, TrialRules
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.verdicts import Verdict, judge_in


def at_first_look(facts: PatientFacts) -> PatientFacts:
    """Role, age and disease alone."""
    return replace(facts, age_at_diagnosis=None, told=MappingProxyType({}), not_known=frozenset())


@dataclass(frozen=True)
class Seeker:
    """``facts`` are all answers, on the day ``on``.

    With an answer beyond role, age and disease, trials are judged by all their criteria.
    That somebody does not know an answer tells nothing yet.
    """

    facts: PatientFacts
    graph: DiseaseGraph
    on: date

    @property
    def is_judged(self) -> bool:
        return bool(self.facts.told) or self.facts.age_at_diagnosis is not None

    @cached_property
    def person(self) -> Person:
        """As the first look sees them."""
        return Person(at_first_look(self.facts), self.graph, self.on)

    @cached_property
    def first(self) -> FirstLook:
        return FirstLook(self.person)

    @cached_property
    def ageless(self) -> FirstLook:
        """The same as if no age had been told."""
        return FirstLook(Person(replace(self.person.facts, births=None), self.graph, self.on))

    def first_on(self, day: date) -> FirstLook:
        """On a later day, with the same answers of today."""
        if day not in self._later:
            facts = _past_settled(self.person.facts, self.on)
            self._later[day] = FirstLook(Person(facts, self.graph, day))
        return self._later[day]

    @cached_property
    def _later(self) -> dict[date, FirstLook]:
        return {}

    @cached_property
    def case(self) -> Case:
        """With every answer, and what follows from it."""
        return Case(Person(self.facts, self.graph, self.on, CATALOGUE, Persona.FAMILY))

    def having(self, facts: PatientFacts) -> "Seeker":
        """The same on the same day, with other answers."""
        return Seeker(facts, self.graph, self.on)

    def may_join(self, rules: TrialRules) -> bool:
        """Whether nothing that was told is a "no"."""
        if self.is_judged:
            return judge_in(rules, self.case).verdict is not Verdict.NO_MATCH
        return self.first.at(rules).fit is not Fit.NO


def _past_settled(facts: PatientFacts, today: date) -> PatientFacts:
    """For a later day: who has been diagnosed already was no older than today's age then."""
    if facts.age_at_diagnosis or facts.births is None or not facts.diagnoses:
        return facts
    so_far = AgeSpan(youngest=AgeKey(0, 0), oldest=facts.births.span(today).oldest)
    return replace(facts, age_at_diagnosis=so_far)
