"""One person on one day. The diseases are drawn in universe.py."""

from datetime import date

import pytest

from tests.eligibility.universe import GRAPH, INFANT, NODES, fact, node
from trials.eligibility.ages import AgeAnchor, AgeKey, AgeLimit, AgeSpan, BirthInterval
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode, UnknownDiseaseError
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth

ON = date(2026, 3, 15)
SIX_MONTHS = BirthInterval.of_age(ON, months=6)
SIX_YEARS = BirthInterval.of_age(ON, years=6)


def person(
    *diagnoses: str,
    births: BirthInterval | None = None,
    at_diagnosis: AgeSpan | None = None,
    graph: DiseaseGraph = GRAPH,
    **told: FactValue,
) -> Person:
    facts = PatientFacts(
        births=births,
        diagnoses=frozenset(diagnoses),
        age_at_diagnosis=at_diagnosis,
        told=told,
    )
    return Person(facts, graph, ON)


def span(oldest_months: int) -> AgeSpan:
    return AgeSpan(AgeKey(0, 0), AgeKey(100 * oldest_months, 30 * oldest_months))


def test_unknown_diagnosis_is_refused() -> None:
    with pytest.raises(UnknownDiseaseError):
        person("flu")


# --- Facts that come with a disease ---------------------------------------------------------


def test_disease_brings_its_defining_fact_and_those_above_it() -> None:
    child = person("ph_all")
    assert child.holds(fact("bcr_abl1=positive")) is Truth.TRUE
    assert child.holds(fact("lineage=b")) is Truth.TRUE
    assert child.holds(fact("lineage=t")) is Truth.FALSE


def test_disease_says_nothing_of_other_facts() -> None:
    assert person("ph_all").holds(fact("down_syndrome=yes")) is Truth.UNKNOWN


def test_fact_that_was_told_is_never_overwritten() -> None:
    child = person("ph_all", bcr_abl1="negative")
    assert child.holds(fact("bcr_abl1=positive")) is Truth.FALSE
    assert child.diseases.status("ph_all") is Truth.TRUE


def test_two_diseases_that_set_one_fact_differently_set_it_to_both() -> None:
    child = person("b_all", "t_all")
    assert child.holds(fact("lineage=b")) is Truth.TRUE
    assert child.holds(fact("lineage=t")) is Truth.TRUE


@pytest.mark.parametrize(
    "defining",
    [
        pytest.param(Condition("grade", Operator.IS, (3,)), id="a number"),
        pytest.param(Condition("grade", Operator.AT_LEAST, (3,)), id="a range"),
        pytest.param(INFANT, id="an age"),
    ],
)
def test_only_words_come_with_a_disease(defining: Condition) -> None:
    graph = DiseaseGraph([DiseaseNode("tumor", (), (defining,))])
    assert person("tumor", graph=graph).holds(fact("grade=3")) is not Truth.TRUE


def test_fact_settles_the_type_through_the_person() -> None:
    assert person("all", lineage="t").diseases.status("t_all") is Truth.TRUE


# --- Ages -----------------------------------------------------------------------------------


def test_present_age_is_the_span_of_possible_ages_on_the_day() -> None:
    child = person(births=SIX_YEARS)
    assert child.age_span(AgeAnchor.ENROLMENT) == SIX_YEARS.span(ON)
    assert child.age_span(AgeAnchor.TREATMENT) == SIX_YEARS.span(ON)


def test_age_that_was_not_told_has_no_span() -> None:
    assert [person().age_span(anchor) for anchor in AgeAnchor] == [None] * len(AgeAnchor)


def test_age_at_diagnosis_is_only_what_was_told() -> None:
    child = person(births=SIX_YEARS, at_diagnosis=span(11))
    assert child.age_span(AgeAnchor.DIAGNOSIS) == span(11)
    assert child.age_span(AgeAnchor.RELAPSE) is None


@pytest.mark.parametrize(
    ("births", "at_diagnosis", "expected"),
    [
        pytest.param(None, None, Truth.UNKNOWN, id="no age told"),
        pytest.param(SIX_MONTHS, None, Truth.TRUE, id="six months today: an infant then too"),
        pytest.param(SIX_YEARS, None, Truth.UNKNOWN, id="six years today: nobody knows"),
        pytest.param(SIX_YEARS, span(8), Truth.TRUE, id="six years, eight months then"),
        pytest.param(None, span(8), Truth.TRUE, id="only the age then"),
    ],
)
def test_infant_leukemia_follows_from_the_ages(
    births: BirthInterval | None, at_diagnosis: AgeSpan | None, expected: Truth
) -> None:
    child = person("all", births=births, at_diagnosis=at_diagnosis)
    assert child.diseases.status("infant_all") is expected


def test_age_limit_below_what_today_settles_is_denied() -> None:
    """A child of six months was not twelve months old at diagnosis."""
    at_least_a_year = Condition("age_at_diagnosis", Operator.AT_LEAST, (AgeLimit.months(12),))
    assert person("all", births=SIX_MONTHS).holds(at_least_a_year) is Truth.FALSE


# --- Cases ----------------------------------------------------------------------------------


def test_whole_gives_one_case_for_every_part() -> None:
    cases = person("all", births=SIX_YEARS).cases
    assert [case.facts.diagnoses for case in cases] == [{"b_all"}, {"t_all"}]
    assert {case.facts.births for case in cases} == {SIX_YEARS}


def test_other_diagnoses_stay_in_every_case() -> None:
    cases = person("all", "sickle").cases
    assert [case.facts.diagnoses for case in cases] == [{"b_all", "sickle"}, {"t_all", "sickle"}]


@pytest.mark.parametrize("named", ["aml", "b_all", "leukemia"])
def test_disease_that_is_no_whole_gives_no_case(named: str) -> None:
    assert person(named).cases == ()


def test_nobody_named_gives_no_case() -> None:
    assert person().cases == ()


def test_two_wholes_give_the_cases_of_each() -> None:
    graph = DiseaseGraph(
        [*NODES, node("hl", "blood", parts="chl nlphl"), node("chl", "hl"), node("nlphl", "hl")]
    )
    cases = person("all", "hl", graph=graph).cases
    assert [sorted(case.facts.diagnoses) for case in cases] == [
        ["b_all", "hl"],
        ["hl", "t_all"],
        ["all", "chl"],
        ["all", "nlphl"],
    ]
