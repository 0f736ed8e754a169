"""Values and days of trees, worked out without their reasons. Rules are those of asked.py."""

from datetime import date, timedelta

import pytest

from tests.eligibility.asked import (
    ON,
    aged,
    all_of,
    any_of,
    born,
    is_,
    none_of,
    of_age,
    person,
    team,
    washout,
)
from trials.eligibility import case as case_module
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.branches import grow
from trials.eligibility.case import Case
from trials.eligibility.criteria import AgeCriterion, Criterion, Leaf, Side
from trials.eligibility.gists import gist_of
from trials.eligibility.outcomes import outcome
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth

MET = is_("cd19=positive")
MISSED = is_("cd19=negative")
OPEN = is_("lineage=b")
ASKED = team()
SOMEBODY = person("all", births=of_age(9), cd19="positive")
"""Of whom each of the four comes to what its name says."""


@pytest.mark.parametrize(
    "criterion",
    [
        MET,
        all_of(MET, OPEN, ASKED),
        any_of(MISSED, OPEN, ASKED),
        none_of(MISSED, OPEN),
        none_of(all_of(MET, ASKED)),
        all_of(),
        any_of(),
    ],
)
def test_value_is_that_of_the_branch(criterion: Criterion) -> None:
    case = Case(SOMEBODY)
    assert case.truth(gist_of(criterion)) is grow(criterion, case.find).truth


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
    criterion: Criterion, looked_at: list[Leaf], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Leaf] = []

    def look(leaf: Leaf, person: Person) -> Truth:
        seen.append(leaf)
        return outcome(leaf, person)

    monkeypatch.setattr(case_module, "outcome", look)
    Case(SOMEBODY).truth(gist_of(criterion))
    assert seen == looked_at


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
    assert Case(BORN_1_JUNE_2016).opens_on(gist_of(criterion)) == day


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
    assert Case(BORN_1_JUNE_2016).closes_on(gist_of(criterion)) == day


def test_limit_that_the_sources_leave_open_announces_no_day_where_it_keeps_out() -> None:
    rule = AgeRule(minimum=AgeLimit.years(12), wide_minimum=AgeLimit.years(8))
    kept_out = AgeCriterion(rule, side=Side.EXCLUDE)
    assert Case(BORN_1_JUNE_2016).truth(gist_of(kept_out)) is Truth.ASK
    assert Case(BORN_1_JUNE_2016).closes_on(gist_of(kept_out)) is None
