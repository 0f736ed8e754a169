"""Who gets into which room: a coordinator, referral staff, and somebody who is neither."""

import pytest
from django.contrib.auth.models import User

from tests.admin.rooms import Room
from tests.factories import (
    make_contact,
    make_site_profile,
    make_translation,
    make_trial_site,
    make_user,
)
from tests.page_checks import PageCheckingClient
from trials.actions.publishing import Step
from trials.models import AuditEvent, Disease, ParticipantGroup

pytestmark = pytest.mark.django_db

LISTS = (
    "trial",
    "participantgroup",
    "disease",
    "site",
    "contact",
    "translation",
    "guide",
    "glossaryterm",
    "approvedtreatment",
)
RECORDS = ("auditevent", "reviewevent")


@pytest.fixture
def rooms(group: ParticipantGroup, leukemias: dict[str, Disease]) -> list[str]:
    """A page of every kind of row."""
    profile = make_site_profile()
    site = make_trial_site(group.trial).site
    translation = make_translation("Pain", "Dolor")
    rows = [group.trial, group, leukemias["aml"], site, make_contact(), profile, translation]
    return [f"/admin/trials/{row._meta.model_name}/{row.pk}/change/" for row in rows]


def test_coordinator_opens_every_list_and_page(desk: PageCheckingClient, rooms: list[str]) -> None:
    lists = [f"/admin/trials/{name}/" for name in (*LISTS, *RECORDS)]

    for address in ["/admin/", *lists, *rooms, "/admin/password_change/"]:
        assert desk.get(address).status_code == 200, address


def test_coordinator_adds_to_every_list(desk: PageCheckingClient) -> None:
    for name in LISTS:
        assert desk.get(f"/admin/trials/{name}/add/").status_code == 200, name


def test_coordinator_has_no_say_in_accounts(desk: PageCheckingClient) -> None:
    assert desk.get("/admin/auth/user/").status_code == 403


def test_referral_staff_reach_no_page_of_the_list(
    client: PageCheckingClient, nurse: User, rooms: list[str]
) -> None:
    client.force_login(nurse)
    lists = [f"/admin/trials/{name}/" for name in (*LISTS, *RECORDS, "trialsite", "siteprofile")]
    trial = rooms[0].replace("change/", "")
    steps = [f"{trial}{name}/step/" for name in Step]

    for address in [
        *lists,
        *(f"{name}add/" for name in lists),
        *rooms,
        *steps,
        f"{trial}history/",
    ]:
        assert client.get(address).status_code == 403, address
        assert client.post(address, {"acronym": "MINE"}).status_code == 403, address
    assert not AuditEvent.objects.exists()


def test_administrator_keeps_accounts_and_reaches_nothing_else(
    client: PageCheckingClient, nurse: User, rooms: list[str]
) -> None:
    client.force_login(make_user("Administrators"))

    assert client.get("/admin/auth/user/").status_code == 200
    assert client.get(f"/admin/auth/user/{nurse.pk}/change/").status_code == 200
    assert client.get("/admin/auth/user/add/").status_code == 200
    for address in rooms:
        assert client.get(address).status_code == 403, address


def test_administrator_makes_nobody_a_superuser_and_changes_none(
    client: PageCheckingClient, nurse: User
) -> None:
    above = make_user(username="above", is_superuser=True, is_staff=True)
    keeper = make_user("Administrators")
    client.force_login(keeper)
    own = Room(client, "auth_user_change", keeper.pk)

    own.press(is_superuser="on")
    address = f"/admin/auth/user/{above.pk}/"

    keeper.refresh_from_db()
    assert not keeper.is_superuser
    assert client.post(f"{address}change/", {"username": "mine"}).status_code == 403
    assert client.get(f"{address[:-1]}/password/").status_code == 403


@pytest.mark.parametrize("kind", ["nobody", "no member of the staff"])
def test_others_are_asked_to_sign_in(
    kind: str, client: PageCheckingClient, rooms: list[str]
) -> None:
    if kind != "nobody":
        client.force_login(make_user(is_staff=False))

    for address in ["/admin/", *rooms]:
        response = client.get(address)
        assert response.headers["Location"] == f"/admin/login/?next={address}"
        assert client.post(address, {"acronym": "MINE"}).status_code == 302


def test_account_without_a_group_sees_an_empty_room(client: PageCheckingClient) -> None:
    client.force_login(make_user(is_staff=True))

    assert "nothing here that your account may see" in client.get("/admin/").content.decode()
