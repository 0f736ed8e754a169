"""Short lists of what is still to be known."""

import pytest

from trials.eligibility.ages import AgeLimit, AgeRule, BirthInterval
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    CreatinineCriterion,
    DiseaseCriterion,
    FactCriterion,
    Finding,
    Leaf,
    PerformanceCriterion,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.facts import PatientFacts
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.presenters.needs import ShortList, checked_by_team, needed

NOBODY = PatientFacts()
SOMEBODY = PatientFacts(births=BirthInterval.in_year(2019), diagnoses=frozenset({"all"}))


def fact(key: str) -> FactCriterion:
    return FactCriterion(Condition(key, Operator.IS, ("yes",)))


def checked(*leaves: Leaf) -> ShortList:
    return checked_by_team(Finding(leaf, Truth.ASK, Reason.FACT_FOR_TEAM) for leaf in leaves)


@pytest.mark.parametrize(
    ("names", "line"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a"], "a", id="one"),
        pytest.param(["a", "b"], "a and b", id="two"),
        pytest.param(["a", "b", "c"], "a, b and c", id="one more than a few"),
        pytest.param(["a", "b", "c", "d"], "a, b and 2 more", id="many"),
        pytest.param(["a", "b", "a", "b", "a"], "a and b", id="each once"),
    ],
)
def test_first_few_stand_in_one_line(names: list[str], line: str) -> None:
    short = ShortList.of(names)

    assert short.line == line
    assert [*short.shown, *short.others] == list(dict.fromkeys(names))


def test_what_is_easiest_to_know_comes_first_and_the_rest_is_folded() -> None:
    needs = {"cd19", "mrd", "disease_status", "down_syndrome"}

    short = needed(needs, SOMEBODY)

    assert short.line == "where things are now, Down syndrome and 2 more"
    assert short.others == ("the last bone marrow test (MRD)", "CD19 on the cells")


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        pytest.param(NOBODY, "the age and the diagnosis", id="not told"),
        pytest.param(SOMEBODY, "the birth date and the exact type of the disease", id="told"),
    ],
)
def test_age_and_diagnosis_are_asked_for_more_exactly_once_told(
    facts: PatientFacts, line: str
) -> None:
    assert needed({"diagnosis", "birth_date"}, facts).line == line


def test_age_that_no_question_asks_for_has_a_name() -> None:
    assert needed({"age_at_relapse"}, SOMEBODY).line == "the age when the disease came back"


def test_team_checks_facts_before_long_texts() -> None:
    short = checked(
        TextCriterion("Able to swallow tablets"),
        fact("organ_function_ok"),
        fact("organ_function_ok"),
        fact("pregnant"),
        WashoutCriterion("prior_hsct", 84),
        AgeCriterion(AgeRule(maximum=AgeLimit.years(22))),
    )

    assert short.line == (
        "how well the organs work, pregnancy or breastfeeding, a transplant from a donor "
        "and 2 more"
    )
    assert short.others == ("the age limit", "Able to swallow tablets")


@pytest.mark.parametrize(
    ("leaf", "name"),
    [
        pytest.param(
            PerformanceCriterion(AgeLimit.years(16), 50, 50),
            "how active the patient can be",
            id="performance",
        ),
        pytest.param(CreatinineCriterion("cog"), "how well the kidneys work", id="kidneys"),
        pytest.param(DiseaseCriterion(("aml",)), "the exact type of the disease", id="disease"),
    ],
)
def test_every_kind_of_rule_has_a_name(leaf: Leaf, name: str) -> None:
    assert checked(leaf).line == name
