"""Which facts a rule depends on. Facts and rules are those of asked.py."""

import pytest

from tests.eligibility.asked import aged, disease, is_, number, team, washout
from tests.eligibility.universe import GRAPH
from trials.eligibility.ages import AgeAnchor, AgeLimit
from trials.eligibility.criteria import CreatinineCriterion, Leaf, PerformanceCriterion
from trials.eligibility.dependencies import depends_on, named_by, with_diagnosis

DEFINING = {
    "lineage",
    "bcr_abl1",
    "pml_rara",
    "npm1",
    "down_syndrome",
    "flt3_itd",
    "hb_genotype",
    "age_at_diagnosis",
}
"""Of all diseases in universe.py: any of them may settle a disease somewhere below."""


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        pytest.param(team(), set(), id="text: none"),
        pytest.param(is_("cd19=positive"), {"cd19"}, id="fact"),
        pytest.param(number("relapse_count", ">=", 2), {"relapse_count"}, id="number"),
        pytest.param(washout(90), {"prior_hsct", "prior_hsct_days"}, id="waiting time"),
        pytest.param(disease("aml", "apl"), {"diagnosis", *DEFINING}, id="disease"),
        pytest.param(aged(5), {"birth_date"}, id="age now"),
        pytest.param(
            aged(5, anchor=AgeAnchor.DIAGNOSIS),
            {"birth_date", "age_at_diagnosis"},
            id="age at diagnosis",
        ),
        pytest.param(
            aged(5, anchor=AgeAnchor.RELAPSE), {"birth_date", "age_at_relapse"}, id="at relapse"
        ),
        pytest.param(
            PerformanceCriterion(AgeLimit.years(16), 60, 60),
            {"birth_date", "lansky", "karnofsky"},
            id="performance",
        ),
        pytest.param(
            CreatinineCriterion("cog"),
            {"birth_date", "sex", "creatinine_mg_dl"},
            id="creatinine",
        ),
    ],
)
def test_rule_depends_on_the_facts_that_could_settle_it(rule: Leaf, facts: set[str]) -> None:
    assert depends_on(rule, GRAPH) == facts


@pytest.mark.parametrize("fact", ["lineage", "cd19", "diagnosis", "birth_date"])
@pytest.mark.parametrize("rule", [disease("aml"), is_("lineage=b"), is_("cd19=positive"), team()])
def test_fact_that_may_settle_a_disease_is_told_with_the_diagnosis(rule: Leaf, fact: str) -> None:
    depends = fact in depends_on(rule, GRAPH)
    assert depends is not with_diagnosis({fact}, GRAPH).isdisjoint(named_by(rule))
