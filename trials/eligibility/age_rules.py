"""The ages a study accepts, with what is certain and what is only possible."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from trials.eligibility.age_keys import AgeLimit


class AgeAnchor(StrEnum):
    """The date on which the age counts."""

    ENROLMENT = "enrolment"
    CONSENT = "consent"
    SCREENING = "screening"
    TREATMENT = "treatment"  # infusion or start of treatment
    DIAGNOSIS = "diagnosis"
    RELAPSE = "relapse"

    @property
    def is_now(self) -> bool:
        """Whether the age on the day of the search answers it (False: a day long past)."""
        return self not in (AgeAnchor.DIAGNOSIS, AgeAnchor.RELAPSE)


class AgeStatus(StrEnum):
    """What the source says: limits, that there are none, nothing, or something not read."""

    STATED = "stated"
    NO_LIMIT = "no_limit"
    NOT_STATED = "not_stated"
    NOT_READ = "not_read"


class AgeRuleFault(StrEnum):
    """Why a set of limits cannot be meant."""

    EMPTY_RANGE = "empty_range"
    WIDE_INSIDE_CERTAIN = "wide_inside_certain"
    WIDE_BOTH_OPEN_AND_LIMITED = "wide_both_open_and_limited"
    LIMITS_WITHOUT_STATEMENT = "limits_without_statement"


class AgeRuleError(ValueError):
    """Raised for limits that no person could meet or that contradict each other."""

    def __init__(self, fault: AgeRuleFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class AgeRule:
    """The ages a study accepts.

    ``minimum`` is included, ``maximum`` is the first age no longer accepted, None means
    no limit at that end.  The wide limits are the outermost ones any reading of the
    sources allows: None means the same as the certain limit, and the ``_open`` flags mean
    that the wide reading has no limit at all.  Raises AgeRuleError.
    """

    minimum: AgeLimit | None = None
    maximum: AgeLimit | None = None
    wide_minimum: AgeLimit | None = None
    wide_maximum: AgeLimit | None = None
    wide_minimum_open: bool = False
    wide_maximum_open: bool = False
    anchor: AgeAnchor = AgeAnchor.ENROLMENT
    status: AgeStatus = AgeStatus.STATED

    def __post_init__(self) -> None:
        fault = _fault_of(self)
        if fault is not None:
            raise AgeRuleError(fault)

    @property
    def outer_minimum(self) -> AgeLimit | None:
        """The youngest age any reading accepts; None = no limit."""
        return None if self.wide_minimum_open else self.wide_minimum or self.minimum

    @property
    def outer_maximum(self) -> AgeLimit | None:
        """The first age no reading accepts; None = no limit."""
        return None if self.wide_maximum_open else self.wide_maximum or self.maximum

    @property
    def has_limits(self) -> bool:
        """Whether any age could be refused or be unclear."""
        return self.minimum is not None or self.maximum is not None


def _fault_of(rule: AgeRule) -> AgeRuleFault | None:
    limits = (rule.minimum, rule.maximum, rule.wide_minimum, rule.wide_maximum)
    if rule.status is not AgeStatus.STATED and any(limits):
        return AgeRuleFault.LIMITS_WITHOUT_STATEMENT
    if (rule.wide_minimum_open and rule.wide_minimum) or (
        rule.wide_maximum_open and rule.wide_maximum
    ):
        return AgeRuleFault.WIDE_BOTH_OPEN_AND_LIMITED
    if rule.maximum and _never_before(rule.minimum or _BIRTH, rule.maximum):
        return AgeRuleFault.EMPTY_RANGE
    if rule.wide_minimum and not _can_reach(rule.wide_minimum, rule.minimum):
        return AgeRuleFault.WIDE_INSIDE_CERTAIN
    if rule.wide_maximum and not _can_reach(rule.maximum, rule.wide_maximum):
        return AgeRuleFault.WIDE_INSIDE_CERTAIN
    return None


def _can_reach(lower: AgeLimit | None, upper: AgeLimit | None) -> bool:
    """Whether both are given and somebody reaches the first no later than the second."""
    if lower is None or upper is None:
        return False
    return lower == upper or not _never_before(lower, upper)


_BIRTH = AgeLimit.months(0)
_SLACK_DAYS = 4
"""n months differ from n times the average month by less than this (Gregorian cycle)."""


def _never_before(lower: AgeLimit, upper: AgeLimit) -> bool:
    """Whether nobody reaches the first age before the second.

    Exact on one scale.  Between months and days it is certain only beyond the few days
    by which months differ; within them the range is let through.
    """
    if upper.count == 0 and not upper.plus_day:
        return True
    if lower.scale is upper.scale:
        return (lower.count, lower.plus_day) >= (upper.count, upper.plus_day)
    return lower.about_days - _SLACK_DAYS >= upper.about_days + _SLACK_DAYS
