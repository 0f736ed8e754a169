"""The way of a trial to the public list and away from it again.

         submit              publish               withdraw
draft ------------> in review --------> published ----------> withdrawn
  ^                     |                 |    ^                  |
  +------- return ------+          revise |    | publish          |
  |                                       v    |                  |
  |                          working copy: draft, in review       |
  +----------------------------- return -------------------------+

A study that an import published stands there in the registry's words until somebody takes
the step "review"; publishing from "in review" does the same on the way. Who prepared a trial
does not publish it, unless the site allows that (``settings.SECOND_PERSON_PUBLISHES``).

A step is a row of :class:`~trials.models.ReviewEvent`; the database moves the state with it
and refuses to move it otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from trials.actions import revising
from trials.actions.acting import Actor, acting, taking_a_step
from trials.actions.audit import note
from trials.actions.checks import refuse_findings
from trials.actions.completeness import IncompleteTrialError, gaps
from trials.actions.reviewing import become_ours
from trials.models import AuditEvent, ReviewEvent, Trial, TrialChange

State = Trial.ReviewState

CHANGE = "trials.change_trial"
PUBLISH = "trials.publish_trial"


class Step(StrEnum):
    """What can be done with a trial as a whole."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    REVIEW = "review"
    REVISE = "revise"
    RETURN = "return"
    DISCARD = "discard"
    SCHEDULE = "schedule"
    WITHDRAW = "withdraw"


class For(StrEnum):
    """Which rows a step is for."""

    TRIALS = "trials"
    COPIES = "copies"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a step starts and ends, and what it asks for.

    ``makes_reviewed``  afterwards the words and rules of the trial are ours.
    """

    starts: frozenset[State]
    ends: State
    right: str
    needs_complete: bool = False
    needs_reason: bool = False
    makes_reviewed: bool = False
    takes: For = For.TRIALS


TRANSITIONS: Mapping[Step, Transition] = {
    Step.SUBMIT: Transition(frozenset({State.DRAFT}), State.IN_REVIEW, CHANGE, takes=For.BOTH),
    Step.PUBLISH: Transition(
        frozenset({State.IN_REVIEW}),
        State.PUBLISHED,
        PUBLISH,
        needs_complete=True,
        makes_reviewed=True,
        takes=For.BOTH,
    ),
    Step.REVIEW: Transition(
        frozenset({State.PUBLISHED}),
        State.PUBLISHED,
        PUBLISH,
        needs_complete=True,
        makes_reviewed=True,
    ),
    Step.REVISE: Transition(frozenset({State.PUBLISHED}), State.PUBLISHED, CHANGE),
    Step.RETURN: Transition(
        frozenset({State.IN_REVIEW, State.WITHDRAWN}), State.DRAFT, CHANGE, takes=For.BOTH
    ),
    Step.DISCARD: Transition(
        frozenset({State.DRAFT, State.IN_REVIEW}),
        State.WITHDRAWN,
        CHANGE,
        needs_reason=True,
        takes=For.COPIES,
    ),
    Step.SCHEDULE: Transition(
        frozenset({State.PUBLISHED}), State.PUBLISHED, PUBLISH, needs_reason=True
    ),
    Step.WITHDRAW: Transition(
        frozenset({State.PUBLISHED}), State.WITHDRAWN, PUBLISH, needs_reason=True
    ),
}


class StepError(Exception):
    """A step that cannot be taken."""

    def __init__(self, step: Step) -> None:
        super().__init__(str(step))
        self.step = step


class WrongStateError(StepError):
    """The step does not start from the state the trial is in now."""

    def __init__(self, step: Step, state: State) -> None:
        super().__init__(step)
        self.state = state


class NoRightError(StepError):
    """The person may not take this step."""


class NoReasonError(StepError):
    """The step needs a reason and got none."""


class OwnWorkError(StepError):
    """Whoever submitted a trial or edited it last does not publish it."""


class WrongDayError(StepError):
    """The day on which a trial leaves the list is today or past: withdraw it instead."""


def open_steps(trial: Trial, *, by: User) -> list[Step]:
    """The steps this person can take with the trial as it stands."""
    return [
        step
        for step, transition in TRANSITIONS.items()
        if can_start(step, trial) and by.has_perm(transition.right)
    ]


def can_start(step: Step, trial: Trial) -> bool:
    """By the trial alone; only what is the registry's can become ours, and one copy is enough."""
    transition = TRANSITIONS[step]
    wanted = For.COPIES if trial.revision_of_id else For.TRIALS
    if transition.takes not in (For.BOTH, wanted):
        return False
    if step is Step.REVIEW and trial.is_reviewed:
        return False
    if step is Step.REVISE and revising.copy_of(trial):
        return False
    return trial.review_state in transition.starts


def prepared_by(trial: Trial) -> set[int]:
    """Who submitted the trial last, and who edited it last; keys of accounts."""
    events = ReviewEvent.objects.filter(to_state=State.IN_REVIEW, actor__isnull=False)
    if trial.revision_of_id:
        events = events.filter(revision=trial.pk)
    else:
        events = events.filter(trial=trial, revision__isnull=True)
    submitted = events.order_by("-pk").values_list("actor", flat=True)[:1]
    edits = TrialChange.objects.filter(trial=trial, actor__isnull=False, is_step=False)
    edited = (
        change.actor_id
        for change in edits.order_by("-pk").iterator(chunk_size=50)
        if revising.is_about_contents(change)
    )
    return {pk for pk in (*submitted, next(edited, None)) if pk is not None}


def is_own_work(step: Step, trial: Trial, by: User) -> bool:
    """Whether the step publishes what this person prepared."""
    return step is Step.PUBLISH and by.pk in prepared_by(trial)


def submit_for_review(trial: Trial, *, by: User, now: datetime) -> ReviewEvent | None:
    """Ask somebody to look at a draft. Raises StepError."""
    return take(Step.SUBMIT, trial, by=by, now=now)


def publish(trial: Trial, *, by: User, now: datetime, reason: str = "") -> ReviewEvent | None:
    """Put a trial on the public list, as reviewed. Raises what :func:`take` raises.

    A working copy becomes what its trial says, and is gone; it needs a reason when that
    takes back what changed in the trial meanwhile.
    """
    return take(Step.PUBLISH, trial, by=by, now=now, reason=reason)


def return_to_draft(
    trial: Trial, *, by: User, now: datetime, reason: str = ""
) -> ReviewEvent | None:
    """Hand a trial back for more work. Raises StepError."""
    return take(Step.RETURN, trial, by=by, now=now, reason=reason)


def withdraw(trial: Trial, *, by: User, now: datetime, reason: str) -> ReviewEvent | None:
    """Take a trial off the public list. Raises StepError."""
    return take(Step.WITHDRAW, trial, by=by, now=now, reason=reason)


@transaction.atomic
def revise(trial: Trial, *, by: User, now: datetime) -> Trial:
    """The working copy of a published trial, begun now. Raises StepError."""
    held = _locked(trial)
    _refuse(Step.REVISE, held, by, "")
    with taking_a_step():
        return revising.begin(held, by=by, now=now)


@transaction.atomic
def schedule(
    trial: Trial, day: date | None, *, by: User, now: datetime, today: date, reason: str
) -> None:
    """From ``day`` on a published trial is not public; None takes an earlier day back.

    Raises StepError. The command ``withdraw_due_trials`` takes the step itself later.
    """
    held, reason = _locked(trial), reason.strip()
    _refuse(Step.SCHEDULE, held, by, reason)
    if day is not None and day <= today:
        raise WrongDayError(Step.SCHEDULE)
    acting(by)
    before = {"withdraw_on": held.withdraw_on, "withdraw_reason": held.withdraw_reason}
    held.withdraw_on, held.withdraw_reason = day, reason if day else ""
    with taking_a_step():
        held.save(update_fields=["withdraw_on", "withdraw_reason", "updated_at"])
    after = {"withdraw_on": held.withdraw_on, "withdraw_reason": reason}
    note(held, AuditEvent.Action.CHANGED, before=before, after=after, by=by, now=now)
    trial.withdraw_on, trial.withdraw_reason = held.withdraw_on, held.withdraw_reason


@transaction.atomic
def withdraw_due(today: date, *, system: str, now: datetime) -> list[Trial]:
    """Take the step for every trial whose day to leave the list has come; the day is kept."""
    due = Trial.objects.due(today).order_by("pk").select_for_update()
    for trial in due:
        _record(Step.WITHDRAW, trial, by=system, now=now, reason=trial.withdraw_reason)
    return list(due)


@transaction.atomic
def take(
    step: Step, trial: Trial, *, by: User, now: datetime, reason: str = ""
) -> ReviewEvent | None:
    """Take one step, by the state the database holds now. Raises StepError,
    IncompleteTrialError, FailedChecksError, UnansweredWarningsError.

    Warnings of the checks are answered by ``reason``, and kept with it in the trail.

    None when the state stays what it was. Of several at the same time one succeeds, and the
    others find the new state.
    """
    if step in (Step.REVISE, Step.SCHEDULE):
        raise ValueError(f"“{step}” has a function of its own")
    held = _locked(trial)
    reason = reason.strip()
    _refuse(step, held, by, reason)
    transition = TRANSITIONS[step]
    if transition.needs_complete and (found := gaps(held)):
        raise IncompleteTrialError(found)
    warned = _warned(step, held, reason, now)
    event = _record(step, held, by=by, now=now, reason=reason, warned=warned)
    trial.review_state, trial.is_reviewed = held.review_state, held.is_reviewed
    return event


def _locked(trial: Trial) -> Trial:
    """As the database holds it; the original first, so that nobody waits for one another."""
    if trial.revision_of_id:
        Trial.objects.select_for_update().get(pk=trial.revision_of_id)
    held = Trial.objects.select_for_update().filter(pk=trial.pk).first()
    if held is None:  # a working copy that somebody published or discarded meanwhile
        raise WrongStateError(Step.DISCARD, State.WITHDRAWN)
    return held


def _record(
    step: Step,
    held: Trial,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    warned: Mapping[str, object] | None = None,
) -> ReviewEvent | None:
    """The step itself, once nothing stands against it; the trail keeps ``warned`` with it."""
    acting(by)
    is_alone = isinstance(by, User) and is_own_work(step, held, by)
    transition, start = TRANSITIONS[step], State(held.review_state)
    before = {"review_state": start, "is_reviewed": held.is_reviewed}
    original = held.revision_of
    revision = held.pk if original else None
    event = None
    with taking_a_step():
        _change_contents(step, held, original, by, now)
        if transition.ends != start:
            event = ReviewEvent.objects.create(
                trial=original or held,
                revision=revision,
                from_state=start,
                to_state=transition.ends,
                actor=None if isinstance(by, str) else by,
                system=by if isinstance(by, str) else "",
                at=now,
                reason=reason,
                is_alone=is_alone,
            )
    held.review_state = transition.ends
    after = {"review_state": transition.ends, "is_reviewed": held.is_reviewed}
    told = {**({"reason": reason} if reason else {}), **(warned or {})}
    if revision:
        told["working_copy"] = revision
    changed = AuditEvent.Action.CHANGED
    note(original or held, changed, before=before, after=after | told, by=by, now=now)
    return event


def _change_contents(
    step: Step, held: Trial, original: Trial | None, by: Actor, now: datetime
) -> None:
    """What a step does beside moving the trial; a working copy is gone afterwards."""
    if TRANSITIONS[step].makes_reviewed and not held.is_reviewed:
        assert isinstance(by, User)  # only people review
        become_ours(held, by=by, now=now)
        held.save(update_fields=["is_reviewed", "updated_at"])
    if step is Step.WITHDRAW and held.withdraw_on:
        held.withdraw_on, held.withdraw_reason = None, ""
        held.save(update_fields=["withdraw_on", "withdraw_reason", "updated_at"])
    if original and step is Step.PUBLISH:
        original.is_reviewed = True
        revising.put_in_place(held, original)
    elif original and step is Step.DISCARD:
        revising.remove_copy(held)


def _warned(step: Step, held: Trial, reason: str, now: datetime) -> dict[str, list[str]]:
    """The warnings that the reason answers, as the trail keeps them."""
    if not TRANSITIONS[step].needs_complete:
        return {}
    today = now.astimezone(timezone.get_current_timezone()).date()
    warnings = refuse_findings(held, reason=reason, today=today)
    return {"warnings": [finding.code.value for finding in warnings]} if warnings else {}


def _refuse(step: Step, trial: Trial, by: User, reason: str) -> None:
    transition = TRANSITIONS[step]
    if not by.has_perm(transition.right):
        raise NoRightError(step)
    if not can_start(step, trial):
        raise WrongStateError(step, State(trial.review_state))
    if transition.needs_reason and not reason:
        raise NoReasonError(step)
    if step is Step.PUBLISH:
        _refuse_publishing(trial, by, reason)


def _refuse_publishing(trial: Trial, by: User, reason: str) -> None:
    if settings.SECOND_PERSON_PUBLISHES and is_own_work(Step.PUBLISH, trial, by):
        raise OwnWorkError(Step.PUBLISH)
    original = trial.revision_of
    if original is None:
        return
    if original.review_state != State.PUBLISHED:
        raise WrongStateError(Step.PUBLISH, State(original.review_state))
    if not reason and revising.changed_meanwhile(trial):
        raise NoReasonError(Step.PUBLISH)
