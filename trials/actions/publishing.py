"""The way of a trial to the public list and away from it again.

         submit              publish               withdraw
draft ------------> in review --------> published ----------> withdrawn
  ^                     |                                         |
  +------- return ------+------------------- return --------------+
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction

from trials.actions.audit import note
from trials.actions.completeness import IncompleteTrialError, gaps
from trials.models import AuditEvent, ReviewEvent, Trial

State = Trial.ReviewState

CHANGE = "trials.change_trial"
PUBLISH = "trials.publish_trial"


class Step(StrEnum):
    """What can be done with a trial as a whole."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    RETURN = "return"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a step starts and ends, and what it asks for."""

    starts: frozenset[State]
    ends: State
    right: str
    needs_complete: bool = False
    needs_reason: bool = False


TRANSITIONS: Mapping[Step, Transition] = {
    Step.SUBMIT: Transition(frozenset({State.DRAFT}), State.IN_REVIEW, CHANGE),
    Step.PUBLISH: Transition(
        frozenset({State.IN_REVIEW}), State.PUBLISHED, PUBLISH, needs_complete=True
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
        if trial.review_state in transition.starts and by.has_perm(transition.right)
    ]


def submit_for_review(trial: Trial, *, by: User, now: datetime) -> ReviewEvent:
    """Ask somebody to look at a draft. Raises StepError."""
    return take(Step.SUBMIT, trial, by=by, now=now)


def publish(trial: Trial, *, by: User, now: datetime) -> ReviewEvent:
    """Put a reviewed trial on the public list. Raises StepError, IncompleteTrialError."""
    return take(Step.PUBLISH, trial, by=by, now=now)


def return_to_draft(trial: Trial, *, by: User, now: datetime, reason: str = "") -> ReviewEvent:
    """Hand a trial back for more work. Raises StepError."""
    return take(Step.RETURN, trial, by=by, now=now, reason=reason)


def withdraw(trial: Trial, *, by: User, now: datetime, reason: str) -> ReviewEvent:
    """Take a trial off the public list. Raises StepError."""
    return take(Step.WITHDRAW, trial, by=by, now=now, reason=reason)


@transaction.atomic
def take(step: Step, trial: Trial, *, by: User, now: datetime, reason: str = "") -> ReviewEvent:
    """Take one step, by the state the database holds now. Raises StepError.

    Of several at the same time one succeeds, and the others find the new state.
    """
    held = Trial.objects.select_for_update().get(pk=trial.pk)
    reason = reason.strip()
    _refuse(step, held, by, reason)
    transition, start = TRANSITIONS[step], State(held.review_state)
    if transition.needs_complete and (found := gaps(held)):
        raise IncompleteTrialError(found)
    held.review_state = trial.review_state = transition.ends
    held.save(update_fields=["review_state", "updated_at"])
    note(
        held,
        AuditEvent.Action.CHANGED,
        before={"review_state": start},
        after={"review_state": transition.ends} | ({"reason": reason} if reason else {}),
        by=by,
        now=now,
    )
    return ReviewEvent.objects.create(
        trial=held,
        from_state=start,
        to_state=transition.ends,
        actor=by,
        at=now,
        reason=reason,
    )


def _refuse(step: Step, trial: Trial, by: User, reason: str) -> None:
    transition = TRANSITIONS[step]
    if not by.has_perm(transition.right):
        raise NoRightError(step)
    if trial.review_state not in transition.starts:
        raise WrongStateError(step, State(trial.review_state))
    if transition.needs_reason and not reason:
        raise NoReasonError(step)
