"""From the boxes for age and birth date to all birth dates that are possible."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from trials.eligibility.ages import BirthInterval

OLDEST_YEARS = 120


@dataclass(frozen=True, slots=True)
class AgeBoxes:
    """Completed years, months and days; None for an empty box."""

    age_years: int | None = None
    age_months: int | None = None
    age_days: int | None = None

    def births(self, today: date) -> BirthInterval | None:
        """Everybody who has this age today; None when all boxes are empty.

        Raises a ValidationError of the box to mend.
        """
        years, months, days = self.age_years, self.age_months, self.age_days
        if (years, months, days) == (None, None, None):
            return None
        if years is not None and months is not None and months > 11:
            _refuse("age_months", _("Beside the years, months must be a number from 0 to 11."))
        if days is not None and days > 30 and (years, months) != (None, None):
            _refuse(
                "age_days", _("Beside the years or months, days must be a number from 0 to 30.")
            )
        try:
            return BirthInterval.of_age(today, years=years, months=months, days=days)
        except ValueError:
            _refuse("age_days", _("The last month was shorter than that. Check the days."))


@dataclass(frozen=True, slots=True)
class BirthBoxes:
    """A birth date, or as much of it as is known; None for an empty box."""

    birth_month: int | None = None
    birth_day: int | None = None
    birth_year: int | None = None

    def births(self, today: date) -> BirthInterval | None:
        """All dates the boxes leave open, none after today; None when all are empty.

        Raises a ValidationError of the box to mend.
        """
        month, day, year = self.birth_month, self.birth_day, self.birth_year
        if (month, day, year) == (None, None, None):
            return None
        if year is None:
            _refuse("birth_year", _("Fill in the year of birth too."))
        if month is None and day is not None:
            _refuse("birth_month", _("Fill in the month of birth too, or empty the day."))
        earliest = today.year - OLDEST_YEARS
        if not earliest <= year <= today.year:
            _refuse(
                "birth_year",
                _("Year of birth must be from %(earliest)s to %(latest)s."),
                earliest=str(earliest),
                latest=str(today.year),
            )
        births = _interval(year, month, day)
        if births.earliest > today:
            _refuse(
                "birth_month" if day is None else "birth_day",
                _("Birth date must be today or in the past."),
            )
        return BirthInterval(births.earliest, min(births.latest, today))


def _interval(year: int, month: int | None, day: int | None) -> BirthInterval:
    if month is None:
        return BirthInterval.in_year(year)
    if day is None:
        return BirthInterval.in_month(year, month)
    try:
        return BirthInterval.on_date(date(year, month, day))
    except ValueError:
        _refuse(
            "birth_day",
            _("%(month)s %(year)s has no day %(day)s. Check the date."),
            month=MONTHS[month],
            year=str(year),
            day=str(day),
        )


def births_told(age: AgeBoxes, birth: BirthBoxes, today: date) -> BirthInterval | None:
    """The birth dates that age and birth date both allow; None when neither was told.

    An exact birth date thereby counts more than an age. Raises a ValidationError of all
    boxes to mend, of both kinds when the two cannot both be true.
    """
    allowed, faults = [], {}
    for boxes in (age, birth):
        try:
            allowed.append(boxes.births(today))
        except ValidationError as error:
            faults.update(error.error_dict)
    if faults:
        raise ValidationError(faults)
    told = [births for births in allowed if births is not None]
    if not told:
        return None
    earliest = max(births.earliest for births in told)
    latest = min(births.latest for births in told)
    if earliest > latest:
        raise ValidationError({_first_filled(age): _DISAGREE, _first_filled(birth): _DISAGREE})
    return BirthInterval(earliest, latest)


_DISAGREE = _("The age and the birth date do not agree. Check both, or empty one of them.")


def _first_filled(boxes: AgeBoxes | BirthBoxes) -> str:
    return next(name for name, number in asdict(boxes).items() if number is not None)


def _refuse(box: str, message: StrOrPromise, **params: object) -> NoReturn:
    raise ValidationError({box: ValidationError(message, params=params)})
