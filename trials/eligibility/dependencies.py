"""Which facts a rule depends on: telling any other leaves it as it was."""

from collections.abc import Iterable, Iterator

from trials.eligibility.criteria import (
    AgeCriterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.findings import BIRTH_DATE, DIAGNOSIS
from trials.eligibility.person import AGE_AT_DIAGNOSIS, DISEASE_STATUS
from trials.eligibility.reference_tables import SEX, measured_by


def depends_on(leaf: Leaf, graph: DiseaseGraph) -> frozenset[str]:
    """Keys of facts, those included by which a disease or an age can be settled."""
    return frozenset(_facts(leaf, graph))


def _facts(leaf: Leaf, graph: DiseaseGraph) -> Iterable[str]:
    if isinstance(leaf, TextCriterion):
        return ()
    if isinstance(leaf, FactCriterion):
        return (leaf.condition.fact,)
    if isinstance(leaf, WashoutCriterion):
        return (leaf.fact, leaf.days_fact)
    if isinstance(leaf, DiseaseCriterion):
        return (DIAGNOSIS, *_deciding_facts((*leaf.include, *leaf.exclude), graph))
    if isinstance(leaf, AgeCriterion):
        # Somebody just diagnosed was at diagnosis as old as today.
        return (BIRTH_DATE, AGE_AT_DIAGNOSIS, DISEASE_STATUS)
    return (BIRTH_DATE, SEX, *measured_by(leaf))


def _deciding_facts(diseases: Iterable[str], graph: DiseaseGraph) -> Iterator[str]:
    """Facts that define anything these diseases overlap with, as far as facts reach.

    A fact may settle a disease elsewhere in the hierarchy that shuts one of these out, so
    every defining fact counts as soon as there is a disease to be settled at all.
    """
    if any(disease in graph for disease in diseases):
        yield from graph.defining_facts
