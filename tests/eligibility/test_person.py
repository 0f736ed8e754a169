"""One person on one day. The diseases are drawn in universe.py."""

from dataclasses import replace
from datetime import date

import pytest

from tests.eligibility.asked import CATALOGUE
from tests.eligibility.asked import person as catalogued
from tests.eligibility.universe import GRAPH, INFANT, NODES, fact, node
from trials.eligibility.ages import AgeAnchor, AgeKey, AgeLimit, AgeSpan, BirthInterval
from trials.eligibility.catalogue import AGE, FactCatalogue, Implication, Persona
from trials.eligibility.conditions import Condition, FactValue, Operator
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode, UnknownDiseaseError
from trials.eligibility.facts import PatientFacts, Role
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


def test_part_that_the_facts_deny_gives_no_case() -> None:
    cases = person("all", lineage="b").cases
    assert [case.facts.diagnoses for case in cases] == [{"b_all"}]


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


# --- The catalogue: who can tell, what may change, what follows -------------------------------

NEWLY_DIAGNOSED = frozenset({"newly_diagnosed"})


@pytest.mark.parametrize(
    ("key", "persona", "expected"),
    [
        pytest.param("cd19", Persona.FAMILY, True, id="in the record"),
        pytest.param("hiv", Persona.FAMILY, False, id="families are not asked"),
        pytest.param("hiv", Persona.STAFF, True, id="staff are"),
        pytest.param("infection", Persona.STAFF, False, id="the clinic looks"),
        pytest.param("shoe_size", Persona.STAFF, False, id="not in the catalogue"),
        pytest.param("sex", Persona.FAMILY, False, id="asked, and not known"),
    ],
)
def test_fact_can_be_told_by_whom_it_is_asked_of(
    key: str, persona: Persona, expected: bool
) -> None:
    facts = PatientFacts(not_known=frozenset({"sex"}))
    assert Person(facts, GRAPH, ON, CATALOGUE, persona).can_tell(key) is expected


@pytest.mark.parametrize(
    ("key", "expected"), [("weight_kg", True), ("cd19", False), ("shoe_size", False)]
)
def test_fact_may_change_when_the_catalogue_says_so(key: str, expected: bool) -> None:
    assert catalogued().may_change(key) is expected


def test_what_follows_is_known_from_the_start() -> None:
    child = catalogued("all", disease_status=NEWLY_DIAGNOSED)
    assert child.known.values["prior_hsct"] == "no"
    assert child.holds(fact("previously_treated=yes")) is Truth.FALSE


def test_contradiction_is_kept_beside_what_was_said() -> None:
    child = catalogued("all", previously_treated="no", prior_hsct="yes")
    assert child.known.values["prior_hsct"] == "yes"
    assert {item.fact for item in child.known.contradictions} == {
        "prior_hsct",
        "previously_treated",
    }


@pytest.mark.parametrize(
    ("role", "diagnosis", "years", "expected"),
    [
        pytest.param(Role.SURVIVOR, "b_all", 8, True, id="all premises"),
        pytest.param(Role.SURVIVOR, "ph_all", 8, True, id="a disease below"),
        pytest.param(Role.PATIENT, "b_all", 8, False, id="another role"),
        pytest.param(Role.SURVIVOR, "all", 8, False, id="a disease above"),
        pytest.param(Role.SURVIVOR, "b_all", 9, False, id="too old"),
    ],
)
def test_implication_holds_when_role_disease_and_age_are_certain(
    role: Role, diagnosis: str, years: int, expected: bool
) -> None:
    below_nine = Condition(AGE, Operator.BELOW, (AgeLimit.years(9),))
    rule = Implication(
        (("small", "yes"),), (below_nine,), frozenset({"b_all"}), frozenset({Role.SURVIVOR})
    )
    facts = PatientFacts(role, BirthInterval.of_age(ON, years=years), frozenset({diagnosis}))
    child = Person(facts, GRAPH, ON, FactCatalogue((), (rule,)))
    assert ("small" in child.known.values) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({}, False, id="nobody knows whether there was one"),
        pytest.param({"prior_hsct": "yes"}, True, id="there was one"),
        pytest.param({"prior_hsct": "no"}, False, id="there was none"),
    ],
)
def test_when_it_was_presupposes_that_it_was(told: dict[str, FactValue], expected: bool) -> None:
    assert catalogued(**told).presupposes_only_known("prior_hsct_days") is expected


def test_status_that_follows_from_a_relapse_leaves_room_for_others() -> None:
    """In remission after a relapse: no study for people in remission is ruled out."""
    child = catalogued("all", relapse_count=1)
    assert child.holds(fact("disease_status=relapsed")) is Truth.TRUE
    assert child.holds(fact("disease_status=in_remission")) is Truth.UNKNOWN
    told = child.telling("disease_status", frozenset({"in_remission"}))
    assert told.holds(fact("disease_status=in_remission")) is Truth.TRUE
    assert told.holds(fact("disease_status=relapsed")) is Truth.FALSE


@pytest.mark.parametrize(
    ("told", "key", "expected"),
    [
        pytest.param({}, "sex", False, id="not told"),
        pytest.param({"sex": "male"}, "sex", True, id="told"),
        pytest.param({"previously_treated": "no"}, "prior_hsct", True, id="follows"),
        pytest.param({"relapse_count": 1}, "disease_status", False, id="one value follows"),
        pytest.param(
            {"disease_status": NEWLY_DIAGNOSED}, "disease_status", True, id="several told"
        ),
    ],
)
def test_fact_is_known_when_nothing_is_left_to_be_told(
    told: dict[str, FactValue], key: str, expected: bool
) -> None:
    assert catalogued(**told).knows(key) is expected


# --- Telling one more fact --------------------------------------------------------------------


def test_telling_adds_the_fact_and_what_follows_and_leaves_the_person_alone() -> None:
    child = catalogued("all")
    told = child.telling("previously_treated", "no")
    assert (told.facts.told, child.facts.told) == ({"previously_treated": "no"}, {})
    assert told.known.values["prior_hsct"] == "no"
    assert "prior_hsct" not in child.known.values


def test_telling_what_settles_a_disease_settles_it() -> None:
    child = catalogued("all")
    assert child.diseases.status("t_all") is Truth.UNKNOWN
    assert child.telling("lineage", "b").diseases.status("t_all") is Truth.FALSE
    assert child.telling("cd19", "positive").diseases is child.diseases


def test_telling_forgets_the_cases_worked_out_before() -> None:
    child = catalogued("all")
    assert [case.facts.told for case in child.cases] == [{}, {}]
    told = child.telling("cd19", "positive")
    assert [case.facts.told for case in told.cases] == [{"cd19": "positive"}] * 2


@pytest.mark.parametrize(
    ("key", "value", "learned"),
    [
        pytest.param("cd19", "positive", {"cd19"}, id="the fact alone"),
        pytest.param(
            "previously_treated",
            "no",
            {"previously_treated", "prior_hsct", "relapse_count"},
            id="and what follows",
        ),
        pytest.param(
            "disease_status",
            NEWLY_DIAGNOSED,
            {
                "disease_status",
                "previously_treated",
                "prior_hsct",
                "relapse_count",
                "age_at_diagnosis",
            },
            id="just diagnosed: then as old as today",
        ),
    ],
)
def test_learned_is_what_is_known_otherwise_than_before(
    key: str, value: FactValue, learned: set[str]
) -> None:
    child = catalogued("all", births=SIX_YEARS)
    assert child.telling(key, value).learned_since(child) == learned


def test_status_that_is_told_after_it_followed_is_learned() -> None:
    child = catalogued("all", relapse_count=1)
    told = child.telling("disease_status", frozenset({"relapsed"}))
    assert told.learned_since(child) == {"disease_status"}
    assert told.holds(fact("disease_status=in_remission")) is Truth.FALSE


def test_more_exact_diagnosis_is_learned_with_its_facts() -> None:
    child = catalogued("all")
    told = child.having(replace(child.facts, diagnoses=frozenset({"b_all"})))
    assert told.learned_since(child) == {"diagnosis", "lineage"}
    assert child.learned_since(child) == frozenset()


@pytest.mark.parametrize(
    ("diagnosis", "lineage", "expected"),
    [
        pytest.param("all", "b", True, id="one of its parts"),
        pytest.param("all", "ambiguous", False, id="none of its parts"),
        pytest.param("leukemia", "ambiguous", True, id="not made up of parts"),
    ],
)
def test_disease_made_up_of_parts_is_one_of_them(
    diagnosis: str, lineage: str, expected: bool
) -> None:
    assert catalogued(diagnosis, lineage=lineage).is_possible is expected


def test_just_diagnosed_was_then_as_old_as_today_unless_told_otherwise() -> None:
    child = catalogued("all", births=SIX_YEARS, disease_status=NEWLY_DIAGNOSED)
    assert child.age_span(AgeAnchor.DIAGNOSIS) == SIX_YEARS.span(ON)
    told = child.having(replace(child.facts, age_at_diagnosis=span(11)))
    assert told.age_span(AgeAnchor.DIAGNOSIS) == span(11)


def test_implication_follows_from_what_is_known_now() -> None:
    rule = Implication((("calm", "yes"),), (fact("prior_hsct=no"),))
    child = catalogued("all")
    assert not child.follows(rule)
    assert child.telling("previously_treated", "no").follows(rule)
