"""The engine as it would be without any shortcut: whole trees of findings, nothing kept.

Every verdict, every need and every fit of the engine has to be what comes out here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from trials.eligibility.branches import Branch, grow
from trials.eligibility.case import Case
from trials.eligibility.catalogue import FactKind
from trials.eligibility.criteria import (
    AllOf,
    AnyOf,
    Criterion,
    Finding,
    Leaf,
    Not,
    Origin,
    TextCriterion,
)
from trials.eligibility.evaluation import ages_and_diseases
from trials.eligibility.findings import find
from trials.eligibility.person import DIAGNOSIS, Person
from trials.eligibility.probes import probe_values
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth

Result = tuple[Truth, frozenset[str], Branch]
"""The value, what is needed, and the reasons."""


def looking_at(person: Person) -> Callable[[Leaf], Finding]:
    return lambda leaf: find(leaf, person)


def first_look_at(criterion: Criterion, person: Person) -> Branch:
    tree = ages_and_diseases(criterion)
    branch = grow(tree, _hoping(person))
    if branch.truth is not Truth.UNKNOWN or not person.cases:
        return branch
    cases = [grow(tree, _hoping(case)) for case in person.cases]
    agreed = in_every_case(branch, cases)
    are_all_met = {case.truth for case in cases} == {Truth.TRUE}
    return replace(agreed, truth=Truth.TRUE) if are_all_met else agreed


def _hoping(person: Person) -> Callable[[Leaf], Finding]:
    def look(leaf: Leaf) -> Finding:
        finding = find(leaf, person)
        is_hoped = finding.reason is Reason.AGE_NOT_STATED
        return replace(finding, truth=Truth.TRUE) if is_hoped else finding

    return look


def judge_criterion(criterion: Criterion, person: Person) -> Result:
    branch = grow(criterion, looking_at(person))
    if branch.truth is not Truth.UNKNOWN:
        return branch.truth, frozenset(), branch
    rest, told = undecided(branch).criterion, person
    for fact in sorted(branch.needs()):
        answers = _answers(fact, rest, told)
        branches = [grow(rest, looking_at(tried)) for tried in answers]
        truths = [tried.truth for tried in branches] or [Truth.FALSE, Truth.TRUE]
        if min(truths) > Truth.UNKNOWN:
            return min(truths), frozenset(), branch
        if max(truths) is Truth.FALSE:
            whole = [grow(criterion, looking_at(tried)) for tried in answers]
            agreed = in_every_case(branch, whole)
            is_no = agreed.truth is Truth.FALSE
            return (Truth.FALSE, frozenset(), agreed) if is_no else _asked(branch)
        if len(set(truths)) == 1 and len({_what_is_open(tried) for tried in branches}) == 1:
            told = answers[0]
    return Truth.UNKNOWN, grow(rest, looking_at(told)).needs(), branch


def _asked(branch: Branch) -> Result:
    return branch.truth, branch.needs(), branch


def in_every_case(asked: Branch, cases: Sequence[Branch]) -> Branch:
    answers = zip(*(branch.findings() for branch in cases), strict=True)
    pairs = zip(asked.findings(), answers, strict=True)
    agreed = iter([_agreed(finding, same) for finding, same in pairs])
    return grow(asked.criterion, lambda _leaf: next(agreed))


def _agreed(asked: Finding, answers: tuple[Finding, ...]) -> Finding:
    first = answers[0]
    if any(answer.truth is not first.truth for answer in answers):
        return asked
    alike = [answer for answer in answers if answer.reason is first.reason]
    diseases = sorted({disease for answer in alike for disease in answer.diseases})
    return replace(first, diseases=tuple(diseases))


def undecided(branch: Branch) -> Branch:
    parts = _with_one_text(branch.parts)
    left = tuple(undecided(part) for part in parts if not part.truth.is_certain)
    criteria = tuple(part.criterion for part in left)
    if isinstance(branch.criterion, AllOf | AnyOf):
        if len(left) == 1:
            return left[0]
        return Branch(replace(branch.criterion, parts=criteria), branch.truth, parts=left)
    if isinstance(branch.criterion, Not):
        return Branch(Not(*criteria), branch.truth, parts=left)
    return branch


def _with_one_text(parts: Iterable[Branch]) -> list[Branch]:
    kept: list[Branch] = []
    for part in parts:
        has_text = any(isinstance(other.criterion, TextCriterion) for other in kept)
        if not (has_text and isinstance(part.criterion, TextCriterion)):
            kept.append(part)
    return kept


def _what_is_open(branch: Branch) -> object:
    if branch.finding:
        finding = branch.finding
        return replace(finding.criterion, origin=Origin()), finding.needs, finding.diseases
    parts = {_what_is_open(part) for part in branch.parts if not part.truth.is_certain}
    return parts.pop() if len(parts) == 1 else (type(branch.criterion), frozenset(parts))


def _answers(fact: str, criterion: Criterion, person: Person) -> list[Person]:
    if fact == DIAGNOSIS:
        return list(person.cases)
    if fact not in person.catalogue or not person.presupposes_only_known(fact):
        return []
    entry = person.catalogue.fact(fact)
    if entry.kind not in (FactKind.CHOICE, FactKind.NUMBER, FactKind.COUNT):
        return []
    values = probe_values(entry, (criterion,), person.catalogue.triggered_by(fact))
    return [tried.person for tried in Case(person).trying(fact, values)]
