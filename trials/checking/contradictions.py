"""Rules that nobody can meet together: ages, diseases and facts that shut each other out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from trials.checking.contexts import Asked, Context, contexts
from trials.checking.findings import CheckFinding, Code
from trials.checking.intervals import Interval
from trials.checking.study import Words
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeRuleError
from trials.eligibility.catalogue import FactKind
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import AgeCriterion, DiseaseCriterion, FactCriterion
from trials.eligibility.diseases import DiseaseGraph, UnknownDiseaseError
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person

_SOME_DAY = date(2026, 1, 1)
"""What follows from facts is the same on every day."""


def contradictions(group: GroupRules, words: Words) -> Iterator[CheckFinding]:
    """At most one finding of a kind for every branch, and none that the whole has already."""
    seen: set[tuple[Code, tuple[str, ...]]] = set()
    for context in contexts(group.criterion):
        for code, named, asked in _clashes(context, words):
            if (code, named) in seen:
                continue
            seen.add((code, named))
            if context.own:
                code = Code.BRANCH_UNREACHABLE
            yield CheckFinding(code, group.key, asked.leaf, named=named)


_Clash = tuple[Code, tuple[str, ...], Asked]


def _clashes(context: Context, words: Words) -> Iterator[_Clash]:
    asked = context.asked
    yield from _ages(asked)
    yield from _diseases(asked, words.graph)
    facts = list(_facts(asked, words))
    yield from facts
    if not facts:
        yield from _implied(asked, words)


# ------------------------------------------------------------------------------ ages


def _ages(asked: Sequence[Asked]) -> Iterator[_Clash]:
    rules = [
        (one, one.leaf.rule)
        for one in asked
        if isinstance(one.leaf, AgeCriterion) and one.is_wanted
    ]
    now = [(one, rule) for one, rule in rules if rule.anchor.is_now]
    then = [(one, rule) for one, rule in rules if rule.anchor is AgeAnchor.DIAGNOSIS]
    for one in _none_left(now) or _none_left(then):
        yield Code.AGES_APART, (), one
    for one, rule in then:
        highest = [now_rule.outer_maximum for _, now_rule in now if now_rule.outer_maximum]
        if any(_is_empty(rule.outer_minimum, limit) for limit in highest):
            yield Code.AGES_APART, (), one


def _none_left(rules: Sequence[tuple[Asked, AgeRule]]) -> list[Asked]:
    for index, (one, rule) in enumerate(rules):
        for _, other in rules[:index]:
            if _is_empty(rule.outer_minimum, other.outer_maximum) or _is_empty(
                other.outer_minimum, rule.outer_maximum
            ):
                return [one]
    return []


def _is_empty(minimum: AgeLimit | None, maximum: AgeLimit | None) -> bool:
    if minimum is None or maximum is None:
        return False
    try:
        AgeRule(minimum, maximum)
    except AgeRuleError:
        return True
    return False


# -------------------------------------------------------------------------- diseases


def _diseases(asked: Sequence[Asked], graph: DiseaseGraph) -> Iterator[_Clash]:
    rules = [(one, one.leaf) for one in asked if isinstance(one.leaf, DiseaseCriterion)]
    wanted = [(one, leaf) for one, leaf in rules if one.is_wanted and leaf.include]
    shut = {
        code
        for one, leaf in rules
        for named in (leaf.exclude if one.is_wanted else leaf.include)
        for code in graph.descendants(named)
    }
    for index, (one, leaf) in enumerate(wanted):
        if all(code in shut for code in leaf.include):
            yield Code.DISEASES_ALL_EXCLUDED, leaf.include, one
        for _, other in wanted[:index]:
            if not any(graph.may_overlap(a, b) for a in leaf.include for b in other.include):
                yield Code.DISEASES_APART, (*other.include, *leaf.include), one


# ----------------------------------------------------------------------------- facts


def _facts(asked: Sequence[Asked], words: Words) -> Iterator[_Clash]:
    by_fact: dict[str, list[tuple[Asked, FactCriterion]]] = defaultdict(list)
    for one in asked:
        if isinstance(one.leaf, FactCriterion) and one.leaf.condition.fact in words.catalogue:
            by_fact[one.leaf.condition.fact].append((one, one.leaf))
    for fact, rules in by_fact.items():
        kind = words.catalogue.fact(fact).kind
        last = rules[-1][0]
        if kind in (FactKind.NUMBER, FactKind.COUNT):
            if _numbers(rules).is_empty:
                yield Code.NUMBERS_EMPTY, (fact,), last
        elif not _can_be_met(rules, kind, words.catalogue.fact(fact).values):
            yield Code.FACT_CONTRADICTS, (fact,), last


def _numbers(rules: Sequence[tuple[Asked, FactCriterion]]) -> Interval:
    interval = Interval()
    for one, leaf in rules:
        value = leaf.condition.values[0]
        if isinstance(value, int | float):
            interval = interval.within(leaf.condition.operator, value, holds=one.is_wanted)
    return interval


def _can_be_met(
    rules: Sequence[tuple[Asked, FactCriterion]], kind: FactKind, values: Sequence[str]
) -> bool:
    """Of one value, some value is left; of several, nothing is both wanted and shut out."""
    wanted = [set(leaf.condition.values) for one, leaf in rules if one.is_wanted]
    shut = {value for one, leaf in rules if not one.is_wanted for value in leaf.condition.values}
    if kind is FactKind.CHOICES:
        return not any(choice <= shut for choice in wanted)
    left = set[object](values).intersection(*wanted) if wanted else set(values)
    return not values or bool(left - shut)


def _implied(asked: Sequence[Asked], words: Words) -> Iterator[_Clash]:
    """Facts that follow from others otherwise than they are asked: relapsed, and untreated."""
    told: dict[str, FactValue] = {}
    last: dict[str, Asked] = {}
    for one in asked:
        if isinstance(one.leaf, FactCriterion) and one.is_wanted:
            for fact, value in _single_value(one.leaf, words):
                told[fact], last[fact] = value, one
    if len(told) < 2:
        return
    try:
        person = Person(PatientFacts(told=told), words.graph, _SOME_DAY, words.catalogue)
    except UnknownDiseaseError:
        return
    for fact in dict.fromkeys(clash.fact for clash in person.known.contradictions):
        if fact in last:
            yield Code.IMPLIED_OTHERWISE, (fact,), last[fact]


def _single_value(leaf: FactCriterion, words: Words) -> Iterator[tuple[str, FactValue]]:
    condition = leaf.condition
    if condition.fact not in words.catalogue or len(condition.values) != 1:
        return
    fact, value = words.catalogue.fact(condition.fact), condition.values[0]
    if isinstance(value, AgeLimit):
        return
    if fact.kind is FactKind.CHOICES:
        yield condition.fact, frozenset({str(value)})
    elif fact.kind is FactKind.CHOICE or _is_told(condition, fact.kind):
        yield condition.fact, value


def _is_told(condition: Condition, kind: FactKind) -> bool:
    """Whether the limit itself is a number that meets the rule: "two or more" is met by two."""
    includes_it = condition.operator in (Operator.AT_LEAST, Operator.EQUALS)
    return kind is FactKind.COUNT and includes_it
