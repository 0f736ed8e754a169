"""One person against many trials: everything worked out once, and tried answers kept.

Trying one more answer leaves most rules as they were. A case that grew out of another
asks it for everything that the new answer cannot touch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from trials.eligibility.assessing import Assessor
from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import Finding, Leaf
from trials.eligibility.dependencies import named_by, with_diagnosis
from trials.eligibility.findings import find
from trials.eligibility.gists import Gist
from trials.eligibility.outcomes import outcome
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth


class Judged(NamedTuple):
    """What all criteria of a group come to. ``by`` gives the reasons."""

    truth: Truth
    by: Assessor
    needs: frozenset[str] = frozenset()


class Case(Assessor):
    """All criteria against one person.

    ``judged`` are the groups that were judged, by what they ask.
    """

    def __init__(self, person: Person, before: "Case | None" = None) -> None:
        super().__init__()
        self.person = person
        self.judged: dict[Gist, Judged] = {}
        self._before = before
        learned = person.learned_since(before.person) if before else frozenset[str]()
        self._learned = with_diagnosis(learned, person.graph)
        self._tried: dict[tuple[str, FactValue], Case] = {}

    def telling(self, fact: str, value: FactValue) -> "Case":
        """The same person, had one more fact been told."""
        answer = (fact, value)
        if answer not in self._tried:
            self._tried[answer] = Case(self.person.telling(fact, value), self)
        return self._tried[answer]

    @cached_property
    def parts(self) -> tuple["Case", ...]:
        """One case for every part of a disease that its parts make up: B-ALL, T-ALL."""
        return tuple(Case(person, self) for person in self.person.cases)

    def trying(self, fact: str, values: Iterable[FactValue]) -> list["Case"]:
        """One case for each of these answers, less those that what was told rules out."""
        answers = (self.telling(fact, value) for value in values)
        said = len(self.person.known.contradictions)
        return [
            tried
            for tried in answers
            if tried.person.is_possible and len(tried.person.known.contradictions) == said
        ]

    def having(self, diagnoses: frozenset[str]) -> "Case":
        """The same person with other diagnoses."""
        return Case(self.person.having(replace(self.person.facts, diagnoses=diagnoses)), self)

    def _find(self, leaf: Leaf) -> Finding:
        if self._before and self._learned.isdisjoint(named_by(leaf)):
            return self._before.find(leaf)
        return find(leaf, self.person)

    def _work_out(self, gist: Gist) -> Truth:
        if self._before is None or not self._learned.isdisjoint(gist.facts):
            return super()._work_out(gist)
        return self._before.truth(gist)

    def _outcome(self, gist: Gist, rule: Leaf) -> Truth:
        return outcome(rule, self.person)


class Agreement(Assessor):
    """``asked``, less whatever comes to the same in every case.

    "B or T, either way it fits": the type need not be asked. A rule that comes to the same
    answer in every case, of which there is one at least, has that answer.
    """

    def __init__(self, asked: Assessor, cases: Sequence[Assessor]) -> None:
        super().__init__()
        self._asked = asked
        self._cases = cases

    def _find(self, leaf: Leaf) -> Finding:
        """The one answer, with the diseases of all cases that give the same reason."""
        first, *others = (case.find(leaf) for case in self._cases)
        if any(answer.truth is not first.truth for answer in others):
            return self._asked.find(leaf)
        alike = [answer for answer in (first, *others) if answer.reason is first.reason]
        diseases = sorted({disease for answer in alike for disease in answer.diseases})
        return replace(first, diseases=tuple(diseases))

    def _outcome(self, gist: Gist, rule: Leaf) -> Truth:
        truths = {case.truth(gist) for case in self._cases}
        return truths.pop() if len(truths) == 1 else self._asked.truth(gist)
