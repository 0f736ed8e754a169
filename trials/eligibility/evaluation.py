"""A trial's rules against one person: the verdict and every reason for it.

The first look asks only for role, age and disease; all else is for the study team, and
later questions, to settle. Its best answer is that age and disease fit: never a promise.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from trials.eligibility.ages import AgeStatus
from trials.eligibility.assessing import Assessor
from trials.eligibility.branches import Branch, grow
from trials.eligibility.case import Agreement
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
from trials.eligibility.gists import Gist, gist_of
from trials.eligibility.outcomes import outcome
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth


class Fit(StrEnum):
    """The answer of the first look."""

    FITS = "fits"
    POSSIBLE = "possible"
    NO = "no"


_PATIENTS = frozenset({Role.PATIENT})


@dataclass(frozen=True)
class GroupRules:
    """Whom one participant group takes.

    ``roles``  as whom somebody may join this group; empty takes patients.
    """

    key: str
    roles: frozenset[Role]
    criterion: Criterion

    def seeks(self, role: Role) -> bool:
        return role in (self.roles or _PATIENTS)

    @cached_property
    def gist(self) -> Gist:
        return gist_of(self.criterion)

    @cached_property
    def at_first(self) -> Criterion:
        """The ages and diseases alone."""
        return ages_and_diseases(self.criterion)

    @cached_property
    def gist_at_first(self) -> Gist:
        return gist_of(self.at_first)


@dataclass(frozen=True, slots=True)
class TrialRules:
    """All participant groups of one trial, in the order in which they are shown."""

    key: str
    groups: tuple[GroupRules, ...]


@dataclass(frozen=True)
class GroupEvaluation:
    """The first look at one group; ``by`` gives the reasons."""

    rules: GroupRules
    fit: Fit
    by: Assessor = field(repr=False, compare=False)

    @cached_property
    def branch(self) -> Branch:
        """The ages and diseases alone. It may be less hopeful than ``fit``: see Agreement."""
        branch = grow(self.rules.at_first, self.by.find)
        return replace(branch, truth=Truth.TRUE) if self.fit is Fit.FITS else branch

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self.branch.findings())

    @property
    def opens_on(self) -> date | None:
        """The day from which nothing known stands in the way, if waiting is enough.

        None when the group fits now, or when something does that time will not mend.
        """
        return self.by.opens_on(self.rules.gist_at_first)

    @property
    def closes_on(self) -> date | None:
        """The last day on which the age still fits; None when no limit is in sight."""
        return self.by.closes_on(self.rules.gist_at_first)

    @property
    def unknowns(self) -> tuple[Finding, ...]:
        """The findings that an answer, or the study team, would have to settle.

        None of them for a group that fits or does not: there nothing is open.
        """
        if self.fit is not Fit.POSSIBLE:
            return ()
        return tuple(finding for finding in self.findings if not finding.truth.is_certain)

    @property
    def unsettled(self) -> int:
        """How many those are."""
        if self.fit is not Fit.POSSIBLE:
            return 0
        truths = map(self.by.truth, self.rules.gist_at_first.leaves())
        return sum(not truth.is_certain for truth in truths)


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
    return FirstLook(person).at(rules)


class FirstLook(Assessor):
    """One person at the first look, against many trials."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person

    def at(self, rules: TrialRules) -> TrialEvaluation:
        role = self.person.facts.role
        groups = [self._at_group(group) for group in rules.groups if group.seeks(role)]
        if len(groups) > 1:
            groups.sort(key=_rank)
        return TrialEvaluation(rules.key, groups[0].fit if groups else Fit.NO, tuple(groups))

    def _at_group(self, group: GroupRules) -> GroupEvaluation:
        gist = group.gist_at_first
        truth = self.truth(gist)
        if truth is not Truth.UNKNOWN or not self._parts:
            return GroupEvaluation(group, _FITS[truth], self)
        if all(part.truth(gist) is Truth.TRUE for part in self._parts):
            return GroupEvaluation(group, Fit.FITS, self._agreement)
        return GroupEvaluation(group, _FITS[self._agreement.truth(gist)], self._agreement)

    @cached_property
    def _parts(self) -> tuple["FirstLook", ...]:
        return tuple(map(FirstLook, self.person.cases))

    @cached_property
    def _agreement(self) -> Agreement:
        return Agreement(self, self._parts)

    def _find(self, leaf: Leaf) -> Finding:
        """An age that no source states stands in nobody's way at the first look."""
        finding = find(leaf, self.person)
        return replace(finding, truth=Truth.TRUE) if _is_not_stated(leaf) else finding

    def _outcome(self, gist: Gist, rule: Leaf) -> Truth:
        return Truth.TRUE if _is_not_stated(rule) else outcome(rule, self.person)


def _is_not_stated(leaf: Leaf) -> bool:
    return isinstance(leaf, AgeCriterion) and leaf.rule.status is AgeStatus.NOT_STATED


def _rank(group: GroupEvaluation) -> tuple[int, int, date]:
    """Best fit first, then fewer open questions, then the one that opens soonest."""
    return _ORDER[group.fit], group.unsettled, group.opens_on or date.max


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
