"""What a sheet changes, stored as one piece: all of it, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max, Model

from trials.actions import editing
from trials.actions.search_rows import search_rows_later
from trials.models import SheetDownload, SheetUpload

AT_ONCE = 250
"""Rows that are stored together: one statement must not take longer than a page may."""
KEPT_FOR = timedelta(days=1)
"""How long a file that somebody has sent waits for them to store it, and a workbook that was
made for somebody for them to fetch it. Nobody can get at it later; it is removed when the next
file is kept, or by the daily command (``withdraw_due_trials``), whichever is first."""


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
    drop_old_files(now)
    return SheetUpload.objects.create(
        name=name[-SheetUpload.LONGEST_NAME :], content=content, uploaded_by=by, uploaded_at=now
    )


@transaction.atomic
def keep_download(name: str, content: bytes, *, by: User, now: datetime) -> SheetDownload:
    """Keep a workbook that took long to make until it is fetched.

    The earlier one of this name goes: a page that is reloaded must not fill the disk.
    """
    drop_old_files(now)
    SheetDownload.objects.filter(name=name, made_for=by).delete()
    return SheetDownload.objects.create(name=name, content=content, made_for=by, made_at=now)


@transaction.atomic
def drop_old_files(now: datetime) -> int:
    """Remove what was sent or made longer than ``KEPT_FOR`` ago; how many files it was."""
    sent, _each = SheetUpload.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()
    made, _each = SheetDownload.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return sent + made


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
        _let_idle()
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


def _let_idle() -> None:
    """Thousands of rows are judged between two statements, which takes longer than a
    transaction of a page may idle. A page that is cut short ends it all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '2min'")


def _write(writes: Sequence[SheetWrite], by: User, now: datetime) -> Iterator[int]:
    done = 0
    while batch := writes[done : done + AT_ONCE]:
        with search_rows_later(is_first=done == 0) as changed:
            for rows in _by_model(batch):
                _put_last([row for row in rows if row.pk is None])
                editing.save_all(rows, by=by, now=now)
            changed.update(write.trial.pk for write in batch)
        done += len(batch)
        yield done


def _by_model(batch: Sequence[SheetWrite]) -> Iterable[list[Model]]:
    """What is to be stored, those first that others need: so the sheets are in order.

    One row may need a new row of a model that the row before it did not.
    """
    found: dict[type[Model], dict[int, Model]] = {}
    needed = [row for write in batch for row in write.before if row.pk is None]
    for row in (*needed, *(write.row for write in batch)):
        found.setdefault(type(row), {})[id(row)] = row
    return [list(rows.values()) for rows in found.values()]


def _put_last(new: Sequence[Model]) -> None:
    """After the others of their trial or group, where rows have an order."""
    names = {field.name for row in new[:1] for field in row._meta.concrete_fields}
    parent = next((each for each in ("trial", "group") if each in names), None)
    if parent is None or "position" not in names:
        return
    parents = {getattr(row, parent).pk for row in new}
    others = type(new[0])._base_manager.filter(**{f"{parent}__in": parents})
    last = dict(others.order_by().values_list(parent).annotate(last=Max("position")))
    for row in new:
        key = getattr(row, parent).pk
        row.position = last[key] = last.get(key, -1) + 1  # type: ignore[attr-defined]
