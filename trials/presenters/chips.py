"""The answers somebody gave, as short labels that can be taken back one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials.eligibility.facts import Role
from trials.models.participant_group import ROLE_NAMES


@dataclass(frozen=True, slots=True)
class Chip:
    """``field`` is the answer's name for :func:`trials.views.answers.remove`."""

    field: str
    label: str


ANSWER_NAMES = {
    "role": gettext_lazy("who would take part"),
    "age": gettext_lazy("the age"),
    "diagnosis": gettext_lazy("the diagnosis"),
    "words": gettext_lazy("the words to look for"),
}
"""What an answer is called inside a sentence."""


def answer_chips(cleaned: Mapping[str, Any], diagnosis: str) -> tuple[Chip, ...]:
    """``cleaned`` as the finder's form reads it; ``diagnosis`` is empty when none was given.

    A patient is what everybody is unless they say otherwise, and has no label.
    """
    place, words = cleaned.get("zip_code"), cleaned.get("words")
    labels = {
        "role": _role_label(cleaned.get("role")),
        "age": _age_label(cleaned),
        "diagnosis": diagnosis,
        "zip_code": _("Near %(zip)s") % {"zip": place.zip_code} if place else "",
        "words": _("Words: %(words)s") % {"words": words} if words else "",
    }
    return tuple(Chip(field, label) for field, label in labels.items() if label)


def _role_label(role: Role | None) -> str:
    return "" if role in (None, Role.PATIENT) else str(ROLE_NAMES[Role(role)])


def _age_label(cleaned: Mapping[str, Any]) -> str:
    if cleaned.get("birth_year") is not None:
        return _("Born %(date)s") % {"date": _birth_words(cleaned)}
    parts = [
        ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
        if (years := cleaned.get("age_years")) is not None
        else "",
        ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
        if (months := cleaned.get("age_months")) is not None
        else "",
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
        if (days := cleaned.get("age_days")) is not None
        else "",
    ]
    told = [part for part in parts if part]
    return _("Age: %(age)s") % {"age": get_text_list(told, _("and"))} if told else ""


def _birth_words(cleaned: Mapping[str, Any]) -> str:
    year, month, day = (cleaned.get(f"birth_{part}") for part in ("year", "month", "day"))
    if month is None:
        return str(year)
    if day is None:
        return _("%(month)s %(year)s") % {"month": MONTHS[month], "year": year}
    return date_format(date(int(year or 0), month, day))
