"""A day on which a trial leaves the list holds by itself; the command only takes the step."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_trial,
    make_user,
)
from tests.page_checks import PageCheckingClient
from trials.actions.publishing import withdraw_due
from trials.actions.sheets import keep_download, keep_upload
from trials.eligibility.facts import Role
from trials.finder.totals import totals
from trials.models import AuditEvent, ReviewEvent, SheetDownload, SheetUpload, Trial
from trials.views import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial() -> Trial:
    """Leaves the list on 1 May."""
    trial = make_trial(slug="leaving", withdraw_on=date(2026, 5, 1), withdraw_reason="It closes")
    group = make_group(trial)
    make_age_rule(group)
    make_disease_rule(group, includes=[make_leukemias()["aml"]])
    return trial


@pytest.mark.parametrize(
    ("day", "is_seen"), [(date(2026, 4, 30), True), (date(2026, 5, 1), False)]
)
def test_trial_is_seen_until_the_day_before(
    day: date,
    is_seen: bool,
    trial: Trial,
    client: PageCheckingClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)

    page = client.get(trial.get_absolute_url())
    found = client.post("/", {"diagnosis": "aml"}, follow=True).content.decode()

    assert page.status_code == (200 if is_seen else 404)
    assert (trial.plain_title in found) is is_seen
    assert totals(Role.PATIENT, day).published == totals(Role.PATIENT, day).in_role == is_seen


def test_page_says_when_the_study_leaves_the_list(
    trial: Trial, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 15))

    page = client.get(trial.get_absolute_url()).content.decode()

    assert "From May 1, 2026 on, this study is no longer on this list." in page


def test_step_is_taken_once_on_the_day_and_not_before(trial: Trial) -> None:
    day, now = date(2026, 5, 1), datetime(2026, 5, 1, 6, tzinfo=UTC)

    assert withdraw_due(day - timedelta(days=1), system="a job", now=now) == []
    assert withdraw_due(day, system="a job", now=now) == [trial]
    assert withdraw_due(day, system="a job", now=now) == []

    trial.refresh_from_db()
    assert (trial.review_state, trial.withdraw_on) == ("withdrawn", None)
    event = ReviewEvent.objects.get()
    assert (event.actor, event.system, event.reason) == (None, "a job", "It closes")
    assert AuditEvent.objects.get().system == "a job"


def test_command_names_what_it_withdrew(trial: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    Trial.objects.update(withdraw_on=date(2026, 1, 1))

    call_command("withdraw_due_trials")
    call_command("withdraw_due_trials")

    assert capsys.readouterr().out.splitlines() == [
        "leaving: withdrawn",
        "No trial leaves the list today.",
    ]


def test_command_removes_the_sheets_whose_day_is_past(
    capsys: pytest.CaptureFixture[str],
) -> None:
    user, now = make_user("Coordinators"), timezone.now()
    for hours in (25, 23):
        keep_upload("list.csv", b"trial", by=user, now=now - timedelta(hours=hours))
        keep_download(f"{hours}.xlsx", b"PK", by=user, now=now - timedelta(hours=hours))

    call_command("withdraw_due_trials")

    assert SheetUpload.objects.get().uploaded_at == now - timedelta(hours=23)
    assert SheetDownload.objects.get().name == "23.xlsx"
    assert "Files of sheets that were removed: 2" in capsys.readouterr().out
