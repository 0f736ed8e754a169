"""The part of a tree that one more answer can change. Facts and rules are those of asked.py."""

from collections.abc import Callable

import pytest

from tests.eligibility.asked import all_of, any_of, is_, none_of, of_age, person, team
from trials.eligibility.branches import Branch, grow
from trials.eligibility.criteria import Criterion, Finding, Leaf
from trials.eligibility.findings import find
from trials.eligibility.moving import Moving, moving_part
from trials.eligibility.truth import Truth

CD19, SEX, LINEAGE = is_("cd19=positive"), is_("sex=male"), is_("lineage=b")
ASKED = team()
CHILD = person("all", births=of_age(9))


def look(leaf: Leaf) -> Finding:
    return find(leaf, CHILD)


def moving(criterion: Criterion, *touched: Leaf) -> Moving:
    branch: Branch = grow(criterion, look)
    return moving_part(branch, lambda leaf: leaf in touched)


def answering(cd19: str) -> Callable[[Leaf], Finding]:
    """Somebody who tells this one fact, and is asked about no other."""
    told = person("all", births=of_age(9), cd19=cd19)

    def find_once(leaf: Leaf) -> Finding:
        assert leaf == CD19
        return find(leaf, told)

    return find_once


@pytest.mark.parametrize(
    ("criterion", "found", "not_found"),
    [
        pytest.param(CD19, Truth.TRUE, Truth.FALSE, id="a single rule"),
        pytest.param(all_of(CD19, SEX), Truth.UNKNOWN, Truth.FALSE, id="all: one more is open"),
        pytest.param(all_of(CD19, ASKED), Truth.ASK, Truth.FALSE, id="all: beside the team's"),
        pytest.param(any_of(CD19, SEX), Truth.TRUE, Truth.UNKNOWN, id="any: another way is open"),
        pytest.param(none_of(CD19), Truth.FALSE, Truth.TRUE, id="none of it"),
        pytest.param(none_of(CD19, SEX), Truth.FALSE, Truth.UNKNOWN, id="none of two"),
        pytest.param(
            all_of(any_of(CD19, ASKED), none_of(SEX)), Truth.UNKNOWN, Truth.UNKNOWN, id="in boxes"
        ),
        pytest.param(all_of(CD19, CD19), Truth.TRUE, Truth.FALSE, id="twice"),
    ],
)
def test_answer_is_tried_on_the_rules_that_it_touches_alone(
    criterion: Criterion, found: Truth, not_found: Truth
) -> None:
    tree = moving(criterion, CD19)
    assert tree.truth(answering("positive")) is found
    assert tree.truth(answering("negative")) is not_found


@pytest.mark.parametrize(
    "criterion", [CD19, all_of(CD19, SEX), none_of(CD19), any_of(all_of(CD19), none_of(SEX))]
)
def test_tree_of_which_nothing_is_touched_is_still(criterion: Criterion) -> None:
    assert moving(criterion).is_still
    assert not moving(criterion, CD19).is_still


def test_touched_rules_are_found_in_all_boxes() -> None:
    tree = moving(all_of(CD19, any_of(SEX, none_of(LINEAGE)), ASKED), CD19, LINEAGE)
    assert list(tree.leaves()) == [CD19, LINEAGE]
