from datetime import date, datetime

import pytest
from django.contrib.auth.models import User

from tests.factories import (
    make_age_rule,
    make_criteria_text,
    make_expected_verdict,
    make_group,
    make_invented_patient,
    make_trial,
    make_trial_source,
)
from trials.actions import publishing
from trials.actions.checks import FailedChecksError, UnansweredWarningsError, checks_of
from trials.checking import Code
from trials.eligibility.criteria import FactCriterion
from trials.models import AgeRule, AuditEvent, FactRule, Trial

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 15)


@pytest.fixture
def trial() -> Trial:
    """In review; nothing stands against publishing it."""
    trial = make_trial(review_state="in_review")
    make_trial_source(trial)
    make_criteria_text(trial)
    make_age_rule(make_group(trial))
    return trial


def codes(trial: Trial) -> list[Code]:
    return [finding.code for finding in checks_of(trial, today=TODAY)]


def test_trial_in_order_raises_nothing(trial: Trial) -> None:
    assert codes(trial) == []


def test_error_is_not_published_whatever_the_reason(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    AgeRule.objects.update(maximum_months=22)

    with pytest.raises(FailedChecksError) as refused:
        publishing.publish(trial, by=reviewer, now=now, reason="It is right")

    assert [finding.code for finding in refused.value.findings] == [Code.AGE_UNITS]
    assert Trial.objects.get().review_state == "in_review"


def test_warning_is_published_with_a_reason_that_is_kept(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    trial.status_checked_on = date(2026, 1, 1)
    trial.save()

    with pytest.raises(UnansweredWarningsError) as refused:
        publishing.publish(trial, by=reviewer, now=now, reason=" ")
    publishing.publish(trial, by=reviewer, now=now, reason="Phoned the team today")

    assert [one.code for one in refused.value.findings] == [Code.STATUS_NOT_CHECKED]
    kept = AuditEvent.objects.get(subject="trial").after
    assert kept["reason"] == "Phoned the team today"
    assert kept["warnings"] == ["status_not_checked"]


@pytest.mark.parametrize(("days", "is_old"), [(30, False), (31, True)])
def test_status_is_old_after_thirty_days(trial: Trial, days: int, is_old: bool) -> None:
    trial.status_checked_on = date.fromordinal(TODAY.toordinal() - days)
    trial.save()

    assert (Code.STATUS_NOT_CHECKED in codes(trial)) is is_old


def test_sentence_that_nobody_spoke_of_is_an_error(trial: Trial) -> None:
    trial.criteria_text.text += "\n\nNo active infection"
    trial.criteria_text.save()

    (finding,) = checks_of(trial, today=TODAY)

    assert (finding.code, finding.count) == (Code.SENTENCE_NOT_COVERED, 1)
    assert finding.words == "No active infection"


def test_rules_that_keep_no_test_patient_out_are_a_warning_of_their_group(trial: Trial) -> None:
    group = trial.groups.get()
    FactRule.objects.create(
        group=group, fact="down_syndrome", operator="is", values=["yes"], side="exclude"
    )
    make_invented_patient(facts={"age_years": 30}, name="Kim, 30")

    (finding,) = checks_of(trial, today=TODAY)

    assert (finding.code, finding.group, finding.count) == (Code.NEVER_FAILED, group.key, 1)
    assert isinstance(finding.leaf, FactCriterion)
    make_invented_patient(trial, facts={"down_syndrome": "yes"}, name="Bo, Down syndrome")
    assert codes(trial) == []


def test_verdict_that_is_not_the_expected_one_is_a_warning(trial: Trial) -> None:
    grown_up = make_invented_patient(facts={"age_years": 30}, name="Kim, 30")
    make_expected_verdict(trial, grown_up, "may_match")
    make_expected_verdict(trial, make_invented_patient(trial), "may_match")

    (finding,) = checks_of(trial, today=TODAY)

    assert (finding.code, finding.named) == (Code.EXPECTATION_FLIPPED, ("Kim, 30",))


def test_checks_take_as_many_queries_for_many_rules(
    trial: Trial, django_assert_max_num_queries: object
) -> None:
    checks_of(trial, today=TODAY)  # diseases and their names are read once in a process
    with django_assert_max_num_queries(25) as few:  # type: ignore[operator]
        checks_of(trial, today=TODAY)
    for number in range(20):
        group = make_group(trial, key=f"group-{number}")
        make_age_rule(group)
        FactRule.objects.create(group=group, fact="cd19", operator="is", values=["positive"])

    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        checks_of(trial, today=TODAY)
