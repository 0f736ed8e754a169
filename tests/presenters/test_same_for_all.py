"""Words that are kept between requests say nothing of anybody, and are never stale."""

from datetime import date

import pytest
from django.template import Context, Template

from trials.eligibility.ages import AgeLimit, AgeRule, BirthInterval
from trials.eligibility.criteria import AgeCriterion, AllOf
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.evaluation import GroupRules, TrialRules, first_look
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.presenters.groups import RuleWords, found_rules

TODAY = date(2026, 3, 15)
RULES = TrialRules(
    "study",
    (
        GroupRules(
            "main",
            frozenset({Role.PATIENT}),
            AllOf((AgeCriterion(AgeRule(maximum=AgeLimit.years(10))),)),
        ),
    ),
)


def rule_for(births: BirthInterval | None) -> RuleWords:
    person = Person(PatientFacts(births=births), DiseaseGraph(()), TODAY)
    (group,) = first_look(RULES, person).groups
    (rule,) = found_rules(group, str)
    return rule


def test_rule_that_tells_a_birthday_is_made_anew_for_everybody() -> None:
    child = rule_for(BirthInterval(date(2018, 5, 3), date(2018, 5, 3)))

    assert (child.is_personal, "May 2, 2028" in child.sentence) == (True, True)


def test_rule_that_tells_nothing_of_anybody_is_made_once() -> None:
    assert rule_for(None) is rule_for(None)
    assert not rule_for(None).is_personal


@pytest.mark.parametrize(
    "texts", [{}, {"Ask first.": "Pregunte primero."}], ids=["", "translated"]
)
def test_part_that_is_the_same_for_all_follows_the_translations(texts: dict[str, str]) -> None:
    rule = RuleWords("A rule.", "the source", note="Ask first.")
    part = Template('{% load same_for_all %}{% same_for_all "components/rule.html" rule=rule %}')

    made = part.render(Context({"rule": rule, "texts": texts}))

    assert texts.get("Ask first.", "Ask first.") in made
