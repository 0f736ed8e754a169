"""Findings kept for many rules and many tried answers. Facts and rules are those of asked.py."""

from collections import Counter

import pytest

from tests.eligibility.asked import aged, all_of, disease, is_, of_age, person, team, washout
from trials.eligibility import case as case_module
from trials.eligibility.ages import AgeAnchor
from trials.eligibility.branches import grow
from trials.eligibility.case import Agreement, Case
from trials.eligibility.criteria import Criterion, Finding, Leaf
from trials.eligibility.findings import find
from trials.eligibility.gists import gist_of
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth

CHILD = person("all", births=of_age(9))
NEWLY_DIAGNOSED = frozenset({"newly_diagnosed"})


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Counter[Leaf]:
    """How often each rule was really looked at."""
    seen: Counter[Leaf] = Counter()

    def counting(leaf: Leaf, person: Person) -> Finding:
        seen[leaf] += 1
        return find(leaf, person)

    monkeypatch.setattr(case_module, "find", counting)
    return seen


def test_finding_is_worked_out_once(looked_at: Counter[Leaf]) -> None:
    case, rule = Case(CHILD), is_("cd19=positive")
    assert case.find(rule) is case.find(rule)
    assert looked_at == {rule: 1}


def test_rules_are_told_apart_by_identity(looked_at: Counter[Leaf]) -> None:
    """Equal rules of two studies quote two sources: each has its own finding."""
    case, one, other = Case(CHILD), is_("cd19=positive"), is_("cd19=positive")
    assert case.find(one).criterion is one
    assert case.find(other).criterion is other


def test_tried_answer_is_kept() -> None:
    case = Case(CHILD)
    assert case.telling("cd19", "positive") is case.telling("cd19", "positive")
    assert case.telling("cd19", "positive") is not case.telling("cd19", "negative")


def test_tried_answer_leaves_the_case_as_it_was() -> None:
    case, rule = Case(CHILD), is_("cd19=positive")
    assert case.telling("cd19", "positive").find(rule).truth is Truth.TRUE
    assert case.find(rule).truth is Truth.UNKNOWN


def test_rules_that_an_answer_does_not_touch_are_not_looked_at_again(
    looked_at: Counter[Leaf],
) -> None:
    rules = [is_("cd19=positive"), aged(5), team(), is_("sex=male")]
    case = Case(CHILD)
    for rule in rules:
        case.find(rule)
        case.telling("cd19", "positive").find(rule)
    assert looked_at == {rule: 2 if rule is rules[0] else 1 for rule in rules}


def test_rule_that_was_not_looked_at_before_is_looked_at_in_the_case_it_came_from(
    looked_at: Counter[Leaf],
) -> None:
    case, rule = Case(CHILD), is_("sex=male")
    case.telling("cd19", "positive").find(rule)
    case.telling("cd19", "negative").find(rule)
    assert looked_at == {rule: 1}


def test_what_follows_from_an_answer_touches_its_rules_too() -> None:
    case, rule = Case(CHILD), washout(90)
    assert case.find(rule).truth is Truth.UNKNOWN
    assert case.telling("previously_treated", "no").find(rule).truth is Truth.TRUE


def test_fact_that_settles_the_disease_touches_its_rules() -> None:
    case, rule = Case(CHILD), disease("b_all")
    assert case.find(rule).truth is Truth.UNKNOWN
    assert case.telling("lineage", "b").find(rule).truth is Truth.TRUE
    assert case.telling("lineage", "t").find(rule).truth is Truth.FALSE


def test_somebody_just_diagnosed_was_then_as_old_as_today() -> None:
    """At nine years it is no infant leukemia, and an age at diagnosis is that of today."""
    case, infant, then = Case(CHILD), disease("infant_all"), aged(8, anchor=AgeAnchor.DIAGNOSIS)
    assert (case.find(infant).truth, case.find(then).truth) == (Truth.UNKNOWN, Truth.UNKNOWN)
    told = case.telling("disease_status", NEWLY_DIAGNOSED)
    assert (told.find(infant).truth, told.find(then).truth) == (Truth.FALSE, Truth.TRUE)


def test_answers_add_up(looked_at: Counter[Leaf]) -> None:
    rules = [is_("cd19=positive"), is_("sex=male")]
    told = Case(CHILD).telling("cd19", "positive").telling("sex", "male")
    assert [told.find(rule).truth for rule in rules] == [Truth.TRUE, Truth.TRUE]
    assert told.person.facts.told == {"cd19": "positive", "sex": "male"}


def test_whole_disease_has_a_case_for_every_part() -> None:
    case, rule = Case(CHILD), disease("b_all")
    assert [part.find(rule).truth for part in case.parts] == [Truth.TRUE, Truth.FALSE]
    assert Case(person("aml")).parts == ()


def test_other_diagnosis_leaves_rules_about_other_things_alone(looked_at: Counter[Leaf]) -> None:
    case, rules = Case(CHILD), [disease("b_all"), is_("lineage=b"), is_("sex=male")]
    for tried in (case, case.having(frozenset({"b_all"}))):
        for rule in rules:
            tried.find(rule)
    assert looked_at == {rules[0]: 2, rules[1]: 2, rules[2]: 1}


def test_more_exact_diagnosis_brings_its_facts() -> None:
    case = Case(CHILD).having(frozenset({"b_all"}))
    assert case.find(disease("b_all")).truth is Truth.TRUE
    assert case.find(is_("lineage=b")).truth is Truth.TRUE


# --- In every case --------------------------------------------------------------------------

OPEN = is_("bcr_abl1=positive")


def either_way(criterion: Criterion) -> list[Finding]:
    """As B-ALL or as T-ALL."""
    case = Case(CHILD)
    agreement = Agreement(case, case.parts)
    branch = grow(criterion, agreement.find)
    assert agreement.truth(gist_of(criterion)) is branch.truth
    return list(branch.findings())


def test_rule_that_comes_to_the_same_in_every_case_has_that_value() -> None:
    [excepted, still_open] = either_way(all_of(disease("leukemia", "b_all t_all"), OPEN))
    assert (excepted.truth, excepted.reason) == (Truth.FALSE, Reason.DISEASE_EXCEPTED)
    assert excepted.diseases == ("b_all", "t_all")
    assert still_open.truth is Truth.UNKNOWN


def test_diseases_are_collected_only_where_the_reason_is_the_same() -> None:
    """As B-ALL it is excepted; as T-ALL it is not studied at all."""
    [finding] = either_way(disease("b_all", "b_all"))
    assert (finding.reason, finding.diseases) == (Reason.DISEASE_EXCEPTED, ("b_all",))


def test_rule_that_differs_by_case_is_as_open_as_it_was() -> None:
    """Each is missed as one of the two: no rule gives the reason for a "no"."""
    findings = either_way(all_of(disease(exclude="b_all"), disease(exclude="t_all")))
    assert [finding.truth for finding in findings] == [Truth.UNKNOWN, Truth.UNKNOWN]
