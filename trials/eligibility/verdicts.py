"""Every criterion of a trial against one person: the verdict, and what is still missing.

A group takes the value of its criteria; a trial, that of its best group among those open
to the person's role. UNKNOWN asks this person; ASK is left to the study team. The best
verdict is "may be able to join", never more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trials.eligibility.branches import Branch, grow, in_every_case, truth_of
from trials.eligibility.case import Case
from trials.eligibility.catalogue import FactKind
from trials.eligibility.criteria import Criterion, Finding, Origin
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.person import DIAGNOSIS, Person
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
    """``truth`` may be more hopeful than ``branch.truth``: either answer may fit.

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
        """What the study team would check; nothing that is settled without."""
        return tuple(self.branch.left_to_team())

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
        return self.branch.may_recover()


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
    if branch.truth is Truth.UNKNOWN:
        return _either_way(GroupVerdict(group, branch.truth, branch, branch.needs()), case)
    return GroupVerdict(group, branch.truth, branch)


def _either_way(asked: GroupVerdict, case: Case) -> GroupVerdict:
    """``asked`` once facts that make no difference are taken out.

    "B or T, either way it fits": plain logic over the parts cannot see it, so the answers
    to each missing fact are tried, one fact at a time. A fact that leaves the same open
    whatever the answer is taken for answered, and the next one tried.
    """
    rest = asked.branch.undecided().criterion
    for fact in sorted(asked.needs):
        answers = _answers(fact, rest, case)
        branches = [grow(rest, tried.find) for tried in answers]
        lowest, highest = _range(branches)
        if lowest > Truth.UNKNOWN:
            return replace(asked, truth=lowest, needs=frozenset())
        if highest is Truth.FALSE:
            return _agreed_no(asked, answers)
        if lowest is highest and len({_what_is_open(branch) for branch in branches}) == 1:
            case = answers[0]
    return replace(asked, needs=grow(rest, case.find).needs())


def _range(branches: Sequence[Branch]) -> tuple[Truth, Truth]:
    """The weakest and the strongest value; anything may come of answers not tried."""
    truths = [branch.truth for branch in branches] or [Truth.FALSE, Truth.TRUE]
    return min(truths), max(truths)


def _agreed_no(asked: GroupVerdict, answers: Sequence[Case]) -> GroupVerdict:
    """No answer fits: a "no", if there is a rule to give as its reason.

    Otherwise the fact is asked after all.
    """
    criterion = asked.rules.criterion
    branch = in_every_case(asked.branch, [grow(criterion, tried.find) for tried in answers])
    if branch.truth is not Truth.FALSE:
        return asked
    return replace(asked, truth=Truth.FALSE, branch=branch, needs=frozenset())


def _what_is_open(branch: Branch) -> object:
    """What is not certain yet, equal for two branches that leave the same to be asked."""
    if branch.finding:
        finding = branch.finding
        return replace(finding.criterion, origin=Origin()), finding.needs, finding.diseases
    parts = {_what_is_open(part) for part in branch.parts if not part.truth.is_certain}
    return parts.pop() if len(parts) == 1 else (type(branch.criterion), frozenset(parts))


def _answers(fact: str, criterion: Criterion, case: Case) -> Sequence[Case]:
    """The person with every answer there can be; none when they cannot be tried.

    Of a number that perhaps cannot be told at all, the values are not every answer.
    """
    person = case.person
    if fact == DIAGNOSIS:
        return case.parts
    if fact not in person.catalogue or not person.presupposes_only_known(fact):
        return ()
    entry = person.catalogue.fact(fact)
    if entry.kind not in (FactKind.CHOICE, FactKind.NUMBER, FactKind.COUNT):
        return ()
    implications = person.catalogue.triggered_by(fact)
    return case.trying(fact, probe_values(entry, (criterion,), implications))
