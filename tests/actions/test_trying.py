"""Which rules stand in the way of no test patient. Facts and rules are those of asked.py."""

import pytest

from tests.eligibility.asked import is_, is_not, none_of, person, team, trial
from trials.actions.trying import never_failed
from trials.eligibility.criteria import Criterion, FactCriterion
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.person import Person
from trials.eligibility.verdicts import Verdict, judge

RELAPSED = person(disease_status=frozenset({"relapsed"}))
NEW = person(disease_status=frozenset({"newly_diagnosed"}))
AGAIN, FIRST = "disease_status=relapsed", "disease_status=newly_diagnosed"


def unproven(rules: TrialRules, *persons: Person) -> list[str]:
    """The facts of the rules that stand in nobody's way."""
    found = [leaf for _group, leaf in never_failed(rules, persons)]
    return [leaf.condition.fact for leaf in found if isinstance(leaf, FactCriterion)]


@pytest.mark.parametrize(
    "criterion",
    [
        pytest.param(is_(FIRST), id="asked for"),
        pytest.param(is_not(AGAIN), id="kept out"),
        pytest.param(none_of(is_(AGAIN)), id="none of these"),
        pytest.param(none_of(is_not(FIRST)), id="none of these, kept out"),
        pytest.param(none_of(none_of(is_(FIRST))), id="none of none of these"),
        pytest.param(none_of(is_(AGAIN), team()), id="one of two"),
    ],
)
def test_rule_is_failed_by_the_patient_alone_whom_it_keeps_out(criterion: Criterion) -> None:
    rules = trial(criterion)
    assert judge(rules, RELAPSED).verdict is Verdict.NO_MATCH
    assert judge(rules, NEW).verdict is not Verdict.NO_MATCH

    assert unproven(rules, NEW) == ["disease_status"]
    assert unproven(rules, RELAPSED) == []
