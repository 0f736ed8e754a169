"""One person on one day, with everything that follows from what was told worked out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from trials.eligibility.ages import AgeAnchor, AgeKey, AgeSpan
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts
from trials.eligibility.named_diseases import NamedDiseases
from trials.eligibility.truth import Truth

AGE_AT_DIAGNOSIS = "age_at_diagnosis"


class Person:
    """``facts`` seen on the day ``on`` with the hierarchy ``graph``.

    Naming a disease sets its defining facts and those of the diseases above it, unless
    the fact itself was told otherwise: what was said is never overwritten.
    Raises UnknownDiseaseError for a diagnosis that the graph does not hold.
    """

    def __init__(self, facts: PatientFacts, graph: DiseaseGraph, on: date) -> None:
        self.facts = facts
        self.graph = graph
        self.on = on
        self._known: dict[str, FactValue] = {**_defined_by(facts, graph), **facts.told}
        self.diseases = NamedDiseases(graph, facts.diagnoses, self.holds)

    def holds(self, condition: Condition) -> Truth:
        if condition.fact == AGE_AT_DIAGNOSIS:
            return condition.holds(self._ages_at_diagnosis())
        return condition.holds(self._known.get(condition.fact))

    def age_span(self, anchor: AgeAnchor) -> AgeSpan | None:
        """All ages the person may have (had) at ``anchor``; None when nothing is known.

        For the present ages it is the span of possible ages on ``self.on``.
        """
        if anchor.is_now:
            return None if self.facts.births is None else self.facts.births.span(self.on)
        return self.facts.age_at_diagnosis if anchor is AgeAnchor.DIAGNOSIS else None

    @cached_property
    def cases(self) -> tuple["Person", ...]:
        """The same person, once for every part of a disease that its parts make up.

        "ALL" gives one person with B-ALL and one with T-ALL: what holds for both holds
        for the person, although neither type was told. Empty when no such disease was
        named.
        """
        return tuple(self._cases())

    def _cases(self) -> Iterator["Person"]:
        for named in sorted(self.facts.diagnoses):
            for part in sorted(self.graph.node(named).parts):
                others = self.facts.diagnoses - {named}
                facts = replace(self.facts, diagnoses=others | {part})
                yield Person(facts, self.graph, self.on)

    def _ages_at_diagnosis(self) -> AgeSpan | None:
        """As told; else anything from nought to today's oldest possible age.

        A child of six months was an infant at diagnosis, whenever that was.
        """
        now = self.age_span(AgeAnchor.ENROLMENT)
        if self.facts.age_at_diagnosis or now is None:
            return self.facts.age_at_diagnosis
        return AgeSpan(youngest=AgeKey(0, 0), oldest=now.oldest)


def _defined_by(facts: PatientFacts, graph: DiseaseGraph) -> dict[str, FactValue]:
    """The facts that come with the diseases named.

    Two diseases that set one fact differently ("B-ALL" and "T-ALL") set it to both.
    """
    words: dict[str, set[str]] = {}
    for named in facts.diagnoses:
        for disease_id in graph.ancestors(named):
            for condition in graph.node(disease_id).defining:
                if condition.operator is Operator.IS:
                    values = (value for value in condition.values if isinstance(value, str))
                    words.setdefault(condition.fact, set()).update(values)
    return {fact: frozenset(values) for fact, values in words.items()}
