"""The desk, and a file on its way into the list, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.pages import PublicSite, open_everything
from tests.browser.rooms import TABLET, WIDE, Rooms, faults_of, make_staff, press
from trials.models import Trial

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FILE = (
    "trial;acronym;overall_status;my own remarks\r\n"
    "inomrd;INOMRD;SUSPENDED;a\r\n"
    "memcar19;MEMCAR19;somehow;b\r\n"
)


@pytest.fixture(scope="module")
def rooms(
    seven_studies: PublicSite, browser: Browser, django_db_blocker: DjangoDbBlocker
) -> Iterator[Rooms]:
    with django_db_blocker.unblock():
        make_staff()
        yield Rooms(seven_studies, browser)


def test_pages_of_sheets_are_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", viewport=TABLET)
    rooms.open(page, "trials_sheetupload_changelist")
    page.locator("summary").click()
    assert faults_of(page, watch, TABLET, WIDE) == []

    page.get_by_label("File").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    press(page, "Show what would change")
    expect(page.get_by_role("heading", name="Rows to mend")).to_be_visible()
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


def test_desk_with_all_its_tables_is_accessible(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", viewport=TABLET)
    rooms.open(page, "index")
    open_everything(page)

    expect(page.get_by_role("table", name="Diagnoses with a gap")).to_be_visible()
    assert faults_of(page, watch, TABLET, WIDE) == []
    page.context.close()


def test_file_is_looked_at_and_stored_without_any_script(rooms: Rooms) -> None:
    page, watch = rooms.enter("coordinator", java_script_enabled=False)
    rooms.open(page, "trials_sheetupload_changelist")
    page.get_by_label("File").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    press(page, "Show what would change")
    expect(page.get_by_text("“somehow” is none of these")).to_be_visible()

    press(page, "Store")
    expect(page.get_by_text("Some rows are to be mended.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Look at the differences").click()
    page.get_by_label("Store the valid rows").check()
    press(page, "Store")

    expect(page.get_by_text("The file is stored.")).to_be_visible()
    assert Trial.objects.get(slug="inomrd").overall_status == "SUSPENDED"
    assert watch.faults == []
    page.context.close()
