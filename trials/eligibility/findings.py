"""One leaf of a trial's criteria against one person: a finding with its reason code."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from trials.eligibility.ages import AgeAnchor, AgeAssessment, AgeOutcome, assess_age
from trials.eligibility.branches import grow
from trials.eligibility.conditions import Condition, NumberSpan, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    DiseaseCriterion,
    FactCriterion,
    Finding,
    Leaf,
    Side,
    TableCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.person import AGE_AT_DIAGNOSIS, DIAGNOSIS, Person
from trials.eligibility.reasons import Reason
from trials.eligibility.reference_tables import measured_by, written_out
from trials.eligibility.truth import Truth, negate

BIRTH_DATE = "birth_date"
AGE_AT_RELAPSE = "age_at_relapse"

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
_OPEN_AGE = frozenset(
    outcome for outcome, (truth, _reason) in _AGE.items() if truth is Truth.UNKNOWN
)


def find(leaf: Leaf, person: Person) -> Finding:
    """What ``leaf`` comes to for ``person``.

    TRUE means that it stands in nobody's way: for a rule that keeps people out, that the
    person does not meet it.
    """
    finding = _find(leaf, person)
    truth = negate(finding.truth) if leaf.side is Side.EXCLUDE else finding.truth
    return finding if truth is finding.truth else replace(finding, truth=truth)


def _find(leaf: Leaf, person: Person) -> Finding:
    """A trial has more texts than all else together: they come first."""
    if isinstance(leaf, TextCriterion):
        return Finding(leaf, Truth.ASK, Reason.TEAM_CHECKS)
    if isinstance(leaf, AgeCriterion):
        return _find_age(leaf, person)
    if isinstance(leaf, DiseaseCriterion):
        return _find_disease(leaf, person)
    if isinstance(leaf, FactCriterion):
        return _find_fact(leaf, person)
    if isinstance(leaf, WashoutCriterion):
        return _find_washout(leaf, person)
    return _find_by_table(leaf, person)


def _find_age(leaf: AgeCriterion, person: Person) -> Finding:
    anchor = leaf.rule.anchor
    past = None if anchor.is_now else person.age_span(anchor)
    assessed = assess_age(leaf.rule, person.facts.births, person.on, span=past)
    truth = age_truth(assessed.outcome, anchor, person)
    if assessed.outcome in _OPEN_AGE and _is_for_team(anchor, person):
        return Finding(leaf, truth, Reason.FACT_FOR_TEAM)
    return Finding(
        criterion=leaf,
        truth=truth,
        reason=_AGE[assessed.outcome][1],
        needs=frozenset({fact_of(anchor)}) if truth is Truth.UNKNOWN else frozenset(),
        opens_on=assessed.opens_on,
        closes_on=_still_ahead(assessed, truth, person.on),
        born_on_or_before=assessed.born_on_or_before,
        born_on_or_after=assessed.born_on_or_after,
        recoverable=assessed.outcome is AgeOutcome.TOO_YOUNG and anchor.is_now,
    )


def age_truth(outcome: AgeOutcome, anchor: AgeAnchor, person: Person) -> Truth:
    """What stands to the limits as ``outcome`` says comes to for somebody."""
    if outcome not in _OPEN_AGE:
        return _AGE[outcome][0]
    is_left = _is_for_team(anchor, person) or _cannot_be_told_closer(anchor, person)
    return Truth.ASK if is_left else Truth.UNKNOWN


def fact_of(anchor: AgeAnchor) -> str:
    """The fact that settles an age which counts on that day."""
    past = {AgeAnchor.DIAGNOSIS: AGE_AT_DIAGNOSIS, AgeAnchor.RELAPSE: AGE_AT_RELAPSE}
    return past.get(anchor, BIRTH_DATE)


def _is_for_team(anchor: AgeAnchor, person: Person) -> bool:
    """Whether nobody is ever asked for this age. Only somebody who is asked of a catalogue."""
    return (
        anchor is AgeAnchor.RELAPSE
        and bool(person.catalogue)
        and not person.can_tell(AGE_AT_RELAPSE)
    )


def _cannot_be_told_closer(anchor: AgeAnchor, person: Person) -> bool:
    """Whether the age was asked for and is not known: the study team will find out.

    Somebody of whom no age is known at all has to be asked for one first.
    """
    return fact_of(anchor) in person.facts.not_known and person.facts.births is not None


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
            return _open(leaf, person, Reason.DISEASE_EXCEPTION_OPEN, exceptions)
        return Finding(leaf, Truth.TRUE, Reason.DISEASE_STUDIED, diseases=studied)
    possible = _with_status(person, include, Truth.UNKNOWN)
    if possible:
        return _open(leaf, person, Reason.DISEASE_TYPE_NEEDED, possible)
    missed = tuple(sorted(leaf.include))
    return Finding(leaf, Truth.FALSE, Reason.DISEASE_NOT_STUDIED, diseases=missed)


def _open(
    leaf: DiseaseCriterion, person: Person, reason: Reason, diseases: tuple[str, ...]
) -> Finding:
    """An open disease is asked for; of a type that is not known, the study team will say."""
    needs = frozenset[str]().union(*(_deciding(item, person) for item in diseases))
    needs -= person.facts.not_known
    return Finding(leaf, Truth.UNKNOWN if needs else Truth.ASK, reason, needs, diseases)


def _deciding(disease_id: str, person: Person) -> frozenset[str]:
    """What to ask about an open disease.

    Its defining facts, when the diseases above it are certain and the person can tell
    ("you have AML: did the lab find PML::RARA?"); otherwise the diagnosis itself.
    """
    node = person.graph.node(disease_id)
    missing = frozenset(
        condition.fact for condition in node.defining if person.holds(condition) is Truth.UNKNOWN
    )
    is_settled_above = all(person.diseases.status(parent) is Truth.TRUE for parent in node.parents)
    if missing and is_settled_above and all(person.can_tell(fact) for fact in missing):
        return missing
    return frozenset({DIAGNOSIS})


def _with_status(person: Person, ids: Iterable[str], wanted: Truth) -> tuple[str, ...]:
    """Those of ``ids`` with this status, sorted, of each line of descent only one.

    The most specific of what is certain ("you have APL"); the most general of what is
    open, since that is the question to ask ("is it AML?").
    """
    found = {item for item in ids if person.diseases.status(item) is wanted}
    related = person.graph.ancestors if wanted is Truth.UNKNOWN else person.graph.descendants
    return tuple(sorted(item for item in found if related(item) & found == {item}))


def _find_fact(leaf: FactCriterion, person: Person) -> Finding:
    truth = person.holds(leaf.condition)
    if truth is Truth.UNKNOWN:
        return _not_told(leaf, person, leaf.condition.fact, Reason.FACT_NOT_TOLD)
    met = truth is Truth.TRUE
    return Finding(
        leaf,
        truth,
        Reason.FACT_MET if met else Reason.FACT_NOT_MET,
        recoverable=person.may_change(leaf.condition.fact),
    )


def _find_washout(leaf: WashoutCriterion, person: Person) -> Finding:
    had = person.known.values.get(leaf.fact)
    days = person.known.values.get(leaf.days_fact)
    if had is None:
        return _not_told(leaf, person, leaf.fact, Reason.WASHOUT_NOT_TOLD)
    if had == "no":
        return Finding(leaf, Truth.TRUE, Reason.WASHOUT_NEVER_HAD)
    over = Condition(leaf.days_fact, Operator.AT_LEAST, (leaf.days,)).holds(days)
    if over is Truth.TRUE:
        return Finding(leaf, Truth.TRUE, Reason.WASHOUT_OVER)
    least = days.lowest if isinstance(days, NumberSpan) else days
    if over is Truth.UNKNOWN or not isinstance(least, int | float):
        return _not_told(leaf, person, leaf.days_fact, Reason.WASHOUT_DAYS_NOT_TOLD)
    # A waiting time mistyped by some zeros must not break the page: it ends on no day.
    left, ahead = leaf.days - int(least), (date.max - person.on).days
    over_on = person.on + timedelta(days=left) if left <= ahead else None
    return Finding(leaf, Truth.FALSE, Reason.WASHOUT_RUNNING, opens_on=over_on, recoverable=True)


def _not_told(leaf: Leaf, person: Person, fact: str, reason: Reason) -> Finding:
    """UNKNOWN for somebody who could tell; otherwise the study team will find out."""
    if person.can_tell(fact):
        return Finding(leaf, Truth.UNKNOWN, reason, frozenset({fact}))
    return Finding(leaf, Truth.ASK, Reason.FACT_FOR_TEAM)


def _find_by_table(leaf: TableCriterion, person: Person) -> Finding:
    """A measure against the row of a table that age and sex choose.

    Nothing is asked of anybody as long as the measure itself was not told: the clinic
    takes it.
    """
    if not any(fact in person.known.values for fact in measured_by(leaf)):
        return Finding(leaf, Truth.ASK, Reason.FACT_FOR_TEAM)
    branch = grow(written_out(leaf), lambda part: find(part, person))
    if branch.truth is Truth.UNKNOWN:
        return Finding(leaf, Truth.UNKNOWN, Reason.FACT_NOT_TOLD, branch.needs())
    if branch.truth is Truth.ASK:
        return Finding(leaf, Truth.ASK, Reason.FACT_FOR_TEAM)
    met = branch.truth is Truth.TRUE
    return Finding(
        leaf, branch.truth, Reason.FACT_MET if met else Reason.FACT_NOT_MET, recoverable=True
    )
