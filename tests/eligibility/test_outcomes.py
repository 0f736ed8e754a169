"""Values without reasons: those of the findings. Facts and rules are those of asked.py."""

from dataclasses import replace
from itertools import product

import pytest

from tests.eligibility.asked import (
    aged,
    disease,
    is_,
    number,
    of_age,
    person,
    team,
    washout,
)
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeStatus
from trials.eligibility.catalogue import Persona
from trials.eligibility.criteria import (
    AgeCriterion,
    CreatinineCriterion,
    Leaf,
    PerformanceCriterion,
    Side,
)
from trials.eligibility.findings import find
from trials.eligibility.outcomes import outcome
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth

NOT_KNOWN = frozenset({"diagnosis", "lineage", "bcr_abl1", "birth_date", "cd19"})


def not_knowing(who: Person) -> Person:
    return who.having(replace(who.facts, not_known=NOT_KNOWN))


PEOPLE = [
    person(),
    person("all", births=of_age(9)),
    person("b_all", births=of_age(9), cd19="positive", persona=Persona.STAFF),
    person("leukemia", "sickle", births=of_age(3), prior_hsct_days=20),
    person("apl", births=of_age(30), relapse_count=2),
    not_knowing(person()),
    not_knowing(person("all", births=of_age(9))),
    not_knowing(person("leukemia", births=of_age(12))),
]
RULES: list[Leaf] = [
    team(),
    is_("cd19=positive"),
    is_("hiv=no"),
    is_("shoe_size=37"),
    number("relapse_count", ">=", 2),
    washout(90),
    disease("b_all"),
    disease("b_all t_all"),
    disease("leukemia", "b_all"),
    disease(exclude="apl"),
    disease("aml", "apl"),
    disease(),
    aged(5),
    aged(until=12),
    aged(9, until=10),
    aged(2, anchor=AgeAnchor.DIAGNOSIS),
    aged(2, until=9, anchor=AgeAnchor.RELAPSE),
    AgeCriterion(AgeRule(status=AgeStatus.NOT_STATED)),
    AgeCriterion(AgeRule(status=AgeStatus.NO_LIMIT)),
    PerformanceCriterion(AgeLimit.years(16), 60, 60),
    CreatinineCriterion("cog"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_value_is_that_of_the_finding(rule: Leaf) -> None:
    for who, side in product(PEOPLE, Side):
        sided = replace(rule, side=side)
        assert outcome(sided, who) is find(sided, who).truth


def test_these_rules_come_to_every_value() -> None:
    assert {outcome(rule, who) for rule in RULES for who in PEOPLE} == set(Truth)
