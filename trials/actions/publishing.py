"""The way of a trial to the public list and away from it again.

         submit              publish               withdraw
draft ------------> in review --------> published ----------> withdrawn
  ^                     |                                         |
  +------- return ------+------------------- return --------------+

A study that an import published stands there in the registry's words until somebody takes
the step "review"; publishing from "in review" does the same on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from trials.actions.audit import note
from trials.actions.checks import refuse_findings
from trials.actions.completeness import IncompleteTrialError, gaps
from trials.actions.reviewing import become_ours
from trials.models import AuditEvent, ReviewEvent, Trial

State = Trial.ReviewState

CHANGE = "trials.change_trial"
PUBLISH = "trials.publish_trial"


class Step(StrEnum):
    """What can be done with a trial as a whole."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    REVIEW = "review"
    RETURN = "return"
    WITHDRAW = "withdraw"


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


TRANSITIONS: Mapping[Step, Transition] = {
    Step.SUBMIT: Transition(frozenset({State.DRAFT}), State.IN_REVIEW, CHANGE),
    Step.PUBLISH: Transition(
        frozenset({State.IN_REVIEW}),
        State.PUBLISHED,
        PUBLISH,
        needs_complete=True,
        makes_reviewed=True,
    ),
    Step.REVIEW: Transition(
        frozenset({State.PUBLISHED}),
        State.PUBLISHED,
        PUBLISH,
        needs_complete=True,
        makes_reviewed=True,
    ),
    Step.RETURN: Transition(frozenset({State.IN_REVIEW, State.WITHDRAWN}), State.DRAFT, CHANGE),
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


def open_steps(trial: Trial, *, by: User) -> list[Step]:
    """The steps this person can take with the trial as it stands."""
    return [
        step
        for step, transition in TRANSITIONS.items()
        if can_start(step, trial) and by.has_perm(transition.right)
    ]


def can_start(step: Step, trial: Trial) -> bool:
    """By the state of the trial alone; only what is the registry's can become ours."""
    if step is Step.REVIEW and trial.is_reviewed:
        return False
    return trial.review_state in TRANSITIONS[step].starts


def submit_for_review(trial: Trial, *, by: User, now: datetime) -> ReviewEvent | None:
    """Ask somebody to look at a draft. Raises StepError."""
    return take(Step.SUBMIT, trial, by=by, now=now)


def publish(trial: Trial, *, by: User, now: datetime, reason: str = "") -> ReviewEvent | None:
    """Put a trial on the public list, as reviewed. Raises what :func:`take` raises."""
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
def take(
    step: Step, trial: Trial, *, by: User, now: datetime, reason: str = ""
) -> ReviewEvent | None:
    """Take one step, by the state the database holds now. Raises StepError,
    IncompleteTrialError, FailedChecksError, UnansweredWarningsError.

    Warnings of the checks are answered by ``reason``, and kept with it in the trail.

    None when the state stays what it was. Of several at the same time one succeeds, and the
    others find the new state.
    """
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    reason = reason.strip()
    _refuse(step, held, by, reason)
    transition, start = TRANSITIONS[step], State(held.review_state)
    if transition.needs_complete and (found := gaps(held)):
        raise IncompleteTrialError(found)
    warned = _warned(step, held, reason, now)
    before = {"review_state": start, "is_reviewed": held.is_reviewed}
    held.review_state = transition.ends
    if transition.makes_reviewed and not held.is_reviewed:
        become_ours(held, by=by, now=now)
    held.save(update_fields=["review_state", "is_reviewed", "updated_at"])
    trial.review_state, trial.is_reviewed = held.review_state, held.is_reviewed
    after = {"review_state": transition.ends, "is_reviewed": held.is_reviewed}
    note(
        held,
        AuditEvent.Action.CHANGED,
        before=before,
        after=after | ({"reason": reason} if reason else {}) | warned,
        by=by,
        now=now,
    )
    if transition.ends == start:
        return None
    return ReviewEvent.objects.create(
        trial=held,
        from_state=start,
        to_state=transition.ends,
        actor=by,
        at=now,
        reason=reason,
    )


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
