"""What a sheet changes, stored as one piece: all of it, or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max, Model

from trials.actions import editing
from trials.actions.search_rows import search_rows_later
from trials.models import SheetUpload

AT_ONCE = 500
"""Rows after which search rows are made: one statement must not take longer than a page may."""
KEPT_FOR = timedelta(days=1)
"""How long a file that somebody has sent waits for them to store it."""


@dataclass(frozen=True, slots=True)
class SheetWrite:
    """One new or changed row, not saved yet; ``before`` it those that it needs.

    ``trial`` is the trial that it is a part of, or the row itself.
    """

    row: Model
    trial: Model
    before: tuple[Model, ...] = ()


@dataclass(frozen=True, slots=True)
class Previewed:
    """What is to be stored, and the digest of all that somebody would be shown of it."""

    digest: str
    writes: Sequence[SheetWrite]


class StaleSheetError(Exception):
    """The list is no longer as it was when somebody looked at what the file would change."""


class FaultyRowsError(Exception):
    """Some rows cannot be stored, and nobody said that the others are to be."""


class StoredAlreadyError(Exception):
    """This file has been stored before."""


@transaction.atomic
def keep_upload(name: str, content: bytes, *, by: User, now: datetime) -> SheetUpload:
    """Keep a file until its sender has looked at what it would change."""
    SheetUpload.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()
    return SheetUpload.objects.create(
        name=name[-SheetUpload.LONGEST_NAME :], content=content, uploaded_by=by, uploaded_at=now
    )


def store(
    upload: SheetUpload,
    plan: Callable[[], Iterator[int | Previewed]],
    *,
    seen: str,
    by: User,
    now: datetime,
) -> Iterator[int]:
    """Store what ``plan`` makes of the file, if that is what was ``seen``; how far it is.

    ``plan`` locks the rows that it reads. It yields numbers of rows, and the plan at last.
    Nothing is stored before the last row is, and nothing when the iterator is closed
    before its end. Raises StaleSheetError, StoredAlreadyError, what ``plan`` raises, and
    whatever the list has against a row (``IntegrityError``, ``ProtectedError``).
    """
    with transaction.atomic():
        held = SheetUpload.objects.select_for_update().get(pk=upload.pk)
        if held.stored_at is not None:
            raise StoredAlreadyError
        previewed = None
        for step in plan():
            if isinstance(step, Previewed):
                previewed = step
            else:
                yield step
        if previewed is None or previewed.digest != seen:
            raise StaleSheetError
        yield from _write(previewed.writes, by, now)
        connection.check_constraints()
        held.stored_at, held.content = now, b""
        held.save(update_fields=["stored_at", "content"])


def _write(writes: Sequence[SheetWrite], by: User, now: datetime) -> Iterator[int]:
    done = 0
    while batch := writes[done : done + AT_ONCE]:
        with search_rows_later() as changed:
            for write in batch:
                _write_one(write, by, now)
                assert write.trial.pk is not None  # now at the latest
                changed.add(write.trial.pk)
                done += 1
                yield done


def _write_one(write: SheetWrite, by: User, now: datetime) -> None:
    new = [row for row in write.before if row.pk is None]
    for row in (*new, write.row):
        if row.pk is None:
            _put_last(row)
        editing.save(row, by=by, now=now)


def _put_last(row: Model) -> None:
    """After the others of its trial or group, where rows have an order."""
    names = {field.name for field in row._meta.concrete_fields}
    parent = next((each for each in ("trial", "group") if each in names), None)
    if parent is None or "position" not in names:
        return
    others = type(row)._base_manager.filter(**{parent: getattr(row, parent)})
    last = others.aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1  # type: ignore[attr-defined]
