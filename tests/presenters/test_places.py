from datetime import date

import pytest

from trials.models import Site, TrialSite
from trials.presenters.places import distance_words, places_with


@pytest.mark.parametrize(
    ("km", "words"),
    [
        pytest.param(0.0, "about 1 mile (1 km) away", id="next door"),
        pytest.param(16.1, "about 10 miles (16 km) away", id="ten miles"),
        pytest.param(4500.0, "about 2,796 miles (4,500 km) away", id="across the country"),
    ],
)
def test_distance_is_given_in_miles_and_kilometres(km: float, words: str) -> None:
    assert distance_words(km) == words


def test_nearest_place_stands_first_with_its_distance(today: date) -> None:
    far = TrialSite(pk=1, site=Site(name="Far", city="Seattle", country="United States"))
    near = TrialSite(pk=2, site=Site(name="Near", city="Memphis", country="United States"))

    words = places_with([far, near], today, nearest=near, km=16.1)

    assert [(place.name, place.distance) for place in words] == [
        ("Near", "about 10 miles (16 km) away"),
        ("Far", ""),
    ]


def test_place_leaves_out_a_state_that_is_not_known(today: date) -> None:
    paris = TrialSite(pk=1, site=Site(name="Hôpital", city="Paris", country="France"))

    assert places_with([paris], today, None, None)[0].where == "Paris, France"
