"""Working copies: a published trial is changed without families seeing half of it.

published trial ──begin──▶ working copy (draft, in review) ──put in place──▶ the same trial

The trial keeps its key, address, number, status and places, which are corrected at once
where families see them; the copy brings words, groups, rules and sources.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction

from trials.actions.acting import acting
from trials.actions.audit import note, snapshot
from trials.actions.contents import OWN, contents_at, contents_of, put
from trials.actions.reviewing import become_ours
from trials.models import AuditEvent, ReviewEvent, Trial, TrialChange
from trials.models.trial import WORKING_COPY

State = Trial.ReviewState


class HasWorkingCopyError(Exception):
    """The trial is being changed already. ``copy`` is where."""

    def __init__(self, copy: Trial) -> None:
        super().__init__(copy.slug)
        self.copy = copy


class NotRestorableError(Exception):
    """The trial is in a state in which nothing of it may change. ``state`` is which."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


def copy_of(trial: Trial) -> Trial | None:
    return Trial.objects.filter(revision_of=trial.pk).first()


def begin(trial: Trial, *, by: User, now: datetime, at: int | None = None) -> Trial:
    """The new working copy of a published trial, in which nothing differs yet.

    With ``at`` it says what the trial said right after that change. Of a trial that is
    still the registry's, the sentences that no rule quotes become rules of the copy. The
    caller holds a transaction and the lock of the trial. Raises HasWorkingCopyError.
    """
    if copy := copy_of(trial):
        raise HasWorkingCopyError(copy)
    acting(by)
    copy = Trial(
        slug=f"{WORKING_COPY}{trial.pk}",
        revision_of=trial,
        based_on=last_change(trial),
        is_reviewed=trial.is_reviewed,
        **{name: getattr(trial, name) for name in sorted(_STATUS)},
    )
    for column in ("plain_title", "brief_title", "goal", "kind"):
        setattr(copy, column, getattr(trial, column))
    copy.save()
    contents = contents_of(trial) if at is None else contents_at(trial, at)
    put(contents, copy, with_places=True)
    if not copy.is_reviewed:
        become_ours(copy, by=by, now=now)
        copy.save()
    connection.check_constraints()  # what a row of an old version led to may be gone
    note(copy, AuditEvent.Action.ADDED, before={}, after=snapshot(copy), by=by, now=now)
    ReviewEvent.objects.create(
        trial=trial, revision=copy.pk, from_state="", to_state=State.DRAFT, actor=by, at=now
    )
    return copy


def put_in_place(copy: Trial, trial: Trial) -> None:
    """The trial says from now on what the working copy says, and the copy is gone."""
    put(contents_of(copy), trial, with_places=False)
    remove_copy(copy)


def remove_copy(copy: Trial) -> None:
    """Its parts go with it; its history and its steps stay."""
    copy.delete()


@transaction.atomic
def restore_version(trial: Trial, change: int, *, by: User, now: datetime) -> Trial:
    """What the trial said right after a change becomes a draft again; nothing is published.

    A draft says it itself; of a published trial a working copy does, which is returned.
    Raises NotRestorableError and HasWorkingCopyError, and IntegrityError when the version
    names a row elsewhere that is gone.
    """
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    if held.review_state == State.PUBLISHED:
        return begin(held, by=by, now=now, at=change)
    if held.review_state != State.DRAFT:
        raise NotRestorableError(State(held.review_state))
    acting(by)
    before = snapshot(held)
    put(contents_at(held, change), held, with_places=True)
    connection.check_constraints()
    note(held, AuditEvent.Action.CHANGED, before=before, after=snapshot(held), by=by, now=now)
    return held


def changed_meanwhile(copy: Trial) -> list[TrialChange]:
    """What changed in the words and rules of the trial since the working copy was begun.

    Publishing the copy would take it back. The oldest comes first.
    """
    since = TrialChange.objects.filter(trial=copy.revision_of_id, pk__gt=copy.based_on or 0)
    return [change for change in since.order_by("pk") if is_about_contents(change)]


def is_about_contents(change: TrialChange) -> bool:
    """Whether words, groups, rules or sources changed: not status, state or places."""
    if change.subject == "trialsite":
        return False
    if change.subject != "trial" or change.operation != TrialChange.Operation.CHANGED:
        return True
    return not set(change.after or {}) <= _OWN_COLUMNS


def last_change(trial: Trial) -> int:
    """The key of the last change of a trial; 0 when none is recorded."""
    last = TrialChange.objects.filter(trial=trial).order_by("-pk").values_list("pk", flat=True)
    return last.first() or 0


_STATUS = {"overall_status", "status_checked_on", "status_source", "status_seen", "ends_note"}
_OWN_COLUMNS = {column.column for column in Trial._meta.concrete_fields if column.name in OWN}
