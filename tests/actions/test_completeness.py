import pytest

from tests.factories import (
    make_age_rule,
    make_disease,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
    make_trial_source,
    put_in_state,
)
from tests.seven_studies import load_seven_studies
from trials.actions.completeness import Gap, IncompleteTrialError, Lack, gaps, refuse_new_gaps
from trials.models import CriterionBox, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> ParticipantGroup:
    """Of a trial that lacks nothing."""
    trial = make_trial()
    make_trial_source(trial)
    group = make_group(trial)
    make_age_rule(group)
    return group


def lacks(trial: Trial) -> list[tuple[Lack, ParticipantGroup | None]]:
    return [(gap.lack, gap.group) for gap in gaps(trial)]


def test_trial_with_source_group_and_quoted_age_lacks_nothing(group: ParticipantGroup) -> None:
    assert gaps(group.trial) == ()


def test_imported_study_lacks_a_goal_in_our_words(group: ParticipantGroup) -> None:
    Trial.objects.update(goal="", is_reviewed=False)

    assert lacks(Trial.objects.get()) == [(Lack.GOAL, None)]


def test_shipped_trials_lack_nothing() -> None:
    load_seven_studies()

    assert {str(trial): gaps(trial) for trial in Trial.objects.all() if gaps(trial)} == {}


def test_trial_without_group_and_source_lacks_both() -> None:
    assert lacks(make_trial()) == [(Lack.SOURCE, None), (Lack.GROUP, None)]


def test_approved_treatment_is_no_study(group: ParticipantGroup) -> None:
    group.trial.kind = "approved_therapy"

    assert lacks(group.trial) == [(Lack.STUDY, None)]


def test_group_without_any_age_rule_lacks_one(group: ParticipantGroup) -> None:
    group.age_rules.all().delete()

    assert lacks(group.trial) == [(Lack.AGE_RULE, group)]


def test_group_for_which_the_source_states_no_age_needs_no_quote(
    group: ParticipantGroup,
) -> None:
    group.age_rules.all().delete()
    make_age_rule(group, status="not_stated")

    assert gaps(group.trial) == ()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"maximum_months": 264, "quote": " "}, id="limits"),
        pytest.param({"status": "no_limit", "quote": ""}, id="the statement that there is none"),
    ],
)
def test_age_without_its_sentence_is_a_gap(
    group: ParticipantGroup, fields: dict[str, object]
) -> None:
    make_age_rule(group, **fields)

    assert lacks(group.trial) == [(Lack.AGE_QUOTE, group)]


def test_age_limits_nobody_can_meet_are_a_gap(group: ParticipantGroup) -> None:
    make_age_rule(group, minimum_months=24, maximum_days=28, quote="2 years to 28 days")

    assert lacks(group.trial) == [(Lack.AGE_LIMITS_CONTRADICT, group)]


def test_disease_rule_about_no_disease_is_a_gap(group: ParticipantGroup) -> None:
    make_disease_rule(group)

    assert lacks(group.trial) == [(Lack.DISEASES, group)]


def test_disease_sentence_of_spaces_only_is_a_gap(group: ParticipantGroup) -> None:
    make_disease_rule(group, includes=[make_disease("aml")], quote=" ")

    assert lacks(group.trial) == [(Lack.DISEASE_QUOTE, group)]


def test_rules_without_a_source_of_their_own_stand_in_the_sources_of_the_trial(
    group: ParticipantGroup,
) -> None:
    make_age_rule(group, maximum_months=264, quote="Under 22", source="")
    make_disease_rule(group, includes=[make_disease("aml")], source="")

    assert gaps(group.trial) == ()


@pytest.mark.parametrize(
    ("includes", "excepts", "expected"),
    [
        pytest.param(["apl"], ["aml"], True, id="exception above the only disease"),
        pytest.param(["aml"], ["aml"], True, id="the same disease"),
        pytest.param(["aml"], ["apl"], False, id="exception below it"),
        pytest.param(["apl", "all"], ["aml"], False, id="one of two diseases left"),
        pytest.param([], ["apl"], False, id="exception alone"),
    ],
)
def test_exceptions_that_leave_no_disease_are_a_gap(
    group: ParticipantGroup, includes: list[str], excepts: list[str], expected: bool
) -> None:
    diseases = make_leukemias()
    make_disease_rule(
        group,
        includes=[diseases[code] for code in includes],
        excepts=[diseases[code] for code in excepts],
    )

    assert ((Lack.DISEASES_ALL_EXCEPTED, group) in lacks(group.trial)) is expected


def test_the_same_gap_in_two_rules_of_a_group_is_named_once(group: ParticipantGroup) -> None:
    make_age_rule(group, maximum_months=264, quote="")
    make_age_rule(group, minimum_months=12, quote="")

    assert lacks(group.trial) == [(Lack.AGE_QUOTE, group)]


def test_rule_in_a_box_may_share_the_sentence_beside_it(group: ParticipantGroup) -> None:
    box = CriterionBox.objects.create(group=group, operator="any")
    make_disease_rule(group, includes=[make_disease("aml")], quote="", box=box)

    assert gaps(group.trial) == ()


def test_new_gaps_are_refused_in_a_published_trial_only() -> None:
    trial = make_trial(review_state="draft")
    refuse_new_gaps(trial, before=())

    put_in_state(trial, "published")
    with pytest.raises(IncompleteTrialError) as refused:
        refuse_new_gaps(trial, before=())

    assert [gap.lack for gap in refused.value.gaps] == [Lack.SOURCE, Lack.GROUP]


def test_gaps_that_were_there_before_are_let_be() -> None:
    trial = make_trial()

    refuse_new_gaps(trial, before=gaps(trial))
    with pytest.raises(IncompleteTrialError) as refused:
        refuse_new_gaps(trial, before=[Gap(Lack.SOURCE)])

    assert [gap.lack for gap in refused.value.gaps] == [Lack.GROUP]


def test_trial_that_is_gone_lacks_nothing() -> None:
    trial = make_trial()
    Trial.objects.all().delete()

    refuse_new_gaps(trial, before=())
