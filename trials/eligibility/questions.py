"""Which missing fact is worth asking: the one that decides most of the open trials.

For every fact that could be told, each possible answer is tried on every trial that is
still open and that the fact can touch at all. A trial that neither mentions a fact nor
anything that follows from it cannot change, and is not looked at again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trials.eligibility.branches import Branch
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind, Implication
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import Leaf
from trials.eligibility.dependencies import depends_on
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.moving import moving_part
from trials.eligibility.person import AGE_AT_DIAGNOSIS, DISEASE_STATUS, Person
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


@dataclass(frozen=True, slots=True)
class _OpenTrial:
    """A trial that an answer could still decide: what is undecided of its open groups."""

    key: str
    needs: frozenset[str]
    branches: tuple[Branch, ...]


def next_questions(
    trials: Sequence[TrialRules], case: Case, mentions: "Mentions | None" = None
) -> tuple[Question, ...]:
    """The facts that could change an answer, the most decisive first.

    Empty when nothing that this person could tell would change any verdict. ``mentions``
    spares working out again which trial mentions what.
    """
    mentions = mentions or Mentions(trials, case.person.graph, case.person.catalogue)
    open_trials = list(_still_open(trials, case))
    needed = frozenset[str]().union(*(trial.needs for trial in open_trials))
    questions = [
        _ask(case.person.catalogue.fact(key), open_trials, case, mentions)
        for key in _candidates(needed, case.person, mentions)
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
        return not self.following(fact).isdisjoint(self._facts[trial])

    def leading_to(self, facts: frozenset[str]) -> frozenset[str]:
        """These facts, and all from which one of them may follow."""
        return facts | {
            fact for fact in self._follows if not facts.isdisjoint(self._follows[fact])
        }

    def following(self, fact: str) -> frozenset[str]:
        """This fact, and all that may follow from it."""
        return self._follows.get(fact, frozenset({fact}))


def _rank(question: Question) -> tuple[int, float, int, bool, str]:
    """Most decided first, then most settled, then what is easiest to know and to keep."""
    fact = question.fact
    return -question.decides, -question.settles, fact.tier, fact.is_volatile, fact.key


def _still_open(trials: Iterable[TrialRules], case: Case) -> Iterator[_OpenTrial]:
    for rules in trials:
        if plain_truth(rules, case) is not Truth.UNKNOWN:
            continue
        verdict = judge_in(rules, case)
        if verdict.needs:
            unknown = (group for group in verdict.groups if group.truth is Truth.UNKNOWN)
            branches = tuple(group.branch.undecided() for group in unknown)
            yield _OpenTrial(rules.key, verdict.needs, branches)


def _candidates(needed: frozenset[str], person: Person, mentions: Mentions) -> list[str]:
    """What is needed, and what would imply it: all that this person could tell.

    A diagnosis, or an age, that was told in general may still be told exactly. What takes
    something for granted is asked only where a trial asks for it.
    """
    return sorted(
        fact
        for fact in mentions.leading_to(needed)
        if person.can_tell(fact)
        and not person.knows(fact)
        and (fact in needed or person.presupposes_only_known(fact))
    )


def _ask(fact: Fact, trials: Sequence[_OpenTrial], case: Case, mentions: Mentions) -> Question:
    """Where no answer can be tried, the gain is the number of trials that need the fact."""
    following = mentions.following(fact.key)
    touched = [
        [
            moving_part(branch, lambda leaf: not following.isdisjoint(case.facts_of(leaf)))
            for branch in trial.branches
        ]
        for trial in trials
        if mentions.touches(fact.key, trial.key)
    ]
    leaves = (leaf for trees in touched for tree in trees for leaf in tree.leaves())
    cases = _cases(fact, leaves, case)
    if not cases:
        waiting = sum(fact.key in trial.needs for trial in trials)
        return Question(fact, waiting, float(waiting), len(trials))
    outcomes = [
        [max(tree.truth(tried.find) for tree in trees) for tried in cases] for trees in touched
    ]
    decides = sum(Truth.FALSE in truths and set(truths) != {Truth.FALSE} for truths in outcomes)
    settled = sum(truth is not Truth.UNKNOWN for truths in outcomes for truth in truths)
    return Question(fact, decides, settled / len(cases), len(trials))


def _cases(fact: Fact, leaves: Iterable[Leaf], case: Case) -> list[Case]:
    """The person with each answer; empty when the answers cannot be tried one by one."""
    person = case.person
    if fact.kind is FactKind.DISEASE:
        named = person.facts.diagnoses
        return [
            case.having(named - {general} | {child})
            for general in sorted(named)
            for child in sorted(person.graph.children(general))
        ]
    values = probe_values(fact, leaves, person.catalogue.triggered_by(fact.key))
    return case.trying(fact.key, values)


def _consequences(catalogue: FactCatalogue) -> dict[str, frozenset[str]]:
    """For every fact itself and all that may follow from telling it, near or far."""
    leading = {condition.fact for rule in catalogue.implications for condition in rule.when}
    consequences = {fact: frozenset(_reach(fact, catalogue)) for fact in leading}
    # Somebody just diagnosed was at diagnosis as old as today.
    status = consequences.get(DISEASE_STATUS, frozenset({DISEASE_STATUS}))
    return {**consequences, DISEASE_STATUS: status | {AGE_AT_DIAGNOSIS}}


def _reach(told: str, catalogue: FactCatalogue) -> set[str]:
    """Any value of ``told`` may lead on; of what follows, only the value that does."""
    waiting = list(catalogue.triggered_by(told))
    reached: set[tuple[str, FactValue]] = set()
    while waiting:
        fresh = set(waiting.pop().then) - reached
        reached |= fresh
        waiting.extend(
            rule
            for fact, value in fresh
            for rule in catalogue.triggered_by(fact)
            if _may_hold(rule, fact, value)
        )
    return {told, *(fact for fact, _ in reached)}


def _may_hold(rule: Implication, fact: str, value: FactValue) -> bool:
    """Whether the premises of a rule about this fact hold for this value."""
    return all(
        condition.holds(value) is Truth.TRUE for condition in rule.when if condition.fact == fact
    )
