"""Which facts a rule depends on: telling any other leaves it as it was."""

from collections.abc import Set as AbstractSet

from trials.eligibility.criteria import (
    AgeCriterion,
    CreatinineCriterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.findings import BIRTH_DATE, fact_of
from trials.eligibility.person import DIAGNOSIS
from trials.eligibility.reference_tables import SEX, measured_by


def depends_on(leaf: Leaf, graph: DiseaseGraph) -> frozenset[str]:
    """Keys of facts, those included by which a disease or an age can be settled."""
    if isinstance(leaf, DiseaseCriterion):
        # A fact may settle a disease that stands anywhere below: all of them count.
        return graph.defining_facts | {DIAGNOSIS}
    return named_by(leaf)


def named_by(leaf: Leaf) -> frozenset[str]:
    """The same, with the diagnosis for all by which a disease can be settled."""
    if isinstance(leaf, TextCriterion):
        return frozenset()
    if isinstance(leaf, FactCriterion):
        return frozenset({leaf.condition.fact})
    if isinstance(leaf, WashoutCriterion):
        return frozenset({leaf.fact, leaf.days_fact})
    if isinstance(leaf, DiseaseCriterion):
        return frozenset({DIAGNOSIS})
    if isinstance(leaf, AgeCriterion):
        return frozenset({BIRTH_DATE, fact_of(leaf.rule.anchor)})
    measured = frozenset({BIRTH_DATE, *measured_by(leaf)})
    return measured | {SEX} if isinstance(leaf, CreatinineCriterion) else measured


def with_diagnosis(facts: AbstractSet[str], graph: DiseaseGraph) -> frozenset[str]:
    """``facts``, and the diagnosis where one of them may settle a disease.

    A rule that :func:`depends_on` one of ``facts`` is :func:`named_by` one of these.
    """
    settles = not graph.defining_facts.isdisjoint(facts)
    return frozenset(facts | {DIAGNOSIS} if settles else facts)
