"""Age limits of a study, and how one person stands to them.

            wide minimum    minimum              maximum     wide maximum
    too young    |  unclear    |       fits         |  unclear    |   too old
    -------------[-------------[--------------------)-------------)------------> age

Every limit is half-open: the minimum is the first age accepted, the maximum the first
age no longer accepted.  Between the certain and the wide limit the sources do not settle
the answer, and only the study team can.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from trials.eligibility.age_births import BirthInterval
from trials.eligibility.age_keys import (
    AgeKey,
    AgeLimit,
    AgeScale,
    AgeSpan,
    age_key,
)
from trials.eligibility.age_rules import (
    AgeAnchor,
    AgeRule,
    AgeRuleError,
    AgeRuleFault,
    AgeStatus,
)

__all__ = [
    "AgeAnchor",
    "AgeAssessment",
    "AgeKey",
    "AgeLimit",
    "AgeOutcome",
    "AgeRule",
    "AgeRuleError",
    "AgeRuleFault",
    "AgeScale",
    "AgeSpan",
    "AgeStatus",
    "BirthInterval",
    "age_key",
    "age_outcome",
    "assess_age",
]


class AgeOutcome(StrEnum):
    """How a person stands to the limits."""

    FITS = "fits"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    DEPENDS_ON_BIRTHDAY = "depends_on_birthday"
    NOT_TOLD = "not_told"
    NOT_STATED = "not_stated"
    NO_LIMIT = "no_limit"
    UNCLEAR_LIMIT = "unclear_limit"


@dataclass(frozen=True, slots=True)
class AgeAssessment:
    """How a person stands to the limits, and the dates that go with it.

    ``opens_on`` is the first day old enough and ``closes_on`` the last day that still
    fits, both by the certain limits; None when the birth date is not exact, when there is
    no such limit, or when the limit counts on a day long past.  When the outcome depends
    on the birthday, old enough means ``born_on_or_before`` and young enough means
    ``born_on_or_after``; None when that end is settled.
    """

    outcome: AgeOutcome
    opens_on: date | None = None
    closes_on: date | None = None
    born_on_or_before: date | None = None
    born_on_or_after: date | None = None


class _Zone(IntEnum):
    """The five stretches of the picture above, youngest first."""

    TOO_YOUNG = 0
    UNCLEAR_BELOW = 1
    FITS = 2
    UNCLEAR_ABOVE = 3
    TOO_OLD = 4


_OUTCOME_OF_ZONE = {
    _Zone.TOO_YOUNG: AgeOutcome.TOO_YOUNG,
    _Zone.UNCLEAR_BELOW: AgeOutcome.UNCLEAR_LIMIT,
    _Zone.FITS: AgeOutcome.FITS,
    _Zone.UNCLEAR_ABOVE: AgeOutcome.UNCLEAR_LIMIT,
    _Zone.TOO_OLD: AgeOutcome.TOO_OLD,
}


def assess_age(
    rule: AgeRule, births: BirthInterval | None, on: date, *, span: AgeSpan | None = None
) -> AgeAssessment:
    """Say how a person stands to the limits on a day.

    ``span`` gives the ages to judge instead of the ages on that day (age at diagnosis).
    Without it a limit at diagnosis or relapse is judged by what today's age already
    settles: the age then was anything from nought to the oldest possible age today; if
    that is not enough the outcome is NOT_TOLD.

    Too young or too old means that every possible birth lies outside the wide limits, and
    fits that every one lies inside the certain limits.  ValueError when every possible
    birth lies after the day.
    """
    if births is None or span is not None or not rule.has_limits:
        return AgeAssessment(age_outcome(rule, None, span))
    now = births.span(on)
    outcome = age_outcome(rule, now)
    if not rule.anchor.is_now:
        return AgeAssessment(outcome)
    if births.is_exact:
        return AgeAssessment(outcome, *_window(rule, births.earliest))
    return AgeAssessment(outcome, None, None, *_thresholds(rule, now, on))


def age_outcome(rule: AgeRule, now: AgeSpan | None, span: AgeSpan | None = None) -> AgeOutcome:
    """The outcome alone, of the ages that somebody may have ``now``; None when not told."""
    if rule.status is AgeStatus.NOT_STATED:
        return AgeOutcome.NOT_STATED
    if rule.status is AgeStatus.NOT_READ:
        return AgeOutcome.UNCLEAR_LIMIT
    if not rule.has_limits:
        return AgeOutcome.NO_LIMIT
    if span is not None:
        return _outcome(rule, span, AgeOutcome.DEPENDS_ON_BIRTHDAY)
    if now is None:
        return AgeOutcome.NOT_TOLD
    if not rule.anchor.is_now:
        ever = AgeSpan(youngest=AgeKey(0, 0), oldest=now.oldest)
        return _outcome(rule, ever, AgeOutcome.NOT_TOLD)
    return _outcome(rule, now, AgeOutcome.DEPENDS_ON_BIRTHDAY)


def _outcome(rule: AgeRule, span: AgeSpan, undecided: AgeOutcome) -> AgeOutcome:
    """Judge both ends; every test is monotone in the age, so they speak for all between."""
    youngest = _zone(rule, span.youngest)
    return _OUTCOME_OF_ZONE[youngest] if youngest is _zone(rule, span.oldest) else undecided


def _zone(rule: AgeRule, key: AgeKey) -> _Zone:
    if _misses(rule.outer_minimum, key):
        return _Zone.TOO_YOUNG
    if _passes(rule.outer_maximum, key):
        return _Zone.TOO_OLD
    if _misses(rule.minimum, key):
        return _Zone.UNCLEAR_BELOW
    if _passes(rule.maximum, key):
        return _Zone.UNCLEAR_ABOVE
    return _Zone.FITS


def _misses(minimum: AgeLimit | None, key: AgeKey) -> bool:
    return minimum is not None and not minimum.reached_by(key)


def _passes(maximum: AgeLimit | None, key: AgeKey) -> bool:
    return maximum is not None and maximum.reached_by(key)


def _window(rule: AgeRule, birth: date) -> tuple[date | None, date | None]:
    opens_on = rule.minimum.reached_on(birth) if rule.minimum else None
    closes_on = rule.maximum.reached_on(birth) - timedelta(days=1) if rule.maximum else None
    return opens_on, closes_on


def _thresholds(rule: AgeRule, span: AgeSpan, on: date) -> tuple[date | None, date | None]:
    """Return the birth dates that separate the answers, the certain limit first."""
    lower = _straddled((rule.minimum, rule.outer_minimum), span)
    upper = _straddled((rule.maximum, rule.outer_maximum), span)
    born_on_or_before = lower.last_birth(on) if lower else None
    born_on_or_after = upper.last_birth(on) + timedelta(days=1) if upper else None
    return born_on_or_before, born_on_or_after


def _straddled(limits: tuple[AgeLimit | None, ...], span: AgeSpan) -> AgeLimit | None:
    for limit in limits:
        if limit and limit.reached_by(span.oldest) and not limit.reached_by(span.youngest):
            return limit
    return None
