from dataclasses import replace

import pytest

from tests.factories import make_leukemias, make_site, make_trial_site
from tests.finder.searching import list_trial, search, told
from trials.eligibility.distance import Place
from trials.finder import Choices, Sort
from trials.finder import search as searching
from trials.presenters.facets import (
    MOST_OPTIONS,
    Facet,
    chosen,
    facets,
    reach_words,
    sort_options,
)
from trials.presenters.results import results_heading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def listed() -> None:
    make_leukemias()
    list_trial(kind="treatment", phases=["PHASE1", "PHASE2"])
    list_trial(kind="treatment", phases=["PHASE2"])
    list_trial(kind="observational", phases=[])


def facet(name: str, *found: Facet) -> Facet:
    return next(one for one in found if one.name == name)


def test_every_choice_tells_how_many_studies_it_has_most_first() -> None:
    phases = facet("phase", *facets(search()))

    assert phases.heading == "Phase"
    assert [(option.label, option.count) for option in phases.options] == [
        ("Phase 2", 2),
        ("Phase 1", 1),
    ]


def test_what_leaves_nothing_to_choose_is_not_offered() -> None:
    assert {one.name for one in facets(search())} == {"kind", "phase"}


def test_choice_stays_offered_and_others_keep_their_counts() -> None:
    found = facets(search(choices=Choices(kind=("observational",), country=("Peru",))))

    kinds = facet("kind", *found)
    assert [(option.value, option.count, option.is_chosen) for option in kinds.options] == [
        ("treatment", 2, False),
        ("observational", 1, True),
    ]
    assert [(each.name, each.label) for each in chosen(found)] == [
        ("kind", "Observation"),
        ("country", "Peru"),
    ]


def test_only_the_countries_with_most_studies_are_offered() -> None:
    trial = list_trial()
    for number in range(MOST_OPTIONS + 3):
        make_trial_site(trial, make_site(name=f"H{number}", country=f"Country {number:02}"))

    assert len(facet("country", *facets(search())).options) == MOST_OPTIONS


def test_nearest_first_is_offered_to_those_who_told_a_place() -> None:
    nowhere = [option.value for option in sort_options(search())]
    memphis = [
        option.value for option in sort_options(search(place=Place("Memphis", 35.1, -90.0)))
    ]

    assert nowhere == [Sort.FIT, Sort.NEWEST]
    assert memphis == [Sort.FIT, Sort.NEAREST, Sort.NEWEST]


def test_list_that_was_looked_at_whole_says_nothing() -> None:
    assert reach_words(search()) == ""


def test_part_of_a_long_list_says_how_far_it_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "LOOKED_AT", 2)

    assert reach_words(search(told(years=7))) == (
        "3 open studies may fit the role, age and disease you entered. "
        "We looked closely at 2 of them for this part of the list."
    )


def test_heading_of_a_part_counts_that_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert results_heading(search(told(years=7))) == "3 open studies to ask about"

    monkeypatch.setattr(searching, "LOOKED_AT", 2)

    assert results_heading(search(told(years=7))) == (
        "2 open studies to ask about in this part of the list"
    )
    nothing = replace(search(told(years=7)), fits=[], possible=[])
    assert results_heading(nothing) == (
        "No open study in this part of the list fits all your answers"
    )
