"""One rule against one person. The diseases are drawn in universe.py."""

from datetime import date

import pytest

from tests.eligibility.universe import GRAPH
from trials.eligibility.ages import (
    AgeAnchor,
    AgeKey,
    AgeLimit,
    AgeRule,
    AgeSpan,
    AgeStatus,
    BirthInterval,
)
from trials.eligibility.criteria import AgeCriterion, DiseaseCriterion, Finding
from trials.eligibility.facts import PatientFacts
from trials.eligibility.findings import find
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth

ON = date(2026, 3, 15)
BORN_TODAY_10_YEARS_AGO = BirthInterval.on_date(date(2016, 3, 15))
EIGHT_TO_EIGHTEEN = AgeRule(AgeLimit.years(8), AgeLimit.years(19))
SOURCES_DIFFER = AgeRule(
    minimum=AgeLimit.years(19),
    wide_minimum=AgeLimit.years(18),
    maximum=AgeLimit.years(25),
    wide_maximum=AgeLimit.years(31),
)


def look_at_age(
    rule: AgeRule, births: BirthInterval | None, at_diagnosis: AgeSpan | None = None
) -> Finding:
    facts = PatientFacts(births=births, age_at_diagnosis=at_diagnosis)
    return find(AgeCriterion(rule), Person(facts, GRAPH, ON))


def look_at_disease(include: str, exclude: str, *named: str) -> Finding:
    rule = DiseaseCriterion(tuple(include.split()), tuple(exclude.split()))
    return find(rule, Person(PatientFacts(diagnoses=frozenset(named)), GRAPH, ON))


def born(years_old: int, *, days_ago_turned: int = 0) -> BirthInterval:
    """Somebody who turned this age so many days before the day of the test."""
    return BirthInterval.of_age(ON, years=years_old, days=days_ago_turned)


# --- Ages: what each answer becomes ---------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "births", "truth", "reason"),
    [
        pytest.param(
            EIGHT_TO_EIGHTEEN, born(10), Truth.TRUE, Reason.AGE_FITS, id="ten fits 8 to 18"
        ),
        pytest.param(
            EIGHT_TO_EIGHTEEN, born(7), Truth.FALSE, Reason.AGE_TOO_YOUNG, id="seven is too young"
        ),
        pytest.param(
            EIGHT_TO_EIGHTEEN, born(19), Truth.FALSE, Reason.AGE_TOO_OLD, id="nineteen is too old"
        ),
        pytest.param(
            EIGHT_TO_EIGHTEEN, None, Truth.UNKNOWN, Reason.AGE_NOT_TOLD, id="no age told"
        ),
        pytest.param(
            EIGHT_TO_EIGHTEEN,
            BirthInterval.in_year(2018),
            Truth.UNKNOWN,
            Reason.AGE_DEPENDS_ON_BIRTHDAY,
            id="born in 2018: seven or eight",
        ),
        pytest.param(
            AgeRule(status=AgeStatus.NO_LIMIT),
            None,
            Truth.TRUE,
            Reason.AGE_NO_LIMIT,
            id="the source says there is no limit",
        ),
        pytest.param(
            AgeRule(status=AgeStatus.NOT_STATED),
            born(40),
            Truth.ASK,
            Reason.AGE_NOT_STATED,
            id="the source says nothing",
        ),
        pytest.param(
            SOURCES_DIFFER, born(18), Truth.ASK, Reason.AGE_LIMIT_UNCLEAR, id="18 or 19, unclear"
        ),
        pytest.param(
            SOURCES_DIFFER, born(28), Truth.ASK, Reason.AGE_LIMIT_UNCLEAR, id="24 or 30, unclear"
        ),
    ],
)
def test_age_becomes_truth_and_reason(
    rule: AgeRule, births: BirthInterval | None, truth: Truth, reason: Reason
) -> None:
    finding = look_at_age(rule, births)
    assert (finding.truth, finding.reason) == (truth, reason)


def test_finding_keeps_the_rule_it_judged() -> None:
    assert look_at_age(EIGHT_TO_EIGHTEEN, None).criterion == AgeCriterion(EIGHT_TO_EIGHTEEN)


# --- Ages: days -----------------------------------------------------------------------------


def test_age_that_fits_says_from_when_and_until_when() -> None:
    """The last day is the one before the 19th birthday."""
    finding = look_at_age(EIGHT_TO_EIGHTEEN, BORN_TODAY_10_YEARS_AGO)
    assert (finding.opens_on, finding.closes_on) == (date(2024, 3, 15), date(2035, 3, 14))


def test_age_too_young_says_when_it_opens_and_that_waiting_helps() -> None:
    finding = look_at_age(EIGHT_TO_EIGHTEEN, BirthInterval.on_date(date(2018, 6, 1)))
    assert (finding.opens_on, finding.recoverable) == (date(2026, 6, 1), True)


def test_age_too_old_says_when_it_closed_and_that_waiting_does_not_help() -> None:
    finding = look_at_age(EIGHT_TO_EIGHTEEN, BirthInterval.on_date(date(2007, 3, 15)))
    assert (finding.closes_on, finding.recoverable) == (date(2026, 3, 14), False)


def test_unclear_age_above_the_certain_limit_announces_no_last_day() -> None:
    finding = look_at_age(SOURCES_DIFFER, BirthInterval.on_date(date(1998, 3, 15)))
    assert (finding.truth, finding.closes_on) == (Truth.ASK, None)


def test_unclear_age_below_the_certain_limit_announces_the_last_day() -> None:
    finding = look_at_age(SOURCES_DIFFER, BirthInterval.on_date(date(2007, 6, 1)))
    assert (finding.truth, finding.closes_on) == (Truth.ASK, date(2032, 5, 31))


def test_last_day_is_announced_on_the_last_day_itself() -> None:
    finding = look_at_age(EIGHT_TO_EIGHTEEN, BirthInterval.on_date(date(2007, 3, 16)))
    assert (finding.truth, finding.closes_on) == (Truth.TRUE, ON)


def test_rough_age_asks_for_the_birth_date_that_decides() -> None:
    """Eight years must be completed on 15 March 2026: born on or before 15 March 2018."""
    finding = look_at_age(EIGHT_TO_EIGHTEEN, BirthInterval.in_year(2018))
    assert finding.born_on_or_before == date(2018, 3, 15)
    assert finding.born_on_or_after is None
    assert finding.needs == {"birth_date"}
    assert (finding.opens_on, finding.closes_on) == (None, None)


def test_settled_age_needs_nothing_more() -> None:
    assert look_at_age(EIGHT_TO_EIGHTEEN, born(10)).needs == frozenset()


# --- Ages that count on a day long past -----------------------------------------------------


def at(anchor: AgeAnchor) -> AgeRule:
    """Two to eleven years on that day."""
    return AgeRule(AgeLimit.years(2), AgeLimit.years(12), anchor=anchor)


@pytest.mark.parametrize(
    ("anchor", "needed"),
    [(AgeAnchor.DIAGNOSIS, "age_at_diagnosis"), (AgeAnchor.RELAPSE, "age_at_relapse")],
)
def test_age_in_the_past_is_asked_for_by_its_own_name(anchor: AgeAnchor, needed: str) -> None:
    finding = look_at_age(at(anchor), born(6))
    assert (finding.reason, finding.needs) == (Reason.AGE_NOT_TOLD, {needed})


def test_age_at_diagnosis_that_was_told_decides_whatever_the_age_is_now() -> None:
    finding = look_at_age(at(AgeAnchor.DIAGNOSIS), born(20), years_at_diagnosis(10))
    assert (finding.truth, finding.closes_on) == (Truth.TRUE, None)


def test_too_young_at_diagnosis_is_not_mended_by_waiting() -> None:
    finding = look_at_age(at(AgeAnchor.DIAGNOSIS), born(6), years_at_diagnosis(1))
    assert (finding.reason, finding.recoverable) == (Reason.AGE_TOO_YOUNG, False)


def test_child_younger_today_was_younger_then() -> None:
    finding = look_at_age(at(AgeAnchor.DIAGNOSIS), born(1))
    assert (finding.reason, finding.recoverable) == (Reason.AGE_TOO_YOUNG, False)


def years_at_diagnosis(years: int) -> AgeSpan:
    key = AgeKey(1200 * years, 365 * years)
    return AgeSpan(key, key)


# --- Diseases -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("include", "exclude", "named", "truth", "reason", "diseases"),
    [
        pytest.param(
            "aml", "apl", "npm1_aml", Truth.TRUE, Reason.DISEASE_STUDIED, "aml", id="kind of it"
        ),
        pytest.param(
            "aml", "apl", "aml", Truth.UNKNOWN, Reason.DISEASE_EXCEPTION_OPEN, "apl",
            id="might be the exception",
        ),
        pytest.param(
            "aml", "apl", "apl", Truth.FALSE, Reason.DISEASE_EXCEPTED, "apl", id="the exception"
        ),
        pytest.param(
            "aml", "apl", "leukemia", Truth.UNKNOWN, Reason.DISEASE_TYPE_NEEDED, "aml",
            id="more general than studied",
        ),
        pytest.param(
            "aml", "apl", "all", Truth.FALSE, Reason.DISEASE_NOT_STUDIED, "aml", id="elsewhere"
        ),
        pytest.param(
            "b_all", "", "all", Truth.UNKNOWN, Reason.DISEASE_TYPE_NEEDED, "b_all", id="B or T"
        ),
        pytest.param(
            "b_all t_all", "", "all", Truth.TRUE, Reason.DISEASE_STUDIED, "all", id="both parts"
        ),
        pytest.param(
            "b_all", "", "ph_all", Truth.TRUE, Reason.DISEASE_STUDIED, "b_all", id="below it"
        ),
        pytest.param(
            "b_all", "", "burkitt_leukemia", Truth.FALSE, Reason.DISEASE_NOT_STUDIED, "b_all",
            id="L3 is no B-ALL",
        ),
        pytest.param(
            "aml apl", "", "leukemia", Truth.UNKNOWN, Reason.DISEASE_TYPE_NEEDED, "aml",
            id="asks for the widest of the open ones",
        ),
        pytest.param(
            "leukemia all", "", "ph_all", Truth.TRUE, Reason.DISEASE_STUDIED, "all",
            id="names the narrowest of the certain ones",
        ),
        pytest.param(
            "b_all sickle", "", "ph_all sickle", Truth.TRUE, Reason.DISEASE_STUDIED,
            "b_all sickle", id="two diseases, both studied",
        ),
        pytest.param(
            "aml", "", "all aml", Truth.TRUE, Reason.DISEASE_STUDIED, "aml", id="one of two"
        ),
        pytest.param(
            "", "apl", "all", Truth.TRUE, Reason.DISEASE_STUDIED, "", id="only an exception, far"
        ),
        pytest.param(
            "", "apl", "aml", Truth.UNKNOWN, Reason.DISEASE_EXCEPTION_OPEN, "apl",
            id="only an exception, open",
        ),
        pytest.param(
            "", "aml apl", "leukemia", Truth.UNKNOWN, Reason.DISEASE_EXCEPTION_OPEN, "aml",
            id="asks for the widest exception",
        ),
        pytest.param(
            "aml b_all", "", "sickle", Truth.FALSE, Reason.DISEASE_NOT_STUDIED, "aml b_all",
            id="lists all that is studied",
        ),
    ],
)  # fmt: skip
def test_disease_becomes_truth_and_reason(
    include: str, exclude: str, named: str, truth: Truth, reason: Reason, diseases: str
) -> None:
    finding = look_at_disease(include, exclude, *named.split())
    assert (finding.truth, finding.reason) == (truth, reason)
    assert finding.diseases == tuple(diseases.split())


@pytest.mark.parametrize(("include", "exclude"), [("aml", "apl"), ("", "apl")])
def test_disease_that_was_not_told_is_asked_for(include: str, exclude: str) -> None:
    finding = look_at_disease(include, exclude)
    assert (finding.truth, finding.reason) == (Truth.UNKNOWN, Reason.DISEASE_NOT_TOLD)
    assert finding.needs == {"diagnosis"}


def test_open_disease_asks_for_the_diagnosis_and_a_settled_one_does_not() -> None:
    assert look_at_disease("b_all", "", "all").needs == {"diagnosis"}
    assert look_at_disease("b_all", "", "aml").needs == frozenset()


def test_other_disease_is_not_mended_by_waiting() -> None:
    assert not look_at_disease("b_all", "", "aml").recoverable
