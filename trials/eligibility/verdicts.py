"""Every criterion of a trial against one person: the verdict, and what is still missing.

A group takes the value of its criteria; a trial, that of its best group among those open
to the person's role. UNKNOWN asks this person; ASK is left to the study team. The best
verdict is "may be able to join", never more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trials.eligibility.branches import Branch, grow, truth_of
from trials.eligibility.case import Case
from trials.eligibility.catalogue import FactKind
from trials.eligibility.criteria import Criterion, Finding
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.findings import DIAGNOSIS
from trials.eligibility.person import Person
from trials.eligibility.probes import probe_values
from trials.eligibility.truth import Truth


class Verdict(StrEnum):
    MAY_MATCH = "may_match"
    NEEDS = "needs"
    NO_MATCH = "no_match"


_VERDICTS = {
    Truth.TRUE: Verdict.MAY_MATCH,
    Truth.ASK: Verdict.MAY_MATCH,
    Truth.UNKNOWN: Verdict.NEEDS,
    Truth.FALSE: Verdict.NO_MATCH,
}


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """``truth`` may be more certain than ``branch.truth``: either answer may fit.

    ``needs``  keys of the facts this person could still tell and that could matter;
               empty unless ``truth`` is UNKNOWN.
    """

    rules: GroupRules
    truth: Truth
    branch: Branch
    needs: frozenset[str] = frozenset()

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self.truth]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(self.branch.findings())

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Why this group cannot be joined now; empty when it may be."""
        return tuple(self.branch.failures())

    @property
    def left_to_team(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.truth is Truth.ASK)

    @property
    def opens_on(self) -> date | None:
        """The day from which nothing known stands in the way, if waiting is enough."""
        return self.branch.opens_on()

    @property
    def closes_on(self) -> date | None:
        """The last day on which the age still fits."""
        return self.branch.closes_on()

    @property
    def is_recoverable(self) -> bool:
        """Whether everything that stands in the way now may change with time."""
        failures = self.failures
        return bool(failures) and all(finding.recoverable for finding in failures)


@dataclass(frozen=True, slots=True)
class TrialVerdict:
    """``groups`` are those open to the person's role, best first; empty when none is."""

    key: str
    verdict: Verdict
    groups: tuple[GroupVerdict, ...]

    @property
    def best(self) -> GroupVerdict | None:
        return self.groups[0] if self.groups else None

    @property
    def needs(self) -> frozenset[str]:
        """What any of the groups that are still open would need to know."""
        return frozenset[str]().union(*(group.needs for group in self.groups))


def judge(rules: TrialRules, person: Person) -> TrialVerdict:
    """Every group of a trial that is open to the person's role."""
    return judge_in(rules, Case(person))


def judge_in(rules: TrialRules, case: Case) -> TrialVerdict:
    """The same for one of many trials, or of many tried answers."""
    role = case.person.facts.role
    groups = [_judge_group(group, case) for group in rules.groups if group.seeks(role)]
    groups.sort(key=_rank)
    if not groups:
        return TrialVerdict(rules.key, Verdict.NO_MATCH, ())
    best = groups[0].truth
    if best > Truth.UNKNOWN:
        groups = [replace(group, needs=frozenset()) for group in groups]
    return TrialVerdict(rules.key, _VERDICTS[best], tuple(groups))


def plain_truth(rules: TrialRules, case: Case) -> Truth:
    """The value of a trial by its parts alone, in as few steps as it takes.

    It may be UNKNOWN where :func:`judge` sees that either answer comes to the same.
    """
    role = case.person.facts.role
    truths = (truth_of(group.criterion, case.find) for group in rules.groups if group.seeks(role))
    return max(truths, default=Truth.FALSE)


def _rank(group: GroupVerdict) -> tuple[int, int, date]:
    """Most hope first, then fewer questions, then the one that opens soonest."""
    return -group.truth, len(group.needs), group.opens_on or date.max


def _judge_group(group: GroupRules, case: Case) -> GroupVerdict:
    branch = grow(group.criterion, case.find)
    if branch.truth is not Truth.UNKNOWN:
        return GroupVerdict(group, branch.truth, branch)
    truth, needs = _either_way(group.criterion, case, branch.needs())
    return GroupVerdict(group, truth, branch, needs)


def _either_way(
    criterion: Criterion, case: Case, needs: frozenset[str]
) -> tuple[Truth, frozenset[str]]:
    """The value and the needs once facts that make no difference are taken out.

    "B or T, either way it fits": plain logic over the parts cannot see it, so the answers
    to each missing fact are tried, one fact at a time.
    """
    kept = set(needs)
    for fact in sorted(needs):
        branches = [grow(criterion, tried.find) for tried in _answers(fact, criterion, case)]
        truths = {branch.truth for branch in branches}
        if len(truths) == 1 and Truth.UNKNOWN not in truths:
            return truths.pop(), frozenset()
        if (
            truths == {Truth.UNKNOWN}
            and len({branch.needs() - {fact} for branch in branches}) == 1
        ):
            kept.discard(fact)
    return Truth.UNKNOWN, frozenset(kept)


def _answers(fact: str, criterion: Criterion, case: Case) -> Iterator[Case]:
    """The person with every answer that could matter; none when they cannot be tried."""
    if fact == DIAGNOSIS:
        yield from case.parts
    elif fact in case.person.catalogue:
        entry = case.person.catalogue.fact(fact)
        if entry.kind in (FactKind.CHOICE, FactKind.NUMBER, FactKind.COUNT):
            for value in probe_values(entry, (criterion,)):
                yield case.telling(fact, value)
