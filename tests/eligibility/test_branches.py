"""A tree of criteria, grown for one person. Facts and rules are those of asked.py."""

from collections.abc import Iterable

import pytest

from tests.eligibility.asked import (
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
)
from trials.eligibility.branches import Branch, grow
from trials.eligibility.criteria import Criterion, Finding, Leaf, Side
from trials.eligibility.findings import find
from trials.eligibility.person import Person
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


def test_findings_stand_in_the_order_of_the_criteria() -> None:
    tree = all_of(MET, any_of(MISSED, none_of(OPEN)), ASKED)
    assert rules(branch(tree).findings()) == [MET, MISSED, OPEN, ASKED]


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
