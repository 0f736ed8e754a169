"""Every criterion of a trial against one person: the verdict, and what is still missing.

A group takes the value of its criteria; a trial, that of its best group among those open
to the person's role. UNKNOWN asks this person; ASK is left to the study team. The best
verdict is "may be able to join", never more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from trials.eligibility.assessing import Assessor
from trials.eligibility.branches import Branch, grow
from trials.eligibility.case import Agreement, Case, Judged
from trials.eligibility.catalogue import FactKind
from trials.eligibility.criteria import Finding
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.gists import Gist
from trials.eligibility.person import DIAGNOSIS, Person
from trials.eligibility.probes import probe_values
from trials.eligibility.truth import Truth
from trials.eligibility.undecided import needs, undecided, what_is_open


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


@dataclass(frozen=True)
class GroupVerdict:
    """``by`` gives the reasons.

    ``needs``  keys of the facts this person could still tell and that could matter;
               empty unless ``truth`` is UNKNOWN.
    """

    rules: GroupRules
    truth: Truth
    by: Assessor = field(repr=False, compare=False)
    needs: frozenset[str] = frozenset()

    @cached_property
    def branch(self) -> Branch:
        """``truth`` may be more hopeful: either answer may fit."""
        return grow(self.rules.criterion, self.by.find)

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
        return self.by.opens_on(self.rules.gist)

    @property
    def closes_on(self) -> date | None:
        """The last day on which the age still fits."""
        return self.by.closes_on(self.rules.gist)

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
    if len(groups) > 1:
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
    role, best = case.person.facts.role, Truth.FALSE
    for group in rules.groups:
        if group.seeks(role) and (truth := case.truth(group.gist)) > best:
            best = truth
    return best


def _rank(group: GroupVerdict) -> tuple[int, int, date]:
    """Most hope first, then fewer questions, then the one that opens soonest."""
    return -group.truth, len(group.needs), group.opens_on or date.max


def _judge_group(group: GroupRules, case: Case) -> GroupVerdict:
    """Groups that ask the same are judged once."""
    gist = group.gist
    judged = case.judged.get(gist)
    if judged is None:
        truth = case.truth(gist)
        is_open = truth is Truth.UNKNOWN
        judged = case.judged[gist] = _either_way(gist, case) if is_open else Judged(truth, case)
    return GroupVerdict(group, *judged)


def _either_way(gist: Gist, case: Case) -> Judged:
    """An open group once facts that make no difference are taken out.

    "B or T, either way it fits": plain logic over the parts cannot see it, so the answers
    to each missing fact are tried, one fact at a time. A fact that leaves the same open
    whatever the answer is taken for answered, and the next one tried.
    """
    asked, rest = Judged(Truth.UNKNOWN, case, needs(gist, case)), undecided(gist, case)
    for fact in sorted(asked.needs):
        answers = _answers(fact, rest, case)
        lowest, highest = _range([tried.truth(rest) for tried in answers])
        if lowest > Truth.UNKNOWN:
            return Judged(lowest, asked.by)
        if highest is Truth.FALSE:
            return _agreed_no(gist, asked, answers)
        if lowest is highest and len({what_is_open(rest, tried) for tried in answers}) == 1:
            case = answers[0]
    return asked._replace(needs=needs(rest, case))


def _range(truths: Sequence[Truth]) -> tuple[Truth, Truth]:
    """The weakest and the strongest value; anything may come of answers not tried."""
    return min(truths, default=Truth.FALSE), max(truths, default=Truth.TRUE)


def _agreed_no(gist: Gist, asked: Judged, answers: Sequence[Case]) -> Judged:
    """No answer fits: a "no", if there is a rule to give as its reason.

    Otherwise the fact is asked after all.
    """
    agreement = Agreement(asked.by, answers)
    return Judged(Truth.FALSE, agreement) if agreement.truth(gist) is Truth.FALSE else asked


def _answers(fact: str, rest: Gist, case: Case) -> Sequence[Case]:
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
    return case.trying(fact, probe_values(entry, rest.rules(), implications))
