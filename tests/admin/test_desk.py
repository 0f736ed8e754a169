"""The first page: what waits, since when, and a list of it; where no study is open."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.admin.rooms import notices, page_of, words
from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_proposed_change,
    make_registry_record,
    make_review_event,
    make_trial,
    make_user,
)
from tests.page_checks import PageCheckingClient
from trials.models import Disease, Trial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fifteenth_of_march")]

FRESH = date(2026, 3, 10)


@pytest.fixture
def fifteenth_of_march(time_machine: object) -> None:
    time_machine.move_to(datetime(2026, 3, 15, 18, tzinfo=UTC), tick=False)  # type: ignore[attr-defined]


def tasks(client: PageCheckingClient) -> dict[str, tuple[int, str, str]]:
    """Count, since when and address, by name."""
    found = {}
    for item in page_of(client.get("/admin/")).iter("li"):
        link = item.find("a")
        count = link.find("strong") if link is not None else None
        if link is not None and count is not None:
            name = words(link).removeprefix(words(count)).strip()
            since = item.findtext("span") or ""
            found[name] = (int(words(count)), since, link.get("href") or "")
    return found


def listed(client: PageCheckingClient, address: str) -> int:
    page = page_of(client.get(address))
    tables = [each for each in page.iter("table") if each.get("id") == "result_list"]
    return sum(1 for table in tables for body in table.iter("tbody") for _ in body.iter("tr"))


def make_waiting(size: int = 1) -> None:
    """So many of each that waits, and one trial that waits for nothing."""
    make_trial(status_checked_on=FRESH)
    for _ in range(size):
        waits = make_trial(review_state="in_review", status_checked_on=FRESH)
        make_review_event(
            waits,
            actor=make_user(),
            to_state="in_review",
            from_state="draft",
            at=datetime(2026, 3, 2, 18, tzinfo=UTC),
        )
        make_trial(is_reviewed=False, status_checked_on=FRESH)
        make_trial(status_checked_on=date(2026, 2, 12))
        make_trial(status_checked_on=None)
        make_trial(status_checked_on=None, overall_status="COMPLETED")
        make_trial(conflicts=["Ages differ"], status_checked_on=FRESH)
        at_odds = make_trial(status_checked_on=FRESH)
        make_age_rule(make_group(at_odds), conflict="The page says 18")
        make_proposed_change(make_trial(status_checked_on=FRESH))
        make_trial(status_checked_on=FRESH, withdraw_on=date(2026, 4, 1))
        spoken = make_trial(status_checked_on=FRESH)
        make_registry_record(spoken, criteria_text="Inclusion Criteria:\n\n* Relapse of AML")
        make_age_rule(make_group(spoken), quote="Relapse of AML", maximum_months=264)
        make_registry_record(make_trial(status_checked_on=FRESH))


def test_each_task_has_a_count_the_oldest_and_its_list(desk: PageCheckingClient) -> None:
    make_waiting()

    found = tasks(desk)

    assert {name: (count, since) for name, (count, since, _) in found.items()} == {
        "To review": (1, "the oldest since March 2, 2026"),
        "Public in the registry’s words, not reviewed by us": (
            1,
            "the oldest since March 15, 2026",
        ),
        "Status not checked for 30 days": (2, "the oldest was checked on Feb. 12, 2026"),
        "Sources that do not agree": (2, "the oldest since March 15, 2026"),
        "Sentences of the source that no rule says": (1, "the oldest since March 15, 2026"),
        "About to leave the public list": (1, "the next on April 1, 2026"),
        "Changes in the registry to decide": (1, "the oldest since March 10, 2026"),
    }
    for name, (count, _since, address) in found.items():
        assert listed(desk, address) == count, name


def test_desk_says_how_many_trials_are_not_read_yet(
    desk: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.desk.MOST_READ_AT_ONCE", 1)
    for _ in range(3):
        make_registry_record(make_trial(status_checked_on=FRESH))

    told = [tasks(desk)["Sentences of the source that no rule says"][:2] for _ in range(3)]

    assert [count for count, _since in told] == [1, 2, 3]
    assert told[0][1].endswith("2 trials are not read yet")
    assert "not read" not in told[2][1]


def test_list_says_too_how_many_trials_are_not_read_yet(
    desk: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.waiting.MOST_READ_AT_ONCE", 1)
    for _ in range(3):
        make_registry_record(make_trial(status_checked_on=FRESH))
    assert notices(desk.get("/admin/trials/trial/")) == []
    address = "/admin/trials/trial/?waiting=sentences"

    said = [(listed(desk, address), notices(desk.get(address))) for _ in range(2)]

    assert said == [
        (1, ["1 trial is not read yet and may be missing from this list. Open it again."]),
        (3, []),
    ]


def test_status_is_stale_on_the_thirty_first_day(desk: PageCheckingClient) -> None:
    make_trial(status_checked_on=date(2026, 2, 13))
    assert tasks(desk)["Status not checked for 30 days"][0] == 0

    make_trial(status_checked_on=date(2026, 2, 12))
    assert tasks(desk)["Status not checked for 30 days"][0] == 1


def test_gap_is_shown_and_numbers_lead_to_their_studies(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    Disease.objects.update(is_family_choice=True)
    group = make_group(make_trial(status_checked_on=FRESH))
    make_age_rule(group, minimum_months=12)
    make_disease_rule(group, includes=[leukemias["t_all"]])

    page = page_of(desk.get("/admin/"))
    [row] = [row for row in page.iter("tr") if words(row[0]) == leukemias["t_all"].plain_name]

    assert [words(cell) for cell in row][1:] == ["none", "1", "1", "1", "1", "1"]
    links = [link.get("href") or "" for link in row.iter("a")]
    assert [listed(desk, link) for link in links] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("told", ["aml", "aml:9", "aml:x", ":", "gone:1", "aml:-1"])
def test_odd_address_breaks_nothing(told: str, desk: PageCheckingClient) -> None:
    make_trial()

    for name in ("open_for", "waiting"):
        assert desk.get("/admin/trials/trial/", {name: told}).status_code in (200, 302)


def test_referral_staff_see_neither_openings_nor_tasks(
    client: PageCheckingClient, nurse: User, leukemias: dict[str, Disease]
) -> None:
    Disease.objects.update(is_family_choice=True)
    client.force_login(nurse)

    page = client.get("/admin/").content.decode()

    assert "What needs you today" not in page
    assert "Open studies by diagnosis and age" not in page


def test_account_without_rights_sees_neither(client: PageCheckingClient) -> None:
    client.force_login(make_user(is_staff=True))

    page = client.get("/admin/").content.decode()

    assert "What needs you today" not in page
    assert "Open studies by diagnosis" not in page


def test_number_of_queries_stays_the_same_however_long_the_list_is(
    desk: PageCheckingClient, leukemias: dict[str, Disease]
) -> None:
    """The desk, the list with its filters, and the page of a trial."""
    make_waiting(2)
    trial = Trial.objects.latest("pk")
    pages = (
        "/admin/",
        "/admin/trials/trial/",
        "/admin/trials/trial/?waiting=stale&q=study",
        "/admin/trials/trial/?open_for=aml:1",
        f"/admin/trials/trial/{trial.pk}/change/",
    )
    for page in pages:
        desk.get(page)  # the diseases are read once
    few = [queries(desk, page) for page in pages]
    make_waiting(10)
    desk.get("/admin/")  # the sentences of what is new are read once

    assert [queries(desk, page) for page in pages] == few
    *lists, change = few
    assert max(lists) <= 25
    assert change <= 55, "its checks read every kind of rule"


def queries(client: PageCheckingClient, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
