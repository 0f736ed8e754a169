"""Criteria of a document as trees of rules."""

from collections.abc import Callable

from trials.definitions.values import Table, Value
from trials.definitions.words import ANCHORS, OPERATORS, UNITS
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeRuleError, AgeScale, AgeStatus
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    CreatinineCriterion,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Leaf,
    Not,
    Origin,
    PerformanceCriterion,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.reference_tables import CREATININE_TABLES

DEEPEST = 12
_BOXES = ("all", "any", "not")
_COMMON = ("id", "q", "source", "note", "conflict", "side")
_SIDES = {side.value: side for side in Side}


def read_criteria(value: Value) -> AllOf:
    """The outermost box is always "all of these".

    Raises DefinitionFault for the first thing that is wrong.
    """
    tree = _read(value, 0)
    if not isinstance(tree, AllOf):
        raise value.fault("the outermost box should be “all”")
    return tree


def _read(value: Value, depth: int) -> Criterion:
    if depth > DEEPEST:
        raise value.fault(f"boxes stand more than {DEEPEST} deep")
    if not isinstance(value.found, dict):
        raise value.fault("a rule or a box should be an object")
    for box in _BOXES:
        if box in value.found:
            return _read_box(value.table((box,))[box], box, depth)
    for kind, read in _LEAVES.items():
        if kind in value.found:
            return read(value)
    kinds = ", ".join((*_BOXES, *_LEAVES))
    raise value.fault(f"this is neither a box nor a rule: it has none of {kinds}")


def _read_box(inside: Value, box: str, depth: int) -> Criterion:
    if box == "not":
        return Not(_read(inside, depth + 1))
    parts = tuple(_read(item, depth + 1) for item in inside.items())
    if not parts:
        raise inside.fault("a box should hold at least one rule")
    return AllOf(parts) if box == "all" else AnyOf(parts)


def _origin(leaf: Table) -> Origin:
    def text(key: str) -> str:
        return leaf.get(key, Value.text, "")

    return Origin(text("q"), text("source"), text("note"), text("conflict"), text("id"))


def _side(leaf: Table) -> Side:
    return leaf.get("side", lambda value: value.one_of(_SIDES), Side.INCLUDE)


def _read_age(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "age"))
    return AgeCriterion(_age_rule(leaf["age"]), _origin(leaf), _side(leaf))


def _age_rule(value: Value) -> AgeRule:
    limits = ("min", "max", "min_wide", "max_wide")
    flags = ("min_plus_day", "min_wide_open", "max_wide_open")
    age = value.table(("at", *limits, *flags, "not_stated", "not_read", "no_limit"))
    anchor = age.get("at", lambda at: at.one_of(ANCHORS), AgeAnchor.ENROLMENT)
    minimum, maximum, wide_minimum, wide_maximum = (_limit(age, key) for key in limits)
    if minimum and age.get("min_plus_day", Value.flag, False):
        minimum = AgeLimit(minimum.count, minimum.scale, plus_day=True)
    try:
        return AgeRule(
            minimum=minimum,
            maximum=maximum,
            wide_minimum=wide_minimum,
            wide_maximum=wide_maximum,
            wide_minimum_open=age.get("min_wide_open", Value.flag, False),
            wide_maximum_open=age.get("max_wide_open", Value.flag, False),
            anchor=anchor,
            status=_age_status(age),
        )
    except AgeRuleError as error:
        raise value.fault(f"these limits cannot be meant: {error}") from None


def _age_status(age: Table) -> AgeStatus:
    if age.get("not_stated", Value.flag, False):
        return AgeStatus.NOT_STATED
    if age.get("not_read", Value.flag, False):
        return AgeStatus.NOT_READ
    if age.get("no_limit", Value.flag, False):
        return AgeStatus.NO_LIMIT
    if not any(key in age for key in ("min", "max", "min_wide", "max_wide")):
        raise age.value.fault("give min or max, or not_stated, or no_limit")
    return AgeStatus.STATED


def _limit(age: Table, key: str) -> AgeLimit | None:
    if key not in age:
        return None
    value = age[key]
    limit = value.table(("n", "u"))
    try:
        return limit["u"].one_of(UNITS)(limit["n"].count())
    except ValueError:
        raise value.fault("nobody reaches this age") from None


def _read_disease(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "disease"))
    disease = leaf["disease"].table(("in", "not_in"))
    nothing: tuple[str, ...] = ()
    include, exclude = (disease.get(key, _texts, nothing) for key in ("in", "not_in"))
    if not include and not exclude:
        raise leaf["disease"].fault("name diseases under “in” or “not_in”")
    return DiseaseCriterion(include, exclude, _origin(leaf), _side(leaf))


def _texts(value: Value) -> tuple[str, ...]:
    """Each once, in order: what stands there twice says no more."""
    return tuple(dict.fromkeys(item.filled_text() for item in value.items()))


def _read_fact(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "fact", *OPERATORS))
    given = [key for key in OPERATORS if key in leaf]
    if len(given) != 1:
        raise value.fault(f"give one comparison out of: {', '.join(OPERATORS)}")
    operator = OPERATORS[given[0]]
    condition = Condition(leaf["fact"].filled_text(), operator, _values(leaf[given[0]], operator))
    return FactCriterion(condition, _origin(leaf), _side(leaf))


def _values(value: Value, operator: Operator) -> tuple[str | int | float, ...]:
    if operator is Operator.IS:
        return (value.filled_text(),)
    if operator is not Operator.IN:
        return (value.number(),)
    values = _texts(value)
    if not values:
        raise value.fault("give at least one value")
    return values


def _read_washout(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "washout", "days"))
    days = leaf["days"].count()
    if not days:
        raise leaf["days"].fault("a waiting time should be at least 1 day")
    return WashoutCriterion(leaf["washout"].filled_text(), days, _origin(leaf), _side(leaf))


def _read_text(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "text", "ask"))
    leaf.get("ask", lambda ask: ask.one_of({"team": None}), None)
    return TextCriterion(leaf["text"].filled_text(), _origin(leaf), _side(leaf))


def _read_performance(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "performance"))
    scores = leaf["performance"].table(("cut_off", "lansky", "karnofsky"))
    cut_off = _limit(scores, "cut_off")
    if cut_off is None or cut_off.scale is not AgeScale.MONTHS:
        raise scores.value.fault("give the cut-off age in years or months")
    return PerformanceCriterion(
        cut_off, _score(scores["lansky"]), _score(scores["karnofsky"]), _origin(leaf), _side(leaf)
    )


def _score(value: Value) -> int:
    if value.count() > 100:
        raise value.fault(f"{value.count()} should be a score from 0 to 100")
    return value.count()


def _read_creatinine(value: Value) -> Leaf:
    leaf = value.table((*_COMMON, "creatinine"))
    table = leaf["creatinine"].one_of({key: key for key in CREATININE_TABLES})
    return CreatinineCriterion(table, _origin(leaf), _side(leaf))


_LEAVES: dict[str, Callable[[Value], Leaf]] = {
    "age": _read_age,
    "disease": _read_disease,
    "fact": _read_fact,
    "washout": _read_washout,
    "text": _read_text,
    "performance": _read_performance,
    "creatinine": _read_creatinine,
}
