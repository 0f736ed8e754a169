"""What the age fields of a record and the age sentence of its criteria say together.

The sentence settles what the fields leave open.  Where the two differ both are kept: the
narrow reading is certain, the wide one possible, and a coordinator sees the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from trials.eligibility.age_notation import limit_notation
from trials.eligibility.age_phrases import AgeReading, ReadingNote, Refusal, read_age_phrase
from trials.eligibility.ages import AgeLimit, AgeRule, AgeRuleError, AgeScale, AgeStatus
from trials.registry.age_fields import (
    AgeField,
    AgeFieldsFault,
    FieldState,
    RegistryAges,
    read_registry_ages,
)
from trials.registry.age_issues import AgeIssue, AgeIssueCode, issue_text

__all__ = [
    "AgeField",
    "AgeFieldsFault",
    "AgeIssue",
    "AgeIssueCode",
    "FieldState",
    "Reconciled",
    "RegistryAges",
    "Said",
    "issue_text",
    "read_registry_ages",
    "reconcile",
    "reconcile_said",
]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The rule of fields and text together, and what they differ in."""

    rule: AgeRule
    issues: tuple[AgeIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What the criteria say about age: a rule, and the ends of which they speak.

    An end may be stated without a limit: "no upper age limit".
    """

    rule: AgeRule
    states_minimum: bool
    states_maximum: bool

    @classmethod
    def in_sentence(cls, reading: AgeReading) -> Said | None:
        """Return what one sentence says; None when it was refused or is about roles."""
        rule = reading.rule
        if rule is None:
            return None
        everything = rule.status is AgeStatus.NO_LIMIT
        notes = reading.notes
        return cls(
            rule,
            rule.minimum is not None or everything or ReadingNote.FROM_BIRTH in notes,
            rule.maximum is not None or everything or ReadingNote.NO_MAXIMUM_STATED in notes,
        )


@lru_cache(maxsize=4_096)
def reconcile(minimum: str | None, maximum: str | None, text: str) -> Reconciled:
    """Settle the age fields with the age sentence.

    ``text`` is one sentence about age; an empty one leaves the fields as they are.
    """
    reading = read_age_phrase(text)
    said = Said.in_sentence(reading)
    if said is not None:
        return reconcile_said(minimum, maximum, said)
    fields = read_registry_ages(minimum, maximum)
    return Reconciled(fields.rule, _field_issues(fields) + _unused_text_issues(reading))


def reconcile_said(minimum: str | None, maximum: str | None, said: Said) -> Reconciled:
    """Settle the age fields with what the criteria say."""
    fields = read_registry_ages(minimum, maximum)
    issues = _field_issues(fields)
    slip = _unit_slip(fields, said.rule)
    if slip is not None:
        return Reconciled(said.rule, (*issues, slip))
    if fields.fault is not None:
        return Reconciled(said.rule, issues)
    settled = _settle(fields, said)
    return Reconciled(settled.rule, issues + settled.issues)


def _field_issues(fields: RegistryAges) -> tuple[AgeIssue, ...]:
    if fields.fault is None:
        return ()
    return (AgeIssue(AgeIssueCode.FIELDS_NOT_READ, registry=fields.fault),)


def _unused_text_issues(reading: AgeReading) -> tuple[AgeIssue, ...]:
    if reading.refusal is Refusal.NO_AGE_STATED:
        return ()
    if reading.refusal is not None:
        return (AgeIssue(AgeIssueCode.TEXT_NOT_READ, text=reading.refusal),)
    return (AgeIssue(AgeIssueCode.SEVERAL_ROLES, text=", ".join(sorted(reading.ranges))),)


# ------------------------------------------------------------ slip of units

_SHORT_UNITS = {"year": "y", "month": "mo", "week": "wk", "day": "d"}
_MONTHS_OF_UNIT = {"years": 12, "months": 1}
_DAYS_OF_UNIT = {"weeks": 7, "days": 1}


def _unit_slip(fields: RegistryAges, said: AgeRule) -> AgeIssue | None:
    """Find fields that give the numbers of the text in another unit: 18 to 75 Days.

    Only where both ends are stated and both slip; one end alone may be a real difference.
    """
    low, high = fields.minimum, fields.maximum
    if low.state is not FieldState.LIMIT or high.state is not FieldState.LIMIT:
        return None
    for unit in ("years", "months", "weeks", "days"):
        same_minimum = _number(said.minimum, unit) == low.number
        same_maximum = _number(said.maximum, unit) in (high.number, high.number + 1)
        if same_minimum and same_maximum and f"{low.unit}s" != unit != f"{high.unit}s":
            return AgeIssue(
                AgeIssueCode.UNITS,
                registry=f"{_field_notation(low)} to {_field_notation(high)}",
                text=unit,
            )
    return None


def _field_notation(field: AgeField) -> str:
    return f"{field.number} {_SHORT_UNITS[field.unit]}"


def _number(limit: AgeLimit | None, unit: str) -> int | None:
    """Return a limit's number in whole units, None where it has none."""
    if limit is None:
        return None
    units = _MONTHS_OF_UNIT if limit.scale is AgeScale.MONTHS else _DAYS_OF_UNIT
    number, rest = divmod(limit.count, units.get(unit, limit.count + 1))
    return None if rest else number


# ------------------------------------------------------------- end by end


class _End(NamedTuple):
    """One end settled: the certain limit, the outermost one, and the difference if any."""

    certain: AgeLimit | None
    outer: AgeLimit | None
    issue: AgeIssue | None = None


def _settle(fields: RegistryAges, said: Said) -> Reconciled:
    rule = said.rule
    if said.states_minimum:
        low = _minimum(fields.minimum, rule)
    else:
        low = _silent(fields.rule.minimum, fields.rule.outer_minimum, rule)
    if said.states_maximum:
        high = _maximum(fields.maximum, rule)
    else:
        high = _silent(fields.rule.maximum, fields.rule.outer_maximum, rule)
    return _joined(low, high, said, fields)


def _silent(certain: AgeLimit | None, outer: AgeLimit | None, said: AgeRule) -> _End:
    """Take the fields where the text is silent.

    Not if the text counts an age long past: the fields count today, and as a limit at
    diagnosis it would turn people away.
    """
    if said.anchor.is_now or certain is None:
        return _End(certain, outer)
    issue = AgeIssue(AgeIssueCode.OTHER_DATE, limit_notation(certain), said.anchor)
    return _End(None, None, issue)


def _minimum(field: AgeField, said: AgeRule) -> _End:
    limit, from_text = field.limit, _End(said.minimum, said.outer_minimum)
    if field.state is FieldState.ABSENT or limit in (said.minimum, said.outer_minimum):
        return from_text
    issue = AgeIssue(
        AgeIssueCode.MINIMUM_DIFFERS, _notation(limit, "0"), _notation(said.minimum, "0")
    )
    if limit is None or said.minimum is None:
        return _End(limit or said.minimum, None, issue)
    certain = max(limit, said.minimum, key=_about_days)
    outer = min(limit, said.outer_minimum or said.minimum, key=_about_days)
    return _End(certain, outer, issue)


def _maximum(field: AgeField, said: AgeRule) -> _End:
    limit, included = field.limit, field.next_limit
    from_text = _End(said.maximum, said.outer_maximum)
    if field.state is FieldState.ABSENT or said.maximum == included:
        return from_text
    if limit is not None and said.maximum == limit:
        if said.outer_maximum == included:  # the text leaves open what the field does
            return from_text
        issue = AgeIssue(AgeIssueCode.EXCLUSIVE_LIMIT, registry=limit_notation(limit))
        return from_text._replace(issue=issue)
    issue = AgeIssue(
        AgeIssueCode.MAXIMUM_DIFFERS, _notation(limit, "∞"), _notation(said.maximum, "∞")
    )
    if limit is None or included is None or said.maximum is None:
        return _End(limit or said.maximum, None, issue)
    certain = min(limit, said.maximum, key=_about_days)
    outer = max(included, said.outer_maximum or said.maximum, key=_about_days)
    return _End(certain, outer, issue)


def _notation(limit: AgeLimit | None, no_limit: str) -> str:
    return limit_notation(limit) if limit else no_limit


def _about_days(limit: AgeLimit) -> float:
    return limit.about_days


def _joined(low: _End, high: _End, said: Said, fields: RegistryAges) -> Reconciled:
    issues = tuple(end.issue for end in (low, high) if end.issue is not None)
    try:
        rule = _rule(low, high, said.rule)
    except AgeRuleError:
        return _apart(said.rule, fields, issues)
    if said.states_minimum is not said.states_maximum and _is_one_year(rule):
        return _apart(said.rule, fields, issues)
    return Reconciled(rule, issues)


def _is_one_year(rule: AgeRule) -> bool:
    """Whether a limit of the text and one of the fields leave hardly any age between them.

    "18 years or younger" beside the field "18 Years": one of the two is a slip.
    """
    if rule.minimum is None or rule.maximum is None:
        return False
    return rule.minimum.about_days >= _BABIES_DAYS and (
        rule.maximum.about_days - rule.minimum.about_days <= _YEAR_DAYS
    )


_YEAR_DAYS = 366
_BABIES_DAYS = 365 * 2
"""Studies for babies of one age are frequent, those for one later year of life are not."""


def _apart(said: AgeRule, fields: RegistryAges, issues: tuple[AgeIssue, ...]) -> Reconciled:
    """Take the text and keep open what the fields let in besides."""
    minimum = _outer(said.outer_minimum, fields.rule.outer_minimum, min)
    maximum = _outer(said.outer_maximum, fields.rule.outer_maximum, max)
    rule = _rule(_End(said.minimum, minimum), _End(said.maximum, maximum), said)
    return Reconciled(rule, (*issues, AgeIssue(AgeIssueCode.RANGES_APART)))


def _outer(
    one: AgeLimit | None, other: AgeLimit | None, pick: Callable[..., AgeLimit]
) -> AgeLimit | None:
    return pick(one, other, key=_about_days) if one and other else None


def _rule(low: _End, high: _End, said: AgeRule) -> AgeRule:
    if low.certain is None and high.certain is None:
        return said
    return AgeRule(
        minimum=low.certain,
        maximum=high.certain,
        wide_minimum=low.outer if low.outer != low.certain else None,
        wide_maximum=high.outer if high.outer != high.certain else None,
        wide_minimum_open=low.certain is not None and low.outer is None,
        wide_maximum_open=high.certain is not None and high.outer is None,
        anchor=said.anchor,
    )
