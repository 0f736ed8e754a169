import pytest

from tests.factories import (
    make_age_rule,
    make_disease,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
)
from tests.shipped_diseases import load_diseases
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeRuleError, AgeStatus
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import AgeCriterion, AllOf, DiseaseCriterion
from trials.eligibility.facts import Role
from trials.models import AgeRule as StoredAgeRule
from trials.models import Disease, DiseasePath, Trial
from trials.rulebook import (
    UnreadableFactError,
    age_rule,
    disease_graph,
    rules_for,
    store_age_rule,
    with_rules,
)

pytestmark = pytest.mark.django_db

RULES = [
    pytest.param(AgeRule(maximum=AgeLimit.years(22)), id="younger than 22"),
    pytest.param(
        AgeRule(minimum=AgeLimit.months(1), maximum=AgeLimit.years(6)), id="1 month to 5 years"
    ),
    pytest.param(AgeRule(minimum=AgeLimit.days(29)), id="29 days or older"),
    pytest.param(
        AgeRule(minimum=AgeLimit.years(19), wide_minimum=AgeLimit.years(18)), id="19, maybe 18"
    ),
    pytest.param(
        AgeRule(
            minimum=AgeLimit(216, AgeLimit.months(0).scale, plus_day=True),
            wide_minimum=AgeLimit.years(18),
        ),
        id="older than 18",
    ),
    pytest.param(
        AgeRule(maximum=AgeLimit.years(18), wide_maximum_open=True), id="under 18, maybe any"
    ),
    pytest.param(
        AgeRule(maximum=AgeLimit.years(2), anchor=AgeAnchor.DIAGNOSIS), id="under 2 at diagnosis"
    ),
    pytest.param(AgeRule(status=AgeStatus.NOT_STATED), id="not stated"),
    pytest.param(AgeRule(status=AgeStatus.NO_LIMIT), id="no limit"),
]


@pytest.mark.parametrize("rule", RULES)
def test_age_rule_is_the_same_after_it_was_stored(rule: AgeRule) -> None:
    row = StoredAgeRule(group=make_group(make_trial()), source="A page")
    store_age_rule(row, rule)
    row.save()
    row.refresh_from_db()

    assert age_rule(row) == rule


@pytest.mark.parametrize("rule", RULES)
def test_storing_a_rule_leaves_nothing_of_the_rule_before(rule: AgeRule) -> None:
    row = StoredAgeRule(
        minimum_days=3, minimum_plus_day=True, wide_maximum_open=True, maximum_months=9
    )
    store_age_rule(row, rule)

    assert age_rule(row) == rule


def test_limits_that_nobody_can_meet_are_refused() -> None:
    with pytest.raises(AgeRuleError):
        age_rule(StoredAgeRule(minimum_months=24, maximum_days=30))


def test_rules_of_a_trial_keep_groups_roles_sentences_and_exceptions() -> None:
    diseases = make_leukemias()
    trial = make_trial(slug="memory")
    recipient = make_group(trial, key="recipient", position=0)
    make_age_rule(recipient, maximum_months=264, quote="21 years or younger", note="ask")
    make_disease_rule(recipient, includes=[diseases["aml"]], excepts=[diseases["apl"]])
    make_group(trial, key="donor", roles=["donor"], position=1)

    rules = rules_for(with_rules(Trial.objects.all()).get())

    first, second = rules.groups
    assert rules.key == "memory"
    assert (first.key, first.roles) == ("recipient", {Role.PATIENT})
    assert (second.key, second.roles) == ("donor", {Role.DONOR})
    assert isinstance(first.criterion, AllOf)
    age, disease = first.criterion.parts
    assert isinstance(age, AgeCriterion)
    assert isinstance(disease, DiseaseCriterion)
    assert (age.origin.quote, age.origin.source) == ("21 years or younger", "A page")
    assert age.origin.note == "ask"
    assert (disease.include, disease.exclude) == (("aml",), ("apl",))


def test_rules_of_many_trials_take_as_many_queries_as_of_one(
    django_assert_num_queries: object,
) -> None:
    diseases = make_leukemias()
    for _ in range(5):
        group = make_group(make_trial())
        make_age_rule(group)
        make_disease_rule(group, includes=[diseases["all"]], excepts=[diseases["ph_pos"]])

    with django_assert_num_queries(13):
        assert len([rules_for(trial) for trial in with_rules(Trial.objects.all())]) == 5


def test_graph_holds_parents_parts_groups_and_defining_facts() -> None:
    make_leukemias()
    make_disease("infant", defining_facts=["age_at_diagnosis<12mo"], exclusive_groups=["band"])

    graph = disease_graph()

    assert graph.ancestors("ph_pos") == {"ph_pos", "b_all", "all", "leukemia"}
    assert graph.node("all").parts == {"b_all", "t_all"}
    assert graph.node("ph_pos").defining == (Condition("bcr_abl1", Operator.IS, ("positive",)),)
    assert graph.node("infant").exclusive_groups == {"band"}
    assert graph.node("infant").defining == (
        Condition("age_at_diagnosis", Operator.BELOW, (AgeLimit.months(12),)),
    )


def test_graph_is_read_once_until_something_changes(django_assert_num_queries: object) -> None:
    diseases = make_leukemias()
    graph = disease_graph()

    with django_assert_num_queries(1):
        assert disease_graph() is graph

    make_disease("etp", parents=[diseases["t_all"]])
    assert "etp" in disease_graph()


def test_graph_refuses_a_defining_fact_it_cannot_read() -> None:
    make_disease("odd", defining_facts=["age_at_diagnosis<young"])

    with pytest.raises(UnreadableFactError, match="<young"):
        disease_graph()


def test_graph_of_the_shipped_diseases_agrees_with_the_paths_the_database_keeps() -> None:
    load_diseases()

    graph = disease_graph()
    kept = set(DiseasePath.objects.values_list("ancestor__code", "descendant__code"))

    assert Disease.objects.count() == 208
    assert kept == {(above, code) for code in graph for above in graph.ancestors(code)}
