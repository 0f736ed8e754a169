"""A trial's rules against one person: the verdict and every reason for it.

The first look asks only for role, age and disease; all else is for the study team, and
later questions, to settle. Its best answer is that age and disease fit: never a promise.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .criteria import AllOf, AnyOf, Criterion, Finding, Leaf, Outcome
from .facts import Role
from .findings import find
from .person import Person
from .reasons import Reason
from .truth import Truth, all_of, any_of


class Fit(StrEnum):
    """The answer of the first look."""

    FITS = "fits"
    POSSIBLE = "possible"
    NO = "no"


@dataclass(frozen=True, slots=True)
class GroupRules:
    """Whom one participant group takes.

    ``roles``  as whom somebody may join this group; empty takes patients.
    """

    key: str
    roles: frozenset[Role]
    criterion: Criterion

    def seeks(self, role: Role) -> bool:
        return role in (self.roles or {Role.PATIENT})


@dataclass(frozen=True, slots=True)
class TrialRules:
    """All participant groups of one trial, in the order in which they are shown."""

    key: str
    groups: tuple[GroupRules, ...]


@dataclass(frozen=True, slots=True)
class GroupEvaluation:
    rules: GroupRules
    fit: Fit
    findings: tuple[Finding, ...]

    @property
    def opens_on(self) -> date | None:
        """The day from which nothing known stands in the way, if waiting is enough.

        None when the group fits now, or when something does that time will not mend.
        """
        failures = [finding for finding in self.findings if finding.truth is Truth.FALSE]
        dates = [finding.opens_on for finding in failures if finding.recoverable]
        if not failures or len(dates) < len(failures):
            return None
        return max((day for day in dates if day), default=None)

    @property
    def closes_on(self) -> date | None:
        """The last day on which the age still fits; None when no limit is in sight."""
        dates = [
            finding.closes_on
            for finding in self.findings
            if finding.closes_on and finding.truth is not Truth.FALSE
        ]
        return min(dates, default=None)

    @property
    def unknowns(self) -> tuple[Finding, ...]:
        """The findings that an answer, or the study team, would have to settle."""
        return tuple(finding for finding in self.findings if not finding.truth.is_certain)


@dataclass(frozen=True, slots=True)
class TrialEvaluation:
    """``groups`` are those open to the person's role, best first; empty when none is."""

    key: str
    fit: Fit
    groups: tuple[GroupEvaluation, ...]

    @property
    def best(self) -> GroupEvaluation | None:
        return self.groups[0] if self.groups else None

    @property
    def role_is_sought(self) -> bool:
        return bool(self.groups)


_FITS = {
    Truth.TRUE: Fit.FITS,
    Truth.ASK: Fit.POSSIBLE,
    Truth.UNKNOWN: Fit.POSSIBLE,
    Truth.FALSE: Fit.NO,
}
_RANK = {Fit.FITS: 0, Fit.POSSIBLE: 1, Fit.NO: 2}


def first_look(rules: TrialRules, person: Person) -> TrialEvaluation:
    """Role, age and disease of ``person`` against every group of a trial."""
    groups = [
        _look_at_group(group, person) for group in rules.groups if group.seeks(person.facts.role)
    ]
    groups.sort(key=lambda group: _RANK[group.fit])
    return TrialEvaluation(rules.key, groups[0].fit if groups else Fit.NO, tuple(groups))


def _look_at_group(group: GroupRules, person: Person) -> GroupEvaluation:
    outcome = evaluate(group.criterion, _looking_at(person))
    truth = outcome.truth
    if truth is Truth.UNKNOWN:
        truth = _settled_by_cases(group.criterion, person)
    return GroupEvaluation(group, _FITS[truth], outcome.findings)


def _settled_by_cases(criterion: Criterion, person: Person) -> Truth:
    """The one answer of all cases ("B or T, either way it fits"), else UNKNOWN."""
    answers = {evaluate(criterion, _looking_at(case)).truth for case in person.cases()}
    return answers.pop() if len(answers) == 1 else Truth.UNKNOWN


def _looking_at(person: Person) -> Callable[[Leaf], Finding]:
    def look(leaf: Leaf) -> Finding:
        """An age that no source states stands in nobody's way at the first look."""
        finding = find(leaf, person)
        if finding.reason is Reason.AGE_NOT_STATED:
            return replace(finding, truth=Truth.TRUE)
        return finding

    return look


def evaluate(criterion: Criterion, assess: Callable[[Leaf], Finding]) -> Outcome:
    """The value of a tree and the findings of all its leaves, in order."""
    if not isinstance(criterion, AllOf | AnyOf):
        finding = assess(criterion)
        return Outcome(finding.truth, (finding,))
    outcomes = [evaluate(part, assess) for part in criterion.parts]
    combine = all_of if isinstance(criterion, AllOf) else any_of
    return Outcome(
        combine(outcome.truth for outcome in outcomes),
        tuple(finding for outcome in outcomes for finding in outcome.findings),
    )
