"""A judged tree, read rule by rule."""

import pytest

from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.branches import Branch, grow
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    FactCriterion,
    Finding,
    Leaf,
    Not,
    Side,
    TextCriterion,
    WashoutCriterion,
)
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.presenters.reading import against, read_rules


def rule(text: str) -> TextCriterion:
    """A rule that comes to what its name says: "yes 1" fits, "no 1" does not."""
    return TextCriterion(text)


TRUTHS = {"yes": Truth.TRUE, "no": Truth.FALSE, "ask": Truth.ASK, "open": Truth.UNKNOWN}


def judged(criterion: Criterion) -> Branch:
    def find(leaf: Leaf) -> Finding:
        text = leaf.text if isinstance(leaf, TextCriterion) else "no"
        return Finding(leaf, TRUTHS[text.split()[0]], Reason.TEAM_CHECKS)

    return grow(criterion, find)


def read(criterion: Criterion) -> list[tuple[str, str, bool]]:
    return [
        (rule.finding.criterion.text, rule.truth.name, rule.counts)
        for rule in read_rules(judged(criterion))
        if isinstance(rule.finding.criterion, TextCriterion)
    ]


def test_every_rule_of_all_counts() -> None:
    assert read(AllOf((rule("yes"), rule("no")))) == [("yes", "TRUE", True), ("no", "FALSE", True)]


def test_way_in_that_is_not_taken_does_not_count() -> None:
    tree = AnyOf((rule("no"), AllOf((rule("yes 1"), rule("yes 2")))))

    assert read(tree) == [("no", "FALSE", False), ("yes 1", "TRUE", True), ("yes 2", "TRUE", True)]


def test_every_way_in_counts_while_none_is_open() -> None:
    tree = AnyOf((rule("no 1"), AllOf((rule("yes"), rule("no 2")))))

    assert [counts for _, _, counts in read(tree)] == [True, True, True]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(Not(rule("no")), [("no", "TRUE", True)], id="not met"),
        pytest.param(Not(rule("yes")), [("yes", "FALSE", True)], id="met"),
        pytest.param(
            Not(AnyOf((rule("no"), rule("yes")))),
            [("no", "TRUE", True), ("yes", "FALSE", True)],
            id="none of these",
        ),
        pytest.param(
            Not(AllOf((rule("no"), rule("yes")))),
            [("no", "TRUE", True), ("yes", "FALSE", False)],
            id="not all of these",
        ),
        pytest.param(Not(Not(rule("no"))), [("no", "FALSE", True)], id="not not"),
    ],
)
def test_rule_under_none_of_these_is_turned_round(
    tree: Criterion, expected: list[tuple[str, str, bool]]
) -> None:
    assert read(tree) == expected


def test_turned_rule_keeps_people_out() -> None:
    (turned,) = read_rules(judged(Not(rule("yes"))))
    (twice,) = read_rules(judged(Not(TextCriterion("yes", side=Side.EXCLUDE))))

    assert turned.finding.criterion.side is Side.EXCLUDE
    assert twice.finding.criterion.side is Side.INCLUDE


def test_clearest_reason_is_an_answer_then_a_waiting_time_then_the_age() -> None:
    told = FactCriterion(Condition("mrd", Operator.IS, ("positive",)))
    implied = FactCriterion(Condition("prior_dli", Operator.IS, ("yes",)))
    disease = DiseaseCriterion(("aml",))
    age = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)))
    washout = WashoutCriterion("prior_hsct", 84)
    tree = AllOf((disease, rule("no"), implied, age, washout, told, rule("yes")))

    found = against(read_rules(judged(tree)), ["mrd"])

    leaves = [finding.criterion for finding in found]
    assert leaves == [told, washout, age, implied, disease, rule("no")]


def test_reason_of_another_way_in_is_none() -> None:
    tree = AllOf((AnyOf((rule("no 1"), rule("yes"))), rule("no 2")))

    found = against(read_rules(judged(tree)), [])

    assert [finding.criterion for finding in found] == [rule("no 2")]
