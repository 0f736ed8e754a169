"""One question about one fact: its boxes, what may be written in them, and what it means.

An answer is one text, in the cookie too: what stood in its boxes with a bar between them
("22|lb", "5|3|" for five years and three months), or "unknown" when the person was asked and
does not know.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from trials.eligibility.catalogue import Choice, Fact, Persona
from trials.eligibility.conditions import FactValue
from trials.forms.fields import readable

PREFIX = "fact."
BAR = "|"
NOT_KNOWN = "unknown"
UNANSWERED = "?"
"""Sent without an answer: to be asked again, with what to do."""
LONGEST_BOX = 12
"""Letters in one box: "1,234.5" and "2 years" fit; what is longer means nothing we ask."""


class NotKnown(Enum):
    """Asked, and the person cannot say: another thing than not being asked."""

    NOT_KNOWN = NOT_KNOWN


Told = FactValue | NotKnown
"""What a field reads."""


class Posted(Protocol):
    """A posted form: several values may come under one name."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button, checkbox or unit."""

    value: str
    label: str
    id: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A box to write in. ``label`` is empty for the only box of a question."""

    name: str
    id: str
    label: str
    text: str


def field_name(fact: str) -> str:
    """The name of the answer to a fact, in forms and in the cookie."""
    return f"{PREFIX}{fact}"


class FactField(forms.Field):
    """What all questions have in common. Without boxes it can only be declined.

    ``why`` says why it is asked; empty for staff. ``control`` names the kind of boxes for
    the template.
    """

    control = "none"
    box_names: tuple[str, ...] = ()
    """What is added to the name of the field to name each box."""

    def __init__(self, fact: Fact, persona: Persona, today: date) -> None:
        is_family = persona is Persona.FAMILY
        super().__init__(
            required=False,
            label=(fact.question if is_family else "") or fact.label,
            help_text=fact.hint,
        )
        self.fact = fact
        self.persona = persona
        self.today = today
        self.why = fact.why if is_family else ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> "FactQuestion":
        return FactQuestion(form, self, field_name)

    def to_python(self, value: Any) -> Told | None:
        """None when nothing was answered."""
        if not value:
            return None
        if value == UNANSWERED:
            raise ValidationError(self.how_to_answer(), "unanswered")
        return NotKnown.NOT_KNOWN if value == NOT_KNOWN else self.read(value.split(BAR))

    def how_to_answer(self) -> StrOrPromise:
        return _("Choose an answer, or “I don’t know”.")

    def read(self, parts: list[str]) -> Told:
        """What the boxes mean. Raises a ValidationError that says what to write."""
        raise ValidationError(_("Choose an answer, or clear it."))

    def gathered(self, name: str, posted: Posted) -> str:
        """What was posted as one text; empty when all boxes were."""
        boxes = [_in_box(posted, f"{name}{box}") for box in self.box_names]
        if any(boxes):
            return BAR.join(boxes)
        return NOT_KNOWN if NOT_KNOWN in posted.getlist(name) else ""

    def words(self, text: str) -> str:
        """The answer in a few words; as it was written when it cannot be read."""
        return _("not known") if text == NOT_KNOWN else text.replace(BAR, " ").strip()

    def options(self, question: "FactQuestion") -> Iterator[Option]:
        yield from ()

    def boxes(self, question: "FactQuestion") -> Iterator[Box]:
        yield from ()


class FactQuestion(BoundField):
    """A question with its answer so far, as templates show it."""

    field: FactField

    @property
    def fact(self) -> Fact:
        return self.field.fact

    @property
    def control(self) -> str:
        return self.field.control

    @property
    def text(self) -> str:
        return self.value() or ""

    @property
    def parts(self) -> list[str]:
        return [] if self.text in (NOT_KNOWN, UNANSWERED) else self.text.split(BAR)

    @property
    def is_answered(self) -> bool:
        return self.text not in ("", UNANSWERED)

    @property
    def is_written(self) -> bool:
        """Whether the answer is written in boxes rather than chosen."""
        return self.control in ("number", "boxes")

    @property
    def is_not_known(self) -> bool:
        return self.text == NOT_KNOWN

    @property
    def words(self) -> str:
        return self.field.words(self.text)

    @property
    def options(self) -> list[Option]:
        return list(self.field.options(self))

    @property
    def boxes(self) -> list[Box]:
        return list(self.field.boxes(self))

    @property
    def units(self) -> list[Option]:
        """Units to choose from; empty when there is only one."""
        return list(getattr(self.field, "unit_options", _no_options)(self))

    @property
    def unit(self) -> str:
        """The only unit, to stand behind the box."""
        return getattr(self.field, "only_unit", "")

    @property
    def first_id(self) -> str:
        """Where a link to the question leads: its first button or box."""
        return f"{self.auto_id}-0"

    @property
    def not_known_id(self) -> str:
        return f"{self.auto_id}-{NOT_KNOWN}"


def _no_options(_question: FactQuestion) -> Iterable[Option]:
    return ()


def _in_box(posted: Posted, name: str) -> str:
    """The last text posted under a name, with plain digits and no bar, cut to length.

    What no keyboard for our languages has can be part of no number, and is replaced: so an
    answer that cannot be read stays short, and is shown again with its error.
    """
    texts = [text for text in posted.getlist(name) if text != NOT_KNOWN]
    text = readable(texts[-1]).replace(BAR, " ").strip() if texts else ""
    return "".join(_plain(letter) for letter in text[: LONGEST_BOX + 1])


def _plain(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return letter if letter <= "\xff" else "?"


class ChoiceFactField(FactField):
    """One of several, as radio buttons."""

    control = "radios"

    def gathered(self, name: str, posted: Posted) -> str:
        known = [text for text in posted.getlist(name) if text in (*self.fact.values, NOT_KNOWN)]
        return known[-1] if known else ""

    def read(self, parts: list[str]) -> Told:
        if len(parts) > 1 or parts[0] not in self.fact.values:
            raise ValidationError(_("Choose one of the answers, or “I don’t know”."))
        return parts[0]

    def words(self, text: str) -> str:
        labels = _labels(self.fact.choices, self.persona)
        chosen = [labels.get(value, value) for value in text.split(BAR)]
        return super().words(text) if text == NOT_KNOWN else "; ".join(chosen)

    def options(self, question: FactQuestion) -> Iterator[Option]:
        labels = _labels(self.fact.choices, self.persona)
        for number, (value, label) in enumerate(labels.items()):
            yield Option(value, label, f"{question.auto_id}-{number}", value in question.parts)


class ChoicesFactField(ChoiceFactField):
    """Any number of several, as checkboxes."""

    control = "checkboxes"

    def gathered(self, name: str, posted: Posted) -> str:
        typed = posted.getlist(name)
        return BAR.join(value for value in (*self.fact.values, NOT_KNOWN) if value in typed)

    def read(self, parts: list[str]) -> Told:
        if NOT_KNOWN in parts:
            raise ValidationError(_("Choose what is true, or “I don’t know”, but not both."))
        if not set(parts) <= set(self.fact.values):
            raise ValidationError(_("Choose all answers that are true, or “I don’t know”."))
        return frozenset(parts)


def _labels(choices: Iterable[Choice], persona: Persona) -> Mapping[str, str]:
    is_family = persona is Persona.FAMILY
    return {
        choice.value: str(choice.label if is_family else choice.staff_label) for choice in choices
    }
