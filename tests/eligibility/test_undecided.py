"""What of a tree is not certain yet. Facts and rules are those of asked.py."""

import pytest

from tests.eligibility.asked import all_of, any_of, disease, is_, none_of, of_age, person, team
from trials.eligibility.case import Case
from trials.eligibility.criteria import Criterion, TextCriterion
from trials.eligibility.gists import gist_of
from trials.eligibility.undecided import needs, undecided, what_is_open

MET = is_("cd19=positive")
MISSED = is_("cd19=negative")
OPEN = is_("lineage=b")
SEX = is_("sex=male")
ASKED = team()
TEXT = TextCriterion("A")
SOMEBODY = person("all", births=of_age(9), cd19="positive")


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
        pytest.param(all_of(OPEN, any_of(MISSED, OPEN)), OPEN, id="what is asked twice"),
    ],
)
def test_undecided_is_what_further_answers_may_change(
    criterion: Criterion, left: Criterion
) -> None:
    assert undecided(gist_of(criterion), Case(SOMEBODY)) is gist_of(left)


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        pytest.param(all_of(MET, OPEN, SEX), {"lineage", "sex"}, id="all: what is open"),
        pytest.param(any_of(ASKED, OPEN), set(), id="any: the team decides"),
        pytest.param(none_of(MISSED, SEX), {"sex"}, id="none of what is open"),
        pytest.param(disease("b_all"), {"lineage"}, id="what defines a disease"),
    ],
)
def test_needs_are_what_keeps_the_whole_open(criterion: Criterion, facts: set[str]) -> None:
    assert needs(gist_of(criterion), Case(SOMEBODY)) == facts


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param(all_of(MET, OPEN), any_of(MISSED, OPEN), True, id="the same rule is left"),
        pytest.param(all_of(OPEN, SEX), all_of(SEX, OPEN), True, id="in another order"),
        pytest.param(all_of(OPEN, SEX), any_of(OPEN, SEX), False, id="in another box"),
        pytest.param(OPEN, SEX, False, id="another rule"),
    ],
)
def test_what_is_open_is_compared(one: Criterion, other: Criterion, *, is_same: bool) -> None:
    left = [what_is_open(gist_of(criterion), Case(SOMEBODY)) for criterion in (one, other)]
    assert (left[0] == left[1]) is is_same
