"""One person on one day, with everything that follows from what was told worked out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from .ages import AgeAnchor, AgeSpan
from .conditions import Condition, FactValue, Operator
from .diseases import DiseaseGraph, NamedDiseases
from .facts import PatientFacts
from .truth import Truth

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
            return condition.holds(self.age_span(AgeAnchor.DIAGNOSIS))
        return condition.holds(self._known.get(condition.fact))

    def age_span(self, anchor: AgeAnchor) -> AgeSpan | None:
        """All ages the person may have (had) at ``anchor``; None when nothing is known.

        For the present ages it is the span of possible ages on ``self.on``.
        """
        if anchor.is_now:
            return None if self.facts.births is None else self.facts.births.span(self.on)
        return self.facts.age_at_diagnosis if anchor is AgeAnchor.DIAGNOSIS else None

    def cases(self) -> Iterator["Person"]:
        """The same person, once for every part of a disease that its parts make up.

        "ALL" gives one person with B-ALL and one with T-ALL: what holds for both holds
        for the person, although neither type was told.
        """
        for named in sorted(self.facts.diagnoses):
            for part in sorted(self.graph.node(named).parts):
                others = self.facts.diagnoses - {named}
                facts = replace(self.facts, diagnoses=others | {part})
                yield Person(facts, self.graph, self.on)


def _defined_by(facts: PatientFacts, graph: DiseaseGraph) -> dict[str, FactValue]:
    return {
        condition.fact: value
        for named in facts.diagnoses
        for disease_id in graph.ancestors(named)
        for condition in graph.node(disease_id).defining
        for value in condition.values
        if condition.operator is Operator.IS and isinstance(value, str)
    }
