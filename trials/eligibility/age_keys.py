"""Exact calendar ages as whole numbers, and what is known of a birth date.

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
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

MONTHS_PER_YEAR = 12
DAYS_PER_WEEK = 7
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


@dataclass(frozen=True, slots=True)
class BirthInterval:
    """The closed interval of birth dates a person may have.

        one day          "14 March 2004"
        one month        "March 2004"
        about a year     "5 years old"

    ValueError when the earliest date lies after the latest.
    """

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"no birth date between {self.earliest} and {self.latest}")

    @classmethod
    def on_date(cls, birth: date) -> Self:
        return cls(birth, birth)

    @classmethod
    def in_month(cls, year: int, month: int) -> Self:
        first = date(year, month, 1)
        return cls(first, first.replace(day=calendar.monthrange(year, month)[1]))

    @classmethod
    def in_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_age(
        cls,
        on: date,
        *,
        years: int | None = None,
        months: int | None = None,
        weeks: int | None = None,
        days: int | None = None,
    ) -> Self:
        """Return all births with exactly that completed age on a day.

        Accepted: years; years and months (0 to 11); months; weeks; days; weeks and days;
        years or months, or both, and days since the last of them was completed.
        ValueError for anything else, and for an age nobody can have on that day.
        """
        _check_age_parts(years, months, weeks, days)
        if years is None and months is None:
            age = AgeLimit.days(DAYS_PER_WEEK * (weeks or 0) + (days or 0))
            next_age = AgeLimit.days(age.count + (1 if days is not None else DAYS_PER_WEEK))
            return cls(next_age.last_birth(on) + _ONE_DAY, age.last_birth(on))
        age = AgeLimit.months(MONTHS_PER_YEAR * (years or 0) + (months or 0))
        next_age = AgeLimit.months(age.count + (MONTHS_PER_YEAR if months is None else 1))
        earliest = next_age.last_birth(on) + _ONE_DAY
        if days is None:
            return cls(earliest, age.last_birth(on))
        turned = _days_before(on, days)
        past_it = replace(age, plus_day=True).last_birth(turned) + _ONE_DAY
        return cls(max(earliest, past_it), age.last_birth(turned))

    @property
    def is_exact(self) -> bool:
        """Whether only one birth date is possible."""
        return self.earliest == self.latest

    def span(self, on: date) -> AgeSpan:
        """Return the ages possible on a day; births after that day are left out.

        ValueError when every possible birth lies after the day.
        """
        return AgeSpan(
            youngest=age_key(max(self.earliest, min(self.latest, on)), on),
            oldest=age_key(self.earliest, on),
        )


def _check_age_parts(
    years: int | None, months: int | None, weeks: int | None, days: int | None
) -> None:
    given = [part for part in (years, months, weeks, days) if part is not None]
    if not given or min(given) < 0:
        raise ValueError(f"no age: {given}")
    if weeks is not None and (years is not None or months is not None):
        raise ValueError("weeks cannot be combined with years or months")
    if weeks is not None and days is not None and days >= DAYS_PER_WEEK:
        raise ValueError(f"{days} days are a week or more")
    if years is not None and months is not None and months >= MONTHS_PER_YEAR:
        raise ValueError(f"{months} months are a year or more")
