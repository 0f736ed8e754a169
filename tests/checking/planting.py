"""Mistakes as people make them, planted in a study that has none."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from trials.checking import Code, StudyToCheck
from trials.eligibility.ages import AgeLimit, AgeRule, AgeRuleError, AgeScale
from trials.eligibility.conditions import Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    Not,
    Side,
)
from trials.eligibility.probes import leaves

Mistake = Callable[[Leaf], Leaf | None]
"""The rule with the mistake; None where it cannot be made in this rule."""


def planted(study: StudyToCheck, mistake: Mistake) -> Iterator[tuple[Leaf, StudyToCheck]]:
    """The study with the mistake in one rule, once for every rule that it can be made in."""
    for number, group in enumerate(study.groups):
        for leaf in leaves(group.criterion):
            wrong = mistake(leaf)
            if wrong is not None:
                changed = replace(group, criterion=_put(group.criterion, leaf, wrong))
                groups = (*study.groups[:number], changed, *study.groups[number + 1 :])
                yield leaf, replace(study, groups=groups)


def _put(criterion: Criterion, leaf: Leaf, wrong: Leaf) -> Criterion:
    if criterion is leaf:
        return wrong
    if isinstance(criterion, AllOf):
        return AllOf(tuple(_put(part, leaf, wrong) for part in criterion.parts))
    if isinstance(criterion, AnyOf):
        return AnyOf(tuple(_put(part, leaf, wrong) for part in criterion.parts))
    if isinstance(criterion, Not):
        return Not(_put(criterion.part, leaf, wrong))
    return criterion


# ------------------------------------------------------------------ one rule gone wrong


def except_dropped(leaf: Leaf) -> Leaf | None:
    """ "AML, not APL" as AML."""
    if isinstance(leaf, DiseaseCriterion) and leaf.exclude and leaf.include:
        return replace(leaf, exclude=())
    return None


def units_swapped(leaf: Leaf) -> Leaf | None:
    """Years as months, months and days as each other."""
    if not isinstance(leaf, AgeCriterion):
        return None
    rule = leaf.rule
    return _with_ages(leaf, _other_unit(rule.minimum), _other_unit(rule.maximum))


def _other_unit(limit: AgeLimit | None) -> AgeLimit | None:
    if limit is None:
        return None
    if limit.scale is AgeScale.DAYS:
        return AgeLimit(limit.count, AgeScale.MONTHS)
    if limit.count % 12 == 0:
        return AgeLimit(limit.count // 12, AgeScale.MONTHS)
    return AgeLimit(limit.count, AgeScale.DAYS)


def ends_swapped(leaf: Leaf) -> Leaf | None:
    """ "Younger than 22" as from 22 on."""
    if not isinstance(leaf, AgeCriterion) or not leaf.rule.has_limits:
        return None
    rule = leaf.rule
    if rule.minimum is not None and rule.maximum is not None:
        return None
    return _with_ages(leaf, rule.maximum, rule.minimum)


def one_year_more(leaf: Leaf) -> Leaf | None:
    """ "Younger than 22" until the 23rd birthday."""
    if not isinstance(leaf, AgeCriterion) or leaf.rule.maximum is None or leaf.origin.conflict:
        return None
    last = leaf.rule.maximum
    step = 12 if last.scale is AgeScale.MONTHS else 365
    return _with_ages(leaf, leaf.rule.minimum, AgeLimit(last.count + step, last.scale))


def _with_ages(
    leaf: AgeCriterion, minimum: AgeLimit | None, maximum: AgeLimit | None
) -> AgeCriterion | None:
    if minimum is None and maximum is None:
        return None
    try:
        rule = AgeRule(minimum, maximum, anchor=leaf.rule.anchor)
    except AgeRuleError:
        return None
    return replace(leaf, rule=rule)


_TURNED = {
    Operator.AT_LEAST: Operator.AT_MOST,
    Operator.ABOVE: Operator.BELOW,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.BELOW: Operator.ABOVE,
}


def sign_turned(leaf: Leaf) -> Leaf | None:
    """≥ as ≤, for numbers other than ages."""
    if not isinstance(leaf, FactCriterion) or leaf.condition.operator not in _TURNED:
        return None
    operator = _TURNED[leaf.condition.operator]
    return replace(leaf, condition=replace(leaf.condition, operator=operator))


def number_mistyped(leaf: Leaf) -> Leaf | None:
    """Ten times as much."""
    if not isinstance(leaf, FactCriterion) or leaf.condition.operator not in _TURNED:
        return None
    value = leaf.condition.values[0]
    if not isinstance(value, int | float) or not value:
        return None
    return replace(leaf, condition=replace(leaf.condition, values=(value * 10,)))


def status_turned(leaf: Leaf) -> Leaf | None:
    """Relapse asked where the sentence says newly diagnosed, and the other way round."""
    if not isinstance(leaf, FactCriterion) or leaf.side is Side.EXCLUDE:
        return None
    condition = leaf.condition
    if condition.fact == "previously_treated" and condition.values in (("yes",), ("no",)):
        other = "no" if condition.values == ("yes",) else "yes"
        return replace(leaf, condition=replace(condition, values=(other,)))
    if condition.fact == "disease_status" and set(condition.values) <= {"relapsed", "refractory"}:
        return replace(leaf, condition=replace(condition, values=("newly_diagnosed",)))
    return None


def fact_misspelt(leaf: Leaf) -> Leaf | None:
    if not isinstance(leaf, FactCriterion):
        return None
    return replace(leaf, condition=replace(leaf.condition, fact=f"{leaf.condition.fact}_x"))


def wrong_leaf(graph_parents: Callable[[str], tuple[str, ...]]) -> Mistake:
    """The disease above in place of the one that the sentence names."""

    def broaden(leaf: Leaf) -> Leaf | None:
        if not isinstance(leaf, DiseaseCriterion) or not leaf.include:
            return None
        parents = graph_parents(leaf.include[0])
        if not parents or parents[0] in leaf.include:
            return None
        return replace(leaf, include=(parents[0], *leaf.include[1:]))

    return broaden


MISTAKES: dict[str, tuple[Mistake, frozenset[Code]]] = {
    "an exception dropped": (except_dropped, frozenset({Code.EXCEPTION_MISSING})),
    "units of an age swapped": (
        units_swapped,
        frozenset({Code.AGE_UNITS, Code.AGE_DIFFERS, Code.AGES_APART}),
    ),
    "ends of an age swapped": (ends_swapped, frozenset({Code.AGE_REVERSED, Code.AGES_APART})),
    "an age one year off": (one_year_more, frozenset({Code.AGE_DIFFERS})),
    "a sign turned round": (sign_turned, frozenset({Code.SIGN_REVERSED, Code.NUMBERS_EMPTY})),
    "a number mistyped": (number_mistyped, frozenset({Code.NUMBER_DIFFERS, Code.NUMBERS_EMPTY})),
    "status turned round": (
        status_turned,
        frozenset({Code.STATUS_DIFFERS, Code.IMPLIED_OTHERWISE, Code.FACT_CONTRADICTS}),
    ),
    "a fact misspelt": (fact_misspelt, frozenset({Code.FACT_UNKNOWN})),
}
