"""Audit events in words, for coordinators."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trials.eligibility.ages import AgeLimit
from trials.models import AgeRule, AuditEvent
from trials.models.age_rule import LIMITS
from trials.presenters.ages import amount_words
from trials.presenters.checks import warning_name

NOTHING = "–"
WARNINGS = "warnings"
"""In the event of a step: the warnings of the checks that its reason answers."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; a dash where there was nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Who did what to which row, and the fields that differ.

    ``has_before`` and ``has_after`` tell whether anything stood there before or stands
    there now: nothing stood before an addition, nothing stands after a removal.
    """

    at: datetime
    who: str
    action: str
    kind: str
    label: str
    fields: tuple[FieldChange, ...]
    has_before: bool
    has_after: bool


def change_words(event: AuditEvent, *, longest: int | None = None) -> ChangeWords:
    """``longest`` cuts the values of the fields to so many characters."""
    model = model_named(event.subject)
    fields = _fields(model, event.before, event.after)
    return ChangeWords(
        at=event.at,
        who=event.system or str(event.actor),
        action=event.get_action_display(),
        kind=capfirst(str(model._meta.verbose_name)) if model else event.subject,
        label=event.subject_label,
        fields=tuple(_cut(each, longest) for each in fields),
        has_before=bool(event.before),
        has_after=bool(event.after),
    )


def model_named(subject: str) -> type[models.Model] | None:
    """None for rows of a kind that is no longer held."""
    try:
        return apps.get_model("trials", subject)
    except LookupError:
        return None


def _fields(
    model: type[models.Model] | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FieldChange]:
    for name in {**before, **after}:
        was, became = (value_words(model, name, state.get(name)) for state in (before, after))
        if was != became:
            yield FieldChange(field_label(model, name), was, became)


def _cut(change: FieldChange, longest: int | None) -> FieldChange:
    if longest is None:
        return change
    before, after = (shortened(text, longest) for text in (change.before, change.after))
    return FieldChange(change.name, before, after)


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def field_label(model: type[models.Model] | None, name: str) -> str:
    field = _field(model, name)
    return capfirst(str(field.verbose_name if field else name.replace("_", " ")))


def _field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    """By its name, or by its column."""
    for each in (name, name.removesuffix("_id")):
        try:
            field = model._meta.get_field(each) if model else None
        except FieldDoesNotExist:
            continue
        return field if isinstance(field, models.Field) else None
    return None


def value_words(model: type[models.Model] | None, name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == WARNINGS and isinstance(value, list):
        return " ".join(map(warning_name, value))
    if isinstance(value, list):
        return ", ".join(value_words(model, name, one) for one in value)
    if isinstance(value, dict):
        return str(value.get("label", value))
    if model is AgeRule and isinstance(value, int):
        return _age(name, value)
    return str(_choices(model, name).get(value, value))


def _age(column: str, count: int) -> str:
    limit, _underscore, scale = column.rpartition("_")
    if limit not in LIMITS:
        return str(count)
    return amount_words(AgeLimit.months(count) if scale == "months" else AgeLimit.days(count))


def _choices(model: type[models.Model] | None, name: str) -> dict[Any, Any]:
    field = _field(model, name)
    base = getattr(field, "base_field", field)
    return dict(base.flatchoices) if base is not None else {}
