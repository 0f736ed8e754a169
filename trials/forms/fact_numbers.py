"""Questions whose answer is written: numbers, ages and months of a year."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise, StrPromise

from trials.eligibility.catalogue import Fact, FactKind, Persona
from trials.eligibility.conditions import NumberSpan
from trials.eligibility.units import UNITS
from trials.forms.births import AgeBoxes
from trials.forms.fact_fields import (
    BAR,
    NOT_KNOWN,
    Box,
    FactField,
    FactQuestion,
    Option,
    Posted,
    Told,
)
from trials.forms.finder import FinderForm

LARGEST = MappingProxyType(
    {
        "days": 36_500,
        "months": 1_200,
        "years": 120,
        "weeks": 45,
        "times": 30,
        "kg": 300,
        "%": 100,
        "0-100": 100,
        "0-5": 5,
        "ms": 2_000,
        "ratio": 100,
    }
)
"""The largest number that is taken in a unit, so that a slip of the finger is noticed."""

LARGEST_OF_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Ago:
    """A unit for time gone by: ``n`` of it mean from ``n - less`` to ``n + more``, in days.

    Whoever says "3 months ago" may have counted whole months or rounded up to half a one.
    """

    label: StrPromise
    days: float
    less: float
    more: float


AGO = MappingProxyType(
    {
        "days": Ago(gettext_lazy("days ago"), 1, 0, 0),
        "weeks": Ago(gettext_lazy("weeks ago"), 7, 3, 6),
        "months": Ago(gettext_lazy("months ago"), 30.4, 15, 31),
        "years": Ago(gettext_lazy("years ago"), 365.2, 183, 366),
    }
)

_UNIT_WORDS: Mapping[str, StrPromise] = MappingProxyType(
    {
        "days": gettext_lazy("days"),
        "weeks": gettext_lazy("weeks"),
        "months": gettext_lazy("months"),
        "years": gettext_lazy("years"),
        "times": gettext_lazy("times"),
        "kg": gettext_lazy("kg"),
        "lb": gettext_lazy("pounds"),
    }
)
_NOT_SHOWN = frozenset({"%", "ratio", "0-100", "0-5"})
"""Families read what these mean in the question; a sign would only frighten."""

_ROUGHLY = re.compile(r"(about|around|roughly|ca\.?|~|unos|unas)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<whole>\d+)(?:[.,](?P<part>\d+))?\s*(?P<unit>[^\d\s.,]*)\.?")
_THOUSANDS = re.compile(r"(\d{1,3})[., ](\d{3})(?=\D|$)")
_UNITS_WRITTEN = MappingProxyType(
    {
        "days": ("d", "day", "days", "día", "días"),
        "weeks": ("w", "wk", "wks", "week", "weeks", "semana", "semanas"),
        "months": ("m", "mo", "mos", "month", "months", "mes", "meses"),
        "years": ("y", "yr", "yrs", "year", "years", "año", "años"),
        "times": ("time", "times", "x", "vez", "veces"),
        "kg": ("kg", "kgs", "kilo", "kilos"),
        "lb": ("lb", "lbs", "pound", "pounds", "libra", "libras"),
        "%": ("%",),
    }
)


class WrittenFactField(FactField):
    """An answer that is written in boxes."""

    def how_to_answer(self) -> StrOrPromise:
        return _("Fill in an answer, or choose “I don’t know”.")


class NumberFactField(WrittenFactField):
    """A number from nought up, in the unit of the catalogue or another that is offered.

    Whole months and years are taken as completed ones: "5 years ago" is up to six. Days
    may also be told as weeks, months or years ago.
    """

    control = "number"
    box_names = ("",)

    def __init__(self, fact: Fact, persona: Persona, today: date) -> None:
        super().__init__(fact, persona, today)
        self.is_whole = fact.kind is FactKind.COUNT
        self.largest = LARGEST.get(fact.unit, LARGEST_OF_ALL)
        self.choices = _units_of(fact, persona)

    def gathered(self, name: str, posted: Posted) -> str:
        text = super().gathered(name, posted)
        units = [unit for unit in posted.getlist(f"{name}.unit") if unit in self.choices]
        if not units or text in ("", NOT_KNOWN):
            return text
        return f"{text}{BAR}{units[-1]}"

    def read(self, parts: list[str]) -> Told:
        match = _NUMBER.fullmatch(_shortened(parts[0], is_whole=self.is_whole))
        if match is None or (self.is_whole and (match["part"] or "").strip("0")):
            raise self._wrong()
        chosen = parts[1] if len(parts) > 1 else next(iter(self.choices), self.fact.unit)
        unit = self._unit_written(match["unit"]) or chosen
        number = float(f"{match['whole']}.{match['part'] or 0}")
        return self._value(number, unit, is_exact=bool(match["part"]))

    def words(self, text: str) -> str:
        number, _bar, unit = text.partition(BAR)
        if text == NOT_KNOWN or not number.replace(".", "").replace(",", "").isdecimal():
            return super().words(text)
        shown = self.choices.get(unit) or next(iter(self.choices.values()), self.only_unit)
        return f"{number} {shown}".strip()

    @property
    def only_unit(self) -> str:
        if self.choices or (self.persona is Persona.FAMILY and self.fact.unit in _NOT_SHOWN):
            return ""
        return str(_UNIT_WORDS.get(self.fact.unit, self.fact.unit))

    def boxes(self, question: FactQuestion) -> Iterator[Box]:
        text = question.parts[0] if question.parts else ""
        yield Box(question.html_name, question.first_id, "", text)

    def unit_options(self, question: FactQuestion) -> Iterator[Option]:
        chosen = question.parts[1] if len(question.parts) > 1 else next(iter(self.choices), "")
        for number, (unit, label) in enumerate(self.choices.items()):
            yield Option(unit, label, f"{question.auto_id}-unit-{number}", unit == chosen)

    def _value(self, number: float, unit: str, *, is_exact: bool) -> Told:
        value = number
        if unit != self.fact.unit:
            value = number * self._factor(unit)
        if value > self.largest:
            raise self._wrong()
        if self.fact.unit == "days":
            ago = AGO[unit]
            rough = NumberSpan(max(value - ago.less, 0), value + ago.more)
            return int(value) if unit == "days" else rough
        if self.fact.unit in ("months", "years") and not is_exact:
            return NumberSpan(value, value + _ALMOST_ONE)
        return int(value) if self.is_whole else value

    def _factor(self, unit: str) -> float:
        if self.fact.unit == "days":
            return AGO[unit].days
        return next(known.factor for known in UNITS[self.fact.key] if known.name == unit)

    def _unit_written(self, text: str) -> str:
        """The unit written behind the number. Raises for one that the fact has not."""
        if not text:
            return ""
        for unit in (*self.choices, self.fact.unit):
            if text.casefold() in _UNITS_WRITTEN.get(unit, (unit.casefold(),)):
                return unit
        raise self._wrong()

    def _wrong(self) -> ValidationError:
        values = {"largest": f"{self.largest:,}"}
        if self.is_whole:
            return ValidationError(
                _("Write a whole number from 0 to %(largest)s, such as 2."), "wrong", values
            )
        return ValidationError(
            _("Write a number from 0 to %(largest)s, such as 2 or 2.5."), "wrong", values
        )


_ALMOST_ONE = 0.999
"""What may be missing to the next whole month or year."""


def _units_of(fact: Fact, persona: Persona) -> dict[str, str]:
    """The units to choose from, with their words; empty when there is only one."""
    if fact.unit == "days" and persona is Persona.FAMILY:
        return {unit: str(ago.label) for unit, ago in AGO.items()}
    names = [unit.name for unit in UNITS.get(fact.key, ())]
    return {name: str(_UNIT_WORDS.get(name, name)) for name in names}


def _shortened(text: str, *, is_whole: bool) -> str:
    """Without "about", and a whole number without the mark between its thousands."""
    text = _ROUGHLY.sub("", text, count=1) if _ROUGHLY.match(text) else text
    return _THOUSANDS.sub(r"\1\2", text) if is_whole else text


_YEARS, _MONTHS, _DAYS = (
    FinderForm.base_fields[name] for name in ("age_years", "age_months", "age_days")
)


class AgeFactField(WrittenFactField):
    """An age at some time, in years, months and days."""

    control = "boxes"
    box_names = ("", ".months", ".days")

    def read(self, parts: list[str]) -> Told:
        years, months, days = (*parts, "", "", "")[:3]
        boxes = AgeBoxes(_YEARS.clean(years), _MONTHS.clean(months), _DAYS.clean(days))
        try:
            births = boxes.births(self.today)
        except ValidationError as error:
            raise ValidationError(error.messages) from None
        assert births is not None  # one of the boxes is filled
        return births.span(self.today)

    def words(self, text: str) -> str:
        if text == NOT_KNOWN:
            return super().words(text)
        units = (_("years"), _("months"), _("days"))
        filled = zip(text.split(BAR), units, strict=False)
        return " ".join(f"{number} {unit}" for number, unit in filled if number)

    def boxes(self, question: FactQuestion) -> Iterator[Box]:
        labels = (_("Years"), _("Months"), _("Days"))
        yield from _row(question, self.box_names, labels)


_MONTH, _YEAR = (FinderForm.base_fields[name] for name in ("birth_month", "birth_year"))


class MonthFactField(WrittenFactField):
    """A month of a year, or a year alone, not after today; read as its first day."""

    control = "boxes"
    box_names = ("", ".year")

    def read(self, parts: list[str]) -> Told:
        month, year = self._month_and_year(parts)
        if date(year, month or 1, 1) > self.today:
            raise ValidationError(_("Write a month that is not in the future."), "wrong")
        return f"{year}-{month:02}" if month else str(year)

    def words(self, text: str) -> str:
        try:
            month, year = self._month_and_year(text.split(BAR))
        except ValidationError:
            return super().words(text)
        return f"{MONTHS[month]} {year}" if month else str(year)

    def boxes(self, question: FactQuestion) -> Iterator[Box]:
        yield from _row(question, self.box_names, (_("Month"), _("Year")))

    def _month_and_year(self, parts: list[str]) -> tuple[int | None, int]:
        try:
            month, year = _MONTH.clean(parts[0]), _YEAR.clean((*parts, "")[1])
        except ValidationError:
            year = None
        if year is None or not self.today.year - 120 <= year <= self.today.year:
            raise ValidationError(
                _("Write the year with four digits, such as 2024, and the month if you know it."),
                "wrong",
            )
        return month, year


def _row(question: FactQuestion, names: tuple[str, ...], labels: tuple[str, ...]) -> Iterator[Box]:
    texts = (*question.parts, "", "", "")
    for number, (name, label) in enumerate(zip(names, labels, strict=True)):
        yield Box(
            f"{question.html_name}{name}", f"{question.auto_id}-{number}", label, texts[number]
        )
