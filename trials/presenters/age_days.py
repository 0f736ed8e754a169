"""The days of the next year on which somebody grows into a study, or out of one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.eligibility.ages import AgeRule, BirthInterval
from trials.eligibility.criteria import AgeCriterion, Side
from trials.eligibility.evaluation import GroupEvaluation
from trials.eligibility.reasons import Reason
from trials.finder import HORIZON, Match

_ONE_DAY = timedelta(days=1)


class Turn(StrEnum):
    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class AgeDay:
    """The first day that somebody is old enough for a study, or the last that they fit.

    Some day from ``first`` to ``last``; one day when the birth date is known. ``title`` is
    empty until :func:`titled`.
    """

    turn: Turn
    first: date
    last: date
    trial: int
    slug: str
    title: str = ""

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last

    @property
    def words(self) -> str:
        values = {"day": date_format(self.first), "first": date_format(self.first)}
        values["last"] = date_format(self.last)
        if self.turn is Turn.OPENS:
            if self.is_one_day:
                return _("Old enough from %(day)s") % values
            return _("Old enough from a day between %(first)s and %(last)s") % values
        if self.is_one_day:
            return _("Young enough until %(day)s") % values
        return _("Young enough until a day between %(first)s and %(last)s") % values


def age_days(
    opening: Iterable[Match], open_now: Iterable[Match], births: BirthInterval | None, today: date
) -> tuple[AgeDay, ...]:
    """The soonest first. ``opening`` are those to come back to, ``open_now`` those that fit."""
    if births is None:
        return ()
    days = [
        *_days(Turn.OPENS, opening, births, today),
        *_days(Turn.CLOSES, open_now, births, today),
    ]
    return tuple(sorted(days, key=lambda day: (day.first, day.last, day.trial)))


def titled(days: Iterable[AgeDay], titles: dict[int, str]) -> tuple[AgeDay, ...]:
    """With the titles of the trials, by their keys; a day without one is left away."""
    return tuple(replace(day, title=titles[day.trial]) for day in days if day.trial in titles)


def _days(
    turn: Turn, matches: Iterable[Match], births: BirthInterval, today: date
) -> Iterator[AgeDay]:
    for match in matches:
        run = _run(turn, match, births)
        if run and run[0] <= today + HORIZON and run[1] >= today:
            yield AgeDay(turn, max(run[0], today), run[1], match.trial.pk, match.trial.slug)


def _run(turn: Turn, match: Match, births: BirthInterval) -> tuple[date, date] | None:
    """None where no single day of the rules decides."""
    group = _first_look(match)
    if group is None or (turn is Turn.OPENS and not _is_too_young(group)):
        return None
    if births.is_exact:
        day = group.opens_on if turn is Turn.OPENS else match.closes_on
        return (day, day) if day else None
    rule = _only_age_rule(group)
    limit = rule and (rule.minimum if turn is Turn.OPENS else rule.maximum)
    if not limit:
        return None
    first, last = limit.reached_on(births.earliest), limit.reached_on(births.latest)
    return (first, last) if turn is Turn.OPENS else (first - _ONE_DAY, last - _ONE_DAY)


def _first_look(match: Match) -> GroupEvaluation | None:
    """At the group that the match is about: by age and disease, whatever else has to come."""
    group = match.judged_group or match.group
    looks = (each for each in match.evaluation.groups if group and each.rules == group.rules)
    return next(looks, None)


def _is_too_young(group: GroupEvaluation) -> bool:
    return any(finding.reason is Reason.AGE_TOO_YOUNG for finding in group.findings)


def _only_age_rule(group: GroupEvaluation) -> AgeRule | None:
    """None when there are several, or one that counts on another day."""
    ages = [rule for rule in group.rules.gist.rules() if isinstance(rule, AgeCriterion)]
    if len(ages) != 1 or ages[0].side is Side.EXCLUDE or not ages[0].rule.anchor.is_now:
        return None
    return ages[0].rule
