import pytest
from django.db import IntegrityError

from tests.factories import make_contact, make_site, make_site_profile, make_trial, make_trial_site
from trials.models import SiteProfile
from trials.models.site import OverallStatus

pytestmark = pytest.mark.django_db


def test_contact_can_be_reached_somehow() -> None:
    with pytest.raises(IntegrityError, match="contact_can_be_reached"):
        make_contact(phone="")


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({"latitude": 35.1}, id="half a place"),
        pytest.param({"latitude": 135.1, "longitude": 10.0}, id="no such latitude"),
        pytest.param({"latitude": 35.1, "longitude": 190.0}, id="no such longitude"),
    ],
)
def test_database_refuses_a_site_at(place: dict[str, float]) -> None:
    with pytest.raises(IntegrityError, match="site_place_whole_or_none"):
        make_site(**place)


def test_site_is_held_once() -> None:
    make_site(name="St. Elsewhere")

    with pytest.raises(IntegrityError, match="site_once"):
        make_site(name="St. Elsewhere")


def test_trial_lists_a_site_once() -> None:
    place = make_trial_site(make_trial())

    with pytest.raises(IntegrityError, match="trial_site_once"):
        make_trial_site(place.trial, place.site)


def test_database_refuses_an_unknown_status_at_a_site() -> None:
    with pytest.raises(IntegrityError, match="trial_site_status_known"):
        make_trial_site(make_trial(), status="OPEN")


def test_status_not_known_may_be_open() -> None:
    assert OverallStatus.UNKNOWN.is_open_now
    assert not OverallStatus.COMPLETED.is_open_now


def test_there_is_one_site_profile() -> None:
    make_site_profile()

    with pytest.raises(IntegrityError, match="site_profile_single_row"):
        SiteProfile.objects.create(pk=2, site_name="Another")


def test_site_profile_has_a_name() -> None:
    with pytest.raises(IntegrityError, match="site_profile_named"):
        make_site_profile(site_name="")
