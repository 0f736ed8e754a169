from datetime import date

import pytest

from tests.factories import make_disease, make_leukemias
from tests.finder.searching import TODAY, told
from trials.eligibility.ages import AgeKey
from trials.eligibility.facts import PatientFacts
from trials.finder import Seeker, ages_in_play, diseases_in_play
from trials.rulebook import disease_graph


def in_play(facts: PatientFacts) -> frozenset[str] | None:
    return diseases_in_play(Seeker(facts, disease_graph(), TODAY))


def test_ages_in_play_run_from_today_to_the_horizon() -> None:
    ages = ages_in_play(told(born=date(2018, 9, 11)), TODAY)

    assert ages is not None
    assert ages.youngest.months == 90
    assert ages.oldest.years == 8


def test_ages_in_play_of_somebody_born_today_start_at_nought() -> None:
    ages = ages_in_play(told(born=TODAY), TODAY)

    assert ages is not None
    assert ages.youngest == AgeKey(0, 0)
    assert ages.oldest.days == 366


def test_no_age_told_puts_no_age_in_play() -> None:
    assert ages_in_play(told(), TODAY) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("diagnosis", "codes"),
    [
        pytest.param("leukemia", "leukemia all aml b_all t_all ph_pos apl", id="general"),
        pytest.param("all", "leukemia all b_all t_all ph_pos", id="whole"),
        pytest.param("b_all", "leukemia all b_all ph_pos", id="part"),
        pytest.param("ph_pos", "leukemia all b_all ph_pos", id="special"),
        pytest.param("apl", "leukemia aml apl", id="defined by a fact"),
    ],
)
def test_diseases_in_play_are_those_somebody_has_or_may_have(diagnosis: str, codes: str) -> None:
    make_leukemias()

    assert in_play(told(diagnosis=diagnosis)) == set(codes.split())


@pytest.mark.django_db
def test_parts_of_a_whole_are_in_play_for_whoever_has_it_and_none_of_them() -> None:
    """A trial for A and B takes the whole, and thereby C, which is in neither.

    hemophilia = a + b
    ├── a (one of the types)
    ├── b (one of the types)
    └── c (one of the types)
    """
    bleeding = make_disease("bleeding")
    whole = make_disease("hemophilia", parents=[bleeding])
    for code in "ab":
        make_disease(code, parts_of=[whole], exclusive_groups=["type"])
    make_disease("c", parents=[whole], exclusive_groups=["type"])

    assert in_play(told(diagnosis="c")) == {"bleeding", "hemophilia", "a", "b", "c"}


@pytest.mark.django_db
def test_no_diagnosis_told_puts_no_disease_in_play() -> None:
    assert in_play(told()) is None
