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

from trials.eligibility.distance import KM_PER_MILE
from trials.eligibility.facts import Role
from trials.models.participant_group import ROLE_NAMES
from trials.presenters.fact_names import fact_name, fact_title


@dataclass(frozen=True, slots=True)
class Chip:
    """``field`` is the answer's name for :func:`trials.views.answers.remove`.

    ``anchor``       the id of the box in which the answer can be changed.
    ``is_question``  whether that box is on the page of questions, not on the first form.
    """

    field: str
    label: str
    anchor: str = ""
    is_question: bool = False


ANSWER_NAMES = {
    "role": gettext_lazy("who would take part"),
    "age": gettext_lazy("the age"),
    "diagnosis": gettext_lazy("the diagnosis"),
    "near": gettext_lazy("the place"),
    "radius": gettext_lazy("the distance"),
    "words": gettext_lazy("the words to look for"),
}
"""What an answer is called inside a sentence."""

FACT = "fact."


def answer_name(field: str) -> str:
    """What an answer of the form, or to a question, is called inside a sentence."""
    if field.startswith(FACT):
        return _("the answer about %(fact)s") % {"fact": fact_name(field.removeprefix(FACT))}
    return str(ANSWER_NAMES[field])


def answer_chips(cleaned: Mapping[str, Any], diagnosis: str) -> tuple[Chip, ...]:
    """``cleaned`` as the finder's form reads it; ``diagnosis`` is empty when none was given.

    A patient is what everybody is unless they say otherwise, and has no label.
    """
    place, miles, words = (cleaned.get(name) for name in ("near", "radius", "words"))
    labels = {
        "role": _role_label(cleaned.get("role")),
        "age": _age_label(cleaned),
        "diagnosis": diagnosis,
        "near": _("Near %(place)s") % {"place": place.name} if place else "",
        "radius": _radius_label(miles) if miles else "",
        "words": _("Words: %(words)s") % {"words": words} if words else "",
    }
    return tuple(
        Chip(field, label, _anchor(field, cleaned)) for field, label in labels.items() if label
    )


def _anchor(field: str, cleaned: Mapping[str, Any]) -> str:
    """Of an answer with several boxes, the first that belongs to it."""
    if field == "age":
        is_date = cleaned.get("birth_year") is not None
        return "id_birth_month" if is_date else "id_age_years"
    return "id_role_0" if field == "role" else f"id_{field}"


def question_chip(
    field: str, fact: str, words: str, anchor: str, *, is_question: bool = True
) -> Chip:
    """``words`` are the answer to the question about the fact."""
    label = _("%(name)s: %(answer)s") % {"name": fact_title(fact), "answer": words}
    return Chip(field, label, anchor, is_question)


def _role_label(role: Role | None) -> str:
    return "" if role in (None, Role.PATIENT) else str(ROLE_NAMES[Role(role)])


def _radius_label(miles: int) -> str:
    kilometres = round(miles * KM_PER_MILE)
    return _("Within %(miles)d miles (%(km)d km)") % {"miles": miles, "km": kilometres}


def _age_label(cleaned: Mapping[str, Any]) -> str:
    age = age_told(cleaned)
    is_date = cleaned.get("birth_year") is not None
    return _("Age: %(age)s") % {"age": age} if age and not is_date else age


def age_told(cleaned: Mapping[str, Any]) -> str:
    """The age or the birth date; empty when neither was told."""
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
    return get_text_list(told, _("and"))


def _birth_words(cleaned: Mapping[str, Any]) -> str:
    year, month, day = (cleaned.get(f"birth_{part}") for part in ("year", "month", "day"))
    if month is None:
        return str(year)
    if day is None:
        return _("%(month)s %(year)s") % {"month": MONTHS[month], "year": year}
    return date_format(date(int(year or 0), month, day))
