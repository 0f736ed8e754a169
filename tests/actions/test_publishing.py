from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import product
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from tests.factories import (
    make_age_rule,
    make_criteria_text,
    make_group,
    make_trial,
    make_trial_source,
    make_user,
)
from trials.actions import publishing
from trials.actions.acting import acting
from trials.actions.completeness import IncompleteTrialError
from trials.actions.publishing import (
    TRANSITIONS,
    NoReasonError,
    NoRightError,
    Step,
    WrongStateError,
)
from trials.models import AuditEvent, ReviewEvent, Trial


def complete_trial(state: str, **fields: object) -> Trial:
    trial = make_trial(review_state=state, **fields)
    make_trial_source(trial)
    make_criteria_text(trial)
    make_age_rule(make_group(trial))
    return trial


ALLOWED = {
    ("draft", Step.SUBMIT): "in_review",
    ("in_review", Step.PUBLISH): "published",
    ("in_review", Step.RETURN): "draft",
    ("withdrawn", Step.RETURN): "draft",
    ("published", Step.WITHDRAW): "withdrawn",
}


OF_THEIR_OWN = (Step.REVISE, Step.SCHEDULE)
"""Steps that more has to be told about, or that come to more than a state."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "step"), [pytest.param(*pair, id=f"{pair[1]} from {pair[0]}") for pair in ALLOWED]
)
def test_step_moves_the_trial_and_is_recorded(
    state: str, step: Step, reviewer: User, now: datetime
) -> None:
    trial = complete_trial(state)

    event = publishing.take(step, trial, by=reviewer, now=now, reason=" Closed early ")

    ends = ALLOWED[state, step]
    assert trial.review_state == ends
    assert Trial.objects.get(pk=trial.pk).review_state == ends
    assert (event.from_state, event.to_state, event.actor, event.at) == (
        state,
        ends,
        reviewer,
        now,
    )
    assert event.reason == "Closed early"
    audit = AuditEvent.objects.get()
    assert audit.before == {"review_state": state}
    assert audit.after == {"review_state": ends, "reason": "Closed early"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "step"),
    [
        pytest.param(state, step, id=f"{step} from {state}")
        for state, step in product(Trial.ReviewState.values, Step)
        if (state, step) not in ALLOWED and step not in OF_THEIR_OWN
    ],
)
def test_step_from_any_other_state_is_refused(
    state: str, step: Step, reviewer: User, now: datetime
) -> None:
    trial = complete_trial(state)

    with pytest.raises(WrongStateError) as refused:
        publishing.take(step, trial, by=reviewer, now=now, reason="Because")

    assert refused.value.state == state
    assert Trial.objects.get(pk=trial.pk).review_state == state
    assert not ReviewEvent.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("step", [step for step in Step if step not in OF_THEIR_OWN])
def test_referral_staff_take_no_step(step: Step, nurse: User, now: datetime) -> None:
    start = next(iter(TRANSITIONS[step].starts))

    with pytest.raises(NoRightError):
        publishing.take(step, complete_trial(start), by=nurse, now=now, reason="Because")


MAY = {
    #                  submit publish review revise return discard schedule withdraw
    "Coordinators": "  yes    no      no     yes    yes    yes     no       no",
    "Reviewers": "     yes    yes     yes    yes    yes    yes     yes      yes",
    "Referral staff": "no     no      no     no     no     no      no       no",
    "Administrators": "no     no      no     no     no     no      no       no",
}


@pytest.mark.django_db
@pytest.mark.parametrize("group", MAY)
def test_who_may_take_which_step(group: str, now: datetime) -> None:
    person, other = make_user(group), make_user("Coordinators")
    may = {}
    for step in Step:
        acting("a test")  # who makes the trial is not whoever took the step before
        starts = min(TRANSITIONS[step].starts)
        trial = complete_trial(starts, is_reviewed=step is not Step.REVIEW)
        if step is Step.DISCARD:
            trial = publishing.revise(complete_trial("published"), by=other, now=now)
        try:
            _take(step, trial, person, now)
            may[step] = "yes"
        except NoRightError:
            may[step] = "no"

    assert list(may.values()) == MAY[group].split()
    assert list(may) == list(Step)


def _take(step: Step, trial: Trial, by: User, now: datetime) -> None:
    if step is Step.REVISE:
        publishing.revise(trial, by=by, now=now)
    elif step is Step.SCHEDULE:
        day = now.date() + timedelta(days=1)
        publishing.schedule(trial, day, by=by, now=now, today=now.date(), reason="It closes")
    else:
        publishing.take(step, trial, by=by, now=now, reason="Because")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "allowed"),
    [(Step.SUBMIT, True), (Step.RETURN, True), (Step.PUBLISH, False), (Step.WITHDRAW, False)],
)
def test_editor_without_the_right_to_publish(step: Step, allowed: bool) -> None:
    editor = make_user("Coordinators")
    trials = [complete_trial(start) for start in TRANSITIONS[step].starts]

    assert all((step in publishing.open_steps(each, by=editor)) is allowed for each in trials)


@pytest.mark.django_db
@pytest.mark.parametrize(("is_reviewed", "may"), [(True, False), (False, True)])
def test_only_a_study_in_the_registrys_words_can_be_reviewed(
    is_reviewed: bool, may: bool, reviewer: User
) -> None:
    trial = complete_trial("published", is_reviewed=is_reviewed)

    assert (Step.REVIEW in publishing.open_steps(trial, by=reviewer)) is may


@pytest.mark.django_db
def test_reviewing_leaves_the_study_public(reviewer: User, now: datetime) -> None:
    trial = complete_trial("published", is_reviewed=False)

    event = publishing.take(Step.REVIEW, trial, by=reviewer, now=now)

    assert event is None
    assert trial.is_reviewed
    assert Trial.objects.get().is_reviewed
    assert Trial.objects.get().review_state == "published"
    audit = AuditEvent.objects.get()
    assert (audit.before, audit.after) == ({"is_reviewed": False}, {"is_reviewed": True})


@pytest.mark.django_db
def test_publishing_an_imported_study_makes_it_reviewed(reviewer: User, now: datetime) -> None:
    trial = complete_trial("in_review", is_reviewed=False)

    publishing.publish(trial, by=reviewer, now=now)

    assert Trial.objects.get().is_reviewed


@pytest.mark.django_db
@pytest.mark.parametrize("step", [Step.SUBMIT, Step.RETURN, Step.WITHDRAW])
def test_other_steps_leave_it_the_registrys(step: Step, reviewer: User, now: datetime) -> None:
    for start in TRANSITIONS[step].starts:
        trial = complete_trial(start, is_reviewed=False)
        publishing.take(step, trial, by=reviewer, now=now, reason="Because")

    assert not Trial.objects.filter(is_reviewed=True).exists()


@pytest.mark.django_db
def test_study_without_a_goal_in_plain_words_is_not_reviewed(
    reviewer: User, now: datetime
) -> None:
    trial = complete_trial("published", is_reviewed=False, goal="")

    with pytest.raises(IncompleteTrialError):
        publishing.take(Step.REVIEW, trial, by=reviewer, now=now)

    assert not Trial.objects.get().is_reviewed


@pytest.mark.django_db
def test_withdrawal_without_a_reason_is_refused(reviewer: User, now: datetime) -> None:
    with pytest.raises(NoReasonError):
        publishing.withdraw(complete_trial("published"), by=reviewer, now=now, reason="  ")


@pytest.mark.django_db
def test_incomplete_trial_is_not_published(reviewer: User, now: datetime) -> None:
    trial = make_trial(review_state="in_review")

    with pytest.raises(IncompleteTrialError):
        publishing.publish(trial, by=reviewer, now=now)

    assert Trial.objects.get(pk=trial.pk).review_state == "in_review"


@pytest.mark.django_db
def test_incomplete_draft_may_be_submitted(coordinator: User, now: datetime) -> None:
    trial = make_trial(review_state="draft")

    publishing.submit_for_review(trial, by=coordinator, now=now)

    assert trial.review_state == "in_review"


@pytest.mark.django_db
def test_returned_trial_is_a_draft_again(coordinator: User, now: datetime) -> None:
    trial = complete_trial("in_review")

    event = publishing.return_to_draft(trial, by=coordinator, now=now)

    assert (trial.review_state, event.reason) == ("draft", "")


@pytest.mark.django_db(transaction=True)
def test_of_several_at_the_same_time_one_publishes(now: datetime) -> None:
    person = make_user(is_superuser=True, is_staff=True)
    trial = complete_trial("in_review")
    start = Barrier(4)

    def publish() -> str:
        try:
            mine = Trial.objects.get(pk=trial.pk)
            start.wait(timeout=60)
            publishing.publish(mine, by=person, now=now)
        except WrongStateError as refused:
            return f"already {refused.state}"
        else:
            return "published"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(lambda _: publish(), range(4)))

    assert outcomes == ["already published"] * 3 + ["published"]
    assert ReviewEvent.objects.count() == 1
