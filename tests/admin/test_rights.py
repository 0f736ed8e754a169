"""Who gets into which room: a coordinator, referral staff, and somebody who is neither."""

import pytest
from django.contrib.auth.models import User

from tests.factories import (
    make_contact,
    make_site_profile,
    make_translation,
    make_trial_site,
    make_user,
)
from tests.page_checks import PageCheckingClient
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


def test_referral_staff_look_at_every_page(
    client: PageCheckingClient, nurse: User, rooms: list[str]
) -> None:
    client.force_login(nurse)

    for address in [*(f"/admin/trials/{name}/" for name in LISTS), *rooms]:
        page = client.get(address)
        assert page.status_code == 200, address
        assert 'name="_save"' not in page.content.decode(), address


def test_referral_staff_change_nothing(
    client: PageCheckingClient, nurse: User, rooms: list[str]
) -> None:
    client.force_login(nurse)

    for address in rooms:
        assert client.post(address, {"acronym": "MINE"}).status_code == 403, address
        assert client.get(address.replace("change", "delete")).status_code == 403, address
    for name in (*LISTS, "siteprofile"):
        assert client.get(f"/admin/trials/{name}/add/").status_code == 403, name
    assert not AuditEvent.objects.exists()


def test_referral_staff_read_the_rules_in_words(
    client: PageCheckingClient, nurse: User, group: ParticipantGroup
) -> None:
    client.force_login(nurse)

    page = client.get(f"/admin/trials/participantgroup/{group.pk}/change/").content.decode()

    for shown in ("younger than 22 (until the 22nd birthday)", "2 diagnoses", ">Patient<"):
        assert shown in page


def test_referral_staff_see_no_records(client: PageCheckingClient, nurse: User) -> None:
    client.force_login(nurse)

    for name in RECORDS:
        assert client.get(f"/admin/trials/{name}/").status_code == 403


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
