"""The boxes of the finder's form: what they accept, and what they say when they do not.

Every box takes all spellings that mean one thing ("7", "7 years", "٧"), and has one message
that says what to write. ``max_length`` of each is what the answers cookie has to hold.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from trials.catalogue.places import find_places
from trials.eligibility.distance import KM_PER_MILE, Place
from trials.eligibility.facts import Role
from trials.models.participant_group import ROLE_NAMES

LONGEST_NUMBER = 20
"""Room for "21 years and 3 months" in the box for years, which the message then mends."""

MONTH_LANGUAGES = ("en", "es")
"""What families write, whatever the languages of the pages."""


def readable(text: str) -> str:
    """The text without what nobody sees or types, and with single spaces.

    Control characters, direction marks and halves of surrogate pairs come along when a
    text is copied; some of them can be neither stored nor sent.
    """
    spaced = (" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(filter(_is_visible, spaced)).split())


def _is_visible(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs")


class ShortTextField(forms.Field):
    """A text that means something else: ``read()`` says what, None when it means nothing.

    ``wrong`` is the message for everything that cannot be read.
    """

    max_length = LONGEST_NUMBER

    def __init__(self, *, wrong: StrOrPromise, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(required=False, error_messages={"wrong": wrong}, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = readable(value or "")
        if not text:
            return None
        read = self.read(text) if len(text) <= self.max_length else None
        if read is None:
            raise ValidationError(self.error_messages["wrong"], code="wrong")
        return read

    def read(self, text: str) -> object | None:
        raise NotImplementedError


class WholeNumberField(ShortTextField):
    """A whole number between two others, both included.

    ``unit`` are the words that may follow it, as a regular expression.
    """

    def __init__(self, *, smallest: int, largest: int, unit: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.smallest = smallest
        self.largest = largest
        # \d is a digit of any script, and int() reads them all.
        self._spelling = re.compile(rf"\+?(\d+)([.,]0+)?\s*({unit})?\.?", re.IGNORECASE)

    def read(self, text: str) -> int | None:
        match = self._spelling.fullmatch(text)
        if match is None or not self.smallest <= int(match[1]) <= self.largest:
            return None
        return int(match[1])


class MonthField(ShortTextField):
    """A month as a number from 1 to 12, or its name in English or Spanish."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput, **kwargs)

    def read(self, text: str) -> int | None:
        if text.isdecimal():
            return int(text) if 1 <= int(text) <= len(MONTHS) else None
        beginning = text.casefold().rstrip(".")
        months = {number for name, number in _month_names() if name.startswith(beginning)}
        return months.pop() if len(months) == 1 and len(beginning) >= len("Mar") else None


@lru_cache(maxsize=1)
def _month_names() -> tuple[tuple[str, int], ...]:
    names = []
    for language in MONTH_LANGUAGES:
        with override(language):
            for months in (MONTHS, MONTHS_3):
                names += [(str(name).casefold(), number) for number, name in months.items()]
    return tuple(names)


class PlaceField(ShortTextField):
    """A US ZIP code or a city, as all places it may mean; at least one."""

    max_length = 80

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TextInput,
            wrong=_(
                "We cannot find this place. Write a ZIP code of five digits, such as 38105, or "
                "the nearest larger city with its state or country, such as Lyon, France."
            ),
            **kwargs,
        )

    def read(self, text: str) -> list[Place] | None:
        return find_places(text) or None


class ChosenPlaceField(forms.Field):
    """The name of one of the places that were offered; any other text chooses none."""

    max_length = PlaceField.max_length

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)


class RadiusField(forms.TypedChoiceField):
    """How far away a study may be, in miles; None for any distance."""

    max_length = LONGEST_NUMBER
    offered = (25, 50, 100, 250, 500)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            coerce=int,
            empty_value=None,
            choices=self._choices,
            error_messages={"invalid_choice": _("Choose a distance from the list.")},
            **kwargs,
        )

    def _choices(self) -> list[tuple[str, StrOrPromise]]:
        far = ((str(miles), distance_name(miles)) for miles in self.offered)
        return [("", _("Any distance")), *far]


def distance_name(miles: int) -> str:
    return gettext("%(miles)d miles (%(km)d km)") % {
        "miles": miles,
        "km": round(miles * KM_PER_MILE),
    }


class RoleField(forms.ChoiceField):
    """As whom somebody would join. Three roles are offered, all are understood."""

    max_length = LONGEST_NUMBER
    offered = (Role.PATIENT, Role.DONOR, Role.SURVIVOR)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            initial=Role.PATIENT,
            choices=[(role.value, ROLE_NAMES[role]) for role in self.offered],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choose who would take part in the study.")},
            **kwargs,
        )

    def valid_value(self, value: Any) -> bool:
        return value in {role.value for role in Role}

    def clean(self, value: Any) -> Role:
        return Role(super().clean(value) or Role.PATIENT)
