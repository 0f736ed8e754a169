"""One leaf of a trial's criteria against one person: a finding with its reason code."""

from collections.abc import Iterable
from datetime import date

from trials.eligibility.ages import AgeAnchor, AgeAssessment, AgeOutcome, assess_age
from trials.eligibility.criteria import AgeCriterion, DiseaseCriterion, Finding, Leaf
from trials.eligibility.person import AGE_AT_DIAGNOSIS, Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth

BIRTH_DATE = "birth_date"
AGE_AT_RELAPSE = "age_at_relapse"
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
    if isinstance(leaf, DiseaseCriterion):
        return _find_disease(leaf, person)
    raise NotImplementedError(type(leaf))


def _find_age(leaf: AgeCriterion, person: Person) -> Finding:
    anchor = leaf.rule.anchor
    past = None if anchor.is_now else person.age_span(anchor)
    assessed = assess_age(leaf.rule, person.facts.births, person.on, span=past)
    truth, reason = _AGE[assessed.outcome]
    return Finding(
        criterion=leaf,
        truth=truth,
        reason=reason,
        needs=frozenset({_fact_of(anchor)}) if truth is Truth.UNKNOWN else frozenset(),
        opens_on=assessed.opens_on,
        closes_on=_still_ahead(assessed, truth, person.on),
        born_on_or_before=assessed.born_on_or_before,
        born_on_or_after=assessed.born_on_or_after,
        recoverable=assessed.outcome is AgeOutcome.TOO_YOUNG and anchor.is_now,
    )


def _fact_of(anchor: AgeAnchor) -> str:
    """The fact that settles an age which counts on that day."""
    past = {AgeAnchor.DIAGNOSIS: AGE_AT_DIAGNOSIS, AgeAnchor.RELAPSE: AGE_AT_RELAPSE}
    return past.get(anchor, BIRTH_DATE)


def _still_ahead(assessed: AgeAssessment, truth: Truth, on: date) -> date | None:
    """The last day of the certain limits; None for an open age that is past them already.

    Between the certain and the wide upper limit there is no day to announce.
    """
    last = assessed.closes_on
    return last if truth.is_certain or last is None or last >= on else None


def _find_disease(leaf: DiseaseCriterion, person: Person) -> Finding:
    if not person.facts.diagnoses:
        return Finding(leaf, Truth.UNKNOWN, Reason.DISEASE_NOT_TOLD, frozenset({DIAGNOSIS}))
    include = person.graph.with_wholes(leaf.include)
    excepted = _with_status(person, leaf.exclude, Truth.TRUE)
    if excepted:
        return Finding(leaf, Truth.FALSE, Reason.DISEASE_EXCEPTED, diseases=excepted)
    studied = _with_status(person, include, Truth.TRUE)
    if studied or not leaf.include:
        exceptions = _with_status(person, leaf.exclude, Truth.UNKNOWN)
        if exceptions:
            return _open(leaf, Reason.DISEASE_EXCEPTION_OPEN, exceptions)
        return Finding(leaf, Truth.TRUE, Reason.DISEASE_STUDIED, diseases=studied)
    possible = _with_status(person, include, Truth.UNKNOWN)
    if possible:
        return _open(leaf, Reason.DISEASE_TYPE_NEEDED, possible)
    missed = tuple(sorted(leaf.include))
    return Finding(leaf, Truth.FALSE, Reason.DISEASE_NOT_STUDIED, diseases=missed)


def _open(leaf: DiseaseCriterion, reason: Reason, diseases: tuple[str, ...]) -> Finding:
    return Finding(leaf, Truth.UNKNOWN, reason, frozenset({DIAGNOSIS}), diseases)


def _with_status(person: Person, ids: Iterable[str], wanted: Truth) -> tuple[str, ...]:
    """Those of ``ids`` with this status, sorted, of each line of descent only one.

    The most specific of what is certain ("you have APL"); the most general of what is
    open, since that is the question to ask ("is it AML?").
    """
    found = {item for item in ids if person.diseases.status(item) is wanted}
    related = person.graph.ancestors if wanted is Truth.UNKNOWN else person.graph.descendants
    return tuple(sorted(item for item in found if related(item) & found == {item}))
