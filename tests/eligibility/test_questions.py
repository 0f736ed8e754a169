"""Which missing fact is worth asking. Facts and rules are those of asked.py."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.eligibility.asked import (
    CATALOGUE,
    aged,
    any_of,
    disease,
    group,
    is_,
    is_not,
    number,
    of_age,
    person,
    team,
    trial,
    washout,
)
from trials.eligibility import case as case_module
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.criteria import Criterion, Leaf, Origin
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.outcomes import outcome
from trials.eligibility.person import Person
from trials.eligibility.questions import Question, consequences, next_questions, touched_by
from trials.eligibility.truth import Truth

CHILD = person("all", births=of_age(9))


def trials(*rules: Criterion) -> list[TrialRules]:
    """One trial for each rule, that takes everybody else below 22 with leukemia."""
    return [
        trial(aged(until=22), disease("leukemia"), rule, key=str(number))
        for number, rule in enumerate(rules)
    ]


def asked(rules: Sequence[TrialRules], who: Person = CHILD) -> tuple[Question, ...]:
    return next_questions(rules, Case(who))


def keys(questions: Sequence[Question]) -> list[str]:
    return [question.fact.key for question in questions]


def numbers(rules: Sequence[TrialRules], who: Person = CHILD) -> dict[str, tuple[int, float]]:
    """How many trials each fact decides, and how many it settles on average."""
    return {item.fact.key: (item.decides, item.settles) for item in asked(rules, who)}


# --- A small drawn universe -----------------------------------------------------------------
#
#              cd19 positive   cd19 negative   sex male   newly diagnosed   no transplant
#   trial 0        x
#   trial 1                         x
#   trial 2        x                               x
#   trial 3                                                     x
#   trial 4                                                                        x

DRAWN = [
    *trials(is_("cd19=positive"), is_("cd19=negative")),
    trial(is_("cd19=positive"), is_("sex=male"), key="2"),
    trial(is_("disease_status=newly_diagnosed"), key="3"),
    trial(is_not("prior_hsct=yes"), key="4"),
]


def test_fact_that_decides_most_is_asked_first() -> None:
    """One answer about CD19 rules out two of three trials, the other the third."""
    assert keys(asked(DRAWN))[:2] == ["cd19", "disease_status"]


def test_question_says_how_much_it_decides_and_settles() -> None:
    """CD19 decides trials 0, 1 and 2; trial 2 is settled only by "negative"."""
    found = asked(DRAWN)[0]
    assert (found.fact, found.open) == (CATALOGUE.fact("cd19"), 5)
    assert (found.decides, found.settles) == (3, (2 + 3) / 2)


def test_fact_counts_for_all_that_follows_from_it() -> None:
    """Newly diagnosed: not treated, so no transplant. Every other status: not trial 3."""
    assert numbers(DRAWN)["disease_status"] == (1, pytest.approx((2 + 1 + 1 + 1 + 1) / 5))


def test_fact_that_no_trial_names_is_asked_for_what_follows() -> None:
    """Whether anything was given at all settles whether a transplant was."""
    found = numbers(trials(is_("prior_hsct=yes"), number("relapse_count", ">=", 1)))
    assert found["previously_treated"][0] == 2
    assert "previously_treated" in keys(asked(DRAWN))


def test_fact_is_found_through_several_implications() -> None:
    """Newly diagnosed ─> not treated ─> no transplant."""
    assert numbers(trials(is_("prior_hsct=yes")))["disease_status"][0] == 1


# --- Ties -----------------------------------------------------------------------------------


def test_of_equal_facts_the_one_that_settles_more_comes_first() -> None:
    """Both decide one trial; without a transplant nothing is left of the waiting time."""
    rules = [
        trial(is_("sex=male"), is_("cd19=positive"), key="0"),
        trial(is_("lineage=b"), key="1"),
    ]
    found = asked(rules)
    assert [(item.decides, item.settles) for item in found] == [(1, 1), (1, 0.5), (1, 0.5)]
    assert keys(found)[0] == "lineage"


def test_then_what_is_known_every_day_comes_before_what_is_in_the_record() -> None:
    assert keys(asked(trials(is_("cd19=positive"), is_("sex=male")))) == ["sex", "cd19"]


def test_then_what_lasts_comes_before_what_changes() -> None:
    rules = trials(number("weight_kg", "<", 8), is_("bcr_abl1=positive"), is_("cd19=positive"))
    found = {item.fact.key: item for item in asked(rules)}
    assert found["weight_kg"].settles == found["cd19"].settles == 1
    assert keys(asked(rules)) == ["bcr_abl1", "cd19", "weight_kg"]


def test_order_of_trials_does_not_matter() -> None:
    assert keys(asked(DRAWN)) == keys(asked(list(reversed(DRAWN))))


# --- What is not asked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "persona"),
    [
        pytest.param(is_("infection=no"), Persona.STAFF, id="the clinic looks"),
        pytest.param(is_("hiv=no"), Persona.FAMILY, id="staff alone"),
        pytest.param(team(), Persona.STAFF, id="the team"),
        pytest.param(is_("shoe_size=9"), Persona.STAFF, id="not in the catalogue"),
    ],
)
def test_fact_that_nobody_here_could_tell_is_not_asked(rule: Criterion, persona: Persona) -> None:
    assert asked(trials(rule), person("all", births=of_age(9), persona=persona)) == ()


def test_staff_is_asked_what_families_are_not() -> None:
    nurse = person("all", births=of_age(9), persona=Persona.STAFF)
    assert keys(asked(trials(is_("hiv=no")), nurse)) == ["hiv"]


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([], id="no trial"),
        pytest.param(trials(aged(until=9)), id="no trial is open"),
        pytest.param([trial(any_of(is_("sex=male"), is_("sex=female")))], id="either way"),
        pytest.param([trial(aged(5))], id="all is known"),
    ],
)
def test_nothing_is_asked_where_no_answer_could_change_a_verdict(
    rules: Sequence[TrialRules],
) -> None:
    assert asked(rules) == ()


def test_fact_that_is_known_is_not_asked_again() -> None:
    treated = person("all", births=of_age(9), disease_status=frozenset({"newly_diagnosed"}))
    rules = trials(is_("prior_hsct=yes"), is_("disease_status=relapsed"))
    assert asked(rules, treated) == ()


def test_status_is_asked_although_a_relapse_was_told() -> None:
    relapsed = person("all", births=of_age(9), relapse_count=1)
    rules = trials(is_("disease_status=relapsed"), is_("disease_status=in_remission"))
    assert numbers(rules, relapsed) == {"disease_status": (1, 1.0)}


def test_answer_that_contradicts_another_is_not_tried() -> None:
    """After a relapse nobody is newly diagnosed; each other status rules the trial out."""
    relapsed = person("all", births=of_age(9), relapse_count=1)
    rules = trials(is_("disease_status=newly_diagnosed"))
    assert numbers(rules, relapsed) == {"disease_status": (0, 1.0)}


def test_answer_that_the_diagnosis_rules_out_is_not_tried() -> None:
    """ALL is B-ALL or T-ALL: that ambiguous lineage fits neither decides nothing."""
    both = any_of(is_("lineage=b"), is_("lineage=t"))
    assert asked(trials(both)) == ()
    assert keys(asked(trials(both), person("leukemia", births=of_age(9)))) == ["lineage"]


def test_when_is_not_asked_before_whether() -> None:
    rules = trials(washout(90))
    assert "prior_hsct_days" not in keys(asked(rules))
    transplanted = person("all", births=of_age(9), prior_hsct="yes")
    assert keys(asked(rules, transplanted)) == ["prior_hsct_days"]


def test_when_is_asked_where_a_trial_asks_for_nothing_else() -> None:
    """Who never had one leaves it empty."""
    assert "prior_hsct_days" in keys(asked(trials(number("prior_hsct_days", ">=", 100))))


# --- Facts whose answers cannot be tried one by one -----------------------------------------


def test_age_counts_for_every_trial_that_needs_it() -> None:
    rules = [
        trial(aged(5), key="0"),
        trial(aged(until=3), key="1"),
        trial(aged(until=30), key="2"),
    ]
    toddler_or_older = person("all")
    assert numbers(rules, toddler_or_older) == {"birth_date": (3, 3.0)}


def test_diagnosis_that_was_not_told_counts_for_every_trial_that_needs_it() -> None:
    rules = [trial(disease("aml"), key="0"), trial(disease("all"), key="1")]
    assert numbers(rules, person())["diagnosis"] == (2, 2.0)


def test_general_diagnosis_is_tried_with_its_kinds() -> None:
    """Leukemia: ALL, AML or Burkitt leukemia. Each trial takes one of them."""
    rules = [trial(disease("aml"), key="0"), trial(disease("all"), key="1")]
    assert numbers(rules, person("leukemia"))["diagnosis"] == (2, 2.0)


def test_other_diagnoses_stay_while_one_is_tried() -> None:
    """The kinds of leukemia settle a trial for AML, those of sickle cell disease do not."""
    rules = [trial(disease("sickle"), disease("aml"), key="0")]
    assert numbers(rules, person("leukemia", "sickle"))["diagnosis"] == (1, 3 / 6)


def test_several_values_are_tried_one_at_a_time() -> None:
    rules = trials(is_("disease_status=relapsed"), is_("disease_status=refractory"))
    assert numbers(rules)["disease_status"] == (2, 2.0)


def test_number_is_tried_on_both_sides_of_what_follows_from_it() -> None:
    """No trial asks for the number of relapses; from one on there was a treatment."""
    found = numbers(trials(is_("previously_treated=yes")))
    assert found["relapse_count"] == (0, pytest.approx(2 / 3))


# --- Groups ---------------------------------------------------------------------------------


def test_trial_is_decided_only_when_all_its_groups_are() -> None:
    two = TrialRules(
        "two", (group(is_("cd19=positive"), key="a"), group(is_("sex=male"), key="b"))
    )
    assert numbers([two]) == {"cd19": (0, 0.5), "sex": (0, 0.5)}


def test_group_that_is_out_already_is_not_tried() -> None:
    two = TrialRules("two", (group(is_("cd19=positive")), group(disease("aml"), key="b")))
    assert numbers([two]) == {"cd19": (1, 1.0)}


# --- What is looked at ----------------------------------------------------------------------


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Counter[Leaf]:
    """How often each rule was really looked at, for its value alone."""
    seen: Counter[Leaf] = Counter()

    def counting(leaf: Leaf, person: Person) -> Truth:
        seen[leaf] += 1
        return outcome(leaf, person)

    monkeypatch.setattr(case_module, "outcome", counting)
    return seen


def test_rules_that_no_answer_touches_are_looked_at_once(looked_at: Counter[Leaf]) -> None:
    """CD19 is tried positive and negative; nothing else is looked at a second time."""
    asked([trial(is_("cd19=positive"), aged(5), disease("leukemia"), team())])
    assert looked_at == {
        is_("cd19=positive"): 3,
        aged(5): 1,
        disease("leukemia"): 1,
        team(): 1,
    }


def test_trials_that_are_settled_are_not_looked_at_again(looked_at: Counter[Leaf]) -> None:
    """The second trial mentions CD19, but takes nobody of this age."""
    asked([trial(is_("cd19=positive"), key="0"), trial(aged(until=9), is_("cd19=negative"))])
    assert looked_at == {is_("cd19=positive"): 3, aged(until=9): 1}


def test_trials_that_ask_the_same_are_looked_at_once(looked_at: Counter[Leaf]) -> None:
    """Each quotes a source of its own."""
    rules = [replace(is_("cd19=positive"), origin=Origin(source=name)) for name in "ab"]
    [question] = asked([trial(rule, key=rule.origin.source) for rule in rules])
    assert (question.decides, question.settles, question.open) == (2, 2, 2)
    assert looked_at == {is_("cd19=positive"): 3}


# --- Which facts touch which trial ----------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "touched"),
    [
        pytest.param("cd19", "012", id="named in a rule"),
        pytest.param("disease_status", "0134", id="named, leading to one, or to an age"),
        pytest.param("prior_hsct", "4", id="keeping out"),
        pytest.param("previously_treated", "4", id="leading to one"),
        pytest.param("lineage", "01", id="settling a disease"),
        pytest.param("birth_date", "01", id="an age"),
        pytest.param("weight_kg", "", id="neither"),
    ],
)
def test_fact_touches_trials_that_name_it_or_what_follows_from_it(fact: str, touched: str) -> None:
    """Somebody just diagnosed was then as old as today, which may settle infant leukemia."""
    facts = touched_by(fact, CHILD)
    named = {rules.key: rules.groups[0].gist.facts for rules in DRAWN}
    assert [key for key in named if not facts.isdisjoint(named[key])] == list(touched)


def test_facts_lead_to_what_may_follow_from_them() -> None:
    """Any number of relapses leads to "treated", and that to nothing: only "not treated" does."""
    follows = consequences(CATALOGUE)
    assert follows["relapse_count"] == {"relapse_count", "previously_treated", "disease_status"}
    assert follows["disease_status"] == {
        "disease_status",
        "age_at_diagnosis",
        "previously_treated",
        "prior_hsct",
        "relapse_count",
    }
    assert "cd19" not in follows
    assert {fact for fact, reached in follows.items() if "prior_hsct" in reached} == {
        "prior_hsct",
        "prior_hsct_days",
        "previously_treated",
        "disease_status",
    }
