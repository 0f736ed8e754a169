from datetime import date

import pytest

from trials.finder import Nearest
from trials.finder.matches import OpenPlace
from trials.models import Site, TrialSite
from trials.presenters.places import distance_words, nearest_first, place_words


@pytest.mark.parametrize(
    ("km", "country", "words"),
    [
        pytest.param(0.0, "United States", "about 1 mile away", id="next door"),
        pytest.param(16.1, "United States", "about 10 miles away", id="ten miles"),
        pytest.param(4500.0, "United States", "about 2,796 miles away", id="across the country"),
        pytest.param(0.0, "France", "about 1 km away", id="next door in France"),
        pytest.param(4500.0, "Canada", "about 4,500 km away", id="in Canada"),
    ],
)
def test_distance_is_given_as_the_family_counts_it(km: float, country: str, words: str) -> None:
    assert distance_words(km, country) == words


def test_nearest_place_stands_first_with_its_distance(today: date) -> None:
    far = TrialSite(pk=1, site=Site(name="Far", city="Seattle", country="United States"))
    near = TrialSite(pk=2, site=Site(name="Near", city="Memphis", country="United States"))
    places = [(row.pk, place_words(row, today)) for row in (far, near)]

    words = nearest_first(places, Nearest(OpenPlace.of(near), 16.1), today, most=2)

    assert [(place.name, place.distance) for place in words] == [
        ("Near", "about 10 miles away"),
        ("Far", ""),
    ]


def test_place_leaves_out_a_state_that_is_not_known(today: date) -> None:
    paris = TrialSite(pk=1, site=Site(name="Hôpital", city="Paris", country="France"))

    assert place_words(paris, today).where == "Paris, France"


def test_nearest_place_says_when_its_status_was_checked(today: date) -> None:
    site = Site(name="Near", city="Memphis", country="United States")
    row = TrialSite(pk=1, site=site, status="RECRUITING", status_checked_on=today)

    assert place_words(row, today, km=3.0).checked.startswith("Taking new patients (checked on")
    assert place_words(row, today).checked == "", "all places of a trial page say it anyway"


@pytest.mark.parametrize(
    ("status", "checked_on"), [("RECRUITING", None), ("UNKNOWN", date(2026, 3, 1))]
)
def test_nearest_place_says_nothing_of_a_status_that_nobody_checked(
    status: str, checked_on: date | None, today: date
) -> None:
    site = Site(name="Near", city="Lyon", country="France")
    row = TrialSite(pk=1, site=site, status=status, status_checked_on=checked_on)

    assert place_words(row, today, km=3.0).checked == ""


def test_a_few_places_are_the_nearest_and_then_the_first_of_the_others(today: date) -> None:
    rows = [
        TrialSite(pk=pk, site=Site(name=f"Place {pk}", city="Lyon", country="France"))
        for pk in range(1, 6)
    ]
    places = [(row.pk, place_words(row, today)) for row in rows]

    nearest = nearest_first(places, Nearest(OpenPlace.of(rows[3]), 3.0), today, most=2)

    assert [place.name for place in nearest] == ["Place 4", "Place 1"]
