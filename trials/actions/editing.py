"""Saving and removing rows of the list, with the audit trail in the same transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeAlias

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models.deletion import Collector

from trials.actions.acting import acting
from trials.actions.audit import Snapshot, is_audited, note, note_all, snapshot
from trials.models import AuditEvent

Chosen: TypeAlias = Mapping[str, Collection[models.Model]]


@transaction.atomic
def save(
    row: models.Model, *, by: User, now: datetime, chosen: Chosen | None = None
) -> AuditEvent | None:
    """Store a new or changed row, with the rows ``chosen`` in its many-to-many fields.

    None when everything was so already; nothing is written then.
    """
    acting(by)
    before = _stored(row)
    if before is not None and _would_be(row, chosen) == before:
        return None
    row.save()
    for name, others in (chosen or {}).items():
        _choose(getattr(row, name), others)
    action = AuditEvent.Action.ADDED if before is None else AuditEvent.Action.CHANGED
    after = _stored(row) or {}
    return note(row, action, before=before or {}, after=after, by=by, now=now)


@transaction.atomic
def save_all(rows: Sequence[models.Model], *, by: User, now: datetime) -> None:
    """Store new and changed rows of one model as :func:`save` does, in a few statements.

    The caller holds the locks of the changed ones, and gives new ones their positions. Of
    many-to-many fields nothing is written.
    """
    if not rows:
        return
    acting(by)
    model = type(rows[0])
    new = [row for row in rows if row.pk is None]
    held = _all_stored(model, [row.pk for row in rows if row.pk is not None])
    changed = [row for row in rows if row.pk in held and snapshot(row) != held[row.pk]]
    model._base_manager.bulk_create(new)
    if changed:
        # One statement, where bulk_update would compare every row with every other.
        model._base_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=["pk"], update_fields=_kept(model)
        )
    after = _all_stored(model, [row.pk for row in (*new, *changed)])
    action = AuditEvent.Action
    note_all(action.ADDED, ((row, {}, after[row.pk]) for row in new), by, now)
    note_all(action.CHANGED, ((row, held[row.pk], after[row.pk]) for row in changed), by, now)


@transaction.atomic
def remove(rows: Collection[models.Model], *, by: User, now: datetime) -> list[AuditEvent]:
    """Remove rows of one model and everything that goes with them, each with its event.

    Raises :class:`~django.db.models.ProtectedError` when something else needs one of them.
    """
    if not rows:
        return []
    acting(by)
    collector = Collector(using="default")
    collector.collect(list(rows))
    events = [
        note(row, AuditEvent.Action.REMOVED, before=snapshot(row), after={}, by=by, now=now)
        for row in _going(collector)
    ]
    collector.delete()
    return [event for event in events if event]


def _choose(link: Any, others: Collection[models.Model]) -> None:
    """One by one: the order in which they were chosen is kept by the ids of the links."""
    held = set(link.all())
    link.remove(*(held - set(others)))
    for other in others:
        if other not in held:
            link.add(other)


def _stored(row: models.Model) -> Snapshot | None:
    """The row as the database holds it, locked; None when it holds none yet."""
    if row.pk is None:
        return None
    held = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    return None if held is None else snapshot(held)


def _all_stored(model: type[models.Model], keys: Collection[Any]) -> dict[Any, Snapshot]:
    links = [field.name for field in model._meta.many_to_many]
    others = [
        field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)
    ]
    rows = model._base_manager.filter(pk__in=keys).select_related(*others)
    return {row.pk: snapshot(row) for row in rows.prefetch_related(*links)}


def _kept(model: type[models.Model]) -> list[str]:
    """The fields that a change writes."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or getattr(field, "auto_now_add", False))
    ]


def _would_be(row: models.Model, chosen: Chosen | None) -> Snapshot:
    """The row as it will be stored, once the chosen rows are set."""
    stand_in = snapshot(row)
    for name, others in (chosen or {}).items():
        held = ({"id": other.pk, "label": str(other)} for other in others)
        stand_in[name] = sorted(held, key=lambda one: str(one["label"]))
    return stand_in


def _going(collector: Collector) -> Iterator[models.Model]:
    """Every audited row that the removal takes along, the asked-for ones included."""
    found: list[models.Model] = [*chain.from_iterable(collector.data.values())]
    for rows in collector.fast_deletes:
        found.extend(rows)
    return (row for row in found if is_audited(type(row)))
