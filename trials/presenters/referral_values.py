"""Values of facts and ages in few words, for referral staff.

"Positive", "25 %", "60 days ago", "12 years 3 months", "5 to 6 months"
"""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials.eligibility.ages import AgeKey, AgeLimit, AgeSpan
from trials.eligibility.catalogue import Fact
from trials.eligibility.conditions import Condition, FactValue, NumberSpan, Operator
from trials.presenters.ages import amount_words

UNITLESS = frozenset({"", "ratio", "times", "0-100", "0-5"})
UNIT_SIGNS = {
    "10^9/L": "×10⁹/L",
    "mL/min/1.73m2": "mL/min/1.73 m²",
    "x ULN": "× ULN",
    "days": gettext_lazy("days"),
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
    "weeks": gettext_lazy("weeks"),
}
SHORT_LIFE_YEARS = 2
"""Below this age months are told, below one month days."""


def not_told() -> str:
    return _("not told")


def treatment_name(fact: Fact) -> str:
    """``Blinatumomab`` from the label "Blinatumomab: ever given"."""
    return str(fact.label).rpartition(":")[0] or str(fact.label)


def wanted_words(fact: Fact, condition: Condition) -> str:
    values = [_limit_words(fact, value) for value in condition.values]
    if condition.operator in (Operator.IS, Operator.IN):
        return get_text_list(values, _("or"))
    frames = {
        Operator.AT_LEAST: _("%(limit)s or more"),
        Operator.ABOVE: _("more than %(limit)s"),
        Operator.AT_MOST: _("%(limit)s or less"),
        Operator.BELOW: _("less than %(limit)s"),
        Operator.EQUALS: _("exactly %(limit)s"),
    }
    return frames[condition.operator] % {"limit": values[0]}


def value_words(fact: Fact, value: FactValue) -> str:
    """A value of the catalogue as staff call it, with its unit."""
    if isinstance(value, frozenset):
        return ", ".join(_choice_words(fact, value))
    if isinstance(value, AgeSpan):
        return age_told(value)
    if isinstance(value, NumberSpan):
        return _with_unit(fact, _between(value))
    if isinstance(value, str):
        return next(iter(_choice_words(fact, {value})), value)
    if fact.unit == "days":
        return days_told(value)
    return _with_unit(fact, _number(value))


def days_told(days: float) -> str:
    return ngettext("%(days)s day ago", "%(days)s days ago", int(days)) % {"days": _number(days)}


def age_told(span: AgeSpan | None) -> str:
    """``12 years 3 months``, ``12 years``, ``5 to 6 months``; empty when it was not told."""
    if span is None:
        return ""
    youngest, oldest = span.youngest, span.oldest
    if youngest == oldest:
        return _exact_age(oldest)
    for unit, ages in (
        (_in_years, (youngest.years, oldest.years)),
        (_in_months, (youngest.months, oldest.months)),
    ):
        if oldest.years >= SHORT_LIFE_YEARS or (unit is _in_months and oldest.months):
            return unit(*ages)
    return _in_days(youngest.days, oldest.days)


def _exact_age(age: AgeKey) -> str:
    months = age.months - 12 * age.years
    if age.years >= SHORT_LIFE_YEARS and months:
        return f"{_in_years(age.years, age.years)} {_in_months(months, months)}"
    if age.years >= SHORT_LIFE_YEARS:
        return _in_years(age.years, age.years)
    if age.months:
        return _in_months(age.months, age.months)
    return _in_days(age.days, age.days)


def _in_years(least: int, most: int) -> str:
    if least == most:
        return ngettext("%(count)d year", "%(count)d years", most) % {"count": most}
    return _("%(least)d to %(most)d years") % {"least": least, "most": most}


def _in_months(least: int, most: int) -> str:
    if least == most:
        return ngettext("%(count)d month", "%(count)d months", most) % {"count": most}
    return _("%(least)d to %(most)d months") % {"least": least, "most": most}


def _in_days(least: int, most: int) -> str:
    if least == most:
        return ngettext("%(count)d day", "%(count)d days", most) % {"count": most}
    return _("%(least)d to %(most)d days") % {"least": least, "most": most}


def _between(span: NumberSpan) -> str:
    """``5`` for anything from five to almost six, ``2.5–4`` for what is known less exactly."""
    if span.lowest == int(span.lowest) and span.highest < span.lowest + 1:
        return _number(span.lowest)
    return f"{_number(round(span.lowest, 1))}–{_number(round(span.highest, 1))}"


def _choice_words(fact: Fact, values: Iterable[str]) -> list[str]:
    """In the order of the catalogue."""
    return [str(choice.staff_label) for choice in fact.choices if choice.value in values]


def _limit_words(fact: Fact, value: str | float | AgeLimit) -> str:
    if isinstance(value, AgeLimit):
        return amount_words(value)
    if isinstance(value, str):
        return next(iter(_choice_words(fact, {value})), value)
    return _with_unit(fact, _number(value))


def _with_unit(fact: Fact, number: str) -> str:
    if fact.unit in UNITLESS:
        return number
    return f"{number} {UNIT_SIGNS.get(fact.unit, fact.unit)}"


def _number(value: float) -> str:
    """Without the zeros that say nothing: 25, 0.02."""
    return number_format(f"{value:.6f}".rstrip("0").rstrip("."))
