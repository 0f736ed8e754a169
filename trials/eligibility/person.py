"""One person on one day, with everything that follows from what was told worked out."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property

from trials.eligibility.ages import AgeAnchor, AgeKey, AgeSpan
from trials.eligibility.catalogue import AGE, FactCatalogue, FactKind, Implication, Persona
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts
from trials.eligibility.implications import Known, draw_all, draw_more
from trials.eligibility.named_diseases import NamedDiseases
from trials.eligibility.truth import Truth

AGE_AT_DIAGNOSIS = "age_at_diagnosis"
DIAGNOSIS = "diagnosis"
DISEASE_STATUS = "disease_status"
NEWLY_DIAGNOSED = "newly_diagnosed"
NO_CATALOGUE = FactCatalogue(())


class Person:
    """``facts`` seen on the day ``on`` with the hierarchy ``graph``, told by ``persona``.

    Naming a disease sets its defining facts and those of the diseases above it, unless
    the fact itself was told otherwise; so do the implications of ``catalogue``. What was
    said is never overwritten. Raises UnknownDiseaseError for a diagnosis that the graph does
    not hold.
    """

    def __init__(
        self,
        facts: PatientFacts,
        graph: DiseaseGraph,
        on: date,
        catalogue: FactCatalogue = NO_CATALOGUE,
        persona: Persona = Persona.FAMILY,
    ) -> None:
        self.facts = facts
        self.graph = graph
        self.on = on
        self.catalogue = catalogue
        self.persona = persona
        told = {**_defined_by(facts, graph), **facts.told}
        self.known: Known = draw_all(told, catalogue, self._follows)
        self.diseases = NamedDiseases(graph, facts.diagnoses, self.holds)

    def holds(self, condition: Condition) -> Truth:
        truth = self._holds_given(condition, self.known.values)
        if truth is Truth.FALSE and self._may_be_more(condition.fact):
            return Truth.UNKNOWN
        return truth

    def knows(self, fact: str) -> bool:
        """Whether nothing is left to be told of a fact in the catalogue."""
        return fact in self.known.values and not self._may_be_more(fact)

    def _may_be_more(self, fact: str) -> bool:
        """Whether the values that follow from other answers may be some among more.

        A child who had a relapse has relapsed, but may well be in remission by now.
        """
        if fact in self.facts.told or fact not in self.known.values:
            return False
        return fact in self.catalogue and self.catalogue.fact(fact).kind is FactKind.CHOICES

    def follows(self, implication: Implication) -> bool:
        """Whether the premises of an implication are certain of this person."""
        return self._follows(implication, self.known.values)

    def can_tell(self, fact: str) -> bool:
        """Whether this person could answer now.

        A fact that nobody catalogued is for the study team, and so is one that the person
        was asked and does not know.
        """
        if fact in self.facts.not_known or fact not in self.catalogue:
            return False
        return self.catalogue.fact(fact).can_be_told_by(self.persona)

    def presupposes_only_known(self, fact: str) -> bool:
        """Whether nothing is taken for granted by asking: no "when was it?" before "was it?"."""
        presupposed = self.catalogue.presupposed_by(fact)
        return all(self.known.values.get(key) == value for key, value in presupposed.items())

    def may_change(self, fact: str) -> bool:
        """Whether the fact may be different next month: an infection, a weight, a lab value."""
        return fact in self.catalogue and self.catalogue.fact(fact).is_volatile

    def having(self, facts: PatientFacts) -> "Person":
        """The same person on the same day, with other answers."""
        return Person(facts, self.graph, self.on, self.catalogue, self.persona)

    def telling(self, fact: str, value: FactValue) -> "Person":
        """The same person, had a fact been told of which there was something left to tell."""
        other = copy(self)
        other.facts = replace(self.facts, told={**self.facts.told, fact: value})
        other.known = draw_more(self.known, fact, value, self.catalogue, other._follows)
        if not self.graph.defining_facts.isdisjoint(other.learned_since(self)):
            other.diseases = NamedDiseases(self.graph, self.facts.diagnoses, other.holds)
        other.__dict__.pop("cases", None)
        return other

    def learned_since(self, before: "Person") -> frozenset[str]:
        """The facts that are known otherwise than they were known of ``before``."""
        was = before.known.values
        learned = {fact for fact, value in self.known.values.items() if was.get(fact) != value}
        learned |= self.facts.told.keys() - before.facts.told.keys()
        if self.facts.diagnoses != before.facts.diagnoses:
            learned.add(DIAGNOSIS)
        # Somebody just diagnosed was at diagnosis as old as today.
        if self.age_span(AgeAnchor.DIAGNOSIS) != before.age_span(AgeAnchor.DIAGNOSIS):
            learned.add(AGE_AT_DIAGNOSIS)
        return frozenset(learned)

    def _follows(self, implication: Implication, values: Mapping[str, FactValue]) -> bool:
        if implication.roles and self.facts.role not in implication.roles:
            return False
        certain = (self.graph.ancestors(named) for named in self.facts.diagnoses)
        if implication.diseases and not any(implication.diseases & above for above in certain):
            return False
        return all(
            self._holds_given(condition, values) is Truth.TRUE for condition in implication.when
        )

    def _holds_given(self, condition: Condition, values: Mapping[str, FactValue]) -> Truth:
        if condition.fact == AGE_AT_DIAGNOSIS:
            return condition.holds(self._ages_at_diagnosis())
        if condition.fact == AGE:
            return condition.holds(self.age_span(AgeAnchor.ENROLMENT))
        return condition.holds(values.get(condition.fact))

    @cached_property
    def age_now(self) -> AgeSpan | None:
        """The ages possible on ``self.on``; None when no age was told."""
        return None if self.facts.births is None else self.facts.births.span(self.on)

    def age_span(self, anchor: AgeAnchor) -> AgeSpan | None:
        """All ages the person may have (had) at ``anchor``; None when nothing is known.

        For the present ages it is the span of possible ages on ``self.on``.
        """
        if anchor.is_now:
            return self.age_now
        if anchor is not AgeAnchor.DIAGNOSIS:
            return None
        if self.facts.age_at_diagnosis is None and self._is_newly_diagnosed():
            return self.age_span(AgeAnchor.ENROLMENT)
        return self.facts.age_at_diagnosis

    def _is_newly_diagnosed(self) -> bool:
        said = self.facts.told.get(DISEASE_STATUS)
        return isinstance(said, frozenset) and NEWLY_DIAGNOSED in said

    @property
    def is_possible(self) -> bool:
        """Whether every disease named that its parts make up may still be one of them.

        Somebody with ALL has B-ALL or T-ALL: ambiguous lineage is no answer.
        """
        wholes = (self.graph.node(named).parts for named in self.facts.diagnoses)
        return all(
            any(self.diseases.status(part) is not Truth.FALSE for part in parts)
            for parts in wholes
            if parts
        )

    @cached_property
    def cases(self) -> tuple["Person", ...]:
        """The same person, once for every part of a disease that its parts make up.

        "ALL" gives one person with B-ALL and one with T-ALL: what holds for both holds
        for the person, although neither type was told. A part that the facts deny is left
        out. Empty when no such disease was named.
        """
        return tuple(self._cases())

    def _cases(self) -> Iterator["Person"]:
        for named in sorted(self.facts.diagnoses):
            for part in sorted(self.graph.node(named).parts):
                if self.diseases.status(part) is Truth.FALSE:
                    continue
                others = self.facts.diagnoses - {named}
                facts = replace(self.facts, diagnoses=others | {part})
                yield self.having(facts)

    def _ages_at_diagnosis(self) -> AgeSpan | None:
        """As told; else anything from nought to today's oldest possible age.

        A child of six months was an infant at diagnosis, whenever that was.
        """
        told, now = self.age_span(AgeAnchor.DIAGNOSIS), self.age_span(AgeAnchor.ENROLMENT)
        if told or now is None:
            return told
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
