"""Workbooks: what is too long for one, and the page that makes a long one."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.admin.sheets import download, send, shown
from tests.factories import make_trial, make_user
from tests.page_checks import PageCheckingClient
from trials.models import SheetDownload, Trial

pytestmark = pytest.mark.django_db

PAGE = "/admin/trials/sheetupload/"
NOTHING = "The file says what the list says already: no difference."


class LowWorksheet(Worksheet):
    """With room for the heading and one row."""

    def __init__(self) -> None:
        super().__init__()
        self.xls_rowmax = 2


def test_text_too_long_for_a_workbook_is_not_cut(desk: PageCheckingClient) -> None:
    make_trial(goal="a" * 40_000)

    response = desk.get(f"{PAGE}trials.xlsx")

    assert response.status_code == 422
    assert "Download CSV instead" in response.content.decode()
    assert send(desk, download(desk, "trials")).has(NOTHING)


def test_long_workbook_is_made_on_a_page_that_says_how_far_it_is(
    desk: PageCheckingClient, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.sheets.MOST_AT_ONCE", 0)
    monkeypatch.setattr("trials.admin.progress.EVERY", 0)
    monkeypatch.setattr("trials.sheets.writing._STEP", 1)

    page = shown(desk.get(f"{PAGE}everything.xlsx"))

    assert page.has("The workbook will have 3 rows.")
    assert page.has("1 rows so far")
    [address] = re.findall(r'href="([^"]+/made/[0-9]+/)"', page.html)
    made = desk.get(address)
    assert f"everything-{timezone.localdate():%Y-%m-%d}.xlsx" in made["Content-Disposition"]
    assert send(desk, made.content, "a.xlsx").has(NOTHING)

    other = Client()
    other.force_login(make_user("Coordinators"))
    assert other.get(address).status_code == 404


def test_text_too_long_is_told_on_the_page_that_makes_a_workbook(
    desk: PageCheckingClient, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.sheets.MOST_AT_ONCE", 0)
    Trial.objects.update(summary="x" * 40_000)

    page = shown(desk.get(f"{PAGE}trials.xlsx"))

    assert page.has("A text under “summary” is too long for a workbook.")


def test_workbook_of_too_many_rows_is_not_begun(
    desk: PageCheckingClient, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.sheets.MOST_AT_ONCE", 0)
    monkeypatch.setattr("trials.admin.sheets.MOST_IN_WORKBOOK", 2)

    response = desk.get(f"{PAGE}everything.xlsx")

    assert response.status_code == 422
    page = response.content.decode()
    assert "A workbook has room for 150,000 rows here." in page
    addresses = re.findall(r'href="([^"]+\.csv)"', page)
    assert addresses == [f"{PAGE}{sheet}.csv" for sheet in ("trials", "groups", "ages", "sites")]
    assert not SheetDownload.objects.exists()

    monkeypatch.setattr("trials.admin.sheets.MOST_IN_WORKBOOK", 3)
    assert shown(desk.get(f"{PAGE}everything.xlsx")).has("The workbook is made.")


def test_row_beyond_the_last_of_a_worksheet_is_not_left_out_in_silence(
    desk: PageCheckingClient, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trials.admin.sheets.MOST_AT_ONCE", 0)
    monkeypatch.setattr(Workbook, "worksheet_class", LowWorksheet)

    assert shown(desk.get(f"{PAGE}trials.xlsx")).has("The workbook is made.")
    make_trial()
    page = shown(desk.get(f"{PAGE}trials.xlsx"))

    assert page.has("CSV has no such limit. Download CSV: Trials")
    assert SheetDownload.objects.count() == 1
