"""Rules about one fact that nobody can meet at once."""

import pytest

from trials.catalogue import CATALOGUE
from trials.eligibility.clashes import clashing
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import Side

Rule = tuple[Condition, Side]


def must(fact: str, operator: str, *values: str | int | float) -> Rule:
    return Condition(fact, Operator(operator), values), Side.INCLUDE


def must_not(fact: str, operator: str, *values: str | int | float) -> Rule:
    return Condition(fact, Operator(operator), values), Side.EXCLUDE


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([must("mrd_pct", ">=", 5), must("mrd_pct", "<", 0.1)], id="empty interval"),
        pytest.param([must("mrd_pct", ">", 5), must("mrd_pct", "<=", 5)], id="touching, one open"),
        pytest.param(
            [must("relapse_count", ">", 2), must("relapse_count", "<", 3)],
            id="no whole number between",
        ),
        pytest.param(
            [must("relapse_count", ">=", 2), must_not("relapse_count", ">=", 2)],
            id="a number needed and refused",
        ),
        pytest.param(
            [must("cd19", "is", "positive"), must_not("cd19", "is", "positive")],
            id="needed and refused",
        ),
        pytest.param(
            [must("cd19", "is", "positive"), must("cd19", "is", "negative")], id="both of two"
        ),
        pytest.param(
            [must_not("cd19", "is", "positive"), must_not("cd19", "is", "negative")],
            id="every answer refused",
        ),
        pytest.param(
            [
                must("disease_status", "in", "relapsed", "refractory"),
                must_not("disease_status", "in", "relapsed", "refractory", "in_remission"),
            ],
            id="all that are needed are refused",
        ),
    ],
)
def test_rules_that_leave_nobody_clash_at_the_last(rules: list[Rule]) -> None:
    assert clashing(rules, CATALOGUE) == (1,)
    assert clashing(rules[::-1], CATALOGUE) == (1,)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(
            [must("mrd_pct", ">=", 5), must("mrd_pct", "<=", 5)], id="exactly one number"
        ),
        pytest.param([must("mrd_pct", ">", 2), must("mrd_pct", "<", 3)], id="fractions between"),
        pytest.param(
            [must("disease_status", "is", "relapsed"), must("disease_status", "is", "refractory")],
            id="somebody may have both",
        ),
        pytest.param(
            [
                must("disease_status", "in", "relapsed", "refractory"),
                must_not("disease_status", "is", "refractory"),
            ],
            id="one of the needed is left",
        ),
        pytest.param(
            [must("cd19", "is", "positive"), must_not("cd22", "is", "positive")],
            id="different facts",
        ),
        pytest.param(
            [must("no_such_fact", "is", "a"), must("no_such_fact", "is", "b")], id="unknown fact"
        ),
        pytest.param([must_not("relapse_count", "=", 2)], id="a hole"),
        pytest.param([must("mrd_pct", ">=", 5), must("mrd_pct", ">=", 3)], id="a lower minimum"),
        pytest.param([must("mrd_pct", "<", 5), must("mrd_pct", "<", 7)], id="a higher maximum"),
        pytest.param(
            [must("diagnosis_date", "is", "a"), must("diagnosis_date", "is", "b")],
            id="no comparison of days",
        ),
    ],
)
def test_rules_that_leave_somebody_do_not_clash(rules: list[Rule]) -> None:
    assert clashing(rules, CATALOGUE) == ()


def test_a_fact_is_named_once() -> None:
    rules = [must("mrd_pct", ">", 5), must("mrd_pct", "<", 1), must("mrd_pct", "<", 2)]

    assert clashing(rules, CATALOGUE) == (1,)


def test_a_comparison_with_less_than_nothing_clashes_alone() -> None:
    assert clashing([must("relapse_count", "<", 0)], CATALOGUE) == (0,)
