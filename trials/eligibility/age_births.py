"""What is known of a birth date: one day, a month, or an age told in words."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from trials.eligibility.age_keys import (
    DAYS_PER_WEEK,
    MONTHS_PER_YEAR,
    AgeLimit,
    AgeSpan,
    age_key,
)

_ONE_DAY = timedelta(days=1)


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
        turned = AgeLimit.days(days).last_birth(on)
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
