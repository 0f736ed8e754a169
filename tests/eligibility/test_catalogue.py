"""Who can tell what, and what follows from it. The small catalogue is that of asked.py."""

import pytest

from tests.eligibility.asked import CATALOGUE, FACTS, IMPLICATIONS, at_least, entry
from tests.eligibility.universe import fact
from trials.eligibility.catalogue import (
    FactCatalogue,
    FactKind,
    Implication,
    Persona,
    Tier,
    UnknownFactError,
)


@pytest.mark.parametrize(
    ("key", "family", "staff"),
    [
        pytest.param("sex", True, True, id="everyday"),
        pytest.param("cd19", True, True, id="in the record"),
        pytest.param("hiv", False, True, id="staff alone"),
        pytest.param("infection", False, False, id="the clinic looks"),
    ],
)
def test_fact_can_be_told_by_those_who_are_asked_and_need_no_visit(
    key: str, family: bool, staff: bool
) -> None:
    found = CATALOGUE.fact(key)
    told_by = [found.can_be_told_by(persona) for persona in (Persona.FAMILY, Persona.STAFF)]
    assert told_by == [family, staff]


def test_values_are_those_of_the_choices() -> None:
    assert CATALOGUE.fact("lineage").values == ("b", "t", "ambiguous")
    assert CATALOGUE.fact("weight_kg").values == ()


def test_catalogue_holds_its_facts_in_order() -> None:
    assert list(CATALOGUE) == list(FACTS)
    assert len(CATALOGUE) == len(FACTS)
    assert "sex" in CATALOGUE
    assert "shoe_size" not in CATALOGUE


def test_fact_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(UnknownFactError) as caught:
        CATALOGUE.fact("shoe_size")
    assert caught.value.key == "shoe_size"


def test_fact_triggers_the_implications_that_have_a_condition_on_it() -> None:
    by_hsct = [rule for rule in IMPLICATIONS if fact("prior_hsct=yes") in rule.when]
    assert list(CATALOGUE.triggered_by("prior_hsct")) == by_hsct
    assert list(CATALOGUE.triggered_by("cd19")) == []


def test_implication_with_two_conditions_is_triggered_by_both_and_once_by_each() -> None:
    rule = Implication((("c", "yes"),), (fact("a=yes"), fact("b=yes"), at_least("a", 1)))
    catalogue = FactCatalogue((), (rule,))
    assert [list(catalogue.triggered_by(key)) for key in "abc"] == [[rule], [rule], []]


def test_implication_without_conditions_on_facts_is_triggered_by_none() -> None:
    rule = Implication((("lineage", "b"),), diseases=frozenset({"b_all"}))
    assert FactCatalogue((), (rule, *IMPLICATIONS)).unconditional == (rule,)


@pytest.mark.parametrize(
    ("key", "presupposed"),
    [
        pytest.param("prior_hsct_days", {"prior_hsct": "yes"}, id="days since: that it was"),
        pytest.param("relapse_count", {}, id="a count may be nought"),
        pytest.param("prior_hsct", {}, id="yes and no lead to different things"),
        pytest.param("weight_kg", {}, id="nothing follows"),
    ],
)
def test_number_presupposes_what_follows_from_telling_any(
    key: str, presupposed: dict[str, str]
) -> None:
    assert CATALOGUE.presupposed_by(key) == presupposed


def test_condition_on_something_else_beside_it_presupposes_nothing() -> None:
    rule = Implication((("c", "yes"),), (at_least("days", 0), fact("b=yes")))
    assert FactCatalogue((), (rule,)).presupposed_by("days") == {}


def test_fact_may_be_of_the_clinic_for_everybody() -> None:
    measured = entry("spo2", FactKind.NUMBER, tier=Tier.CLINIC)
    assert not any(measured.can_be_told_by(persona) for persona in Persona)
