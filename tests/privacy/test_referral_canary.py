"""What staff type about a patient is nowhere afterwards but in the encrypted cookie."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.every_study import every_study
from tests.factories import make_user
from tests.privacy.test_canary import rows_with
from trials.models import AuditEvent

TYPED = {
    "birth_month": "11",
    "birth_day": "23",
    "birth_year": "2013",
    "diagnosis": "Neuroblastoma",
    "fact.weight_kg": "37.219",
    "fact.mrd_pct": "0.0271828",
    "other-role": "donor",
    "other-birth_year": "1987",
}
WRONG = {"diagnosis": "canary-diagnosis", "fact.weight_kg": "zebrafish"}
MARKERS = ("2013", "Neuroblastoma", "37.219", "0271828", "1987", "canary-diagnosis", "zebrafish")
PAGES = (
    "/referral/",
    "/referral/results/",
    "/referral/results/?section=needs",
    "/referral/text/",
    "/referral/sheet/",
)


@pytest.fixture(scope="module")
def studies(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with every_study(django_db_blocker):
        yield


@pytest.fixture
def nurse(studies: None, db: None) -> Iterator[Client]:
    with time_machine.travel(datetime(2026, 3, 15, 18, tzinfo=UTC), tick=False):
        client = Client()
        client.force_login(make_user("Referral staff"))
        client.get("/referral/")
        yield client


@pytest.mark.parametrize("typed", [TYPED, WRONG], ids=["answers", "answers with errors"])
def test_typed_answers_are_in_no_address_log_header_or_table(
    nurse: Client, typed: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    before = {marker: rows_with(marker) for marker in MARKERS}
    with caplog.at_level(logging.DEBUG):
        responses = [nurse.post("/referral/", typed), *(nurse.get(page) for page in PAGES)]
        responses.append(nurse.post("/referral/sign-out/"))

    for response in responses:
        for marker in MARKERS:
            assert marker not in str(dict(response.headers))
            assert marker not in response.cookies.output()
    assert {marker: rows_with(marker) for marker in MARKERS} == before
    sql_free = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not [record for record in sql_free for m in MARKERS if m in record.getMessage()]


def test_nobody_records_who_looked_at_what(nurse: Client) -> None:
    events = AuditEvent.objects.count()
    nurse.post("/referral/", TYPED)
    for page in PAGES:
        nurse.get(page)

    assert AuditEvent.objects.count() == events


def test_no_address_on_a_page_holds_an_answer(nurse: Client) -> None:
    nurse.post("/referral/", TYPED)

    for address in PAGES:
        page = nurse.get(address).content.decode()
        links = [part.partition('"')[0] for part in page.split('href="')[1:]]
        ours = [link for link in links if link.startswith(("/", "?", "#"))]
        assert ours
        assert not [link for link in ours for marker in MARKERS if marker in link]
