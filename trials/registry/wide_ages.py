"""Leaves open what the fields or the sentences of a record may still let in.

Nobody is turned away by a limit that another reading of the same record does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from trials.eligibility.age_notation import limit_notation
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.registry.age_doubts import AgeDoubt
from trials.registry.age_sentences import AgeSentence, RefusedSentence, excepted_days
from trials.registry.ages import AgeIssue, AgeIssueCode, RegistryAges

__all__ = ["Doubted", "doubted", "kept_wide", "widened", "with_either_unit"]


def kept_wide(rule: AgeRule, fields: RegistryAges, refused: Sequence[RefusedSentence]) -> AgeRule:
    """Leave open what a sentence that was not read might still let in.

    That is what the fields let in, which hold for the whole study, and beyond them the
    end past which a sentence makes exceptions.
    """
    if not refused or not rule.has_limits or not rule.anchor.is_now or fields.fault:
        return rule
    minimum, maximum = _outermost(rule, fields.rule)
    excepted = [days for part in refused for days in excepted_days(part)]
    if minimum and any(days < minimum.about_days for days in excepted):
        minimum = None
    if maximum and any(days > maximum.about_days - 1 for days in excepted):
        maximum = None
    return widened(rule, minimum, maximum)


class Doubted(NamedTuple):
    """A rule whose doubtful ends are open, who doubts them, and a line for each end."""

    rule: AgeRule
    sentences: tuple[AgeSentence | RefusedSentence, ...] = ()
    issues: tuple[AgeIssue, ...] = ()


def doubted(
    rule: AgeRule, sentences: Sequence[AgeSentence], doubts: Sequence[AgeDoubt]
) -> Doubted:
    """Leave open the limits of today that sentences which settle nothing put in doubt."""
    if not rule.has_limits or not rule.anchor.is_now:
        return Doubted(rule)
    is_settled = any(part.said.states_maximum for part in sentences)
    told = [doubt for doubt in doubts if not (doubt.is_date and is_settled)]
    low = [doubt for doubt in told if doubt.minimum and rule.minimum]
    high = [doubt for doubt in told if doubt.maximum and rule.maximum]
    ends = (("minimum", rule.minimum, low), ("maximum", rule.maximum, high))
    return Doubted(
        widened(rule, None if low else rule.outer_minimum, None if high else rule.outer_maximum),
        tuple(dict.fromkeys(doubt.part for doubt in (*low, *high))),
        tuple(
            AgeIssue(AgeIssueCode.IN_DOUBT, f"{end} {limit_notation(limit)}")
            for end, limit, doubting in ends
            if limit and doubting
        ),
    )


def _outermost(one: AgeRule, other: AgeRule) -> tuple[AgeLimit | None, AgeLimit | None]:
    """The lower minimum and the higher maximum of both; None is open."""
    return (
        _outer(one.outer_minimum, other.outer_minimum, youngest=True),
        _outer(one.outer_maximum, other.outer_maximum, youngest=False),
    )


def _outer(one: AgeLimit | None, other: AgeLimit | None, *, youngest: bool) -> AgeLimit | None:
    if one is None or other is None:
        return None
    pick = min if youngest else max
    return pick(one, other, key=lambda limit: limit.about_days)


def widened(rule: AgeRule, minimum: AgeLimit | None, maximum: AgeLimit | None) -> AgeRule:
    """Return the rule with these outer limits where it has certain ones; None is open."""
    return replace(
        rule,
        wide_minimum=minimum if rule.minimum and minimum != rule.minimum else None,
        wide_maximum=maximum if rule.maximum and maximum != rule.maximum else None,
        wide_minimum_open=rule.minimum is not None and minimum is None,
        wide_maximum_open=rule.maximum is not None and maximum is None,
    )


def with_either_unit(rule: AgeRule, fields: RegistryAges) -> AgeRule:
    """Leave open what only the fields let in, whose unit is probably a slip: 18 to 75 Days."""
    return widened(rule, *_outermost(rule, fields.rule))
