"""A trial's rules against one person: the verdict and every reason for it.

The first look asks only for role, age and disease; all else is for the study team, and
later questions, to settle. Its best answer is that age and disease fit: never a promise.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trials.eligibility.branches import Branch, grow, in_every_case
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    Finding,
    Leaf,
    Not,
)
from trials.eligibility.facts import Role
from trials.eligibility.findings import find
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth


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
    """The first look at one group; ``branch`` holds its ages and diseases only."""

    rules: GroupRules
    fit: Fit
    branch: Branch

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self.branch.findings())

    @property
    def opens_on(self) -> date | None:
        """The day from which nothing known stands in the way, if waiting is enough.

        None when the group fits now, or when something does that time will not mend.
        """
        return self.branch.opens_on()

    @property
    def closes_on(self) -> date | None:
        """The last day on which the age still fits; None when no limit is in sight."""
        return self.branch.closes_on()

    @property
    def unknowns(self) -> tuple[Finding, ...]:
        """The findings that an answer, or the study team, would have to settle.

        None of them for a group that fits or does not: there nothing is open.
        """
        if self.fit is not Fit.POSSIBLE:
            return ()
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
_ORDER = {Fit.FITS: 0, Fit.POSSIBLE: 1, Fit.NO: 2}


def first_look(rules: TrialRules, person: Person) -> TrialEvaluation:
    """Role, age and disease of ``person`` against every group of a trial."""
    groups = [
        _look_at_group(group, person) for group in rules.groups if group.seeks(person.facts.role)
    ]
    groups.sort(key=_rank)
    return TrialEvaluation(rules.key, groups[0].fit if groups else Fit.NO, tuple(groups))


def _rank(group: GroupEvaluation) -> tuple[int, int, date]:
    """Best fit first, then fewer open questions, then the one that opens soonest."""
    return _ORDER[group.fit], len(group.unknowns), group.opens_on or date.max


def _look_at_group(group: GroupRules, person: Person) -> GroupEvaluation:
    criterion = ages_and_diseases(group.criterion)
    branch = grow(criterion, _looking_at(person))
    if branch.truth is Truth.UNKNOWN and person.cases:
        branch = in_every_case(
            branch, [grow(criterion, _looking_at(case)) for case in person.cases]
        )
    return GroupEvaluation(group, _FITS[branch.truth], branch)


def ages_and_diseases(criterion: Criterion) -> Criterion:
    """The tree without the rules of which the first look asks nothing.

    Of those the best is hoped: whatever may still let somebody in is no reason to say no.
    """
    return _hoping(criterion, best=True) or AllOf(())


def _hoping(criterion: Criterion, *, best: bool) -> Criterion | None:
    """``criterion`` less all other rules; None when it may well come out as hoped.

    ``best`` is what is hoped of it: TRUE, or FALSE inside a "none of these".
    """
    if isinstance(criterion, Not):
        part = _hoping(criterion.part, best=not best)
        return part and Not(part)
    if not isinstance(criterion, AllOf | AnyOf):
        return criterion if isinstance(criterion, AgeCriterion | DiseaseCriterion) else None
    parts = [_hoping(part, best=best) for part in criterion.parts]
    kept = tuple(part for part in parts if part)
    one_is_enough = isinstance(criterion, AnyOf) is best
    if not kept or (one_is_enough and len(kept) < len(parts)):
        return None
    return replace(criterion, parts=kept)


def _looking_at(person: Person) -> Callable[[Leaf], Finding]:
    def look(leaf: Leaf) -> Finding:
        """An age that no source states stands in nobody's way at the first look."""
        finding = find(leaf, person)
        if finding.reason is Reason.AGE_NOT_STATED:
            return replace(finding, truth=Truth.TRUE)
        return finding

    return look
