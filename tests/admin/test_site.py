import pytest

from tests.admin.rooms import Room, errors
from tests.factories import make_contact, make_site, make_trial, make_trial_site, make_user
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, Contact, Site

pytestmark = pytest.mark.django_db


def test_site_is_changed_and_told(desk: PageCheckingClient) -> None:
    site = make_site()

    response = Room(desk, "trials_site_change", site.pk).press(
        latitude="35.15", longitude="-90.05"
    )

    assert errors(response) == []
    assert AuditEvent.objects.get().after == {"latitude": 35.15, "longitude": -90.05}


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({"latitude": "35.15", "longitude": ""}, id="half a place"),
        pytest.param({"latitude": "95", "longitude": "10"}, id="beyond the pole"),
    ],
)
def test_place_that_is_none_is_refused(place: dict[str, str], desk: PageCheckingClient) -> None:
    response = Room(desk, "trials_site_change", make_site().pk).press(**place)

    assert errors(response) == [
        "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."
    ]


def test_site_that_is_listed_already_is_refused(desk: PageCheckingClient) -> None:
    site = make_site()

    response = Room(desk, "trials_site_add").press(
        name=site.name, city=site.city, state=site.state, country=site.country
    )

    assert errors(response) == ["This site is already listed."]


def test_contact_nobody_can_reach_is_refused(desk: PageCheckingClient) -> None:
    response = Room(desk, "trials_contact_add").press(name="Study line")

    assert errors(response) == ["Give a phone number, an e-mail or a web page."]
    assert not Contact.objects.exists()


def test_lists_show_and_find(desk: PageCheckingClient) -> None:
    make_site(name="Children’s Hospital", contact=make_contact(name="Study line"))

    assert "Study line" in desk.get("/admin/trials/site/", {"q": "children"}).content.decode()
    assert "Study line" in desk.get("/admin/trials/contact/", {"q": "study"}).content.decode()


def test_site_with_trials_is_not_deleted(client: PageCheckingClient) -> None:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    used, unused = make_trial_site(make_trial()).site, make_site()

    for site in (used, unused):
        client.post(f"/admin/trials/site/{site.pk}/delete/", {"post": "yes"})

    assert list(Site.objects.all()) == [used]


def test_several_sites_are_deleted_at_once_with_their_trail(client: PageCheckingClient) -> None:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    sites = [make_site(), make_site()]

    client.post(
        "/admin/trials/site/",
        {
            "action": "delete_selected",
            "_selected_action": [site.pk for site in sites],
            "post": "yes",
        },
    )

    assert not Site.objects.exists()
    assert AuditEvent.objects.filter(action="removed", subject="site").count() == 2


def test_site_that_gets_a_trial_while_it_is_being_deleted_stays(
    client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody adds the place between the question and the answer."""
    client.force_login(make_user(is_superuser=True, is_staff=True))
    site = make_trial_site(make_trial()).site
    monkeypatch.setattr(
        "trials.admin.site.SiteAdmin.get_deleted_objects", lambda *args: ([], {}, set(), [])
    )

    response = client.post(f"/admin/trials/site/{site.pk}/delete/", {"post": "yes"}, follow=True)

    assert "This is still needed by" in response.content.decode()
    assert Site.objects.filter(pk=site.pk).exists()
    assert not AuditEvent.objects.exists()
