import pytest

from tests.factories import make_group, make_leukemias, make_trial
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    CreatinineCriterion,
    DiseaseCriterion,
    FactCriterion,
    Not,
    Origin,
    PerformanceCriterion,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.models import CriterionBox, DiseaseRule, ParticipantGroup, TextRule, Trial
from trials.rulebook import (
    UnknownDiseaseCodeError,
    criteria_of,
    groups_with_rules,
    rules_for,
    store_criteria,
    with_rules,
)

pytestmark = pytest.mark.django_db

TREE = AllOf(
    (
        AgeCriterion(
            AgeRule(maximum=AgeLimit.years(22)),
            Origin("Age ≤21 years old", "A page", "a note", "a conflict", "main.1"),
        ),
        AnyOf(
            (
                DiseaseCriterion(("t_all", "aml"), ("apl",), Origin(ref="main.2")),
                AllOf(
                    (
                        DiseaseCriterion(("b_all",)),
                        FactCriterion(Condition("relapse_count", Operator.AT_LEAST, (2,))),
                        Not(TextCriterion("Leukemia in the brain")),
                    )
                ),
            )
        ),
        FactCriterion(Condition("disease_status", Operator.IN, ("relapsed", "refractory"))),
        FactCriterion(Condition("mrd_pct", Operator.BELOW, (0.5,)), side=Side.EXCLUDE),
        WashoutCriterion("prior_hsct", 84),
        TextCriterion("Adequate organ function", Origin("adequate organ function")),
        PerformanceCriterion(AgeLimit.years(16), 50, 60, Origin("Lansky or Karnofsky")),
        CreatinineCriterion("cog", Origin("serum creatinine by age and sex")),
    )
)


def stored(group: ParticipantGroup) -> AllOf:
    return criteria_of(groups_with_rules(ParticipantGroup.objects.all()).get(pk=group.pk))


def test_tree_is_the_same_after_it_was_stored() -> None:
    make_leukemias()
    group = make_group(make_trial())

    store_criteria(group, TREE)

    assert stored(group) == TREE


def test_diseases_keep_the_order_in_which_the_source_names_them() -> None:
    make_leukemias()
    group = make_group(make_trial())
    tree = AllOf((DiseaseCriterion(("t_all", "all", "b_all"), ("leukemia", "aml")),))

    store_criteria(group, tree)

    (rules,) = rules_for(with_rules(Trial.objects.all()).get()).groups
    assert rules.criterion == stored(group) == tree


def test_storing_replaces_everything_that_was_there() -> None:
    make_leukemias()
    group = make_group(make_trial())
    store_criteria(group, TREE)

    store_criteria(group, AllOf((TextCriterion("Ask"),)))

    assert stored(group) == AllOf((TextCriterion("Ask"),))
    assert not CriterionBox.objects.exists()
    assert not DiseaseRule.objects.exists()


def test_unknown_diseases_are_named() -> None:
    make_leukemias()
    group = make_group(make_trial())

    with pytest.raises(UnknownDiseaseCodeError, match="lukemia") as error:
        store_criteria(group, AllOf((DiseaseCriterion(("aml", "lukemia")),)))

    assert error.value.codes == ("lukemia",)


def test_box_of_none_with_several_rules_means_not_any_of_them() -> None:
    group = make_group(make_trial())
    box = CriterionBox.objects.create(group=group, operator="not")
    for text in ("one", "two"):
        TextRule.objects.create(group=group, box=box, text=text)

    assert stored(group) == AllOf((Not(AnyOf((TextCriterion("one"), TextCriterion("two")))),))


def test_empty_box_says_nothing() -> None:
    group = make_group(make_trial())
    CriterionBox.objects.create(group=group, operator="any")

    assert stored(group) == AllOf(())
