from datetime import date

import pytest

from tests.factories import make_age_rule, make_leukemias, make_site, make_trial_site
from tests.finder.searching import list_trial, search
from trials.eligibility.distance import Place
from trials.models import Trial

pytestmark = pytest.mark.django_db

MEMPHIS = Place("38105", 35.15, -90.03)
CHILD = date(2018, 9, 1)


def order(**who: object) -> list[str]:
    who.setdefault("born", CHILD)
    return [match.trial.acronym for match in search(**who).shown]


def test_fewer_open_questions_come_first() -> None:
    diseases = make_leukemias()
    two = list_trial(diseases["b_all"], acronym="two")
    make_age_rule(two.groups.get(), maximum_months=12, wide_maximum_months=240)
    list_trial(diseases["b_all"], acronym="one")

    assert order(diagnosis="leukemia") == ["one", "two"]


def test_trial_that_names_no_disease_comes_last() -> None:
    diseases = make_leukemias()
    list_trial(acronym="for anybody")
    list_trial(diseases["b_all"], acronym="for B-ALL")

    assert order(diagnosis="b_all") == ["for B-ALL", "for anybody"]


def test_status_that_nobody_could_confirm_comes_after_those_known() -> None:
    list_trial(acronym="perhaps open", overall_status="UNKNOWN")
    list_trial(acronym="open", overall_status="RECRUITING")

    assert order() == ["open", "perhaps open"]


def test_trial_that_closes_within_180_days_comes_first_and_the_soonest_before_all() -> None:
    list_trial(acronym="never")
    list_trial(acronym="in months", ages={"maximum_months": 96})
    list_trial(acronym="in weeks", ages={"maximum_months": 91})

    assert order() == ["in weeks", "in months", "never"]


def test_limit_further_away_than_180_days_is_not_urgent() -> None:
    list_trial(acronym="first")
    list_trial(acronym="second", ages={"maximum_months": 108})

    assert order() == ["first", "second"]


def test_nearer_trial_comes_first_and_one_without_a_place_last() -> None:
    for acronym, latitude, longitude in (("Boston", 42.36, -71.06), ("Nashville", 36.16, -86.78)):
        site = make_site(city=acronym, latitude=latitude, longitude=longitude)
        make_trial_site(list_trial(acronym=acronym), site)
    list_trial(acronym="nowhere")

    assert order(place=MEMPHIS) == ["Nashville", "Boston", "nowhere"]


def test_treatment_comes_before_supportive_care_before_all_else() -> None:
    for kind in (Trial.Kind.OBSERVATIONAL, Trial.Kind.SUPPORTIVE_CARE, Trial.Kind.TREATMENT):
        list_trial(kind=kind, acronym=kind.value)

    assert order() == ["treatment", "supportive_care", "observational"]


def test_status_checked_last_comes_first_and_one_never_checked_last() -> None:
    list_trial(acronym="never", status_checked_on=None)
    list_trial(acronym="old", status_checked_on=date(2025, 1, 1))
    list_trial(acronym="new", status_checked_on=date(2026, 1, 1))

    assert order() == ["new", "old", "never"]


def test_trials_alike_keep_the_order_of_their_entry() -> None:
    for acronym in ("first", "second", "third"):
        list_trial(acronym=acronym)

    assert order() == ["first", "second", "third"]
