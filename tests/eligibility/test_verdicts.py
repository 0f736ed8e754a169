"""A whole trial against one person: the verdict, and what is still missing.

Facts and rules are those of asked.py, the diseases those drawn in universe.py.
"""

from datetime import date, timedelta

import pytest

from tests.eligibility.asked import (
    ON,
    aged,
    all_of,
    any_of,
    born,
    disease,
    group,
    is_,
    is_not,
    none_of,
    number,
    of_age,
    person,
    team,
    trial,
    washout,
)
from trials.eligibility.case import Case
from trials.eligibility.catalogue import Persona
from trials.eligibility.criteria import Criterion, Side
from trials.eligibility.evaluation import TrialRules
from trials.eligibility.facts import Role
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth
from trials.eligibility.verdicts import (
    GroupVerdict,
    TrialVerdict,
    Verdict,
    judge,
    judge_in,
    plain_truth,
)

CHILD = person("all", births=of_age(9))
MAY, NEEDS, NO = Verdict.MAY_MATCH, Verdict.NEEDS, Verdict.NO_MATCH


def look(who: Person, *parts: Criterion) -> TrialVerdict:
    return judge(trial(*parts), who)


def best(who: Person, *parts: Criterion) -> GroupVerdict:
    found = look(who, *parts).best
    assert found is not None
    return found


# --- The verdict ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "verdict", "needs"),
    [
        pytest.param((aged(until=22), disease("all")), MAY, set(), id="all fits"),
        pytest.param((aged(until=22), team()), MAY, set(), id="the rest is for the team"),
        pytest.param((aged(until=9),), NO, set(), id="too old"),
        pytest.param((disease("all"), is_("cd19=positive")), NEEDS, {"cd19"}, id="a marker"),
        pytest.param(
            (is_("cd19=positive"), is_not("sex=male"), team()), NEEDS, {"cd19", "sex"}, id="two"
        ),
        pytest.param((aged(until=9), is_("cd19=positive")), NO, set(), id="no, whatever else"),
        pytest.param((is_("hiv=no"),), MAY, set(), id="families are not asked"),
        pytest.param((is_("infection=no"),), MAY, set(), id="the clinic looks"),
        pytest.param((disease("b_all"),), NEEDS, {"lineage"}, id="the fact that makes the type"),
        pytest.param((disease("etv6_all"),), NEEDS, {"diagnosis"}, id="the type itself"),
        pytest.param((), MAY, set(), id="nothing asked"),
    ],
)
def test_trial_may_match_needs_more_or_does_not_match(
    parts: tuple[Criterion, ...], verdict: Verdict, needs: set[str]
) -> None:
    found = look(CHILD, *parts)
    assert (found.verdict, found.needs) == (verdict, needs)


def test_unknown_fact_is_asked_only_of_those_who_could_tell() -> None:
    """The same trial needs more of staff, and leaves it to the team for a family."""
    nurse = person("all", births=of_age(9), persona=Persona.STAFF)
    assert look(nurse, is_("hiv=no")).needs == {"hiv"}
    assert look(CHILD, is_("hiv=no")).needs == frozenset()


@pytest.mark.parametrize("truth", list(Truth))
def test_every_value_has_its_verdict(truth: Truth) -> None:
    verdict = GroupVerdict(group(), truth, Case(CHILD)).verdict
    assert verdict is {Truth.FALSE: NO, Truth.UNKNOWN: NEEDS}.get(truth, MAY)


# --- Several groups -------------------------------------------------------------------------


def several(*groups: tuple[str, Criterion], roles: str = "patient") -> TrialRules:
    return TrialRules("trial", tuple(group(rule, key=key, roles=roles) for key, rule in groups))


def keys(verdict: TrialVerdict) -> list[str]:
    return [item.rules.key for item in verdict.groups]


def test_best_group_speaks_for_the_trial() -> None:
    rules = several(
        ("no", disease("aml")), ("open", is_("cd19=positive")), ("team", team()), ("fits", aged(5))
    )
    verdict = judge(rules, CHILD)
    assert keys(verdict) == ["fits", "team", "open", "no"]
    assert verdict.verdict is MAY


def test_group_that_may_match_leaves_nothing_to_be_asked() -> None:
    verdict = judge(several(("open", is_("cd19=positive")), ("team", team())), CHILD)
    assert (verdict.needs, [item.needs for item in verdict.groups]) == (set(), [set(), set()])


def test_trial_needs_what_any_of_its_open_groups_needs() -> None:
    rules = several(
        ("two", all_of(is_("cd19=positive"), is_("sex=male"))),
        ("one", is_("lineage=b")),
        ("no", disease("aml")),
    )
    verdict = judge(rules, CHILD)
    assert (verdict.verdict, verdict.needs) == (NEEDS, {"cd19", "sex", "lineage"})
    assert keys(verdict) == ["one", "two", "no"]


def test_group_that_opens_soonest_speaks_for_a_trial_that_does_not_match() -> None:
    child = person("all", births=born(2016, 6, 1))
    rules = several(("never", disease("aml")), ("later", aged(18)), ("soon", aged(10)))
    verdict = judge(rules, child)
    assert keys(verdict) == ["soon", "later", "never"]
    assert verdict.best is not None
    assert verdict.best.opens_on == date(2026, 6, 1)


def test_group_for_another_role_is_not_looked_at() -> None:
    rules = TrialRules("t", (group(aged(19), roles="donor"), group(aged(5), key="recipient")))
    assert keys(judge(rules, CHILD)) == ["recipient"]


def test_role_that_no_group_seeks_does_not_match() -> None:
    survivor = person("all", births=of_age(9), role=Role.SURVIVOR)
    verdict = judge(trial(aged(5)), survivor)
    assert (verdict.verdict, verdict.groups, verdict.best) == (NO, (), None)
    assert (verdict.needs, plain_truth(trial(), Case(survivor))) == (frozenset(), Truth.FALSE)


# --- "B or T, either way it fits" -----------------------------------------------------------

B_BELOW_10_OR_T_BELOW_22 = any_of(
    all_of(disease("b_all"), aged(until=10)), all_of(disease("t_all"), aged(until=22))
)


@pytest.mark.parametrize(
    ("years", "verdict", "needs"),
    [
        pytest.param(9, MAY, set(), id="9: fits as B and as T"),
        pytest.param(12, NEEDS, {"lineage"}, id="12: fits only as T"),
        pytest.param(30, NO, set(), id="30: too old for either"),
    ],
)
def test_type_is_asked_only_when_it_decides(years: int, verdict: Verdict, needs: set[str]) -> None:
    found = look(person("all", births=of_age(years)), B_BELOW_10_OR_T_BELOW_22)
    assert (found.verdict, found.needs) == (verdict, needs)


def yes_or_no(fact: str, if_yes: Criterion, if_no: Criterion) -> Criterion:
    return any_of(all_of(is_(f"{fact}=yes"), if_yes), all_of(is_(f"{fact}=no"), if_no))


POSITIVE, NEGATIVE = is_("cd19=positive"), is_("cd19=negative")


@pytest.mark.parametrize(
    ("criterion", "verdict", "needs"),
    [
        pytest.param(
            yes_or_no("prior_hsct", aged(5), aged(8)), MAY, set(), id="either answer fits"
        ),
        pytest.param(
            yes_or_no("prior_hsct", aged(5), team()), MAY, set(), id="fits, or the team looks"
        ),
        pytest.param(
            yes_or_no("prior_hsct", aged(5), aged(12)), NEEDS, {"prior_hsct"}, id="one fits"
        ),
        pytest.param(
            yes_or_no("prior_hsct", POSITIVE, POSITIVE), NEEDS, {"cd19"}, id="the same is left"
        ),
        pytest.param(
            yes_or_no("prior_hsct", POSITIVE, NEGATIVE), NEEDS, {"cd19", "prior_hsct"},
            id="the opposite is left",
        ),
        pytest.param(
            yes_or_no("prior_hsct", POSITIVE, all_of(POSITIVE, team())),
            NEEDS, {"cd19", "prior_hsct"}, id="more is left for the team",
        ),
        pytest.param(
            all_of(yes_or_no("prior_hsct", aged(5), aged(5)), any_of(POSITIVE, NEGATIVE)),
            MAY, set(), id="two facts, neither makes a difference",
        ),
        pytest.param(
            all_of(yes_or_no("prior_hsct", POSITIVE, POSITIVE), is_("sex=male")),
            NEEDS, {"cd19", "sex"}, id="beside another",
        ),
    ],
)  # fmt: skip
def test_fact_that_makes_no_difference_is_not_asked(
    criterion: Criterion, verdict: Verdict, needs: set[str]
) -> None:
    found = look(CHILD, criterion)
    assert (found.verdict, found.needs) == (verdict, needs)


def test_type_below_both_parts_is_asked_although_the_parts_do_not_matter() -> None:
    """Infant leukemia is B or T alike; its age at diagnosis was asked and is not known."""
    told = person("all", "sickle", births=of_age(9))
    assert look(told, disease("moyamoya")).needs == {"diagnosis"}


def test_answer_that_fits_either_way_leaves_the_rules_open_in_sight() -> None:
    found = best(CHILD, yes_or_no("prior_hsct", aged(5), aged(5)))
    assert (found.truth, found.branch.truth) == (Truth.TRUE, Truth.UNKNOWN)
    assert found.failures == ()


# --- No in every case -----------------------------------------------------------------------


def test_no_that_one_rule_says_either_way_is_said_with_its_reason() -> None:
    found = best(CHILD, disease("leukemia", "b_all t_all"))
    [reason] = found.failures
    assert (found.verdict, reason.reason) == (NO, Reason.DISEASE_EXCEPTED)
    assert reason.diseases == ("b_all", "t_all")


@pytest.mark.parametrize(
    ("parts", "needs"),
    [
        pytest.param(
            (disease(exclude="b_all"), disease(exclude="t_all")), {"lineage"}, id="one rule each"
        ),
        pytest.param(
            (is_("prior_hsct=yes"), is_not("prior_hsct=yes")), {"prior_hsct"}, id="opposite rules"
        ),
    ],
)
def test_no_without_one_rule_as_its_reason_asks_after_all(
    parts: tuple[Criterion, ...], needs: set[str]
) -> None:
    found = look(CHILD, *parts)
    assert (found.verdict, found.needs) == (NEEDS, needs)


# --- Numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "verdict", "needs"),
    [
        pytest.param(
            (number("weight_kg", ">", 10), number("weight_kg", "<", 11)), NEEDS, {"weight_kg"},
            id="between two close limits",
        ),
        pytest.param(
            (any_of(number("weight_kg", ">=", 10), number("weight_kg", "<", 10)),), MAY, set(),
            id="any weight",
        ),
        pytest.param(
            (any_of(number("relapse_count", "<", 2), number("relapse_count", ">", 1)),), MAY,
            set(), id="any whole number",
        ),
        pytest.param(
            (is_not("previously_treated=yes"), any_of(number("relapse_count", ">=", 2), POSITIVE)),
            NEEDS, {"previously_treated", "relapse_count", "cd19"},
            id="no relapse says nothing about treatment",
        ),
    ],
)  # fmt: skip
def test_number_is_settled_only_by_all_its_values(
    parts: tuple[Criterion, ...], verdict: Verdict, needs: set[str]
) -> None:
    found = look(CHILD, *parts)
    assert (found.verdict, found.needs) == (verdict, needs)


def test_number_that_may_not_exist_settles_nothing() -> None:
    """Days since a transplant: whatever their number, there was one. But was there?"""
    rules = (number("prior_hsct_days", ">=", 30), is_not("prior_hsct=yes"))
    assert look(CHILD, *rules).verdict is NEEDS
    transplanted = person("all", births=of_age(9), prior_hsct="yes")
    any_number = any_of(number("prior_hsct_days", ">=", 30), number("prior_hsct_days", "<", 30))
    assert look(CHILD, any_number).needs == {"prior_hsct_days"}
    assert look(transplanted, any_number).verdict is MAY


def test_several_values_are_not_tried_one_by_one() -> None:
    """Somebody may be in remission and have relapsed: each status alone proves nothing."""
    either = any_of(*(is_(f"disease_status={value}") for value in STATUSES))
    assert look(CHILD, either).needs == {"disease_status"}


STATUSES = ("newly_diagnosed", "on_first_treatment", "in_remission", "relapsed", "refractory")


# --- What a group tells ---------------------------------------------------------------------


def test_group_tells_its_findings_in_order_and_what_the_team_would_check() -> None:
    rules = (team("heart"), any_of(aged(5), team("lungs")), is_("infection=no"))
    found = best(CHILD, *rules)
    assert len(found.findings) == 4
    assert [item.criterion for item in found.left_to_team] == [rules[0], rules[2]]


@pytest.mark.parametrize(
    ("parts", "recoverable", "days"),
    [
        pytest.param((washout(90),), True, 70, id="a waiting time"),
        pytest.param((washout(90), disease("aml")), False, None, id="and another disease"),
        pytest.param((any_of(washout(90), disease("aml")),), True, 70, id="or another disease"),
        pytest.param((number("weight_kg", ">=", 50),), True, None, id="a weight: no day known"),
        pytest.param((washout(10),), False, None, id="nothing stands in the way"),
    ],
)
def test_no_that_time_may_turn_says_so(
    parts: tuple[Criterion, ...], recoverable: bool, days: int | None
) -> None:
    child = person("all", births=of_age(9), prior_hsct_days=20, weight_kg=30)
    found = best(child, *parts)
    assert found.is_recoverable is recoverable
    assert found.opens_on == (ON + timedelta(days=days) if days else None)


def test_group_tells_until_when_the_age_fits() -> None:
    child = person("all", births=born(2016, 6, 1))
    assert best(child, aged(until=10), aged(until=22)).closes_on == date(2026, 5, 31)


def test_rule_that_keeps_out_is_a_reason_when_it_is_met() -> None:
    rule = aged(5, side=Side.EXCLUDE)
    [reason] = best(CHILD, rule, none_of(disease("aml"))).failures
    assert (reason.criterion, reason.reason) == (rule, Reason.AGE_FITS)


# --- Many trials ----------------------------------------------------------------------------


def test_trial_judged_in_a_case_is_judged_alike() -> None:
    rules, case = trial(B_BELOW_10_OR_T_BELOW_22, is_("cd19=positive")), Case(CHILD)
    assert judge_in(rules, case) == judge_in(rules, case) == judge(rules, CHILD)


def test_plain_value_does_not_see_that_either_answer_fits() -> None:
    rules = trial(B_BELOW_10_OR_T_BELOW_22)
    assert plain_truth(rules, Case(CHILD)) is Truth.UNKNOWN
    assert judge(rules, CHILD).verdict is MAY
