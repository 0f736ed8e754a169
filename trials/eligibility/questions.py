"""Which missing fact is worth asking: the one that decides most of the open trials.

For every fact that could be told, each possible answer is tried on every trial that is
still open and that the fact can touch at all. A trial that neither mentions a fact nor
anything that follows from it cannot change, and is not looked at again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from trials.eligibility.case import Case
from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind
from trials.eligibility.dependencies import depends_on
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.person import Person
from trials.eligibility.probes import leaves, probe_values
from trials.eligibility.truth import Truth
from trials.eligibility.verdicts import judge_in, plain_truth


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking.

    ``decides``  how many of the open trials one answer would rule out and another not.
    ``settles``  how many stop being open, on average over the answers.
    ``open``     how many trials are open now.
    """

    fact: Fact
    decides: int
    settles: float
    open: int


def next_questions(
    trials: Sequence[TrialRules], case: Case, mentions: "Mentions | None" = None
) -> tuple[Question, ...]:
    """The facts that could change an answer, the most decisive first.

    Empty when nothing that this person could tell would change any verdict. ``mentions``
    spares working out again which trial mentions what.
    """
    mentions = mentions or Mentions(trials, case.person.graph, case.person.catalogue)
    needed: dict[str, set[str]] = defaultdict(set)
    for rules in trials:
        for fact in judge_in(rules, case).needs:
            needed[fact].add(rules.key)
    open_keys = frozenset[str]().union(*needed.values())
    still_open = [rules for rules in trials if rules.key in open_keys]
    questions = [
        _ask(fact, len(needed.get(fact, ())), still_open, case, mentions)
        for fact in _candidates(needed, case.person)
    ]
    useful = [question for question in questions if question.decides or question.settles]
    return tuple(sorted(useful, key=_rank))


class Mentions:
    """Which facts can touch which trial: named in a rule, or leading to one that is."""

    def __init__(
        self, trials: Iterable[TrialRules], graph: DiseaseGraph, catalogue: FactCatalogue
    ) -> None:
        self._facts = {
            rules.key: frozenset(
                fact
                for group in rules.groups
                for leaf in leaves(group.criterion)
                for fact in depends_on(leaf, graph)
            )
            for rules in trials
        }
        self._follows = _consequences(catalogue)

    def touches(self, fact: str, trial: str) -> bool:
        consequences = self._follows.get(fact, frozenset({fact}))
        return not consequences.isdisjoint(self._facts[trial])


def _rank(question: Question) -> tuple[int, float, int, bool, str]:
    """Most decided first, then most settled, then what is easiest to know and to keep."""
    fact = question.fact
    return -question.decides, -question.settles, fact.tier, fact.is_volatile, fact.key


def _candidates(needed: Mapping[str, set[str]], person: Person) -> list[str]:
    """What is needed, and what would imply it: all that this person could tell."""
    leading = {
        condition.fact
        for implication in person.catalogue.implications
        if any(fact in needed for fact, _ in implication.then)
        for condition in implication.when
    }
    return sorted(
        fact
        for fact in leading | set(needed)
        if person.can_tell(fact) and not _is_known(fact, person)
    )


def _is_known(fact: str, person: Person) -> bool:
    """A diagnosis, or an age, that was told in general may still be told exactly."""
    return fact in person.known.values


def _ask(
    key: str,
    waiting: int,
    open_trials: Sequence[TrialRules],
    case: Case,
    mentions: Mentions,
) -> Question:
    """``waiting`` trials need the fact itself; that is the gain when no answer can be tried."""
    fact = case.person.catalogue.fact(key)
    touched = [rules for rules in open_trials if mentions.touches(key, rules.key)]
    cases = _cases(fact, touched, case)
    if not cases:
        return Question(fact, waiting, float(waiting), len(open_trials))
    outcomes = [[plain_truth(rules, tried) for tried in cases] for rules in touched]
    decides = sum(Truth.FALSE in truths and set(truths) != {Truth.FALSE} for truths in outcomes)
    settled = sum(truth is not Truth.UNKNOWN for truths in outcomes for truth in truths)
    return Question(fact, decides, settled / len(cases), len(open_trials))


def _cases(fact: Fact, trials: Sequence[TrialRules], case: Case) -> list[Case]:
    """The person with each answer; empty when the answers cannot be tried one by one."""
    if fact.kind is FactKind.DISEASE:
        person = case.person
        return [
            Case(person.having(replace(person.facts, diagnoses=frozenset({child}))))
            for named in sorted(person.facts.diagnoses)
            for child in sorted(person.graph.children(named))
        ]
    criteria = [group.criterion for rules in trials for group in rules.groups]
    return [case.telling(fact.key, value) for value in probe_values(fact, criteria)]


def _consequences(catalogue: FactCatalogue) -> dict[str, frozenset[str]]:
    """For every fact itself and all that may follow from it, near or far."""
    next_ones: dict[str, set[str]] = defaultdict(set)
    for implication in catalogue.implications:
        for condition in implication.when:
            next_ones[condition.fact].update(fact for fact, _ in implication.then)
    return {fact: frozenset(_reach(fact, next_ones)) for fact in next_ones}


def _reach(start: str, next_ones: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = next_ones.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached
