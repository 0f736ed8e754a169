"""What can be asked about a person: the shape of the facts catalogue.

The table itself, with its words, stands above this floor and is passed in. The engine
needs to know of each fact who could tell it, which values it can take, and what
follows from it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from trials.eligibility.conditions import Condition, FactValue, Operator

AGE = "age"
"""In the conditions of an implication: the present age, known from the birth date."""


class FactKind(StrEnum):
    CHOICE = "choice"  # one of ``values``
    CHOICES = "choices"  # any number of ``values``
    NUMBER = "number"  # in ``unit``, decimals allowed
    COUNT = "count"  # in ``unit``, whole
    DATE = "date"
    AGE = "age"
    DISEASE = "disease"
    PLACE = "place"


class FactGroup(StrEnum):
    """Facts as a clinician groups them."""

    PERSON = "person"
    DISEASE = "disease"
    BIOMARKER = "biomarker"
    TREATMENT = "treatment"
    HEALTH = "health"


class Persona(StrEnum):
    """Who is answering."""

    FAMILY = "family"
    STAFF = "staff"


class Tier(IntEnum):
    """Where an answer comes from."""

    EVERYDAY = 1  # families know it
    RECORD = 2  # in the medical record; families may know
    CLINIC = 3  # the clinic measures or judges it


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fact with its words for families and for staff."""

    value: str
    label: str
    staff_label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that can be asked.

    ``who``           the personas that could be asked at all.
    ``choices``       the values of CHOICE and CHOICES; empty for the others.
    ``unit``          of NUMBER and COUNT; empty where there is none.
    ``is_volatile``   it may be different next month.
    ``is_sensitive``  never asked of families as a matter of course.
    ``label``         the clinical name, for staff.
    ``question``      in plain words, for families; empty when families are not asked.
    ``hint``          where to find the answer, or how to give it.
    ``why``           why it is asked, in plain words; empty when families are not asked.
    """

    key: str
    kind: FactKind
    group: FactGroup
    tier: Tier
    who: frozenset[Persona]
    label: str
    question: str = ""
    hint: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    is_volatile: bool = False
    is_sensitive: bool = False

    def can_be_told_by(self, persona: Persona) -> bool:
        """Whether this person could answer now, without a visit to the clinic."""
        return persona in self.who and self.tier is not Tier.CLINIC

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(choice.value for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Implication:
    """When all conditions hold, the facts of ``then`` follow.

    ``diseases``  ids of the disease graph; one of them must be certain. Empty: any.
    ``roles``     the person's role must be one of them. Empty: any.
    ``when``      conditions on facts; all must be certain.
    ``then``      facts that follow, with their values.
    ``source``    why it follows.
    """

    then: tuple[tuple[str, FactValue], ...]
    when: tuple[Condition, ...] = ()
    diseases: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    source: str = ""


class UnknownFactError(LookupError):
    """The catalogue holds no fact of this key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class FactCatalogue:
    """All facts by key, in the order in which they are shown, and what follows from them."""

    def __init__(self, facts: Iterable[Fact], implications: Iterable[Implication] = ()) -> None:
        self._facts: Mapping[str, Fact] = {fact.key: fact for fact in facts}
        self.implications = tuple(implications)
        self.unconditional = tuple(rule for rule in self.implications if not rule.when)
        self._triggered: dict[str, list[Implication]] = {}
        for rule in self.implications:
            for fact in {condition.fact for condition in rule.when}:
                self._triggered.setdefault(fact, []).append(rule)

    def __contains__(self, key: object) -> bool:
        return key in self._facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    def __len__(self) -> int:
        return len(self._facts)

    def fact(self, key: str) -> Fact:
        """Raises UnknownFactError."""
        try:
            return self._facts[key]
        except KeyError:
            raise UnknownFactError(key) from None

    def triggered_by(self, fact: str) -> Sequence[Implication]:
        """The implications that have a condition on this fact."""
        return self._triggered.get(fact, ())

    def presupposed_by(self, fact: str) -> Mapping[str, FactValue]:
        """What is settled by giving a number at all, be it nought.

        "How many days since the transplant" can only be told of one that was given: asked
        too early, the question has no answer.
        """
        return dict(
            settled
            for rule in self.triggered_by(fact)
            if rule.when == (Condition(fact, Operator.AT_LEAST, (0,)),)
            for settled in rule.then
        )
