"""The two age fields of a registry record, "29 Days" and "21 Years".

The registry defines the maximum in completed units, "21 Years" up to the 22nd birthday,
but many sponsors write the first age no longer accepted.  The field alone therefore leaves
its last unit open:

    maximum "21 Years"     certain [.., 21 y)     possible [.., 22 y)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from trials.eligibility.ages import AgeLimit, AgeRule, AgeRuleError, AgeStatus


class FieldState(StrEnum):
    """What one age field holds.  ABSENT says nothing, NO_LIMIT says that there is none."""

    ABSENT = "absent"
    NO_LIMIT = "no_limit"
    LIMIT = "limit"
    HOURS = "hours"
    UNREADABLE = "unreadable"


class AgeFieldsFault(StrEnum):
    """Why the fields give no rule: a person has to enter the limits."""

    HOURS = "hours"
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class AgeField:
    """One age field: its state, and number and unit (year, month, week, day) of a limit."""

    state: FieldState
    number: int = 0
    unit: str = ""

    @property
    def limit(self) -> AgeLimit | None:
        """The age of that number; None where the field holds no limit."""
        return self._limit(self.number)

    @property
    def next_limit(self) -> AgeLimit | None:
        """The age one unit later: the first age refused if the number is included."""
        return self._limit(self.number + 1)

    def _limit(self, number: int) -> AgeLimit | None:
        return _LIMIT_OF_UNIT[self.unit](number) if self.state is FieldState.LIMIT else None


@dataclass(frozen=True, slots=True)
class RegistryAges:
    """Both fields and the rule they make.

    The rule is NO_LIMIT when both fields say so, NOT_STATED when neither gives a limit and
    one is absent, and NOT_READ when ``fault`` tells why they could not be used.
    """

    rule: AgeRule
    minimum: AgeField
    maximum: AgeField
    fault: AgeFieldsFault | None = None


_LIMIT_OF_UNIT = {
    "year": AgeLimit.years,
    "month": AgeLimit.months,
    "week": AgeLimit.weeks,
    "day": AgeLimit.days,
}
_FIELD = re.compile(r"(\d{1,5}) ?(year|month|week|day|hour|minute)s?", re.IGNORECASE)
_SENTINELS = (0, 999)
"""Numbers that stand for "no limit" in exports of registry records."""
_OLDEST_YEARS = 130


@lru_cache(maxsize=4_096)
def read_registry_ages(minimum: str | None, maximum: str | None) -> RegistryAges:
    """Read ``minimumAge`` and ``maximumAge`` as the registry gives them.

    None or an empty text means that the field is absent, "N/A", nought and 999 that there
    is no limit.
    """
    fields = (_field(minimum), _field(maximum))
    states = {field.state for field in fields}
    for state, fault in _FAULTS.items():
        if state in states:
            return RegistryAges(_NOT_READ, *fields, fault)
    if FieldState.LIMIT not in states:
        no_limit = states == {FieldState.NO_LIMIT}
        return RegistryAges(_NO_LIMIT if no_limit else _NOT_STATED, *fields)
    try:
        return RegistryAges(_rule(*fields), *fields)
    except AgeRuleError:
        return RegistryAges(_NOT_READ, *fields, AgeFieldsFault.IMPOSSIBLE)


_FAULTS = {
    FieldState.HOURS: AgeFieldsFault.HOURS,
    FieldState.UNREADABLE: AgeFieldsFault.UNREADABLE,
}
_NOT_STATED = AgeRule(status=AgeStatus.NOT_STATED)
_NOT_READ = AgeRule(status=AgeStatus.NOT_READ)
_NO_LIMIT = AgeRule(status=AgeStatus.NO_LIMIT)


def _field(text: str | None) -> AgeField:
    plain = " ".join((text or "").split())
    if not plain:
        return AgeField(FieldState.ABSENT)
    if plain.upper() == "N/A":
        return AgeField(FieldState.NO_LIMIT)
    match = _FIELD.fullmatch(plain)
    if match is None:
        return AgeField(FieldState.UNREADABLE)
    number, unit = int(match[1]), match[2].lower()
    if number in _SENTINELS:
        return AgeField(FieldState.NO_LIMIT)
    if unit not in _LIMIT_OF_UNIT:
        return AgeField(FieldState.HOURS)
    if _LIMIT_OF_UNIT[unit](1).about_days * number > _OLDEST_YEARS * 366:
        return AgeField(FieldState.UNREADABLE)
    return AgeField(FieldState.LIMIT, number, unit)


def _rule(minimum: AgeField, maximum: AgeField) -> AgeRule:
    """Make the rule; "18 Years" to "18 Years" can only mean the whole year of age 18."""
    if minimum == maximum:
        return AgeRule(minimum.limit, maximum.next_limit)
    return AgeRule(minimum.limit, maximum.limit, wide_maximum=maximum.next_limit)
