"""Which facts the open trials ask for: all others need not be told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trials.eligibility.catalogue import FactCatalogue
from trials.eligibility.criteria import DiseaseCriterion, Leaf, TextCriterion
from trials.eligibility.dependencies import depends_on
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role
from trials.eligibility.person import DIAGNOSIS
from trials.eligibility.probes import leaves

WITH_THE_DISEASE = frozenset({Role.PATIENT, Role.SURVIVOR})


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """Keys of the facts catalogue.

    ``named``    a rule asks for it, or it defines a disease that a rule names.
    ``leading``  a fact that is named follows from it, and it is not named itself.
    ``others``   those named for people who join beside a patient: donors, family.
    """

    named: frozenset[str]
    leading: frozenset[str]
    others: frozenset[str]


def facts_asked(
    trials: Iterable[TrialRules], graph: DiseaseGraph, catalogue: FactCatalogue
) -> AskedFacts:
    named, others = set[str](), set[str]()
    for group in (group for rules in trials for group in rules.groups):
        facts = {fact for fact in _named_in(group, graph) if fact in catalogue}
        named |= facts
        if group.roles and not group.roles & WITH_THE_DISEASE:
            others |= facts
    leading = {
        condition.fact
        for implication in catalogue.implications
        if any(fact in named for fact, _ in implication.then)
        for condition in implication.when
        if condition.fact in catalogue
    }
    return AskedFacts(frozenset(named), frozenset(leading - named), frozenset(others))


def _named_in(group: GroupRules, graph: DiseaseGraph) -> Iterator[str]:
    for leaf in leaves(group.criterion):
        yield from _named_by(leaf, graph)


def _named_by(leaf: Leaf, graph: DiseaseGraph) -> Iterable[str]:
    if isinstance(leaf, TextCriterion):
        return ()
    if not isinstance(leaf, DiseaseCriterion):
        return depends_on(leaf, graph)
    named = {*graph.with_wholes(leaf.include), *leaf.exclude}
    above = {disease for code in named if code in graph for disease in graph.ancestors(code)}
    defining = (condition.fact for code in above for condition in graph.node(code).defining)
    return (DIAGNOSIS, *defining)
