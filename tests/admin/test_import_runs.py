from datetime import UTC, date, datetime, timedelta

import pytest

from tests.admin.rooms import page_of, words
from tests.factories import make_import_run, make_user
from tests.page_checks import PageCheckingClient
from trials.models import ImportRun

pytestmark = pytest.mark.django_db

LIST = "/admin/trials/importrun/"


def shown(desk: PageCheckingClient, address: str = LIST) -> str:
    return words(page_of(desk.get(address)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "leukemia 3 new, 40 unchanged"),
        ({"counts": {"outcomes": {"added": 6946}}}, "6,946 new"),
        ({"since_day": date(2026, 2, 1)}, "leukemia, changed since Feb. 1, 2026"),
        ({"term": ""}, "the whole registry"),
        ({"term": "", "files": ["a.jsonl", "b.json"]}, "a.jsonl, b.json"),
        ({"ended_at": None}, "still running, or killed"),
        (
            {"ended_at": None, "failure": "ServerFailedError: 503"},
            "interrupted: ServerFailedError: 503",
        ),
    ],
)
def test_the_list_says_what_was_imported(
    desk: PageCheckingClient, fields: dict[str, object], said: str
) -> None:
    make_import_run(**fields)
    assert said in shown(desk)


def test_a_run_names_what_was_not_imported(desk: PageCheckingClient) -> None:
    counts = {
        "outcomes": {"unreadable": 2},
        "faults": [
            ["studies.jsonl, line 4", "<b>broken</b>"],
            ["studies.jsonl, line 7", "JSON is malformed", '{"nctId": "<i>'],
        ],
    }
    run = make_import_run(counts=counts)
    page = shown(desk, f"{LIST}{run.pk}/change/")
    assert "studies.jsonl, line 4: <b>broken</b>" in page
    assert 'line 7: JSON is malformed How the record begins {"nctId": "<i>' in page
    assert page.count("How the record begins") == 1
    assert "2 not imported" in page


def test_beginning_and_end_are_told_by_the_clock_of_the_site(desk: PageCheckingClient) -> None:
    began = datetime(2026, 3, 2, 20, 15, tzinfo=UTC)
    run = make_import_run(ended_at=began + timedelta(minutes=3))
    ImportRun.objects.filter(pk=run.pk).update(began_at=began)

    page = shown(desk, f"{LIST}{run.pk}/change/")

    assert "2026-03-02 14:15" in page
    assert "March 2, 2026, 2:15 p.m." in page
    assert "March 2, 2026, 2:18 p.m." in page


def test_runs_are_only_read(desk: PageCheckingClient) -> None:
    run = make_import_run()
    assert desk.post(f"{LIST}{run.pk}/change/", {"term": "other"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403
    assert ImportRun.objects.get().term == "leukemia"


def test_whoever_changes_no_trials_does_not_see_them(client: PageCheckingClient) -> None:
    client.force_login(make_user("Referral staff"))
    assert client.get(LIST).status_code == 403


def test_the_front_page_leads_there(desk: PageCheckingClient) -> None:
    assert "Imports" in shown(desk, "/admin/")
