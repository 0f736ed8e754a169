"""Exact calendar ages as whole numbers.

Age is counted in completed units: a person is 21 from the 21st birthday until the day
before the 22nd.  Two numbers describe an age on a day, so that every limit becomes one
comparison, in Python and in SQL alike:

    K = key(day) - key(birth)      key = 100 * (12 * year + month) + day of the month
    D = day - birth, in days

    n completed months  <=>  K >= 100 n          n days  <=>  D >= n

A day that does not exist is reached on the first day of the next month: someone born on
29 February 2004 turns 18 on 1 March 2022.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

MONTHS_PER_YEAR = 12
DAYS_PER_WEEK = 7
AVERAGE_MONTH = 146_097 / 4_800
"""Days in a month, over the 400 years after which the calendar repeats."""
LONGEST_LIFE_YEARS = 200
"""No limit beyond this is an age; it keeps every threshold inside the calendar."""

_ONE_DAY = timedelta(days=1)


class AgeScale(StrEnum):
    """The two units that cannot be converted into each other."""

    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True, slots=True, order=True)
class AgeKey:
    """The exact age of one person on one day.

    ``months_key`` is K and ``days`` is D of the module text.  ``stands_in`` tells that
    the day is the first of a month standing in for a day the month before did not have
    (born on the 31st, now 1 October); K and D alone cannot tell that, and "older than
    2 months" begins a day later there.
    """

    months_key: int
    days: int
    stands_in: bool = False

    @property
    def months(self) -> int:
        """Completed months."""
        return self.months_key // 100

    @property
    def years(self) -> int:
        """Completed years."""
        return self.months // MONTHS_PER_YEAR

    def turns(self, months: int) -> bool:
        """Whether this is the very day on which that many months are completed."""
        return self.months_key == 100 * months or (self.stands_in and self.months == months)


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """All ages a person may have: youngest to oldest, both included."""

    youngest: AgeKey
    oldest: AgeKey


def _calendar_key(day: date) -> int:
    return 100 * (MONTHS_PER_YEAR * day.year + day.month) + day.day


def age_key(birth: date, on: date) -> AgeKey:
    """Return the exact age on a day.  ValueError when the day lies before the birth."""
    if on < birth:
        raise ValueError(f"born {birth}, which is after {on}")
    stands_in = on.day == 1 and on > birth and birth.day > (on - _ONE_DAY).day
    return AgeKey(_calendar_key(on) - _calendar_key(birth), (on - birth).days, stands_in)


@dataclass(frozen=True, slots=True)
class AgeLimit:
    """An age reached so many completed months or days after birth.

    ``plus_day`` means the day after that: "older than 18 years" begins on the day after
    the 18th birthday.  On the scale of days it is folded into the count at once, so that
    "older than 28 days" and "at least 29 days" are equal.  ValueError for a count below
    nought or above 200 years.
    """

    count: int
    scale: AgeScale
    plus_day: bool = False

    def __post_init__(self) -> None:
        if self.plus_day and self.scale is AgeScale.DAYS:
            object.__setattr__(self, "count", self.count + 1)
            object.__setattr__(self, "plus_day", False)
        longest = LONGEST_LIFE_YEARS * (12 if self.scale is AgeScale.MONTHS else 366)
        if not 0 <= self.count <= longest:
            raise ValueError(f"no age: {self.count} {self.scale}")

    @classmethod
    def years(cls, count: int) -> Self:
        return cls(MONTHS_PER_YEAR * count, AgeScale.MONTHS)

    @classmethod
    def months(cls, count: int) -> Self:
        return cls(count, AgeScale.MONTHS)

    @classmethod
    def weeks(cls, count: int) -> Self:
        return cls(DAYS_PER_WEEK * count, AgeScale.DAYS)

    @classmethod
    def days(cls, count: int) -> Self:
        return cls(count, AgeScale.DAYS)

    @property
    def about_days(self) -> float:
        """Days after birth on average: exact for days, within four days for months."""
        average = AVERAGE_MONTH if self.scale is AgeScale.MONTHS else 1
        return self.count * average + self.plus_day

    def reached_on(self, birth: date) -> date:
        """Return the first day on which someone born that day has reached this age."""
        if self.scale is AgeScale.DAYS:
            return birth + timedelta(days=self.count)
        year, month = _months_later(birth, self.count)
        if birth.day <= calendar.monthrange(year, month)[1]:
            reached = date(year, month, birth.day)
        else:
            reached = date(*_months_later(date(year, month, 1), 1), 1)
        return reached + _ONE_DAY if self.plus_day else reached

    def reached_by(self, key: AgeKey) -> bool:
        """Whether an exact age is this old or older."""
        if self.scale is AgeScale.DAYS:
            return key.days >= self.count
        if key.months_key < 100 * self.count:
            return False
        return not (self.plus_day and key.turns(self.count))

    def last_birth(self, on: date) -> date:
        """Return the latest birth date of those who have reached this age on a day.

        ValueError when that lies before the calendar begins.
        """
        if self.scale is AgeScale.DAYS:
            return _days_before(on, self.count)
        if self.plus_day:
            on = _days_before(on, 1)
        year, month = _months_later(on, -self.count)
        return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))


def _months_later(day: date, months: int) -> tuple[int, int]:
    """Return year and month that many months later.  ValueError outside the calendar."""
    year, month = divmod(MONTHS_PER_YEAR * day.year + day.month - 1 + months, MONTHS_PER_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} is outside the calendar")
    return year, month + 1


def _days_before(day: date, days: int) -> date:
    if day.toordinal() - days < 1:
        raise ValueError(f"{days} days before {day} is outside the calendar")
    return date.fromordinal(day.toordinal() - days)
