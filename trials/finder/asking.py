"""The one answer that would help most, for the trials that are still open to somebody."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import ceil

from trials.catalogue import CATALOGUE
from trials.eligibility.catalogue import Fact
from trials.eligibility.facts import PatientFacts
from trials.eligibility.findings import BIRTH_DATE
from trials.eligibility.person import DIAGNOSIS
from trials.eligibility.questions import next_questions
from trials.finder.matches import FinderResult


@dataclass(frozen=True, slots=True)
class UsefulQuestion:
    """A fact worth asking. An answer matters for ``matters`` of the ``open`` trials."""

    fact: Fact
    matters: int
    open: int


def useful_questions(result: FinderResult, may_ask: Collection[str]) -> Iterator[UsefulQuestion]:
    """What could still change an answer, the most useful first; only of ``may_ask``.

    Nothing decides more than the disease and the age: they come first, and nothing else is
    worked out before the first of them is asked for.
    """
    open_now = len(result.open)
    if not open_now:
        return
    first = [key for key in _first_things_missing(result.case.person.facts) if key in may_ask]
    for key in first:
        yield UsefulQuestion(CATALOGUE.fact(key), open_now, open_now)
    for question in next_questions([match.rules for match in result.open], result.case):
        if question.fact.key in may_ask and question.fact.key not in first:
            matters = max(question.decides, ceil(question.settles))
            yield UsefulQuestion(question.fact, matters, open_now)


def _first_things_missing(facts: PatientFacts) -> Iterator[str]:
    if not facts.diagnoses:
        yield DIAGNOSIS
    if facts.births is None:
        yield BIRTH_DATE
