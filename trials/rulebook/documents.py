"""The rules of a trial as one JSON document, to be kept beside the trial and read at once.

A document holds nothing that the rows do not hold; reading it takes a fiftieth of the time.
It is written when rules change (``trials.actions.rules_documents``) with the number that
they had then, and counts only while that is their number.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    CreatinineCriterion,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Not,
    PerformanceCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role

_LEAVES: dict[str, type[Any]] = {
    "age": AgeCriterion,
    "disease": DiseaseCriterion,
    "fact": FactCriterion,
    "washout": WashoutCriterion,
    "text": TextCriterion,
    "performance": PerformanceCriterion,
    "creatinine": CreatinineCriterion,
}
_LEAF_NAMES = {kind: name for name, kind in _LEAVES.items()}


class _Node(msgspec.Struct, omit_defaults=True):
    """One box or leaf: exactly one of the fields is filled."""

    all: tuple["_Node", ...] | None = None
    any: tuple["_Node", ...] | None = None
    none: "_Node | None" = None
    age: AgeCriterion | None = None
    disease: DiseaseCriterion | None = None
    fact: FactCriterion | None = None
    washout: WashoutCriterion | None = None
    text: TextCriterion | None = None
    performance: PerformanceCriterion | None = None
    creatinine: CreatinineCriterion | None = None


class _Group(msgspec.Struct):
    key: str
    roles: list[Role]
    criterion: _Node


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(tuple[_Group, ...])


def write_rules(rules: TrialRules) -> bytes:
    return _encoder.encode(
        [_Group(group.key, sorted(group.roles), _node(group.criterion)) for group in rules.groups]
    )


def read_rules(key: str, document: bytes | memoryview) -> TrialRules:
    """The rules of the trial called ``key``. Raises msgspec.ValidationError."""
    return TrialRules(
        key,
        tuple(
            GroupRules(group.key, frozenset(group.roles), _criterion(group.criterion))
            for group in _decoder.decode(document)
        ),
    )


def _node(criterion: Criterion) -> _Node:
    if isinstance(criterion, AllOf):
        return _Node(all=tuple(map(_node, criterion.parts)))
    if isinstance(criterion, AnyOf):
        return _Node(any=tuple(map(_node, criterion.parts)))
    if isinstance(criterion, Not):
        return _Node(none=_node(criterion.part))
    leaf: dict[str, Any] = {_LEAF_NAMES[type(criterion)]: criterion}
    return _Node(**leaf)


def _criterion(node: _Node) -> Criterion:
    if node.all is not None:
        return AllOf(tuple(map(_criterion, node.all)))
    if node.any is not None:
        return AnyOf(tuple(map(_criterion, node.any)))
    if node.none is not None:
        return Not(_criterion(node.none))
    leaf: Criterion = next(filter(None, map(_getter(node), _LEAVES)))
    return leaf


def _getter(node: _Node) -> Callable[[str], Any]:
    return lambda name: getattr(node, name)
