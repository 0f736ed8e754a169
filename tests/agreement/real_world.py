"""The shipped diseases and studies with the real catalogue, read without a database."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from trials.catalogue import CATALOGUE
from trials.definitions import read_definitions
from trials.eligibility.ages import AgeLimit
from trials.eligibility.catalogue import Fact, FactKind
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import FactCriterion, WashoutCriterion
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.probes import leaves

FIXTURES = Path(__file__).parents[2] / "fixtures"
INFANT = "age_at_diagnosis<12mo"


@cache
def real_graph() -> DiseaseGraph:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in json.loads((FIXTURES / "diseases.json").read_text(encoding="utf-8")):
        rows.setdefault(row["model"], []).append(row["fields"])
    parents: dict[str, list[str]] = {}
    parts: dict[str, set[str]] = {}
    for link in rows["trials.diseaseparent"]:
        (child,), (parent,) = link["child"], link["parent"]
        parents.setdefault(child, []).append(parent)
        if link["is_part"]:
            parts.setdefault(parent, set()).add(child)
    return DiseaseGraph(
        DiseaseNode(
            id=fields["code"],
            parents=tuple(parents.get(fields["code"], ())),
            defining=tuple(_defining(text) for text in fields["defining_facts"]),
            exclusive_groups=frozenset(fields["exclusive_groups"]),
            parts=frozenset(parts.get(fields["code"], ())),
        )
        for fields in rows["trials.disease"]
    )


@cache
def real_trials() -> tuple[TrialRules, ...]:
    text = (FIXTURES / "trial_definitions.json").read_text(encoding="utf-8")
    return tuple(trial.rules() for trial in read_definitions(json.loads(text)).trials)


@cache
def answers_to_try() -> tuple[tuple[str, FactValue], ...]:
    """Every fact that a study or an implication names, with every answer worth trying."""
    return tuple(
        (fact.key, value)
        for fact in CATALOGUE
        if fact.key in _named_facts()
        for value in _values(fact)
    )


def _defining(text: str) -> Condition:
    if text == INFANT:
        return Condition("age_at_diagnosis", Operator.BELOW, (AgeLimit.months(12),))
    fact, _equals, value = text.partition("=")
    return Condition(fact, Operator.IS, (value,))


def _values(fact: Fact) -> Iterator[FactValue]:
    if fact.kind is FactKind.CHOICE:
        yield from fact.values
    if fact.kind is FactKind.CHOICES:
        yield from (frozenset({value}) for value in fact.values)
        yield frozenset({"in_remission", "relapsed"}) & frozenset(fact.values)
    if fact.kind in (FactKind.NUMBER, FactKind.COUNT):
        yield from (0, 1, 2, 5, 29, 100)


@cache
def _named_facts() -> frozenset[str]:
    named = {
        condition.fact for implication in CATALOGUE.implications for condition in implication.when
    }
    for trial in real_trials():
        for group in trial.groups:
            for leaf in leaves(group.criterion):
                if isinstance(leaf, FactCriterion):
                    named.add(leaf.condition.fact)
                if isinstance(leaf, WashoutCriterion):
                    named |= {leaf.fact, leaf.days_fact}
    return frozenset(named)
