"""The floor of the engine: the same logic as bare closures over numbers and dictionaries.

No findings, no reasons, no dates: what a trial comes to, and nothing about why.
"""

from collections.abc import Callable
from dataclasses import dataclass

from trials.eligibility.ages import AgeAnchor, AgeOutcome, assess_age
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
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.person import Person

FALSE, UNKNOWN, ASK, TRUE = range(4)
Test = Callable[["Plain"], int]
NOT = (TRUE, UNKNOWN, ASK, FALSE)
_AGES = {
    AgeOutcome.FITS: TRUE,
    AgeOutcome.NO_LIMIT: TRUE,
    AgeOutcome.NOT_STATED: ASK,
    AgeOutcome.UNCLEAR_LIMIT: ASK,
    AgeOutcome.NOT_TOLD: UNKNOWN,
    AgeOutcome.DEPENDS_ON_BIRTHDAY: UNKNOWN,
    AgeOutcome.TOO_YOUNG: FALSE,
    AgeOutcome.TOO_OLD: FALSE,
}


@dataclass
class Plain:
    """A person as closures see one: known facts, disease values, and who could tell what."""

    person: Person
    facts: dict[str, object]
    diseases: dict[str, int]
    tellable: frozenset[str]

    @classmethod
    def of(cls, person: Person) -> "Plain":
        return cls(
            person=person,
            facts=dict(person.known.values),
            diseases={code: int(person.diseases.status(code)) for code in person.graph},
            tellable=frozenset(f.key for f in person.catalogue if person.can_tell(f.key)),
        )


def compiled(rules: TrialRules) -> Test:
    """A function from a person to what the trial comes to; 0 without a group for the role."""
    groups = [(group.seeks, _compile(group.criterion)) for group in rules.groups]

    def run(plain: Plain) -> int:
        role, best = plain.person.facts.role, FALSE
        for seeks, test in groups:
            if seeks(role):
                best = max(best, test(plain))
        return best

    return run


def _compile(criterion: Criterion) -> Test:
    if isinstance(criterion, AllOf):
        return _all([_compile(part) for part in criterion.parts])
    if isinstance(criterion, AnyOf):
        return _any([_compile(part) for part in criterion.parts])
    if isinstance(criterion, Not):
        inner = _compile(criterion.part)
        return lambda plain: NOT[inner(plain)]
    return compiled_leaf(criterion)


def compiled_leaf(leaf: Leaf) -> Test:
    """One criterion with its side: what keeps people out is turned round."""
    test = _compile_leaf(leaf)
    if leaf.side is Side.EXCLUDE:
        return lambda plain: NOT[test(plain)]
    return test


def _all(tests: list[Test]) -> Test:
    def run(plain: Plain) -> int:
        weakest = TRUE
        for test in tests:
            value = test(plain)
            if value < weakest:
                weakest = value
                if value == FALSE:
                    break
        return weakest

    return run


def _any(tests: list[Test]) -> Test:
    def run(plain: Plain) -> int:
        strongest = FALSE
        for test in tests:
            value = test(plain)
            if value > strongest:
                strongest = value
                if value == TRUE:
                    break
        return strongest

    return run


def _compile_leaf(leaf: Leaf) -> Test:
    if isinstance(leaf, TextCriterion):
        return lambda plain: ASK
    if isinstance(leaf, FactCriterion):
        return _fact(leaf)
    if isinstance(leaf, WashoutCriterion):
        return _washout(leaf)
    if isinstance(leaf, DiseaseCriterion):
        return _disease(leaf)
    if isinstance(leaf, AgeCriterion):
        return _age(leaf)
    raise NotImplementedError(type(leaf))


def _fact(leaf: FactCriterion) -> Test:
    condition, fact = leaf.condition, leaf.condition.fact

    def run(plain: Plain) -> int:
        told = plain.facts.get(fact)
        if told is not None:
            value = int(condition.holds(told))  # type: ignore[arg-type]
            if value != UNKNOWN:
                return value
        return UNKNOWN if fact in plain.tellable else ASK

    return run


def _washout(leaf: WashoutCriterion) -> Test:
    fact, days_fact, needed = leaf.fact, leaf.days_fact, leaf.days

    def run(plain: Plain) -> int:
        had = plain.facts.get(fact)
        if had is None:
            return UNKNOWN if fact in plain.tellable else ASK
        if had == "no":
            return TRUE
        days = plain.facts.get(days_fact)
        if not isinstance(days, int | float):
            return UNKNOWN if days_fact in plain.tellable else ASK
        return TRUE if days >= needed else FALSE

    return run


def _disease(leaf: DiseaseCriterion) -> Test:
    include, exclude = leaf.include, leaf.exclude
    wholes: list[str] = []

    def run(plain: Plain) -> int:
        if not plain.person.facts.diagnoses:
            return UNKNOWN
        if not wholes:
            wholes.extend(plain.person.graph.with_wholes(include))
        values = plain.diseases
        has = max((values[code] for code in wholes), default=TRUE)
        excepted = max((values[code] for code in exclude), default=FALSE)
        return min(has, NOT[excepted])

    return run


def _age(leaf: AgeCriterion) -> Test:
    rule = leaf.rule
    is_now = rule.anchor.is_now

    def run(plain: Plain) -> int:
        person = plain.person
        past = None if is_now else person.age_span(AgeAnchor(rule.anchor))
        return _AGES[assess_age(rule, person.facts.births, person.on, span=past).outcome]

    return run
