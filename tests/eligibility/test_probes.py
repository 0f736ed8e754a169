"""The answers worth trying. Facts and rules are those of asked.py."""

import pytest

from tests.eligibility.asked import (
    CATALOGUE,
    all_of,
    any_of,
    at_least,
    disease,
    is_,
    none_of,
    number,
    washout,
)
from tests.eligibility.universe import fact
from trials.eligibility.catalogue import Implication
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.criteria import Criterion, FactCriterion
from trials.eligibility.probes import keeping_out, leaves, probe_values
from trials.eligibility.truth import Truth


def test_leaves_are_found_in_all_boxes_in_order() -> None:
    rules = [is_("cd19=positive"), disease("aml"), washout(90), number("weight_kg", ">", 8)]
    one, two, three, four = rules
    assert list(leaves(all_of(one, any_of(two, none_of(three)), four))) == rules


def test_rule_keeps_people_out_by_its_opposite_in_every_other_none_of_these() -> None:
    one, two, three = is_("cd19=positive"), washout(90), number("weight_kg", ">", 8)

    found = list(keeping_out(all_of(one, none_of(two, none_of(three)))))

    assert found == [(one, Truth.FALSE), (two, Truth.TRUE), (three, Truth.FALSE)]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        pytest.param("lineage", ("b", "t", "ambiguous"), id="one of several"),
        pytest.param(
            "disease_status",
            tuple(frozenset({value}) for value in CATALOGUE.fact("disease_status").values),
            id="any number of several: each alone",
        ),
        pytest.param("diagnosis", (), id="diseases cannot be tried one by one"),
        pytest.param("birth_date", (), id="nor can dates"),
        pytest.param("age_at_diagnosis", (), id="nor ages"),
    ],
)
def test_words_are_tried_whatever_is_asked(key: str, values: tuple[FactValue, ...]) -> None:
    assert probe_values(CATALOGUE.fact(key), [is_("cd19=positive")]) == values


@pytest.mark.parametrize(
    ("key", "criteria", "values"),
    [
        pytest.param("relapse_count", [number("relapse_count", ">=", 2)], (1, 2, 3), id="a count"),
        pytest.param(
            "relapse_count",
            [number("relapse_count", ">=", 2), number("relapse_count", "<", 5)],
            (1, 2, 3, 5, 6),
            id="a whole number between two limits",
        ),
        pytest.param(
            "relapse_count",
            [number("relapse_count", "=", 1), number("relapse_count", "=", 2)],
            (0, 1, 2, 3),
            id="none between two whole numbers",
        ),
        pytest.param("relapse_count", [number("relapse_count", "=", 0)], (0, 1), id="none below"),
        pytest.param(
            "mrd_pct",
            [number("mrd_pct", ">", 0.01), number("mrd_pct", "<", 0.1)],
            (0, 0.01, 0.055, 0.1, 1.1),
            id="a number between two close limits",
        ),
        pytest.param(
            "weight_kg",
            [any_of(number("weight_kg", ">=", 10), none_of(number("weight_kg", "<", 12)))],
            (9, 10, 11, 12, 13),
            id="limits in all boxes",
        ),
        pytest.param(
            "prior_hsct_days", [washout(90), washout(90)], (89, 90, 91), id="a waiting time"
        ),
        pytest.param("weight_kg", [number("relapse_count", ">=", 2)], (), id="not asked"),
        pytest.param("weight_kg", [], (), id="nothing asked"),
    ],
)
def test_numbers_are_tried_at_every_limit_and_in_every_gap(
    key: str, criteria: list[Criterion], values: tuple[float, ...]
) -> None:
    assert probe_values(CATALOGUE.fact(key), criteria) == pytest.approx(values)


def test_number_named_as_a_word_is_a_limit_too() -> None:
    rule = FactCriterion(Condition("relapse_count", Operator.IN, (1, 2)))
    assert probe_values(CATALOGUE.fact("relapse_count"), [rule]) == (0, 1, 2, 3)


def test_number_is_tried_on_both_sides_of_what_something_follows_from() -> None:
    """No relapse, one, and two: from one on there was a treatment."""
    rules = [number("relapse_count", ">=", 2)]
    tried = probe_values(
        CATALOGUE.fact("relapse_count"), rules, CATALOGUE.triggered_by("relapse_count")
    )
    assert tried == (0, 1, 2, 3)


def test_limit_of_nought_from_which_everything_follows_adds_no_number() -> None:
    tried = probe_values(
        CATALOGUE.fact("prior_hsct_days"),
        [washout(90)],
        CATALOGUE.triggered_by("prior_hsct_days"),
    )
    assert tried == (89, 90, 91)


def test_limit_on_another_fact_adds_no_number() -> None:
    rule = Implication((("cd19", "positive"),), (at_least("weight_kg", 50), fact("sex=male")))
    assert probe_values(CATALOGUE.fact("relapse_count"), [], (rule,)) == ()
