"""A tree of criteria, grown for one person. Facts and rules are those of asked.py."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tests.eligibility.asked import (
    ON,
    aged,
    all_of,
    any_of,
    born,
    disease,
    is_,
    none_of,
    of_age,
    person,
    team,
    washout,
)
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.branches import Branch, grow, in_every_case, truth_of
from trials.eligibility.criteria import AgeCriterion, Criterion, Finding, Leaf, Side, TextCriterion
from trials.eligibility.findings import find
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth

MET = is_("cd19=positive")
MISSED = is_("cd19=negative")
OPEN = is_("lineage=b")
ASKED = team()
SOMEBODY = person("all", births=of_age(9), cd19="positive")
"""Of whom each of the four comes to what its name says."""


def branch(criterion: Criterion, who: Person = SOMEBODY) -> Branch:
    return grow(criterion, lambda leaf: find(leaf, who))


def rules(findings: Iterable[Finding]) -> list[Leaf]:
    return [finding.criterion for finding in findings]


# --- Values and findings --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "truth"),
    [
        pytest.param(MET, Truth.TRUE, id="met"),
        pytest.param(MISSED, Truth.FALSE, id="missed"),
        pytest.param(OPEN, Truth.UNKNOWN, id="open"),
        pytest.param(ASKED, Truth.ASK, id="for the team"),
        pytest.param(all_of(MET, OPEN, ASKED), Truth.UNKNOWN, id="all: the weakest"),
        pytest.param(any_of(MISSED, OPEN, ASKED), Truth.ASK, id="any: the strongest"),
        pytest.param(none_of(MET), Truth.FALSE, id="none of what is met"),
        pytest.param(none_of(MISSED, OPEN), Truth.UNKNOWN, id="none of two, one open"),
        pytest.param(all_of(), Truth.TRUE, id="nothing asked"),
        pytest.param(any_of(), Truth.FALSE, id="nothing offered"),
    ],
)
def test_branch_has_the_value_of_its_parts(criterion: Criterion, truth: Truth) -> None:
    assert branch(criterion).truth is truth
    assert truth_of(criterion, lambda leaf: find(leaf, SOMEBODY)) is truth


def test_findings_stand_in_the_order_of_the_criteria() -> None:
    tree = all_of(MET, any_of(MISSED, none_of(OPEN)), ASKED)
    assert rules(branch(tree).findings()) == [MET, MISSED, OPEN, ASKED]


@pytest.mark.parametrize(
    ("criterion", "looked_at"),
    [
        pytest.param(all_of(MISSED, MET, OPEN), [MISSED], id="all: until one is missed"),
        pytest.param(any_of(MET, MISSED, OPEN), [MET], id="any: until one is met"),
        pytest.param(none_of(OPEN, MET, ASKED), [OPEN, MET], id="none of: until one is met"),
        pytest.param(all_of(OPEN, ASKED, MET), [OPEN, ASKED, MET], id="all: none is missed"),
    ],
)
def test_value_alone_looks_no_further_than_it_takes(
    criterion: Criterion, looked_at: list[Leaf]
) -> None:
    seen: list[Leaf] = []

    def look(leaf: Leaf) -> Finding:
        seen.append(leaf)
        return find(leaf, SOMEBODY)

    truth_of(criterion, look)
    assert seen == looked_at


# --- What is needed, what is left to the team, what stands in the way -----------------------

SEX = is_("sex=male")


@pytest.mark.parametrize(
    ("criterion", "needs"),
    [
        pytest.param(all_of(OPEN, SEX, MET), {"lineage", "sex"}, id="all: everything open"),
        pytest.param(all_of(OPEN, MISSED), set(), id="all: nothing once one is missed"),
        pytest.param(any_of(OPEN, MISSED), {"lineage"}, id="any: what is open"),
        pytest.param(any_of(OPEN, ASKED), set(), id="any: the team may find another way"),
        pytest.param(
            all_of(OPEN, any_of(SEX, ASKED)), {"lineage"}, id="not what the team may settle"
        ),
        pytest.param(none_of(OPEN), {"lineage"}, id="none of what is open"),
    ],
)
def test_only_facts_that_keep_it_open_are_needed(criterion: Criterion, needs: set[str]) -> None:
    assert branch(criterion).needs() == needs


@pytest.mark.parametrize(
    ("criterion", "left"),
    [
        pytest.param(all_of(MET, ASKED), [ASKED], id="all: the rest is met"),
        pytest.param(all_of(OPEN, ASKED), [ASKED], id="all: beside what is open"),
        pytest.param(any_of(MISSED, ASKED), [ASKED], id="any: the only way"),
        pytest.param(any_of(MET, ASKED), [], id="any: there is another way"),
        pytest.param(all_of(MISSED, ASKED), [], id="all: one is missed anyway"),
        pytest.param(none_of(ASKED), [ASKED], id="none of what the team looks at"),
    ],
)
def test_team_looks_only_at_what_may_still_decide(criterion: Criterion, left: list[Leaf]) -> None:
    assert rules(branch(criterion).left_to_team()) == left


@pytest.mark.parametrize(
    ("criterion", "reasons"),
    [
        pytest.param(all_of(MET, MISSED, OPEN), [MISSED], id="all: what is missed"),
        pytest.param(any_of(MISSED, disease("aml")), [MISSED, disease("aml")], id="any: each"),
        pytest.param(none_of(MET), [MET], id="none of: what is met"),
        pytest.param(none_of(MET, MISSED, OPEN), [MET], id="none of several: only what is met"),
        pytest.param(
            none_of(all_of(MET, none_of(MISSED))), [MET, MISSED], id="denied twice: missed again"
        ),
        pytest.param(all_of(MET, OPEN), [], id="nothing stands in the way"),
        pytest.param(MET, [], id="met"),
    ],
)
def test_failures_are_the_rules_that_stand_in_the_way(
    criterion: Criterion, reasons: list[Leaf]
) -> None:
    assert rules(branch(criterion).failures()) == reasons


# --- What may recover -----------------------------------------------------------------------

NO_INFECTION = is_("infection=no")
"""Changes from day to day; SICK has one."""
SICK = person("all", births=born(2016, 6, 1), cd19="positive", infection="yes")


@pytest.mark.parametrize(
    ("criterion", "recovers"),
    [
        pytest.param(NO_INFECTION, True, id="an infection"),
        pytest.param(MISSED, False, id="a marker"),
        pytest.param(all_of(NO_INFECTION, MISSED), False, id="all: one never changes"),
        pytest.param(all_of(NO_INFECTION, MET), True, id="all: the one that does"),
        pytest.param(any_of(NO_INFECTION, MISSED), True, id="any: one change is enough"),
        pytest.param(any_of(MISSED, disease("aml")), False, id="any: none changes"),
        pytest.param(any_of(), False, id="nothing offered"),
        pytest.param(none_of(is_("infection=yes")), True, id="none of what changes"),
        pytest.param(none_of(all_of(MET, is_("infection=yes"))), True, id="not both: one does"),
        pytest.param(none_of(is_("infection=yes"), MET), False, id="none of two: one does not"),
        pytest.param(none_of(is_("infection=yes"), MISSED), True, id="none of two: one is met"),
        pytest.param(aged(18), True, id="still too young"),
        pytest.param(aged(until=9), False, id="too old for good"),
        pytest.param(aged(until=12, side=Side.EXCLUDE), True, id="kept out only as a child"),
        pytest.param(MET, False, id="nothing to recover from"),
    ],
)
def test_it_recovers_when_all_it_takes_may_change(criterion: Criterion, recovers: bool) -> None:
    assert branch(criterion, SICK).may_recover() is recovers


# --- Days -----------------------------------------------------------------------------------

BORN_1_JUNE_2016 = person("all", births=born(2016, 6, 1), prior_hsct_days=20, cd19="positive")
"""Nine years old; 20 days after a transplant."""
TENTH, TWELFTH = date(2026, 6, 1), date(2028, 6, 1)
OVER_ON = ON + timedelta(days=70)
"""24 May 2026: 90 days after the transplant."""


def before(day: date) -> date:
    return day - timedelta(days=1)


@pytest.mark.parametrize(
    ("criterion", "day"),
    [
        pytest.param(aged(10), TENTH, id="the birthday"),
        pytest.param(washout(90), OVER_ON, id="the end of the waiting time"),
        pytest.param(all_of(aged(10), washout(90)), TENTH, id="all: the later one"),
        pytest.param(any_of(aged(10), washout(90)), OVER_ON, id="any: the sooner one"),
        pytest.param(all_of(aged(10), MISSED), None, id="all: one stays in the way"),
        pytest.param(any_of(aged(10), MISSED), TENTH, id="any: the other does not matter"),
        pytest.param(all_of(aged(10), OPEN), TENTH, id="all: beside what is open"),
        pytest.param(
            all_of(aged(until=10), washout(180)), None, id="too old before the waiting time ends"
        ),
        pytest.param(
            any_of(all_of(aged(until=10), washout(180)), aged(12)), TWELFTH, id="the other way"
        ),
        pytest.param(aged(until=10, side=Side.EXCLUDE), TENTH, id="no longer kept out as a child"),
        pytest.param(none_of(aged(until=10)), TENTH, id="none of what ends"),
        pytest.param(none_of(aged(5)), None, id="none of what does not end"),
        pytest.param(none_of(all_of(aged(5), aged(until=10))), TENTH, id="not both: one ends"),
        pytest.param(
            none_of(aged(until=10), aged(until=12)), TWELFTH, id="none of two: the later end"
        ),
        pytest.param(aged(until=9), None, id="too old"),
        pytest.param(is_("infection=no"), None, id="not known"),
        pytest.param(aged(5), None, id="open now"),
    ],
)
def test_tree_opens_when_nothing_known_stands_in_the_way(
    criterion: Criterion, day: date | None
) -> None:
    assert branch(criterion, BORN_1_JUNE_2016).opens_on() == day


@pytest.mark.parametrize(
    ("criterion", "day"),
    [
        pytest.param(aged(until=10), before(TENTH), id="the day before the birthday"),
        pytest.param(
            all_of(aged(until=10), aged(until=12)), before(TENTH), id="all: the sooner end"
        ),
        pytest.param(
            any_of(aged(until=10), aged(until=12)), before(TWELFTH), id="any: the later end"
        ),
        pytest.param(any_of(aged(until=10), MET), None, id="any: the other goes on"),
        pytest.param(any_of(aged(until=10), MISSED), before(TENTH), id="any: the other is missed"),
        pytest.param(any_of(aged(until=10), aged(10)), None, id="one box takes over"),
        pytest.param(
            any_of(aged(until=10), aged(12)), before(TENTH), id="a gap between two boxes"
        ),
        pytest.param(all_of(aged(5), MET), None, id="no limit ahead"),
        pytest.param(aged(10, side=Side.EXCLUDE), before(TENTH), id="kept out from ten on"),
        pytest.param(none_of(aged(10)), before(TENTH), id="none of what begins"),
        pytest.param(none_of(aged(10), aged(12)), before(TENTH), id="none of two: the sooner"),
        pytest.param(none_of(washout(90)), before(OVER_ON), id="only soon after the transplant"),
        pytest.param(none_of(aged(until=9)), None, id="too old for what keeps out"),
        pytest.param(none_of(aged(10), OPEN), before(TENTH), id="beside what is open"),
        pytest.param(aged(10), None, id="not open now"),
    ],
)
def test_tree_closes_on_the_last_day_before_an_age_stands_in_the_way(
    criterion: Criterion, day: date | None
) -> None:
    assert branch(criterion, BORN_1_JUNE_2016).closes_on() == day


def test_limit_that_the_sources_leave_open_announces_no_day_where_it_keeps_out() -> None:
    rule = AgeRule(minimum=AgeLimit.years(12), wide_minimum=AgeLimit.years(8))
    kept_out = AgeCriterion(rule, side=Side.EXCLUDE)
    assert branch(kept_out, BORN_1_JUNE_2016).truth is Truth.ASK
    assert branch(kept_out, BORN_1_JUNE_2016).closes_on() is None


TEXT = TextCriterion("A")


# --- What is undecided ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "left"),
    [
        pytest.param(all_of(MET, OPEN, ASKED), all_of(OPEN, ASKED), id="all: not what is met"),
        pytest.param(any_of(MISSED, OPEN, SEX), any_of(OPEN, SEX), id="any: not what is missed"),
        pytest.param(all_of(MET, any_of(MISSED, OPEN)), OPEN, id="boxes of one rule go"),
        pytest.param(none_of(MISSED, OPEN), none_of(OPEN), id="none of what is left"),
        pytest.param(OPEN, OPEN, id="a single rule"),
        pytest.param(
            all_of(TEXT, OPEN, TextCriterion("B"), any_of(OPEN, TEXT, TEXT)),
            all_of(TEXT, OPEN, any_of(OPEN, TEXT)),
            id="one text of each box",
        ),
    ],
)
def test_undecided_is_what_further_answers_may_change(
    criterion: Criterion, left: Criterion
) -> None:
    assert branch(criterion).undecided() == branch(left)


# --- In every case --------------------------------------------------------------------------


def either_way(criterion: Criterion, who: Person) -> Branch:
    """As B-ALL or as T-ALL."""
    return in_every_case(branch(criterion, who), [branch(criterion, case) for case in who.cases])


def test_rule_that_comes_to_the_same_in_every_case_has_that_value() -> None:
    tree = all_of(disease("leukemia", "b_all t_all"), OPEN)
    [excepted, still_open] = either_way(tree, SOMEBODY).findings()
    assert (excepted.truth, excepted.reason) == (Truth.FALSE, Reason.DISEASE_EXCEPTED)
    assert excepted.diseases == ("b_all", "t_all")
    assert still_open.truth is Truth.UNKNOWN


def test_diseases_are_collected_only_where_the_reason_is_the_same() -> None:
    """As B-ALL it is excepted; as T-ALL it is not studied at all."""
    [finding] = either_way(disease("b_all", "b_all"), SOMEBODY).findings()
    assert (finding.reason, finding.diseases) == (Reason.DISEASE_EXCEPTED, ("b_all",))


def test_tree_that_is_met_in_every_case_is_met() -> None:
    tree = any_of(disease("b_all"), disease("t_all"))
    assert branch(tree).truth is Truth.UNKNOWN
    assert either_way(tree, SOMEBODY).truth is Truth.TRUE


def test_tree_that_is_missed_in_every_case_without_one_reason_stays_open() -> None:
    tree = all_of(disease(exclude="b_all"), disease(exclude="t_all"))
    assert either_way(tree, SOMEBODY).truth is Truth.UNKNOWN
