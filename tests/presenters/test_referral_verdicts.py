"""What a study comes to for one person: the verdict and the reason that decides."""

from datetime import date

import pytest

from tests.presenters.referral_people import (
    FROM_18,
    UNDER_22,
    disease,
    fact,
    judged,
    person,
    washout,
    words_for,
)
from trials.eligibility.criteria import AnyOf, Criterion, Side, TextCriterion
from trials.eligibility.facts import Role
from trials.eligibility.person import Person
from trials.finder.referral import Standing
from trials.presenters.referral_verdicts import PersonVerdict, person_verdict

CD19 = fact("cd19", "positive")
B_ALL = disease("b_all")
NO_INFECTION = fact("active_infection", "yes", side=Side.EXCLUDE)


def verdict(who: Person, *parts: Criterion, roles: tuple[Role, ...] = ()) -> PersonVerdict:
    found = judged(who, *parts, roles=roles)
    return person_verdict(found, words_for(who, cd19="box"), {"main": "Patients"})


@pytest.mark.parametrize(
    ("who", "parts", "standing", "words"),
    [
        pytest.param(
            person("b_all"), (B_ALL,), Standing.POSSIBLE, "No exclusion found", id="nothing found"
        ),
        pytest.param(
            person("b_all"),
            (B_ALL, NO_INFECTION),
            Standing.POSSIBLE,
            "No exclusion found",
            id="something left to the team",
        ),
        pytest.param(
            person("b_all"), (B_ALL, CD19), Standing.NEEDS, "Undetermined", id="a fact missing"
        ),
        pytest.param(
            person(prior_hsct_days=60),
            (washout("prior_hsct", 84),),
            Standing.LATER,
            "FAIL (recoverable): from April 8, 2026",
            id="wash-out",
        ),
        pytest.param(
            person(active_infection="yes"),
            (NO_INFECTION,),
            Standing.LATER,
            "FAIL (recoverable)",
            id="infection",
        ),
        pytest.param(person("aml"), (B_ALL,), Standing.NO, "FAIL", id="another disease"),
        pytest.param(
            person("aml", active_infection="yes"),
            (B_ALL, NO_INFECTION),
            Standing.NO,
            "FAIL",
            id="something final beside what may pass",
        ),
        pytest.param(
            person("aml", active_infection="yes"),
            (AnyOf((B_ALL, NO_INFECTION)),),
            Standing.LATER,
            "FAIL (recoverable)",
            id="one of two ways may open",
        ),
    ],
)
def test_verdict_in_the_words_of_staff(
    who: Person, parts: tuple[Criterion, ...], standing: Standing, words: str
) -> None:
    found = verdict(who, *parts)

    assert (found.standing, found.words) == (standing, words)


def test_fail_gives_all_reasons() -> None:
    found = verdict(person("aml", years=30, cd19="positive"), UNDER_22, B_ALL, CD19)

    assert [(reason.result, reason.criterion, reason.patient) for reason in found.reasons] == [
        ("Too old", "Age: younger than 22 (until the 22nd birthday)", "30 years"),
        ("Another diagnosis", "Diagnosis: B-ALL", "AML"),
    ]


def test_reason_that_may_pass_says_when() -> None:
    (reason,) = verdict(person(prior_hsct_days=60), washout("prior_hsct", 84)).reasons

    assert reason.when == "Recoverable: from April 8, 2026"


def test_box_that_failed_is_one_reason_with_its_ways() -> None:
    ways = [fact(key, "positive") for key in ("cd19", "cd22", "cd33", "cd70")]
    told = dict.fromkeys(("cd19", "cd22", "cd33", "cd70"), "negative")

    (reason,) = verdict(person(**told), AnyOf(tuple(ways))).reasons

    assert reason.criterion == (
        "One of these 4 is enough – CD19 expression on blasts: Positive; "
        "CD22 expression on blasts: Positive; CD33 expression on blasts: Positive; 1 more"
    )


def test_undetermined_names_what_is_missing_with_its_box() -> None:
    found = verdict(person("b_all"), B_ALL, CD19)

    assert [(need.label, need.field) for need in found.needs] == [
        ("CD19 expression on blasts", "box")
    ]
    assert found.reasons == ()


def test_long_list_of_needs_is_cut_with_a_count() -> None:
    keys = ("cd19", "cd20", "cd22", "cd33", "cd70", "cd123")
    found = verdict(person(), *(fact(key, "positive") for key in keys))

    assert (len(found.needs_shown), found.more_needs) == (4, "2 more")


def test_points_left_to_the_study_team_are_listed_once() -> None:
    visits = TextCriterion("Weekly visits")
    found = verdict(person("b_all"), B_ALL, NO_INFECTION, visits, visits)

    assert found.team == ("Exclusion: Uncontrolled infection", "Weekly visits")
    assert found.team_words == "2 points are left to the study team"


def test_nothing_is_left_to_the_team_of_a_study_that_fails() -> None:
    assert verdict(person("aml"), B_ALL, TextCriterion("Weekly visits")).team == ()


@pytest.mark.parametrize(
    ("born", "until"),
    [
        pytest.param(date(2004, 6, 1), "Age fits until May 31, 2026", id="within half a year"),
        pytest.param(date(2014, 6, 1), "", id="years away"),
    ],
)
def test_end_of_the_age_is_named_when_it_is_near(born: date, until: str) -> None:
    assert verdict(person(born=born), UNDER_22).until == until


def test_study_that_seeks_nobody_of_the_role_says_so() -> None:
    found = verdict(person(role=Role.DONOR), FROM_18, roles=(Role.PATIENT,))

    assert (found.standing, found.words, found.groups) == (Standing.NO, "FAIL", ())
    assert found.reasons[0].criterion == "This study is not looking for donors."
