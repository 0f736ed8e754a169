"""Narrowing: what each query-set method keeps, and what it may let go."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
    make_trial_source,
)
from trials.eligibility.ages import AgeSpan, BirthInterval
from trials.eligibility.facts import Role
from trials.models import Trial

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 15)


def age(**parts: int) -> AgeSpan:
    return BirthInterval.of_age(TODAY, **parts).span(TODAY)


def born(*day: int) -> AgeSpan:
    return BirthInterval.on_date(date(*day)).span(TODAY)


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_published_leaves_out_a_trial_in_state(state: str) -> None:
    make_trial(review_state=state)
    published = make_trial()

    assert list(Trial.objects.published()) == [published]


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("RECRUITING", True),
        ("ENROLLING_BY_INVITATION", True),
        ("UNKNOWN", True),
        ("NOT_YET_RECRUITING", False),
        ("ACTIVE_NOT_RECRUITING", False),
        ("SUSPENDED", False),
        ("TERMINATED", False),
        ("COMPLETED", False),
        ("WITHDRAWN", False),
    ],
)
def test_recruiting_keeps_what_may_take_people_now(status: str, kept: bool) -> None:
    make_trial(overall_status=status)

    assert Trial.objects.recruiting().exists() is kept


def test_seeking_finds_the_role_in_any_group() -> None:
    trial = make_trial()
    make_group(trial, key="recipient")
    make_group(trial, key="donor", roles=["donor"])
    make_group(make_trial(), roles=["survivor"])

    assert list(Trial.objects.seeking(Role.DONOR)) == [trial]


def test_seeking_takes_a_group_without_roles_for_patients() -> None:
    trial = make_trial()
    make_group(trial, roles=[])

    assert list(Trial.objects.seeking(Role.PATIENT)) == [trial]
    assert not Trial.objects.seeking(Role.DONOR).exists()


@pytest.mark.parametrize(
    ("limits", "span", "kept"),
    [
        pytest.param({"maximum_months": 264}, born(2004, 3, 16), True, id="last day of 21"),
        pytest.param({"maximum_months": 264}, born(2004, 3, 15), False, id="22nd birthday"),
        pytest.param({"maximum_months": 264}, age(years=21), True, id="21, day unknown"),
        pytest.param({"minimum_months": 1}, born(2026, 2, 15), True, id="one month today"),
        pytest.param({"minimum_months": 1}, born(2026, 2, 16), False, id="one month tomorrow"),
        pytest.param({"minimum_days": 29}, born(2026, 2, 14), True, id="29 days today"),
        pytest.param({"minimum_days": 29}, born(2026, 2, 15), False, id="29 days tomorrow"),
        pytest.param({"maximum_days": 366}, born(2025, 3, 15), True, id="365 days today"),
        pytest.param({"maximum_days": 366}, born(2025, 3, 14), False, id="366 days today"),
        pytest.param(
            {"minimum_months": 228, "wide_minimum_months": 216}, age(years=18), True, id="unclear"
        ),
        pytest.param(
            {"minimum_months": 216, "minimum_plus_day": True},
            born(2008, 3, 15),
            True,
            id="older than 18, on the birthday: kept for the evaluation",
        ),
        pytest.param({"status": "not_stated"}, age(years=80), True, id="no age stated"),
        pytest.param(
            {"anchor": "diagnosis", "maximum_months": 24},
            age(years=40),
            True,
            id="an age long past: kept for the evaluation",
        ),
    ],
)
def test_open_to_age_decides_by_the_day(
    limits: dict[str, object], span: AgeSpan, kept: bool
) -> None:
    make_age_rule(make_group(make_trial()), **limits)

    assert Trial.objects.open_to_age(span, Role.PATIENT).exists() is kept


def test_open_to_age_needs_one_group_whose_every_limit_fits() -> None:
    trial = make_trial()
    group = make_group(trial)
    make_age_rule(group, minimum_months=12)
    make_age_rule(group, maximum_months=72)

    assert Trial.objects.open_to_age(age(years=5), Role.PATIENT).exists()
    assert not Trial.objects.open_to_age(age(years=6), Role.PATIENT).exists()
    assert not Trial.objects.open_to_age(age(months=6), Role.PATIENT).exists()


def test_open_to_age_ignores_the_limits_of_another_role() -> None:
    trial = make_trial()
    make_age_rule(make_group(trial, key="recipient"), maximum_months=264)
    make_age_rule(make_group(trial, key="donor", roles=["donor"]), minimum_months=228)

    assert Trial.objects.open_to_age(age(years=35), Role.DONOR).exists()
    assert not Trial.objects.open_to_age(age(years=35), Role.PATIENT).exists()


def test_open_to_age_keeps_every_trial_for_the_role_when_no_age_is_known() -> None:
    make_age_rule(make_group(make_trial()))

    assert Trial.objects.open_to_age(None, Role.PATIENT).exists()
    assert not Trial.objects.open_to_age(None, Role.DONOR).exists()


def test_studying_keeps_what_names_one_of_the_diseases_or_none_at_all() -> None:
    diseases = make_leukemias()
    for_aml, for_all, for_anybody = make_trial(), make_trial(), make_trial()
    make_disease_rule(make_group(for_aml), includes=[diseases["aml"]])
    make_disease_rule(make_group(for_all), includes=[diseases["b_all"], diseases["t_all"]])
    make_group(for_anybody)

    kept = set(Trial.objects.studying(["all", "b_all"], Role.PATIENT))

    assert kept == {for_all, for_anybody}


def test_studying_asks_every_rule_of_a_group() -> None:
    diseases = make_leukemias()
    group = make_group(make_trial())
    make_disease_rule(group, includes=[diseases["all"]])
    make_disease_rule(group, includes=[diseases["b_all"]])

    assert not Trial.objects.studying(["all"], Role.PATIENT).exists()
    assert Trial.objects.studying(["all", "b_all"], Role.PATIENT).exists()


def test_studying_leaves_exceptions_to_the_evaluation() -> None:
    diseases = make_leukemias()
    make_disease_rule(make_group(make_trial()), excepts=[diseases["apl"]])

    assert Trial.objects.studying(["apl"], Role.PATIENT).exists()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param({"nct_id": "04318678"}, "trial_nct_id_form", id="a number without NCT"),
        pytest.param({"review_state": "ready"}, "trial_review_state_known", id="unknown state"),
        pytest.param({"overall_status": "OPEN"}, "trial_status_known", id="unknown status"),
        pytest.param({"goal": ""}, "trial_words_not_empty", id="no goal"),
    ],
)
def test_database_refuses_a_trial_with(fields: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make_trial(**fields)


def test_registry_number_is_held_once_and_may_be_missing_often() -> None:
    make_trial(nct_id=None)
    make_trial(nct_id=None)
    make_trial(nct_id="NCT00000001")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_trial(nct_id="NCT00000001")


def test_database_refuses_a_source_without_a_name() -> None:
    with pytest.raises(IntegrityError, match="trial_source_reference_not_empty"):
        make_trial_source(make_trial(), reference="")


def test_trial_is_called_by_its_acronym_else_by_its_plain_title() -> None:
    assert str(make_trial(acronym="MEMCAR19")) == "MEMCAR19"
    assert str(make_trial(plain_title="Pain during chemotherapy")) == "Pain during chemotherapy"


def test_trial_has_an_address_of_its_own() -> None:
    assert make_trial(slug="catchaml").get_absolute_url() == "/trials/catchaml/"
