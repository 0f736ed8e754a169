"""A whole trial against one person. The diseases are drawn in universe.py."""

from datetime import date

import pytest

from tests.eligibility.universe import GRAPH
from trials.eligibility.ages import AgeLimit, AgeRule, AgeStatus, BirthInterval
from trials.eligibility.criteria import (
    AgeCriterion,
    AllOf,
    AnyOf,
    Criterion,
    DiseaseCriterion,
    Not,
)
from trials.eligibility.evaluation import Fit, GroupRules, TrialEvaluation, TrialRules, first_look
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth

ON = date(2026, 3, 15)
NEWBORN_TO_21 = AgeCriterion(AgeRule(maximum=AgeLimit.years(22)))
FROM_8_TO_18 = AgeCriterion(AgeRule(AgeLimit.years(8), AgeLimit.years(19)))
AGE_NOT_STATED = AgeCriterion(AgeRule(status=AgeStatus.NOT_STATED))
AGE_NOT_READ = AgeCriterion(AgeRule(status=AgeStatus.NOT_READ))
UP_TO_24_OR_30 = AgeCriterion(AgeRule(maximum=AgeLimit.years(25), wide_maximum=AgeLimit.years(31)))


def disease(include: str = "", exclude: str = "") -> DiseaseCriterion:
    return DiseaseCriterion(tuple(include.split()), tuple(exclude.split()))


def everything(*parts: Criterion) -> Criterion:
    return AllOf(parts)


def group(key: str, *parts: Criterion, roles: str = "patient") -> GroupRules:
    return GroupRules(key, frozenset(Role(role) for role in roles.split()), AllOf(parts))


def person(
    *diagnoses: str, births: BirthInterval | None = None, role: Role = Role.PATIENT
) -> Person:
    facts = PatientFacts(role=role, births=births, diagnoses=frozenset(diagnoses))
    return Person(facts, GRAPH, ON)


def of_age(years: int) -> BirthInterval:
    return BirthInterval.of_age(ON, years=years)


def look(who: Person, *groups: GroupRules) -> TrialEvaluation:
    return first_look(TrialRules("trial", groups), who)


# --- One group ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "who", "fit"),
    [
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person("ph_all", births=of_age(9)), Fit.FITS,
            id="age and disease fit",
        ),
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person("ph_all", births=of_age(22)), Fit.NO,
            id="age does not",
        ),
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person("aml", births=of_age(9)), Fit.NO,
            id="disease does not",
        ),
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person("all", births=of_age(9)), Fit.POSSIBLE,
            id="type is open",
        ),
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person("ph_all"), Fit.POSSIBLE, id="age not told"
        ),
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person(births=of_age(9)), Fit.POSSIBLE,
            id="disease not told",
        ),
        pytest.param((NEWBORN_TO_21, disease("b_all")), person(), Fit.POSSIBLE, id="nothing told"),
        pytest.param(
            (NEWBORN_TO_21, disease("b_all")), person(births=of_age(40)), Fit.NO,
            id="too old, whatever the disease",
        ),
        pytest.param(
            (AGE_NOT_STATED,), person(births=of_age(40)), Fit.FITS, id="no age stated, any age"
        ),
        pytest.param((AGE_NOT_STATED,), person(), Fit.FITS, id="no age stated, none told"),
        pytest.param(
            (AGE_NOT_READ,), person(births=of_age(10)), Fit.POSSIBLE, id="age not read, any age"
        ),
        pytest.param(
            (UP_TO_24_OR_30,), person(births=of_age(26)), Fit.POSSIBLE, id="limit unclear"
        ),
        pytest.param((), person(), Fit.FITS, id="nothing asked"),
    ],
)  # fmt: skip
def test_group_fits_is_possible_or_not(
    rules: tuple[Criterion, ...], who: Person, fit: Fit
) -> None:
    assert look(who, group("main", *rules)).fit is fit


def test_every_rule_leaves_a_finding_in_order() -> None:
    evaluation = look(person("aml", births=of_age(9)), group("main", FROM_8_TO_18, disease("all")))
    assert evaluation.best is not None
    assert [finding.reason for finding in evaluation.best.findings] == [
        Reason.AGE_FITS,
        Reason.DISEASE_NOT_STUDIED,
    ]


def test_age_that_no_source_states_keeps_its_reason() -> None:
    evaluation = look(person(), group("main", AGE_NOT_STATED))
    assert evaluation.best is not None
    [finding] = evaluation.best.findings
    assert (finding.truth, finding.reason) == (Truth.TRUE, Reason.AGE_NOT_STATED)


# --- Boxes in boxes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "years", "fit"),
    [
        pytest.param("b_all", 4, Fit.FITS, id="first box"),
        pytest.param("b_all", 12, Fit.NO, id="neither box"),
        pytest.param("aml", 12, Fit.FITS, id="second box"),
        pytest.param("leukemia", 12, Fit.POSSIBLE, id="perhaps the second box"),
    ],
)
def test_one_of_two_boxes_is_enough(named: str, years: int, fit: Fit) -> None:
    small = AgeCriterion(AgeRule(maximum=AgeLimit.years(10)))
    either = AnyOf((everything(disease("b_all"), small), everything(disease("aml"))))
    assert look(person(named, births=of_age(years)), group("main", either)).fit is fit


@pytest.mark.parametrize(
    ("named", "fit"),
    [("aml", Fit.NO), ("all", Fit.FITS), ("leukemia", Fit.POSSIBLE)],
)
def test_box_that_is_denied_keeps_out_whoever_meets_it(named: str, fit: Fit) -> None:
    assert look(person(named), group("main", Not(disease("aml")))).fit is fit


def test_empty_box_keeps_nobody_out() -> None:
    assert look(person(), group("main", AnyOf(()))).fit is Fit.FITS


# --- "B or T, either way it fits" -----------------------------------------------------------

B_BELOW_10_OR_T_BELOW_22 = AnyOf(
    (
        everything(disease("b_all"), AgeCriterion(AgeRule(maximum=AgeLimit.years(10)))),
        everything(disease("t_all"), NEWBORN_TO_21),
    )
)


@pytest.mark.parametrize(
    ("years", "fit"),
    [
        pytest.param(5, Fit.FITS, id="5: fits as B and as T"),
        pytest.param(12, Fit.POSSIBLE, id="12: fits only as T"),
        pytest.param(30, Fit.NO, id="30: too old for either"),
    ],
)
def test_type_is_asked_only_when_it_decides(years: int, fit: Fit) -> None:
    evaluation = look(person("all", births=of_age(years)), group("main", B_BELOW_10_OR_T_BELOW_22))
    assert evaluation.fit is fit


def test_either_way_it_fits_leaves_nothing_to_ask() -> None:
    evaluation = look(person("all", births=of_age(5)), group("main", B_BELOW_10_OR_T_BELOW_22))
    assert evaluation.best is not None
    assert evaluation.best.unknowns == ()


def test_either_way_it_does_not_fit_gives_the_reason() -> None:
    """A trial that excepts both types excepts the whole, and says so."""
    rule = group("main", disease("leukemia", exclude="b_all t_all"))
    evaluation = look(person("all"), rule)
    assert evaluation.best is not None
    [finding] = evaluation.best.findings
    assert (evaluation.fit, finding.truth) == (Fit.NO, Truth.FALSE)
    assert (finding.reason, finding.diseases) == (Reason.DISEASE_EXCEPTED, ("b_all", "t_all"))


def test_reasons_that_differ_by_case_still_add_up_to_no() -> None:
    """As B-ALL it is excepted, as T-ALL it is not studied: the first reason is shown."""
    evaluation = look(person("all"), group("main", disease("b_all", exclude="b_all")))
    assert evaluation.best is not None
    [finding] = evaluation.best.findings
    assert (evaluation.fit, finding.reason) == (Fit.NO, Reason.DISEASE_EXCEPTED)
    assert finding.diseases == ("b_all",)


def test_no_without_a_single_rule_as_its_reason_asks_for_the_type() -> None:
    """One rule excepts B-ALL, the other T-ALL: no rule alone refuses ALL."""
    rule = group("main", disease(exclude="b_all"), disease(exclude="t_all"))
    evaluation = look(person("all"), rule)
    assert evaluation.best is not None
    assert evaluation.fit is Fit.POSSIBLE
    assert {finding.reason for finding in evaluation.best.unknowns} == {
        Reason.DISEASE_EXCEPTION_OPEN
    }


def test_type_that_does_not_matter_is_not_asked_beside_an_open_age() -> None:
    rule = group("main", NEWBORN_TO_21, AnyOf((disease("b_all t_all"), disease("aml"))))
    either = group("either", NEWBORN_TO_21, disease("leukemia", exclude="aml"), disease("all"))
    for rules in (rule, either):
        evaluation = look(person("all"), rules)
        assert evaluation.best is not None
        assert [finding.reason for finding in evaluation.best.unknowns] == [Reason.AGE_NOT_TOLD]


def test_whole_stays_open_when_its_parts_differ() -> None:
    evaluation = look(person("all", births=of_age(5)), group("main", disease("b_all")))
    assert evaluation.best is not None
    assert [finding.diseases for finding in evaluation.best.unknowns] == [("b_all",)]


# --- Roles ----------------------------------------------------------------------------------

RECIPIENT = group("recipient", NEWBORN_TO_21, disease("b_all"))
DONOR = group(
    "donor",
    AgeCriterion(AgeRule(minimum=AgeLimit.years(19), wide_minimum=AgeLimit.years(18))),
    roles="donor",
)


@pytest.mark.parametrize(
    ("years", "fit"),
    [
        pytest.param(17, Fit.NO, id="17: no source takes them"),
        pytest.param(18, Fit.POSSIBLE, id="18: one source does"),
        pytest.param(19, Fit.FITS, id="19: both do"),
        pytest.param(60, Fit.FITS, id="60: no upper limit"),
    ],
)
def test_donor_is_judged_by_the_rules_for_donors(years: int, fit: Fit) -> None:
    donor = person(births=of_age(years), role=Role.DONOR)
    assert look(donor, RECIPIENT, DONOR).fit is fit


def test_groups_for_other_roles_are_not_looked_at() -> None:
    evaluation = look(person("b_all", births=of_age(9)), RECIPIENT, DONOR)
    assert [item.rules.key for item in evaluation.groups] == ["recipient"]
    assert evaluation.role_is_sought


@pytest.mark.parametrize("role", [Role.SURVIVOR, Role.SIBLING, Role.HEALTHY_VOLUNTEER])
def test_role_that_no_group_seeks_does_not_fit(role: Role) -> None:
    evaluation = look(person("b_all", births=of_age(9), role=role), RECIPIENT, DONOR)
    assert (evaluation.fit, evaluation.role_is_sought, evaluation.best) == (Fit.NO, False, None)


@pytest.mark.parametrize("role", list(Role))
def test_group_without_roles_takes_patients_only(role: Role) -> None:
    everybody = GroupRules("main", frozenset(), AllOf(()))
    assert look(person(role=role), everybody).role_is_sought is (role is Role.PATIENT)


def test_group_may_take_several_roles() -> None:
    rules = group("main", disease("all aml"), roles="survivor patient")
    for role in (Role.SURVIVOR, Role.PATIENT):
        assert look(person("aml", births=of_age(30), role=role), rules).fit is Fit.FITS


# --- The best of several groups -------------------------------------------------------------


def test_best_group_decides_and_the_others_follow_in_order() -> None:
    other, open_type, fits = (
        group("other", disease("sickle")),
        group("open", disease("apl")),
        group("fits", disease("aml")),
    )
    evaluation = look(person("aml"), other, open_type, fits)
    assert evaluation.fit is Fit.FITS
    assert [item.rules.key for item in evaluation.groups] == ["fits", "open", "other"]


def test_possible_group_with_fewer_questions_comes_first() -> None:
    many, few = group("many", NEWBORN_TO_21, disease("apl")), group("few", disease("apl"))
    evaluation = look(person("aml"), many, few)
    assert [item.rules.key for item in evaluation.groups] == ["few", "many"]


def test_group_that_opens_soonest_speaks_for_a_trial_that_does_not_fit() -> None:
    never = group("never", disease("sickle"))
    later = group("later", AgeCriterion(AgeRule(minimum=AgeLimit.years(18))))
    soon = group("soon", FROM_8_TO_18)
    child = person("aml", births=BirthInterval.on_date(date(2018, 4, 1)))
    evaluation = look(child, never, later, soon)
    assert [item.rules.key for item in evaluation.groups] == ["soon", "later", "never"]
    assert evaluation.best is not None
    assert evaluation.best.opens_on == date(2026, 4, 1)


def test_groups_of_equal_fit_keep_the_order_of_the_trial() -> None:
    evaluation = look(person(), group("first"), group("second"))
    assert [item.rules.key for item in evaluation.groups] == ["first", "second"]


# --- Days -----------------------------------------------------------------------------------

BORN_1_JUNE_2018 = BirthInterval.on_date(date(2018, 6, 1))


def days(who: Person, *rules: Criterion) -> tuple[date | None, date | None]:
    best = look(who, group("main", *rules)).best
    assert best is not None
    return best.opens_on, best.closes_on


def test_group_opens_when_the_last_age_is_reached() -> None:
    at_nine = AgeCriterion(AgeRule(minimum=AgeLimit.years(9)))
    child = person("aml", births=BORN_1_JUNE_2018)
    assert days(child, FROM_8_TO_18, at_nine)[0] == date(2027, 6, 1)


def test_group_never_opens_for_another_disease() -> None:
    child = person("aml", births=BORN_1_JUNE_2018)
    assert days(child, FROM_8_TO_18, disease("sickle"))[0] is None


def test_group_opens_although_the_type_is_still_open() -> None:
    child = person("all", births=BORN_1_JUNE_2018)
    assert days(child, FROM_8_TO_18, disease("b_all"))[0] == date(2026, 6, 1)


def test_group_has_no_opening_day_for_an_age_known_roughly() -> None:
    assert days(person("aml", births=of_age(6)), FROM_8_TO_18)[0] is None


def test_group_that_fits_has_no_opening_day() -> None:
    assert days(person("aml", births=of_age(10)), FROM_8_TO_18)[0] is None


def test_group_closes_with_the_first_age_that_closes() -> None:
    until_eleven = AgeCriterion(AgeRule(maximum=AgeLimit.years(12)))
    child = person("aml", births=BORN_1_JUNE_2018)
    assert days(child, NEWBORN_TO_21, until_eleven)[1] == date(2030, 5, 31)


def test_group_without_an_upper_limit_does_not_close() -> None:
    adult = AgeCriterion(AgeRule(minimum=AgeLimit.years(19)))
    grown_up = person(births=BirthInterval.on_date(date(1990, 1, 1)))
    assert days(grown_up, adult)[1] is None


def test_group_that_is_already_too_late_announces_no_last_day() -> None:
    child = person(births=BirthInterval.on_date(date(1990, 1, 1)))
    assert days(child, NEWBORN_TO_21)[1] is None


# --- What is still open ---------------------------------------------------------------------


def test_open_findings_are_those_that_an_answer_or_the_team_settles() -> None:
    evaluation = look(
        person("all", births=of_age(26)), group("main", UP_TO_24_OR_30, disease("b_all"))
    )
    assert evaluation.best is not None
    assert [finding.reason for finding in evaluation.best.unknowns] == [
        Reason.AGE_LIMIT_UNCLEAR,
        Reason.DISEASE_TYPE_NEEDED,
    ]


def test_nothing_is_open_for_a_group_that_does_not_fit() -> None:
    evaluation = look(
        person("all", births=of_age(40)), group("main", NEWBORN_TO_21, disease("b_all"))
    )
    assert evaluation.best is not None
    assert (evaluation.fit, evaluation.best.unknowns) == (Fit.NO, ())
