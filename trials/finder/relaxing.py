"""What taking back one answer would gain, for somebody to whom nothing is left."""

from dataclasses import replace

from trials.eligibility.evaluation import TrialRules
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import AGE_AT_DIAGNOSIS
from trials.finder.candidates import candidates
from trials.finder.matches import Relaxation
from trials.finder.narrowing import FACT, without
from trials.finder.wishes import Wish
from trials.models import Trial
from trials.rulebook import rules_of

AT_MOST = 200
"""Trials that are evaluated for one answer: somebody to whom nothing is left learns enough."""


def relaxations(wish: Wish) -> tuple[Relaxation, ...]:
    """For each answer how many open trials it keeps away; most first, those of none left out.

    The answers of the finder take one reading of the trials each; all answers to questions
    together take one more.
    """
    found = [
        Relaxation(answer, sum(map(relaxed.seeker.may_join, _rules(relaxed))))
        for answer, relaxed in _relaxed(wish).items()
    ]
    found += _without_facts(wish)
    found.sort(key=lambda relaxation: relaxation.gained, reverse=True)
    return tuple(relaxation for relaxation in found if relaxation.gained)


def _relaxed(wish: Wish) -> dict[str, Wish]:
    """By the answer that is taken back, those given only."""
    facts = wish.seeker.facts
    given = {
        "age": facts.births is not None,
        "diagnosis": bool(facts.diagnoses),
        "words": bool(wish.words),
        "role": facts.role is not PatientFacts().role,
    }
    relaxed = {answer: _without(answer, wish) for answer, was_given in given.items() if was_given}
    if wish.radius_km is not None:
        relaxed["radius"] = replace(wish, radius_km=None)
    return relaxed


def _without(answer: str, wish: Wish) -> Wish:
    facts, words = without(answer, wish.seeker.facts, wish.words)
    return wish.having(wish.seeker.having(facts), words)


def _without_facts(wish: Wish) -> list[Relaxation]:
    """The narrowing does not know of facts: one reading serves all of them."""
    facts = wish.seeker.facts
    told = [*facts.told]
    if facts.age_at_diagnosis is not None:
        told.append(AGE_AT_DIAGNOSIS)
    if not told:
        return []
    rules = _rules(wish)
    return [
        Relaxation(answer, sum(map(_without(answer, wish).seeker.may_join, rules)))
        for answer in (f"{FACT}{key}" for key in told)
    ]


def _rules(wish: Wish) -> list[TrialRules]:
    found = candidates(wish, is_open=True, limit=AT_MOST)
    return list(rules_of(Trial.objects.filter(pk__in=found.trials).only("slug")).values())
