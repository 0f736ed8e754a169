"""Every open trial against one patient, and against whoever else of the family would join."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trials.eligibility.case import Case
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.person import Person
from trials.eligibility.questions import Question, next_questions
from trials.eligibility.verdicts import GroupVerdict, TrialVerdict, Verdict, judge_in
from trials.finder.looking import is_open
from trials.finder.narrowing import AGEING
from trials.finder.referral_reach import ReferralReach
from trials.models import Trial
from trials.models.trial import TrialQuerySet

WHOLE_REACH = ReferralReach()


class Standing(StrEnum):
    """How a trial stands to a person, most hope first."""

    POSSIBLE = "possible"  # nothing known keeps the person out
    NEEDS = "needs"  # a fact that staff could tell decides
    LATER = "later"  # what stands in the way may change
    NO = "no"


@dataclass(frozen=True, slots=True)
class Checked:
    """One trial, and what it comes to for each person in the order of ``people``."""

    trial: Trial
    verdicts: tuple[TrialVerdict, ...]

    @property
    def standing(self) -> Standing:
        """That of the person with most hope."""
        return min((standing_of(verdict) for verdict in self.verdicts), key=_PLACES.index)


@dataclass(frozen=True, slots=True)
class ReferralCheck:
    """``questions`` are the facts worth finding out for each person, by the open trials.

    ``reach`` says which trials were judged.
    """

    people: tuple[Person, ...]
    open: tuple[Checked, ...]
    not_open: tuple[Checked, ...]
    questions: tuple[tuple[Question, ...], ...]
    reach: ReferralReach = WHOLE_REACH

    def standing(self, standing: Standing) -> tuple[Checked, ...]:
        return tuple(checked for checked in self.open if checked.standing is standing)


def with_what_is_shown(trials: TrialQuerySet) -> TrialQuerySet:
    """The same trials with their contact, the names of their groups and their sources."""
    return trials.select_related("referral_contact").prefetch_related("groups", "sources")


def check(
    rules: Mapping[Trial, TrialRules],
    people: Sequence[Person],
    reach: ReferralReach = WHOLE_REACH,
) -> ReferralCheck:
    """Every trial with its rules, in any order; there is at least one person."""
    cases = [Case(person) for person in people]
    checked = [
        Checked(trial, tuple(_judge(of_trial, case) for case in cases))
        for trial, of_trial in rules.items()
    ]
    checked.sort(key=lambda one: _rank(one, people[0].on))
    open_rules = [of_trial for trial, of_trial in rules.items() if is_open(trial)]
    return ReferralCheck(
        people=tuple(people),
        open=tuple(one for one in checked if is_open(one.trial)),
        not_open=tuple(one for one in checked if not is_open(one.trial)),
        questions=tuple(next_questions(open_rules, case) for case in cases),
        reach=reach,
    )


def standing_of(verdict: TrialVerdict) -> Standing:
    if verdict.verdict is Verdict.NO_MATCH:
        return Standing.LATER if any(map(may_open, verdict.groups)) else Standing.NO
    return Standing.POSSIBLE if verdict.verdict is Verdict.MAY_MATCH else Standing.NEEDS


def may_open(group: GroupVerdict) -> bool:
    """Whether what stands in the way of a group now may change, with a date or without."""
    return group.is_recoverable or group.opens_on is not None


def _judge(rules: TrialRules, case: Case) -> TrialVerdict:
    """Of groups that fail, those first for which waiting or treatment may be enough."""
    verdict = judge_in(rules, case)
    if verdict.verdict is not Verdict.NO_MATCH:
        return verdict
    groups = sorted(verdict.groups, key=lambda group: not may_open(group))
    return replace(verdict, groups=tuple(groups))


_PLACES = list(Standing)
_KINDS_FIRST = (Trial.Kind.TREATMENT, Trial.Kind.SUPPORTIVE_CARE)


def _rank(checked: Checked, on: date) -> tuple[int, int, date, int, int, int]:
    """Most hope, fewest questions, soonest too old, treatment first, freshly checked."""
    trial, groups = checked.trial, [verdict.best for verdict in checked.verdicts if verdict.best]
    ends = [group.closes_on for group in groups if group.closes_on]
    closes_on = min(ends, default=date.max)
    kind = Trial.Kind(trial.kind)
    checked_on = trial.status_checked_on
    return (
        _PLACES.index(checked.standing),
        min((len(group.needs) for group in groups), default=0),
        closes_on if closes_on <= on + AGEING else date.max,
        _KINDS_FIRST.index(kind) if kind in _KINDS_FIRST else len(_KINDS_FIRST),
        -(checked_on.toordinal() if checked_on else 0),
        trial.pk,
    )
