"""The people of one visit, told apart by number, role, age and diagnosis: never by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.eligibility.facts import Role
from trials.models.participant_group import ROLE_NAMES
from trials.presenters.chips import age_told

_PATIENT = gettext_lazy("patient")


@dataclass(frozen=True, slots=True)
class PersonTab:
    """``label`` such as "Person 1: patient, 7 years, ALL"."""

    number: int
    label: str
    is_current: bool


def person_label(number: int, cleaned: Mapping[str, Any], diagnosis: str) -> str:
    """``cleaned`` as the finder's form reads it; ``diagnosis`` is empty when none was given."""
    role = Role(cleaned.get("role") or Role.PATIENT)
    who = str(_PATIENT) if role is Role.PATIENT else str(ROLE_NAMES[role])
    told = [part for part in (_small(who), _small(age_told(cleaned)), diagnosis) if part]
    return _("Person %(number)d: %(told)s") % {"number": number, "told": ", ".join(told)}


def _small(words: str) -> str:
    """In the middle of a line."""
    return words[:1].lower() + words[1:]
