"""Which rules of a group are shown as deciding, and which only stand beside others."""

from datetime import date

from trials.eligibility.ages import AgeLimit, AgeRule, BirthInterval
from trials.eligibility.criteria import AgeCriterion, AllOf, AnyOf, DiseaseCriterion
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.eligibility.evaluation import GroupEvaluation, GroupRules, TrialRules, first_look
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.presenters.groups import found_rules

GRAPH = DiseaseGraph(
    [
        DiseaseNode("leukemia"),
        DiseaseNode("all", ("leukemia",)),
        DiseaseNode("aml", ("leukemia",)),
    ]
)
UP_TO_5 = AgeCriterion(AgeRule(maximum=AgeLimit.years(6)))
ALL_OR_AML = AnyOf((DiseaseCriterion(("all",)), DiseaseCriterion(("aml",))))


def _looked_at(diagnosis: str, years: int, today: date) -> GroupEvaluation:
    facts = PatientFacts(
        births=BirthInterval.of_age(today, years=years), diagnoses=frozenset({diagnosis})
    )
    group = GroupRules("main", frozenset({Role.PATIENT}), AllOf((UP_TO_5, ALL_OR_AML)))
    evaluation = first_look(TrialRules("trial", (group,)), Person(facts, GRAPH, today))
    return evaluation.groups[0]


def _states(group: GroupEvaluation) -> list[str]:
    return [rule.state for rule in found_rules(group, str.upper)]


def test_way_in_that_is_not_taken_is_no_reason_against(today: date) -> None:
    assert _states(_looked_at("all", 4, today)) == ["Fits", "Fits", "One of several ways in"]


def test_only_what_speaks_against_does_not_fit(today: date) -> None:
    states = _states(_looked_at("all", 7, today))

    assert states == ["Does not fit", "Fits", "One of several ways in"]


def test_open_ways_in_have_to_be_known(today: date) -> None:
    states = _states(_looked_at("leukemia", 4, today))

    assert states == ["Fits", "We need to know more", "We need to know more"]
