"""The database refuses age limits that cannot be meant."""

import pytest
from django.db import IntegrityError

from tests.factories import make_age_rule, make_group, make_trial
from trials.models import AgeRule, ParticipantGroup

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param(
            {"minimum_months": 12, "minimum_days": 365},
            "age_rule_minimum_one_unit",
            id="a minimum in months and in days",
        ),
        pytest.param(
            {"maximum_months": 12, "wide_maximum_months": 24, "wide_maximum_days": 1},
            "age_rule_wide_maximum_one_unit",
            id="a wide maximum in months and in days",
        ),
        pytest.param(
            {"minimum_months": 264, "maximum_months": 264},
            "age_rule_months_in_order",
            id="no age between the limits in months",
        ),
        pytest.param(
            {"minimum_days": 29, "maximum_days": 28},
            "age_rule_days_in_order",
            id="no age between the limits in days",
        ),
        pytest.param({"status": "stated"}, "age_rule_stated_has_limit", id="stated, no limit"),
        pytest.param(
            {"status": "not_stated", "maximum_months": 264},
            "age_rule_unstated_has_no_limit",
            id="not stated, and a limit",
        ),
        pytest.param(
            {"status": "no_limit", "wide_maximum_open": True},
            "age_rule_unstated_has_no_limit",
            id="no limit, and a wide one",
        ),
    ],
)
def test_database_refuses_an_age_rule_with(fields: dict[str, object], constraint: str) -> None:
    group = make_group(make_trial())

    with pytest.raises(IntegrityError, match=constraint):
        make_age_rule(group, **fields)


def test_outer_limits_are_the_wide_ones_where_sources_differ() -> None:
    rule = make_age_rule(
        make_group(make_trial()), minimum_months=228, wide_minimum_months=216, maximum_months=264
    )
    rule.refresh_from_db()

    assert rule.outer_minimum_months == 216
    assert rule.outer_maximum_months == 264


def test_outer_limits_take_the_unit_of_the_wide_limit() -> None:
    rule = make_age_rule(make_group(make_trial()), minimum_months=1, wide_minimum_days=28)
    rule.refresh_from_db()

    assert (rule.outer_minimum_months, rule.outer_minimum_days) == (None, 28)


def test_outer_limit_is_open_where_a_source_knows_none() -> None:
    rule = make_age_rule(
        make_group(make_trial()), maximum_months=216, wide_maximum_open=True, quote="under 18"
    )
    rule.refresh_from_db()

    assert rule.outer_maximum_months is None


def test_short_name_of_a_group_is_unique_within_its_trial() -> None:
    trial = make_trial()
    make_group(trial, key="main")
    make_group(make_trial(), key="main")

    with pytest.raises(IntegrityError, match="participant_group_key_once"):
        make_group(trial, key="main")


def test_database_refuses_a_role_nobody_knows() -> None:
    with pytest.raises(IntegrityError, match="participant_group_roles_known"):
        make_group(make_trial(), roles=["neighbour"])


def test_database_refuses_a_group_without_words() -> None:
    with pytest.raises(IntegrityError, match="participant_group_words_not_empty"):
        make_group(make_trial(), label="")


def test_groups_come_in_their_order() -> None:
    trial = make_trial()
    make_group(trial, key="donor", position=1)
    make_group(trial, key="recipient", position=0)

    keys = ParticipantGroup.objects.filter(trial=trial).values_list("key", flat=True)
    assert list(keys) == ["recipient", "donor"]


def test_age_rule_reads_as_its_sentence_or_as_what_the_source_says() -> None:
    assert str(AgeRule(quote="Younger than 22 years old")) == "Younger than 22 years old"
    assert str(AgeRule(status="not_stated")) == "the source states no age"
