import pytest

from trials.eligibility.ages import AgeLimit
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    CreatinineCriterion,
    FactCriterion,
    Leaf,
    PerformanceCriterion,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.presenters.rule_words import rule_words


def _fact(fact: str, operator: Operator, *values: str | int | float) -> FactCriterion:
    return FactCriterion(Condition(fact, operator, values))


@pytest.mark.parametrize(
    ("leaf", "words"),
    [
        pytest.param(
            _fact("cd123", Operator.IS, "positive"),
            "Did the lab find CD123 on the leukemia cells? Needed: Yes, it was found.",
            id="one answer",
        ),
        pytest.param(
            _fact("relapse_count", Operator.AT_LEAST, 2),
            "How many times has the disease come back? Needed: 2 times or more.",
            id="a number",
        ),
        pytest.param(
            FactCriterion(Condition("pregnant", Operator.IS, ("yes",)), side=Side.EXCLUDE),
            "Pregnant or breastfeeding: Not possible: Yes.",
            id="keeps out, asked of staff only",
        ),
        pytest.param(
            _fact("shoe_size", Operator.IS, "9"),
            "The study team will check this.",
            id="a fact nobody knows",
        ),
        pytest.param(
            TextCriterion("Leukemia must be detectable"), "Leukemia must be detectable", id="text"
        ),
        pytest.param(
            WashoutCriterion("prior_hsct", 90),
            "Has the patient had a stem cell (bone marrow) transplant from a donor? "
            "If so, at least 90 days ago.",
            id="waiting time",
        ),
        pytest.param(
            PerformanceCriterion(AgeLimit.years(16), 50, 60),
            "How well somebody manages the day, as the doctors grade it: at least 50 (Lansky) "
            "before the 16th birthday, at least 60 (Karnofsky) from then.",
            id="performance",
        ),
        pytest.param(
            CreatinineCriterion("cog"),
            "Kidney blood test (creatinine) no higher than the limit for age and sex.",
            id="creatinine",
        ),
    ],
)
def test_rule_is_said_as_what_a_study_asks(leaf: Leaf, words: str) -> None:
    assert rule_words(leaf) == words


def test_several_answers_are_joined_by_or() -> None:
    leaf = _fact("disease_status", Operator.IN, "relapsed", "refractory")

    assert " or " in rule_words(leaf)
