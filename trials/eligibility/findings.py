"""One leaf of a trial's criteria against one person: a finding with its reason code."""

from collections.abc import Iterable

from .ages import AgeAssessment, AgeOutcome, assess_age
from .criteria import AgeCriterion, DiseaseCriterion, Finding, Leaf
from .person import AGE_AT_DIAGNOSIS, Person
from .reasons import Reason
from .truth import Truth

BIRTH_DATE = "birth_date"
DIAGNOSIS = "diagnosis"

_AGE: dict[AgeOutcome, tuple[Truth, Reason]] = {
    AgeOutcome.FITS: (Truth.TRUE, Reason.AGE_FITS),
    AgeOutcome.NO_LIMIT: (Truth.TRUE, Reason.AGE_NO_LIMIT),
    AgeOutcome.NOT_STATED: (Truth.ASK, Reason.AGE_NOT_STATED),
    AgeOutcome.UNCLEAR_LIMIT: (Truth.ASK, Reason.AGE_LIMIT_UNCLEAR),
    AgeOutcome.NOT_TOLD: (Truth.UNKNOWN, Reason.AGE_NOT_TOLD),
    AgeOutcome.DEPENDS_ON_BIRTHDAY: (Truth.UNKNOWN, Reason.AGE_DEPENDS_ON_BIRTHDAY),
    AgeOutcome.TOO_YOUNG: (Truth.FALSE, Reason.AGE_TOO_YOUNG),
    AgeOutcome.TOO_OLD: (Truth.FALSE, Reason.AGE_TOO_OLD),
}


def find(leaf: Leaf, person: Person) -> Finding:
    """What ``leaf`` comes to for ``person``."""
    if isinstance(leaf, AgeCriterion):
        return _find_age(leaf, person)
    return _find_disease(leaf, person)


def _find_age(leaf: AgeCriterion, person: Person) -> Finding:
    anchor = leaf.rule.anchor
    assessed = assess_age(leaf.rule, person.facts.births, person.on, span=person.age_span(anchor))
    truth, reason = _AGE[assessed.outcome]
    needed = BIRTH_DATE if anchor.is_now else AGE_AT_DIAGNOSIS
    return Finding(
        criterion=leaf,
        truth=truth,
        reason=reason,
        needs=frozenset({needed}) if truth is Truth.UNKNOWN else frozenset(),
        recoverable=assessed.outcome is AgeOutcome.TOO_YOUNG and anchor.is_now,
        **_dates(assessed, anchor.is_now),
    )


def _dates(assessed: AgeAssessment, is_now: bool) -> dict[str, object]:
    """The dates of an age that is still moving; an age in the past has none."""
    if not is_now:
        return {}
    return {
        "opens_on": assessed.opens_on,
        "closes_on": assessed.closes_on,
        "born_on_or_before": assessed.born_on_or_before,
        "born_on_or_after": assessed.born_on_or_after,
    }


def _find_disease(leaf: DiseaseCriterion, person: Person) -> Finding:
    if not person.facts.diagnoses:
        return Finding(leaf, Truth.UNKNOWN, Reason.DISEASE_NOT_TOLD, frozenset({DIAGNOSIS}))
    include = person.graph.with_wholes(leaf.include)
    excepted = _with_status(person, leaf.exclude, Truth.TRUE)
    if excepted:
        return Finding(leaf, Truth.FALSE, Reason.DISEASE_EXCEPTED, diseases=excepted)
    studied = _with_status(person, include, Truth.TRUE)
    open_exceptions = _with_status(person, leaf.exclude, Truth.UNKNOWN)
    open_inclusions = _with_status(person, leaf.include, Truth.UNKNOWN)
    if studied or not leaf.include:
        if open_exceptions:
            return _open(leaf, Reason.DISEASE_EXCEPTION_OPEN, open_exceptions)
        return Finding(leaf, Truth.TRUE, Reason.DISEASE_STUDIED, diseases=studied)
    if open_inclusions:
        return _open(leaf, Reason.DISEASE_TYPE_NEEDED, open_inclusions)
    missed = tuple(sorted(leaf.include))
    return Finding(leaf, Truth.FALSE, Reason.DISEASE_NOT_STUDIED, diseases=missed)


def _open(leaf: DiseaseCriterion, reason: Reason, diseases: tuple[str, ...]) -> Finding:
    return Finding(leaf, Truth.UNKNOWN, reason, frozenset({DIAGNOSIS}), diseases)


def _with_status(person: Person, ids: Iterable[str], wanted: Truth) -> tuple[str, ...]:
    """Those of ``ids`` with this status, without any that stands above another of them."""
    found = {item for item in ids if person.diseases.status(item) is wanted}
    return tuple(
        sorted(item for item in found if person.graph.descendants(item) & found == {item})
    )
