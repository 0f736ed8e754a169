"""A second, slow definition of age: walk through the calendar day by day and count.

Shares nothing with the arithmetic under test.  A month of age is completed on every day
with the number of the birthday, or on the first of a month when the month before was too
short to have that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from trials.eligibility.ages import AgeLimit, AgeScale


@dataclass(frozen=True)
class WalkedAge:
    on: date
    months: int
    days_since_turning: int
    days: int

    def has_reached(self, limit: AgeLimit) -> bool:
        if limit.scale is AgeScale.DAYS:
            return self.days >= limit.count
        if self.months == limit.count:
            return self.days_since_turning >= limit.plus_day
        return self.months > limit.count


def walk(birth: date, until: date) -> Iterator[WalkedAge]:
    """Yield the age on every day from birth to a day, both included."""
    age = WalkedAge(birth, 0, 0, 0)
    yield age
    while age.on < until:
        age = _a_day_older(birth, age)
        yield age


def _a_day_older(birth: date, age: WalkedAge) -> WalkedAge:
    today = age.on + timedelta(days=1)
    month_before_was_too_short = today.day == 1 and age.on.day < birth.day
    if today.day == birth.day or month_before_was_too_short:
        return WalkedAge(today, age.months + 1, 0, age.days + 1)
    return WalkedAge(today, age.months, age.days_since_turning + 1, age.days + 1)


@cache
def walked_age(birth: date, on: date) -> WalkedAge:
    *_, age = walk(birth, on)
    return age
