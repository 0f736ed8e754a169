"""Boxes that only staff get: exact days, where a family tells months or roughly."""

import re
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.eligibility.catalogue import Fact, FactKind, Persona
from trials.forms.births import BirthBoxes
from trials.forms.fact_fields import BAR, Box, FactField, FactQuestion, Told
from trials.forms.fact_numbers import MonthFactField, NumberFactField
from trials.forms.facts import fact_field
from trials.forms.fields import MonthField
from trials.forms.finder import FinderForm

_DAY = MappingProxyType(
    {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in (
            ("iso", r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
            ("us", r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d\d)"),
            ("words", r"(?P<day>\d{1,2}) (?P<month>[^\W\d]+\.?) (?P<year>\d{4})"),
        )
    }
)
_MONTH_OF_YEAR = MonthField(wrong="")
_MONTH, _DAY_OF_MONTH, _YEAR = (
    FinderForm.base_fields[name] for name in ("birth_month", "birth_day", "birth_year")
)


def staff_field(fact: Fact, today: date) -> FactField:
    """The field of a fact for staff; times that have passed may be told as a day."""
    if fact.kind is FactKind.COUNT and fact.unit == "days":
        return DaysFactField(fact, Persona.STAFF, today)
    if fact.kind is FactKind.DATE:
        return DayFactField(fact, Persona.STAFF, today)
    return fact_field(fact, Persona.STAFF, today)


class DaysFactField(NumberFactField):
    """Days that have passed until today, or the day from which to count them."""

    def read(self, parts: list[str]) -> Told:
        day = read_day(parts[0])
        if day is None:
            return super().read(parts)
        if not 0 <= (self.today - day).days <= self.largest:
            raise self._wrong()
        return (self.today - day).days

    def words(self, text: str) -> str:
        day = read_day(text)
        return date_format(day) if day else super().words(text)

    def _wrong(self) -> ValidationError:
        return ValidationError(
            _("Write the number of days until today, such as 60, or a day such as 1/31/2026."),
            "wrong",
        )


class DayFactField(MonthFactField):
    """A day, a month or a year, not after today."""

    box_names = ("", ".day", ".year")  # type: ignore[assignment]  # one box more

    def read(self, parts: list[str]) -> Told:
        month, day, year = (*parts, "", "")[:3]
        try:
            boxes = BirthBoxes(_MONTH.clean(month), _DAY_OF_MONTH.clean(day), _YEAR.clean(year))
            boxes.births(self.today)  # which refuses what is no day of the past
        except ValidationError:
            raise ValidationError(
                _(
                    "Write a day that is not in the future, with four digits for the year. "
                    "Month and year, or the year alone, will do."
                ),
                "wrong",
            ) from None
        told = (boxes.birth_year, boxes.birth_month, boxes.birth_day)
        return "-".join(f"{part:02}" for part in told if part is not None)

    def words(self, text: str) -> str:
        return "/".join(part for part in text.split(BAR) if part)

    def boxes(self, question: FactQuestion) -> Iterator[Box]:
        texts = (*question.parts, "", "", "")
        labels = (_("Month"), _("Day"), _("Year"))
        for number, (name, label) in enumerate(zip(self.box_names, labels, strict=True)):
            box_id = f"{question.auto_id}-{number}"
            yield Box(f"{question.html_name}{name}", box_id, label, texts[number])


def read_day(text: str) -> date | None:
    """``2026-01-31``, ``1/31/2026``, ``1/31/26`` or ``31 Jan 2026``; None for anything else."""
    match = next((found for form in _DAY.values() if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    try:
        return date(year, _MONTH_OF_YEAR.clean(match["month"]), int(match["day"]))
    except (ValidationError, ValueError):
        return None
