"""Studies that ask for more than age and disease."""

from tests.factories import make_group, make_trial
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Origin,
    Side,
)
from trials.models import Trial
from trials.rulebook import store_criteria


def status(value: str, side: Side = Side.INCLUDE) -> FactCriterion:
    return FactCriterion(Condition("disease_status", Operator.IS, (value,)), side=side)


def fact(key: str, value: str, side: Side = Side.INCLUDE) -> FactCriterion:
    return FactCriterion(
        Condition(key, Operator.IS, (value,)), Origin(f"About {key}.", "A page"), side
    )


def list_study(*criteria: Criterion, **fields: object) -> Trial:
    """For B-ALL, younger than 22, with more criteria."""
    trial = make_trial(**fields)
    under_22 = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)))
    tree = AllOf((under_22, DiseaseCriterion(("b_all",)), *criteria))
    store_criteria(make_group(trial), tree)
    return trial
