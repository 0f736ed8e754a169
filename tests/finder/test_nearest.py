"""The nearest place is one at which somebody may be able to enrol, or none."""

import pytest

from tests.factories import make_site, make_trial, make_trial_site
from trials.eligibility.distance import Place
from trials.finder.matches import Nearest
from trials.finder.nearest import nearest_place, nearest_places
from trials.models import Trial

pytestmark = pytest.mark.django_db

MEMPHIS = Place("38105", 35.15, -90.03)
NASHVILLE, BOSTON = (36.16, -86.78), (42.36, -71.06)


def add_place(trial: Trial, city: str, where: tuple[float, float], status: str) -> None:
    site = make_site(city=city, latitude=where[0], longitude=where[1])
    make_trial_site(trial, site, status=status)


def nearest(trial: Trial) -> Nearest | None:
    """The same for one trial with its places as for the trials of a list."""
    of_one = nearest_place(Trial.objects.get(pk=trial.pk), MEMPHIS)
    of_many = nearest_places([trial.pk, make_trial().pk], MEMPHIS).get(trial.pk)
    assert of_one == of_many
    return of_one


def nearest_city(trial: Trial) -> str | None:
    found = nearest(trial)
    return found.trial_site.site.city if found else None


def test_nearest_of_two_open_places_has_its_distance() -> None:
    trial = make_trial()
    add_place(trial, "Boston", BOSTON, "RECRUITING")
    add_place(trial, "Nashville", NASHVILLE, "RECRUITING")

    found = nearest(trial)

    assert found is not None
    assert found.trial_site.site.city == "Nashville"
    assert found.km == pytest.approx(313, abs=5)


def test_distance_knows_the_country_it_is_counted_from() -> None:
    trial = make_trial()
    add_place(trial, "Nashville", NASHVILLE, "RECRUITING")
    lyon = Place("Lyon, France", 45.75, 4.85, "France")

    assert nearest_places([trial.pk], lyon)[trial.pk].country == "France"
    assert nearest_places([trial.pk], MEMPHIS)[trial.pk].country == "United States"


@pytest.mark.parametrize(
    "status", ["COMPLETED", "ACTIVE_NOT_RECRUITING", "NOT_YET_RECRUITING", "SUSPENDED"]
)
def test_closed_place_is_never_the_nearest(status: str) -> None:
    trial = make_trial()
    add_place(trial, "Nashville", NASHVILLE, status)
    assert nearest_city(trial) is None

    add_place(trial, "Boston", BOSTON, "RECRUITING")
    assert nearest_city(trial) == "Boston"


@pytest.mark.parametrize("status", ["RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"])
def test_place_that_takes_people_counts_whatever_the_trial_says(status: str) -> None:
    trial = make_trial(overall_status="ACTIVE_NOT_RECRUITING")
    add_place(trial, "Nashville", NASHVILLE, status)

    assert nearest_city(trial) == "Nashville"


@pytest.mark.parametrize(
    ("overall", "city"),
    [
        ("RECRUITING", "Nashville"),
        ("UNKNOWN", "Nashville"),
        ("COMPLETED", None),
        ("NOT_YET_RECRUITING", None),
    ],
)
def test_place_of_unknown_status_counts_while_its_trial_is_open(
    overall: str, city: str | None
) -> None:
    trial = make_trial(overall_status=overall)
    add_place(trial, "Nashville", NASHVILLE, "UNKNOWN")

    assert nearest_city(trial) == city


def test_place_that_is_not_on_the_map_is_no_nearest_place() -> None:
    trial = make_trial()
    make_trial_site(trial)

    assert nearest(trial) is None


def test_nothing_is_near_nowhere() -> None:
    trial = make_trial()
    add_place(trial, "Nashville", NASHVILLE, "RECRUITING")

    assert nearest_place(trial, None) is None
    assert nearest_places([trial.pk], None) == {}
