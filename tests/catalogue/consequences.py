"""Draws all consequences of what was told, contradictions included.

The engine stops at what was told; here every value that follows is kept, so that a test
can see two of them for one fact.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trials.catalogue import CATALOGUE
from trials.catalogue.implications import AGE
from trials.eligibility.ages import AgeSpan
from trials.eligibility.catalogue import Implication
from trials.eligibility.conditions import Condition, FactValue
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.eligibility.truth import Truth

FIXTURE = Path(__file__).parents[2] / "fixtures" / "diseases.json"


@dataclass(frozen=True)
class Told:
    """What was said about one person."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    disease: str | None = None
    role: str = "patient"
    age: AgeSpan | None = None


def consequences(told: Told, graph: DiseaseGraph) -> dict[str, set[FactValue]]:
    """Every value of every fact that was told or follows."""
    values: dict[str, set[FactValue]] = {key: {value} for key, value in told.facts.items()}
    above = graph.ancestors(told.disease) if told.disease else frozenset()
    grown = True
    while grown:
        grown = False
        for implication in CATALOGUE.implications:
            if not _applies(implication, told, above, values):
                continue
            for key, value in implication.then:
                known = values.setdefault(key, set())
                grown = grown or value not in known
                known.add(value)
    return values


def contradictions(values: Mapping[str, set[FactValue]]) -> Iterator[str]:
    """Facts with two values, unless each is a set that grew out of the other."""
    for key, known in values.items():
        sets = [value for value in known if isinstance(value, frozenset)]
        grew = len(sets) == len(known) and all(a <= b or b <= a for a in sets for b in sets)
        if len(known) > 1 and not grew:
            yield f"{key}: {known}"


def disease_graph() -> DiseaseGraph:
    """The shipped diseases, by their place in the hierarchy alone."""
    parents: dict[str, list[str]] = {code: [] for code in disease_fields()}
    for row in _rows("trials.diseaseparent"):
        (child,), (parent,) = row["child"], row["parent"]
        parents[child].append(parent)
    return DiseaseGraph(DiseaseNode(code, tuple(above)) for code, above in parents.items())


def disease_fields() -> dict[str, dict[str, Any]]:
    """The fields of every shipped disease by its code."""
    return {row["code"]: row for row in _rows("trials.disease")}


def _rows(model: str) -> Iterator[dict[str, Any]]:
    for row in json.loads(FIXTURE.read_text()):
        if row["model"] == model:
            yield row["fields"]


def _applies(
    implication: Implication,
    told: Told,
    above: frozenset[str],
    values: Mapping[str, set[FactValue]],
) -> bool:
    if implication.diseases and implication.diseases.isdisjoint(above):
        return False
    if implication.roles and told.role not in implication.roles:
        return False
    return all(_holds(condition, told, values) for condition in implication.when)


def _holds(condition: Condition, told: Told, values: Mapping[str, set[FactValue]]) -> bool:
    if condition.fact == AGE:
        return condition.holds(told.age) is Truth.TRUE
    return any(condition.holds(value) is Truth.TRUE for value in values.get(condition.fact, ()))
