"""What a row holds, and the audit event that says how it changed.

A snapshot maps field names to plain values. A relation is ``{"id": 1, "label": "..."}``
and several are a list of those, so that the trail stays readable when the other row is
gone; a picture is its size and the beginning of its SHA-256.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from trials.actions.acting import Actor
from trials.models import (
    AuditEvent,
    DiseaseCatalogue,
    DiseasePath,
    SheetDownload,
    SheetUpload,
    TrialChange,
    TrialNews,
)

Snapshot: TypeAlias = dict[str, Any]

NOT_AUDITED = (
    AuditEvent,
    DiseasePath,
    DiseaseCatalogue,
    SheetDownload,
    SheetUpload,
    TrialChange,
    TrialNews,
)
"""Written by the trail itself or by the database, or only on its way in or out."""

_LABEL_LENGTH = 300


def is_audited(model: type[models.Model]) -> bool:
    ours = model._meta.app_label == AuditEvent._meta.app_label
    return ours and not model._meta.auto_created and model not in NOT_AUDITED


def through_of(link: models.ManyToManyField[Any, Any]) -> type[models.Model]:
    """The table between the two ends."""
    through = link.remote_field.through
    assert through is not None  # only before the models are loaded
    return through


def snapshot(row: models.Model) -> Snapshot:
    """Everything a person can change in a row, and its state; generated values are left out."""
    held: Snapshot = {}
    for field in row._meta.concrete_fields:
        if not _is_generated(field):
            held[field.name] = _value(row, field)
    for link in row._meta.many_to_many:
        if not is_audited(through_of(link)):
            held[link.name] = _several(getattr(row, link.name).all())
    return _plain(held)


def note(
    row: models.Model,
    action: AuditEvent.Action,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> AuditEvent | None:
    """Write what differs between two snapshots of a row; None when nothing does."""
    event = _event(row, action, before=before, after=after, by=by, now=now)
    if event is not None:
        event.save(force_insert=True)
    return event


def note_all(
    action: AuditEvent.Action,
    changes: Iterable[tuple[models.Model, Snapshot, Snapshot]],
    by: Actor,
    now: datetime,
) -> None:
    """The events of many rows, each with its snapshots before and after, in one statement."""
    events = (
        _event(row, action, before=before, after=after, by=by, now=now)
        for row, before, after in changes
    )
    AuditEvent.objects.bulk_create(event for event in events if event is not None)


def _event(
    row: models.Model,
    action: AuditEvent.Action,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> AuditEvent | None:
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        return None
    return AuditEvent(
        at=now,
        actor=None if isinstance(by, str) else by,
        system=by if isinstance(by, str) else "",
        action=action,
        subject=row._meta.model_name or "",
        subject_id=str(row.pk),
        subject_label=str(row)[:_LABEL_LENGTH],
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed if name in after},
    )


def _is_generated(field: models.Field[Any, Any]) -> bool:
    by_the_clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return field.primary_key or field.generated or by_the_clock


def _value(row: models.Model, field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        other = getattr(row, field.name)
        return None if other is None else _one(other)
    value = field.value_from_object(row)
    if isinstance(field, models.BinaryField):
        return _fingerprint(value)
    return value


def _one(other: models.Model) -> dict[str, Any]:
    return {"id": other.pk, "label": str(other)}


def _several(others: Iterable[models.Model]) -> list[dict[str, Any]]:
    return sorted((_one(other) for other in others), key=lambda one: str(one["label"]))


def _fingerprint(content: bytes | memoryview | None) -> str | None:
    if content is None:
        return None
    raw = bytes(content)
    return f"{len(raw)} bytes, SHA-256 {sha256(raw).hexdigest()[:16]}"


def _plain(held: Snapshot) -> Snapshot:
    """As it will come back from the database, so that equal values compare as equal."""
    plain: Snapshot = json.loads(json.dumps(held, cls=DjangoJSONEncoder))
    return plain
