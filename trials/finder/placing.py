"""In which section a trial stands for somebody, or why in none."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from trials.eligibility.evaluation import Fit
from trials.eligibility.reasons import Reason
from trials.eligibility.verdicts import GroupVerdict, TrialVerdict, Verdict
from trials.finder.left_out import reason_left_out
from trials.finder.looking import is_open, opening_soon
from trials.finder.matches import Match
from trials.finder.reasons_left import LeftOutReason
from trials.finder.seeking import Seeker


class Section(StrEnum):
    """The sections of the list, by the names of the fields of FinderResult."""

    FITS = "fits"
    POSSIBLE = "possible"
    SOON = "soon"
    NOT_OPEN = "not_open"


def placed(match: Match, seeker: Seeker) -> tuple[Section | LeftOutReason, Match]:
    """The section of a match, or why it has none, and the match as it stands there."""
    fit = _fit(match)
    if fit is not Fit.NO:
        section = Section.FITS if fit is Fit.FITS else Section.POSSIBLE
        return section if is_open(match.trial) else Section.NOT_OPEN, match
    waiting = _waiting(match, seeker) if is_open(match.trial) else None
    if waiting is not None:
        return Section.SOON, waiting
    return reason_left_out(match.evaluation, seeker.ageless) or LeftOutReason.ANSWER, match


def _fit(match: Match) -> Fit:
    """By the verdict where there is one, else by the first look."""
    if match.judged is None:
        return match.evaluation.fit
    return {
        Verdict.MAY_MATCH: Fit.FITS,
        Verdict.NEEDS: Fit.POSSIBLE,
        Verdict.NO_MATCH: Fit.NO,
    }[match.judged.verdict]


def _waiting(match: Match, seeker: Seeker) -> Match | None:
    """The match for a person who only has to wait; None when waiting is not enough."""
    if match.judged and (group := _soonest(match.judged.groups)):
        return replace(match, judged_group=group)
    group_at_first_look = opening_soon(match.evaluation, seeker)
    if group_at_first_look is None:
        return None
    if match.judged is None:
        return replace(match, group=group_at_first_look)
    judged = _same_group(match.judged, group_at_first_look.rules.key)
    if any(finding.reason is not Reason.AGE_TOO_YOUNG for finding in judged.failures):
        return None
    return replace(match, group=group_at_first_look, judged_group=judged)


def _soonest(groups: Iterable[GroupVerdict]) -> GroupVerdict | None:
    """The group whose day is known and comes first."""
    waiting = [group for group in groups if group.opens_on]
    return min(waiting, key=lambda group: group.opens_on or date.max, default=None)


def _same_group(judged: TrialVerdict, key: str) -> GroupVerdict:
    return next(group for group in judged.groups if group.rules.key == key)
