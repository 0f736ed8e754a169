"""What reading an age sentence can end in: rules by role, or one reason for refusing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from trials.eligibility.age_rules import AgeAnchor, AgeRule


class ReadingStatus(StrEnum):
    """How the reading ended."""

    OK = "ok"
    NO_LIMIT = "no_limit"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a person has to type the bounds.  The most telling reason comes first."""

    NO_AGE_STATED = "no_age_stated"
    HOURS = "hours"
    GESTATIONAL_AGE = "gestational_age"
    WEIGHT = "weight"
    LEGAL_AGE = "legal_age"
    DIFFERS_BY_SITE = "differs_by_site"
    DIFFERS_BY_GROUP = "differs_by_group"
    OTHER_FACT = "other_fact"
    CONDITION = "condition"
    TWO_DATES = "two_dates"
    UNKNOWN_DATE = "unknown_date"
    EXCLUSION = "exclusion"
    ALTERNATIVES = "alternatives"
    BRACKET_DISAGREES = "bracket_disagrees"
    IMPOSSIBLE_RANGE = "impossible_range"
    FRACTION = "fraction"
    UNIT_UNCLEAR = "unit_unclear"
    WORDS_DISAGREE = "words_disagree"
    NO_NUMBER = "no_number"
    NO_DIRECTION = "no_direction"
    NOT_RECOGNISED = "not_recognised"


class ReadingNote(StrEnum):
    """What a reviewer should know about a reading that was accepted."""

    UP_TO_INCLUDED = "up_to_included"
    BIRTHDAY_UNCLEAR = "birthday_unclear"
    BRACKET_RESTATES = "bracket_restates"
    ALMOST_NEXT_YEAR = "almost_next_year"
    UNIT_ASSUMED = "unit_assumed"
    FROM_BIRTH = "from_birth"
    NO_MAXIMUM_STATED = "no_maximum_stated"


class RefusedReading(Exception):
    """Ends a reading at once; never leaves the reader."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class AgeReading:
    """What an age sentence says.

    ``ranges`` maps a role ("donor", "recipient", …) to its rule; the empty role stands
    for a sentence about nobody in particular.  It is empty, ``anchor`` is None and
    ``refusal`` tells why when the status is refused.  ``names_age`` is False for "at least
    4 weeks": an age where one is asked for, anything elsewhere.
    """

    status: ReadingStatus
    ranges: Mapping[str, AgeRule] = field(default_factory=lambda: MappingProxyType({}))
    anchor: AgeAnchor | None = None
    refusal: Refusal | None = None
    notes: tuple[ReadingNote, ...] = ()
    names_age: bool = True

    @property
    def rule(self) -> AgeRule | None:
        """The one rule of a sentence without roles; None for refusals and for roles."""
        return self.ranges.get("")
