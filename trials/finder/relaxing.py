"""What taking back one answer would gain, for somebody to whom nothing is left."""

from trials.eligibility.evaluation import TrialRules
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import AGE_AT_DIAGNOSIS
from trials.finder.matches import Relaxation
from trials.finder.narrowing import FACT, narrowed, without
from trials.finder.seeking import Seeker
from trials.models.trial import TrialQuerySet
from trials.rulebook import rules_of


def relaxations(published: TrialQuerySet, seeker: Seeker, words: str) -> tuple[Relaxation, ...]:
    """For each answer how many open trials it keeps away; most first, those of none left out.

    The answers of the finder take one reading of the trials each; all answers to questions
    together take one more.
    """
    found = [
        Relaxation(answer, _count_open(published, seeker, answer, words))
        for answer in _given(seeker.facts, words)
    ]
    found += _without_facts(published, seeker, words)
    found.sort(key=lambda relaxation: relaxation.gained, reverse=True)
    return tuple(relaxation for relaxation in found if relaxation.gained)


def _given(facts: PatientFacts, words: str) -> list[str]:
    given = {
        "age": facts.births is not None,
        "diagnosis": bool(facts.diagnoses),
        "words": bool(words),
        "role": facts.role is not PatientFacts().role,
    }
    return [answer for answer, was_given in given.items() if was_given]


def _count_open(published: TrialQuerySet, seeker: Seeker, answer: str, words: str) -> int:
    """How many open trials are left to somebody who takes the answer back."""
    facts, words = without(answer, seeker.facts, words)
    other = seeker.having(facts)
    trials = narrowed(published.recruiting(), facts, seeker.graph, seeker.on, words)
    return sum(map(other.may_join, _rules(trials)))


def _without_facts(published: TrialQuerySet, seeker: Seeker, words: str) -> list[Relaxation]:
    """The narrowing does not know of facts: one reading serves all of them."""
    told = [*seeker.facts.told]
    if seeker.facts.age_at_diagnosis is not None:
        told.append(AGE_AT_DIAGNOSIS)
    if not told:
        return []
    trials = narrowed(published.recruiting(), seeker.facts, seeker.graph, seeker.on, words)
    rules = _rules(trials)
    found = []
    for answer in (f"{FACT}{key}" for key in told):
        other = seeker.having(without(answer, seeker.facts, words)[0])
        found.append(Relaxation(answer, sum(map(other.may_join, rules))))
    return found


def _rules(trials: TrialQuerySet) -> list[TrialRules]:
    return list(rules_of(trials.only("slug")).values())
