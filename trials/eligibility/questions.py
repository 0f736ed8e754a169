"""Which missing fact is worth asking: the one that decides most of the open trials.

For every fact that could be told, each possible answer is tried on every trial that is
still open and that the fact can touch at all. A trial that neither mentions a fact nor
anything that follows from it cannot change, and is not looked at again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trials.eligibility.case import Case
from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind, Implication
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import Leaf
from trials.eligibility.dependencies import with_diagnosis
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.gists import Gist
from trials.eligibility.person import AGE_AT_DIAGNOSIS, DISEASE_STATUS, Person
from trials.eligibility.probes import probe_values
from trials.eligibility.truth import Truth
from trials.eligibility.undecided import undecided
from trials.eligibility.verdicts import judge_in, plain_truth

Consequences = Mapping[str, frozenset[str]]
"""By a fact that something follows from."""


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

    needs: frozenset[str]
    gists: tuple[Gist, ...]


def next_questions(trials: Sequence[TrialRules], case: Case) -> tuple[Question, ...]:
    """The facts that could change an answer, the most decisive first.

    Empty when nothing that this person could tell would change any verdict.
    """
    open_trials = list(_still_open(trials, case))
    needed = frozenset[str]().union(*(trial.needs for trial in open_trials))
    questions = [
        _ask(case.person.catalogue.fact(key), open_trials, case)
        for key in _candidates(needed, case.person)
    ]
    useful = [question for question in questions if question.decides or question.settles]
    return tuple(sorted(useful, key=_rank))


def _rank(question: Question) -> tuple[int, float, int, bool, str]:
    """Most decided first, then most settled, then what is easiest to know and to keep."""
    fact = question.fact
    return -question.decides, -question.settles, fact.tier, fact.is_volatile, fact.key


def _still_open(trials: Iterable[TrialRules], case: Case) -> Iterator[_OpenTrial]:
    left: dict[Gist, Gist] = {}  # what is undecided of those that ask the same
    for rules in trials:
        if plain_truth(rules, case) is not Truth.UNKNOWN:
            continue
        verdict = judge_in(rules, case)
        if verdict.needs:
            unknown = [
                group.rules.gist for group in verdict.groups if group.truth is Truth.UNKNOWN
            ]
            left.update((gist, undecided(gist, case)) for gist in unknown if gist not in left)
            yield _OpenTrial(verdict.needs, tuple(left[gist] for gist in unknown))


def _candidates(needed: frozenset[str], person: Person) -> list[str]:
    """What is needed, and what would imply it: all that this person could tell.

    A diagnosis, or an age, that was told in general may still be told exactly. What takes
    something for granted is asked only where a trial asks for it.
    """
    follows = consequences(person.catalogue)
    leading = {fact for fact, reached in follows.items() if not needed.isdisjoint(reached)}
    return sorted(
        fact
        for fact in needed | leading
        if person.can_tell(fact)
        and not person.knows(fact)
        and (fact in needed or person.presupposes_only_known(fact))
    )


def _ask(fact: Fact, trials: Sequence[_OpenTrial], case: Case) -> Question:
    """Where no answer can be tried, the gain is the number of trials that need the fact."""
    named = touched_by(fact.key, case.person)
    touched = Counter(
        trial.gists
        for trial in trials
        if any(not named.isdisjoint(gist.facts) for gist in trial.gists)
    )
    cases = _cases(fact, (rule for gists in touched for rule in _rules(gists)), case)
    if not cases:
        waiting = sum(fact.key in trial.needs for trial in trials)
        return Question(fact, waiting, float(waiting), len(trials))
    decides = settled = 0
    for gists, number in touched.items():
        truths = [max(map(tried.truth, gists)) for tried in cases]
        decides += number * (Truth.FALSE in truths and set(truths) != {Truth.FALSE})
        settled += number * sum(truth is not Truth.UNKNOWN for truth in truths)
    return Question(fact, decides, settled / len(cases), len(trials))


def _rules(gists: Iterable[Gist]) -> Iterator[Leaf]:
    return (rule for gist in gists for rule in gist.rules())


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


def touched_by(fact: str, person: Person) -> frozenset[str]:
    """The fact and all that may follow: only what names one of these can change."""
    following = consequences(person.catalogue).get(fact, frozenset({fact}))
    return with_diagnosis(following, person.graph)


@lru_cache(maxsize=4)
def consequences(catalogue: FactCatalogue) -> Consequences:
    """For every fact that leads on, itself and all that may follow from it, near or far."""
    leading = {condition.fact for rule in catalogue.implications for condition in rule.when}
    found = {fact: frozenset(_reach(fact, catalogue)) for fact in leading}
    # Somebody just diagnosed was at diagnosis as old as today.
    status = found.get(DISEASE_STATUS, frozenset({DISEASE_STATUS}))
    return {**found, DISEASE_STATUS: status | {AGE_AT_DIAGNOSIS}}


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
