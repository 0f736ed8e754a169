"""Whether the facts and values of rules exist, and whether groups differ."""

from collections.abc import Iterator
from dataclasses import replace

from trials.checking.findings import CheckFinding, Code
from trials.checking.study import StudyToCheck
from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    FactCriterion,
    Leaf,
    Not,
    Origin,
    WashoutCriterion,
)
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.probes import leaves


def unknown_facts(group: GroupRules, catalogue: FactCatalogue) -> Iterator[CheckFinding]:
    for leaf in leaves(group.criterion):
        if isinstance(leaf, WashoutCriterion):
            if leaf.days <= 0:
                yield CheckFinding(Code.WASHOUT_NOT_POSITIVE, group.key, leaf, named=(leaf.fact,))
            if leaf.fact not in catalogue:
                yield CheckFinding(Code.FACT_UNKNOWN, group.key, leaf, named=(leaf.fact,))
        elif isinstance(leaf, FactCriterion):
            code = _fault(leaf.condition, catalogue)
            if code:
                yield CheckFinding(code, group.key, leaf, named=(leaf.condition.fact,))


def _fault(condition: Condition, catalogue: FactCatalogue) -> Code | None:
    if condition.fact not in catalogue:
        return Code.FACT_UNKNOWN
    fact = catalogue.fact(condition.fact)
    if not condition.values or not _fits(condition, fact):
        return Code.FACT_VALUE_UNKNOWN
    return None


def _fits(condition: Condition, fact: Fact) -> bool:
    compares_words = condition.operator in (Operator.IS, Operator.IN)
    if fact.kind in (FactKind.CHOICE, FactKind.CHOICES):
        return compares_words and all(value in fact.values for value in condition.values)
    if fact.kind in (FactKind.NUMBER, FactKind.COUNT):
        numbers = all(
            isinstance(value, int | float) and not isinstance(value, bool)
            for value in condition.values
        )
        return numbers and not compares_words and len(condition.values) == 1
    return True


def identical_groups(study: StudyToCheck) -> Iterator[CheckFinding]:
    """Of groups with the same roles and rules, every one but the first."""
    seen: list[tuple[frozenset[str], Criterion]] = []
    for group in study.groups:
        bare = (frozenset(group.roles), _bare(group.criterion))
        if bare in seen:
            yield CheckFinding(Code.IDENTICAL_GROUPS, group.key)
        seen.append(bare)


def _bare(criterion: Criterion) -> Criterion:
    """Without the sentences it was read from."""
    if isinstance(criterion, AllOf):
        return AllOf(tuple(map(_bare, criterion.parts)))
    if isinstance(criterion, AnyOf):
        return AnyOf(tuple(map(_bare, criterion.parts)))
    if isinstance(criterion, Not):
        return Not(_bare(criterion.part))
    leaf: Leaf = replace(criterion, origin=Origin())
    return leaf
