"""Criteria and answers in the words of the clinic."""

from datetime import date

import pytest

from tests.presenters.referral_people import (
    FROM_18,
    ON,
    UNDER_22,
    WORDS,
    disease,
    fact,
    person,
    washout,
)
from trials.catalogue import CATALOGUE
from trials.eligibility.ages import AgeLimit, BirthInterval
from trials.eligibility.conditions import Condition, FactValue, NumberSpan, Operator
from trials.eligibility.criteria import (
    CreatinineCriterion,
    FactCriterion,
    Leaf,
    PerformanceCriterion,
    Side,
    TextCriterion,
)
from trials.eligibility.person import Person
from trials.presenters.referral_values import age_told, value_words


def number(key: str, operator: Operator, limit: float | AgeLimit) -> FactCriterion:
    return FactCriterion(Condition(key, operator, (limit,)))


LANSKY = PerformanceCriterion(AgeLimit.years(16), 50, 60)


@pytest.mark.parametrize(
    ("leaf", "words"),
    [
        pytest.param(UNDER_22, "Age: younger than 22 (until the 22nd birthday)", id="age"),
        pytest.param(disease("b_all", "aml"), "Diagnosis: AML or B-ALL", id="diseases"),
        pytest.param(
            disease("aml", exclude=("apl",)), "Diagnosis: AML; not APL", id="less a disease"
        ),
        pytest.param(disease(exclude=("apl",)), "Diagnosis: not APL", id="all but a disease"),
        pytest.param(
            fact("cd19", "positive"), "CD19 expression on blasts: Positive", id="a marker"
        ),
        pytest.param(
            fact("disease_status", "relapsed", "refractory"),
            "Disease status: Relapsed or Refractory",
            id="one of several",
        ),
        pytest.param(
            fact("active_infection", "yes", side=Side.EXCLUDE),
            "Uncontrolled infection",
            id="a yes goes without saying",
        ),
        pytest.param(fact("on_treatment", "no"), "Receiving chemotherapy now: No", id="a no"),
        pytest.param(
            fact("prior_hsct", "yes"),
            "Allogeneic stem cell transplant: given before",
            id="a treatment",
        ),
        pytest.param(
            fact("prior_tki", "no"),
            "BCR::ABL1 tyrosine kinase inhibitor: never given",
            id="no treatment",
        ),
        pytest.param(
            washout("prior_hsct", 84),
            "Allogeneic stem cell transplant: never, or 84 days ago or longer",
            id="wash-out",
        ),
        pytest.param(
            number("relapse_count", Operator.AT_LEAST, 2),
            "Number of relapses: 2 or more",
            id="at least",
        ),
        pytest.param(
            number("marrow_blasts_pct", Operator.BELOW, 25),
            "Blasts in the bone marrow: less than 25 %",
            id="below, with its unit",
        ),
        pytest.param(
            number("mrd_pct", Operator.ABOVE, 0.01),
            "Minimal or measurable residual disease (MRD): more than 0.01 %",
            id="above, a fraction",
        ),
        pytest.param(
            number("creatinine_clearance", Operator.AT_MOST, 60),
            "Creatinine clearance or GFR: 60 mL/min/1.73 m² or less",
            id="at most",
        ),
        pytest.param(
            number("relapse_count", Operator.EQUALS, 1),
            "Number of relapses: exactly 1",
            id="equals",
        ),
        pytest.param(
            number("age_at_diagnosis", Operator.BELOW, AgeLimit.years(1)),
            "Age at first diagnosis: less than 1 year",
            id="an age",
        ),
        pytest.param(TextCriterion("Can come weekly"), "Can come weekly", id="text"),
        pytest.param(
            LANSKY,
            "Lansky 50 or more before the age of 16 years, Karnofsky 60 or more from then on",
            id="performance",
        ),
        pytest.param(
            CreatinineCriterion("cog"),
            "Serum creatinine within the COG table for age and sex",
            id="creatinine",
        ),
        pytest.param(fact("not_catalogued", "yes"), "not_catalogued", id="nobody's fact"),
    ],
)
def test_criterion_says_what_the_study_asks(leaf: Leaf, words: str) -> None:
    assert WORDS.asked(leaf) == words


@pytest.mark.parametrize(
    ("leaf", "who", "words"),
    [
        pytest.param(UNDER_22, person(years=12), "12 years", id="age"),
        pytest.param(FROM_18, person(), "not told", id="no age"),
        pytest.param(disease("aml"), person("b_all"), "B-ALL", id="disease"),
        pytest.param(disease("aml"), person(), "not told", id="no disease"),
        pytest.param(fact("cd19", "positive"), person(cd19="negative"), "Negative", id="fact"),
        pytest.param(fact("cd19", "positive"), person(), "not told", id="no fact"),
        pytest.param(
            washout("prior_hsct", 84), person(prior_hsct_days=60), "60 days ago", id="days"
        ),
        pytest.param(
            washout("prior_hsct", 84),
            person(prior_hsct="yes"),
            "given, day not told",
            id="no days",
        ),
        pytest.param(
            washout("prior_hsct", 84), person(prior_hsct="no"), "never given", id="never"
        ),
        pytest.param(washout("prior_hsct", 84), person(), "not told", id="no treatment told"),
        pytest.param(TextCriterion("Can come weekly"), person(years=12), "", id="text"),
        pytest.param(LANSKY, person(lansky=80), "Lansky play score: 80", id="performance"),
        pytest.param(LANSKY, person(), "not told", id="no performance"),
    ],
)
def test_patient_column_says_what_was_told(leaf: Leaf, who: Person, words: str) -> None:
    assert WORDS.told(leaf, who) == words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        pytest.param(
            "disease_status",
            frozenset({"refractory", "relapsed"}),
            "Relapsed, Refractory",
            id="several in the order of the catalogue",
        ),
        pytest.param("weight_kg", 22.5, "22.5 kg", id="decimals"),
        pytest.param("wbc", 40.0, "40 ×10⁹/L", id="whole"),
        pytest.param("prior_car_t_days", 1, "1 day ago", id="one day"),
        pytest.param("years_since_diagnosis", NumberSpan(5, 5.999), "5 years", id="whole years"),
        pytest.param(
            "off_therapy_months", NumberSpan(2.5, 4), "2.5–4 months", id="between two numbers"
        ),
        pytest.param("lansky", 80, "80", id="a score has no unit"),
        pytest.param("cd19", "weak", "weak", id="a value that nobody catalogued"),
    ],
)
def test_value_has_the_words_and_the_unit_of_the_clinic(
    key: str, value: FactValue, words: str
) -> None:
    assert value_words(CATALOGUE.fact(key), value) == words


@pytest.mark.parametrize(
    ("births", "words"),
    [
        pytest.param(BirthInterval.on_date(date(2013, 12, 15)), "12 years 3 months", id="exact"),
        pytest.param(BirthInterval.on_date(date(2014, 3, 15)), "12 years", id="birthday"),
        pytest.param(BirthInterval.of_age(ON, years=12), "12 years", id="years told"),
        pytest.param(BirthInterval.in_year(2014), "11 to 12 years", id="year of birth"),
        pytest.param(BirthInterval.of_age(ON, months=18), "18 months", id="months told"),
        pytest.param(BirthInterval.on_date(date(2025, 3, 10)), "12 months", id="one year old"),
        pytest.param(BirthInterval.in_month(2025, 9), "5 to 6 months", id="month of birth"),
        pytest.param(BirthInterval.on_date(date(2026, 3, 1)), "14 days", id="newborn"),
        pytest.param(BirthInterval.of_age(ON, weeks=2), "14 to 20 days", id="weeks told"),
    ],
)
def test_age_is_told_as_exactly_as_it_is_known(births: BirthInterval, words: str) -> None:
    assert age_told(births.span(ON)) == words
