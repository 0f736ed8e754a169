"""One person against many trials: every finding worked out once, and tried answers kept.

Trying one more answer leaves most rules as they were. A case that grew out of another
asks it for every finding that the new answer cannot touch.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from trials.eligibility.conditions import FactValue
from trials.eligibility.criteria import Finding, Leaf
from trials.eligibility.dependencies import depends_on
from trials.eligibility.findings import find
from trials.eligibility.person import Person


class Case:
    """The findings of one person. Rules are told apart by identity, not by content."""

    def __init__(self, person: Person, before: "Case | None" = None) -> None:
        self.person = person
        self._before = before
        self._learned = person.learned_since(before.person) if before else frozenset[str]()
        # A finding holds its leaf, whose identity is therefore not given away again.
        self._found: dict[int, Finding] = {}
        self._depends: dict[int, tuple[Leaf, frozenset[str]]] = before._depends if before else {}
        self._tried: dict[tuple[str, FactValue], Case] = {}

    def find(self, leaf: Leaf) -> Finding:
        known = self._found.get(id(leaf))
        if known is None:
            known = self._found[id(leaf)] = self._work_out(leaf)
        return known

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

    def facts_of(self, leaf: Leaf) -> frozenset[str]:
        """The facts that this leaf depends on."""
        known = self._depends.get(id(leaf))
        if known is None:
            known = self._depends[id(leaf)] = (leaf, depends_on(leaf, self.person.graph))
        return known[1]

    def _work_out(self, leaf: Leaf) -> Finding:
        if self._before and self._learned.isdisjoint(self.facts_of(leaf)):
            return self._before.find(leaf)
        return find(leaf, self.person)
