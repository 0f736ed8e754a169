"""A rule that the text has for one cohort, asked of everybody who joins in one role."""

from collections.abc import Sequence

import pytest

from trials.checking import Code, StudyToCheck
from trials.checking.quoted_words import cohort_rules
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import AllOf, FactCriterion, Origin
from trials.eligibility.evaluation import GroupRules
from trials.eligibility.facts import Role

QUOTE = "Cohort A: KMT2A rearrangement"
RULE = FactCriterion(Condition("kmt2a_r", Operator.IS, ("positive",)), Origin(quote=QUOTE))
BOTH = (Role.PATIENT, Role.DONOR)


def group(key: str, *rules: FactCriterion, roles: Sequence[Role] = (Role.PATIENT,)) -> GroupRules:
    return GroupRules(key, frozenset(roles), AllOf(tuple(rules)))


def donors(key: str, *rules: FactCriterion) -> GroupRules:
    return group(key, *rules, roles=[Role.DONOR])


@pytest.mark.parametrize(
    ("groups", "said_of"),
    [
        ([group("a", RULE)], ["a"]),
        ([group("a", RULE), group("b", RULE)], ["a"]),
        ([group("a", RULE), group("b")], []),
        ([group("a", RULE), donors("donor")], ["a"]),
        ([donors("donor"), group("a", RULE)], ["a"]),
        ([group("a"), group("b", RULE, roles=BOTH), donors("c", RULE)], ["b"]),
        ([group("a", RULE), group("b", RULE, roles=BOTH), donors("c", RULE)], ["a"]),
        ([group("a", RULE), donors("c", RULE)], ["a", "c"]),
        ([group("a"), group("b", RULE, roles=BOTH), donors("c")], []),
    ],
    ids=[
        "one group",
        "both groups",
        "its own group",
        "all patients",
        "donors first",
        "all donors",
        "said once",
        "nobody in both",
        "one of both",
    ],
)
def test_rule_of_one_cohort_is_not_for_every_group_of_a_role(
    groups: list[GroupRules], said_of: list[str]
) -> None:
    study = StudyToCheck(tuple(groups), criteria_text=QUOTE)

    found = cohort_rules(study)

    assert [(finding.code, finding.group) for finding in found] == [
        (Code.COHORT_RULE_FOR_ALL, key) for key in said_of
    ]
