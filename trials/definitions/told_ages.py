"""Births, and what is known of the day of the diagnosis, as a case tells them.

Every reader takes ``told``, the facts that were told and nothing else, and raises
CaseFaultError for what it cannot read.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from trials.definitions.faults import CaseFaultError
from trials.eligibility.ages import AgeLimit, AgeSpan, BirthInterval, age_key
from trials.eligibility.conditions import NumberSpan

AGE_UNITS = ("years", "months", "weeks", "days")
BIRTH_KEYS = ("birth_date", "birth_month", "birth_year", *(f"age_{unit}" for unit in AGE_UNITS))
DIAGNOSIS_KEYS = ("diagnosis_date", *(f"age_at_diagnosis_{unit}" for unit in AGE_UNITS))

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST = 100_000

Told = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """``ages`` at the first diagnosis, and ``years`` since; None where it is not known.

    The years are whole on an anniversary and a part of a year more on the days after.
    """

    ages: AgeSpan | None = None
    years: NumberSpan | None = None


def read_births(told: Told, on: date) -> BirthInterval | None:
    """What is left of all birth dates once everything told of age and birth holds."""
    allowed = [births for read in _BIRTHS if (births := read(told, on))]
    if not allowed:
        return None
    earliest = max(births.earliest for births in allowed)
    latest = min(on, *(births.latest for births in allowed))
    if earliest > latest:
        raise CaseFaultError(
            "nobody was born then and has this age on that day; check age and birth"
        )
    return BirthInterval(earliest, latest)


def read_diagnosed(told: Told, births: BirthInterval | None, on: date) -> Diagnosed:
    """The age as told, else from birth and day; the years since from the day alone."""
    age = {unit: whole_number(told, f"age_at_diagnosis_{unit}") for unit in AGE_UNITS}
    ages = _of_age(age, "age_at_diagnosis", on).span(on) if _is_told(age) else None
    if "diagnosis_date" not in told:
        return Diagnosed(ages)
    day = _interval(told, "diagnosis_date")
    first, last = day.earliest, min(day.latest, on)
    if first > on:
        raise CaseFaultError(f"diagnosis_date {first} is after {on}; check both")
    return Diagnosed(
        ages or (_ages_between(births, first, last) if births else None),
        NumberSpan(_years_since(last, on), _years_since(first, on)),
    )


def read_day(row: Told, name: str) -> date:
    text = row.get(name)
    try:
        day = date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise CaseFaultError(f"{name} is {text!r}; write a day like 2026-03-15") from None
    _check_year(name, day.year)
    return day


def whole_number(told: Told, name: str) -> int | None:
    number = told.get(name)
    if number is None:
        return None
    # True and False are whole numbers to Python, but not to whoever wrote the file.
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST:
        raise CaseFaultError(f"{name} is {number!r}; write a whole number from 0 to {MOST}")
    return number


def _check_year(name: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CaseFaultError(
            f"{name} lies in the year {year}; write one from {FIRST_YEAR} to {LAST_YEAR}"
        )


def _births_of_age(told: Told, on: date) -> BirthInterval | None:
    age = {unit: whole_number(told, f"age_{unit}") for unit in AGE_UNITS}
    return _of_age(age, "age", on) if _is_told(age) else None


def _births_of_date(told: Told, on: date) -> BirthInterval | None:
    return BirthInterval.on_date(read_day(told, "birth_date")) if "birth_date" in told else None


def _births_of_month(told: Told, on: date) -> BirthInterval | None:
    if "birth_month" not in told:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", str(told["birth_month"])):
        raise CaseFaultError(f"birth_month is {told['birth_month']!r}; write it like 2019-04")
    return _interval(told, "birth_month")


def _births_of_year(told: Told, on: date) -> BirthInterval | None:
    year = whole_number(told, "birth_year")
    if year is None:
        return None
    _check_year("birth_year", year)
    return BirthInterval.in_year(year)


_BIRTHS: tuple[Callable[[Told, date], BirthInterval | None], ...] = (
    _births_of_age,
    _births_of_date,
    _births_of_month,
    _births_of_year,
)


def _is_told(age: Mapping[str, int | None]) -> bool:
    return any(number is not None for number in age.values())


def _of_age(age: Mapping[str, int | None], name: str, on: date) -> BirthInterval:
    try:
        return BirthInterval.of_age(on, **age)
    except (ValueError, OverflowError) as fault:
        given = ", ".join(f"{name}_{unit} {n}" for unit, n in age.items() if n is not None)
        raise CaseFaultError(
            f"nobody has the age {given} on that day ({fault}); check it"
        ) from None


def _interval(told: Told, name: str) -> BirthInterval:
    """A day, a month or a year: "2021-03-14", "2021-03", "2021" or 2021."""
    text = str(told[name])
    match = re.fullmatch(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?", text)
    if match is None:
        return BirthInterval.on_date(read_day(told, name))
    year = int(match[1])
    _check_year(name, year)
    return BirthInterval.in_month(year, int(match[2])) if match[2] else BirthInterval.in_year(year)


def _ages_between(births: BirthInterval, first: date, last: date) -> AgeSpan:
    """All ages that these births make possible between two days."""
    if births.earliest > last:
        raise CaseFaultError(f"diagnosis_date {last} is before the birth; check both")
    return AgeSpan(
        youngest=births.span(max(first, births.earliest)).youngest,
        oldest=births.span(last).oldest,
    )


def _years_since(day: date, on: date) -> float:
    years = age_key(day, on).years
    turned, turns = (AgeLimit.years(years + more).reached_on(day) for more in (0, 1))
    return years + (on - turned).days / (turns - turned).days
