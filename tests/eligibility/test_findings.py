"""One rule against one person. The diseases are drawn in universe.py."""

from dataclasses import replace
from datetime import date

import pytest

from tests.eligibility.asked import is_, is_not, number, washout
from tests.eligibility.asked import person as catalogued
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
from trials.eligibility.catalogue import Persona
from trials.eligibility.conditions import FactValue, NumberSpan
from trials.eligibility.criteria import (
    AgeCriterion,
    DiseaseCriterion,
    FactCriterion,
    Finding,
    PerformanceCriterion,
    Side,
    TextCriterion,
)
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


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        pytest.param(EIGHT_TO_EIGHTEEN, "birth_date", id="the birthday decides"),
        pytest.param(
            AgeRule(maximum=AgeLimit.years(1), anchor=AgeAnchor.DIAGNOSIS),
            "age_at_diagnosis",
            id="an age in the past decides",
        ),
    ],
)
def test_age_that_the_person_cannot_tell_closer_is_left_to_the_team(
    rule: AgeRule, asked: str
) -> None:
    seven_or_eight = BirthInterval(date(2018, 1, 1), date(2018, 12, 31))
    facts = PatientFacts(births=seven_or_eight)
    leaf = AgeCriterion(rule)

    before = find(leaf, Person(facts, GRAPH, ON))
    after = find(leaf, Person(replace(facts, not_known=frozenset({asked})), GRAPH, ON))

    assert (before.truth, before.needs) == (Truth.UNKNOWN, {asked})
    assert (after.truth, after.reason, after.needs) == (Truth.ASK, before.reason, frozenset())


def test_age_of_which_nothing_is_known_stays_open() -> None:
    facts = PatientFacts(not_known=frozenset({"birth_date"}))

    found = find(AgeCriterion(EIGHT_TO_EIGHTEEN), Person(facts, GRAPH, ON))

    assert found.truth is Truth.UNKNOWN


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


@pytest.mark.parametrize(
    ("include", "exclude"), [("b_all", ""), ("leukemia", "b_all")], ids=["type", "exception"]
)
def test_type_that_the_person_does_not_know_is_left_to_the_team(
    include: str, exclude: str
) -> None:
    facts = PatientFacts(diagnoses=frozenset({"leukemia"}), not_known=frozenset({"diagnosis"}))
    rule = DiseaseCriterion((include,), tuple(exclude.split()))

    found = find(rule, Person(facts, GRAPH, ON))

    assert (found.truth, found.needs, found.diseases) == (Truth.ASK, frozenset(), ("b_all",))


def test_disease_of_which_nothing_is_known_stays_open() -> None:
    facts = PatientFacts(not_known=frozenset({"diagnosis"}))

    found = find(DiseaseCriterion(("b_all",)), Person(facts, GRAPH, ON))

    assert found.truth is Truth.UNKNOWN


def test_other_disease_is_not_mended_by_waiting() -> None:
    assert not look_at_disease("b_all", "", "aml").recoverable


# --- Facts ------------------------------------------------------------------------------------
#
# The small catalogue is that of asked.py; both people tell what is in TOLD.

TOLD: dict[str, FactValue] = {"cd19": "positive", "weight_kg": 30, "infection": "yes"}
FAMILY = catalogued("all", births=born(9), **TOLD)
NURSE = catalogued("all", births=born(9), persona=Persona.STAFF, **TOLD)


@pytest.mark.parametrize(
    ("rule", "truth", "reason", "recoverable"),
    [
        pytest.param(is_("cd19=positive"), Truth.TRUE, Reason.FACT_MET, False, id="met"),
        pytest.param(is_("cd19=negative"), Truth.FALSE, Reason.FACT_NOT_MET, False, id="not met"),
        pytest.param(
            number("weight_kg", ">=", 50), Truth.FALSE, Reason.FACT_NOT_MET, True, id="may change"
        ),
        pytest.param(is_not("cd19=negative"), Truth.TRUE, Reason.FACT_NOT_MET, False, id="let in"),
        pytest.param(
            is_not("cd19=positive"), Truth.FALSE, Reason.FACT_MET, False, id="kept out by it"
        ),
        pytest.param(
            is_not("infection=yes"), Truth.FALSE, Reason.FACT_MET, True, id="kept out for now"
        ),
    ],
)
def test_fact_that_was_told_is_met_or_not(
    rule: FactCriterion, truth: Truth, reason: Reason, recoverable: bool
) -> None:
    """The reason is of the fact as it reads; the value, of the side on which it stands."""
    finding = find(rule, FAMILY)
    assert (finding.truth, finding.reason) == (truth, reason)
    assert (finding.recoverable, finding.needs) == (recoverable, frozenset())


@pytest.mark.parametrize("rule", [is_("hiv=no"), is_not("hiv=yes")])
def test_fact_that_was_not_told_is_asked_of_those_who_could_tell(rule: FactCriterion) -> None:
    asked, left = find(rule, NURSE), find(rule, FAMILY)
    assert (asked.truth, asked.reason) == (Truth.UNKNOWN, Reason.FACT_NOT_TOLD)
    assert asked.needs == {"hiv"}
    assert (left.truth, left.reason) == (Truth.ASK, Reason.FACT_FOR_TEAM)
    assert left.needs == frozenset()


def test_fact_that_the_person_does_not_know_is_left_to_the_team() -> None:
    knows_not = NURSE.having(replace(NURSE.facts, not_known=frozenset({"hiv"})))
    assert find(is_("hiv=no"), knows_not).reason is Reason.FACT_FOR_TEAM


def test_fact_that_follows_is_as_good_as_told() -> None:
    untreated = catalogued("all", previously_treated="no")
    assert find(is_("prior_hsct=no"), untreated).truth is Truth.TRUE


# --- Waiting times ----------------------------------------------------------------------------

NINETY_DAYS = washout(90)


@pytest.mark.parametrize(
    ("told", "truth", "reason", "needs"),
    [
        pytest.param(
            {}, Truth.UNKNOWN, Reason.WASHOUT_NOT_TOLD, {"prior_hsct"}, id="nothing told"
        ),
        pytest.param(
            {"prior_hsct": "no"}, Truth.TRUE, Reason.WASHOUT_NEVER_HAD, set(), id="never had"
        ),
        pytest.param(
            {"prior_hsct": "yes"},
            Truth.UNKNOWN,
            Reason.WASHOUT_DAYS_NOT_TOLD,
            {"prior_hsct_days"},
            id="had, but when?",
        ),
        pytest.param(
            {"prior_hsct_days": 89}, Truth.FALSE, Reason.WASHOUT_RUNNING, set(), id="a day short"
        ),
        pytest.param(
            {"prior_hsct_days": 90}, Truth.TRUE, Reason.WASHOUT_OVER, set(), id="just over"
        ),
        pytest.param(
            {"previously_treated": "no"}, Truth.TRUE, Reason.WASHOUT_NEVER_HAD, set(), id="follows"
        ),
        pytest.param(
            {"prior_hsct_days": NumberSpan(90, 120)},
            Truth.TRUE,
            Reason.WASHOUT_OVER,
            set(),
            id="about 100 days: over",
        ),
        pytest.param(
            {"prior_hsct_days": NumberSpan(60, 89)},
            Truth.FALSE,
            Reason.WASHOUT_RUNNING,
            set(),
            id="about 75 days: not over",
        ),
        pytest.param(
            {"prior_hsct_days": NumberSpan(60, 120)},
            Truth.UNKNOWN,
            Reason.WASHOUT_DAYS_NOT_TOLD,
            {"prior_hsct_days"},
            id="about 90 days: which?",
        ),
    ],
)
def test_waiting_time_is_over_running_or_asked_for(
    told: dict[str, FactValue], truth: Truth, reason: Reason, needs: set[str]
) -> None:
    finding = find(NINETY_DAYS, catalogued("all", **told))
    assert (finding.truth, finding.reason, finding.needs) == (truth, reason, needs)


@pytest.mark.parametrize(
    ("days", "over_on"),
    [
        pytest.param(20, date(2026, 5, 24), id="20 days ago"),
        pytest.param(89, date(2026, 3, 16), id="a day short"),
        pytest.param(NumberSpan(60, 89), date(2026, 4, 14), id="surely over, if only 60"),
    ],
)
def test_running_waiting_time_says_when_it_is_over(days: FactValue, over_on: date) -> None:
    finding = find(NINETY_DAYS, catalogued("all", prior_hsct_days=days))
    assert (finding.opens_on, finding.recoverable) == (over_on, True)


def test_waiting_time_beyond_the_calendar_ends_on_no_day() -> None:
    finding = find(washout(90_000_000), catalogued("all", prior_hsct_days=20))
    assert (finding.truth, finding.opens_on) == (Truth.FALSE, None)


def test_waiting_time_that_somebody_cannot_tell_is_left_to_the_team() -> None:
    knows_not = PatientFacts(told={"prior_hsct": "yes"}, not_known=frozenset({"prior_hsct_days"}))
    finding = find(NINETY_DAYS, catalogued().having(knows_not))
    assert (finding.truth, finding.reason) == (Truth.ASK, Reason.FACT_FOR_TEAM)


def test_waiting_time_that_keeps_out_is_turned_round() -> None:
    """Only soon after the transplant: whoever waited long enough is too late."""
    rule = washout(90, Side.EXCLUDE)
    assert find(rule, catalogued("all", prior_hsct_days=20)).truth is Truth.TRUE
    assert find(rule, catalogued("all", prior_hsct_days=100)).truth is Truth.FALSE


# --- What only the team can say -----------------------------------------------------------------


@pytest.mark.parametrize("side", Side)
def test_text_is_for_the_team_on_either_side(side: Side) -> None:
    finding = find(TextCriterion("the heart is strong enough", side=side), NURSE)
    assert (finding.truth, finding.reason) == (Truth.ASK, Reason.TEAM_CHECKS)


def test_age_at_relapse_is_for_the_team_where_nobody_asks_for_it() -> None:
    """Unless today's age settles it: who is one today was no two-year-old then."""
    rule = AgeCriterion(at(AgeAnchor.RELAPSE))
    finding = find(rule, FAMILY)
    assert (finding.truth, finding.reason) == (Truth.ASK, Reason.FACT_FOR_TEAM)
    assert find(rule, catalogued("all", births=born(1))).reason is Reason.AGE_TOO_YOUNG


def test_measure_by_a_table_is_found_as_one_rule() -> None:
    """The tables themselves stand in test_reference_tables.py."""
    rule = PerformanceCriterion(AgeLimit.years(16), lansky=60, karnofsky=60)
    finding = find(rule, catalogued("all", births=born(9), lansky=50))
    assert (finding.criterion, finding.truth) == (rule, Truth.FALSE)
    assert (finding.reason, finding.recoverable) == (Reason.FACT_NOT_MET, True)


def test_disease_that_a_fact_would_settle_asks_for_the_fact() -> None:
    assert find(DiseaseCriterion(("b_all",)), FAMILY).needs == {"lineage"}


def test_disease_asks_for_itself_when_the_person_cannot_tell_the_fact() -> None:
    """PML::RARA is not in the small catalogue."""
    assert find(DiseaseCriterion(("apl",)), catalogued("aml")).needs == {"diagnosis"}
