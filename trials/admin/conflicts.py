"""Two people edit the same page: the second to save is told, and nothing is lost silently.

The page carries a digest of the rows it shows. Before anything is written it is compared
with the digest of the rows as they are by then.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trials.actions.audit import is_audited, through_of
from trials.admin.history import events_of
from trials.presenters.changes import change_words

SEEN = "_seen"
"""Name of the hidden field that carries the digest."""


class StaleEditError(Exception):
    """Somebody saved the rows after the page was opened. ``sentence`` says who and what."""

    def __init__(self, sentence: str) -> None:
        super().__init__("the rows have changed")
        self.sentence = sentence


class UndecidedError(StaleEditError):
    """Somebody removed a row that somebody else changed, and nobody has said what counts."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing is saved yet, and nothing of yours is lost. Somebody removed a row, or "
                "changed one that you remove: choose below for each whether it stays."
            )
        )


def digest(row: models.Model, parts: Sequence[type[models.Model]]) -> str:
    """Of everything a page shows: the row, and its parts of these kinds."""
    held = [list(_rows(type(row), {"pk": row.pk}))]
    for model in parts:
        held.append(list(_rows(model, {link_name(type(row), model): row.pk})))
    return sha256(json.dumps(held, default=_as_text).encode()).hexdigest()


def stale_sentence(row: models.Model) -> str:
    """Who changed a row last, when and how, and what to do now."""
    last = events_of(row).first()
    if last is None:
        return _("Somebody else has changed this in the meantime. Compare before you save again.")
    words = change_words(last, longest=80)
    fields = "; ".join(f"{each.name}: {each.before} → {each.after}" for each in words.fields)
    return _(
        "%(who)s has changed this in the meantime (%(at)s, %(label)s – %(fields)s). Nothing of "
        "yours is lost: both versions are below. Choose what counts, and save again."
    ) % {
        "who": words.who,
        "at": date_format(timezone.localtime(words.at), "H:i"),
        "label": capfirst(words.label),
        "fields": fields,
    }


def last_event(row: models.Model) -> int:
    """The key of the last event that a page of the row can know; 0 when there is none."""
    last = events_of(row).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def link_name(parent: type[models.Model], part: type[models.Model]) -> str:
    """The first foreign key to the parent; a disease link has two, and begins at the child."""
    return next(
        field.name
        for field in part._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.model is parent
    )


def _rows(model: type[models.Model], only: dict[str, Any]) -> Iterator[Sequence[Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.filter(**only).order_by("pk")
    yield from rows.values_list(*names)
    for field in model._meta.many_to_many:
        through = through_of(field)
        if not is_audited(through):
            source = field.m2m_field_name()
            yield from (
                through._base_manager.filter(**{f"{source}__in": rows})
                .order_by("pk")
                .values_list("pk", f"{source}_id", f"{field.m2m_reverse_field_name()}_id")
            )


def _as_text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)
