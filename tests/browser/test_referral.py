"""The referral check in a browser: by keyboard alone, on a phone, on paper, under the policy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.conftest import own_connection
from tests.browser.pages import (
    DESKTOP,
    PHONE,
    PublicSite,
    Watch,
    faults_at,
    open_everything,
    overflow,
)
from tests.committed_rows import rows_taken_away_after
from tests.every_study import load_every_study
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSWORD = "a long password of the tests"
LETTER = {"width": 816, "height": 1056}
"""Inches times 96: how wide a browser takes the paper to be."""

Nurse = Callable[..., Page]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[PublicSite]:
    """Every study, and a member of the referral staff; committed, and taken away again."""
    assert connection.settings_dict["NAME"].startswith("test_")
    with django_db_blocker.unblock(), own_connection(), rows_taken_away_after():
        server = LiveServer("127.0.0.1")
        try:
            load_every_study()
            make_user("Referral staff", username="nurse", password=PASSWORD)
            yield PublicSite(server.url)
        finally:
            server.stop()


@pytest.fixture(scope="module")
def signed_in(site: PublicSite, browser: Browser) -> Any:
    """The cookies of a nurse who came to the check, and was asked to sign in on the way."""
    page = _sign_in(site, browser)
    state = page.context.storage_state()
    page.context.close()
    return state


def _sign_in(site: PublicSite, browser: Browser) -> Page:
    page: Page = browser.new_context().new_page()
    page.goto(f"{site.url}/referral/")
    page.get_by_label("Username").fill("nurse")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Referral check").wait_for()
    return page


@pytest.fixture
def nurse(site: PublicSite, browser: Browser, signed_in: Any) -> Iterator[Nurse]:
    """``nurse(viewport=…)`` opens a browser; what pages did that they must not fails the test."""
    watch, contexts = Watch(site), []

    def arrive(**context: Any) -> Page:
        settings = {"viewport": DESKTOP, "storage_state": signed_in, **context}
        contexts.append(browser.new_context(**settings))
        page: Page = contexts[-1].new_page()
        watch.over(page)
        page.goto(f"{site.url}/referral/")
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert watch.faults == []


def _fill(page: Page, **answers: str) -> None:
    for name, text in answers.items():
        page.locator(f'[name="{name}"]').fill(text)


def _check(page: Page) -> None:
    """A child with relapsed B-ALL and a brother, so that every part of the pages is there."""
    _fill(page, age_years="12", diagnosis="B-ALL")
    page.locator("input[value=relapsed]").check()
    page.locator('[name="fact.cd19"]').select_option("positive")
    page.locator('[name="fact.cns_status"]').select_option("cns3")
    page.locator('[name="fact.active_cns"]').select_option("no")
    _fill(page, **{"fact.prior_hsct_days": "60", "other-age_years": "25"})
    page.locator('[name="other-role"]').select_option("donor")
    page.locator('[name="age_years"]').press("Enter")
    page.get_by_role("heading", name="open studies without an exclusion").wait_for()


def _wrong(page: Page) -> None:
    _fill(page, age_years="twelve", diagnosis="lukemi", plan_month="4")
    _fill(page, **{"fact.prior_hsct_days": "soon", "fact.mrd_pct": "x"})
    page.locator('[name="age_years"]').press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()


def _after_check(path: str) -> Callable[[PublicSite, Page], None]:
    def go(site: PublicSite, page: Page) -> None:
        _check(page)
        page.goto(site.url + path)

    return go


STATES: dict[str, Callable[[PublicSite, Page], object]] = {
    "form": lambda site, page: None,
    "form answered": _after_check("/referral/"),
    "errors": lambda site, page: _wrong(page),
    "results": lambda site, page: _check(page),
    "one section": _after_check("/referral/results/?section=later"),
    "text": _after_check("/referral/text/"),
    "sheet": _after_check("/referral/sheet/"),
}


@pytest.mark.parametrize("state", STATES)
def test_page_has_no_accessibility_fault_and_fits_the_screen(
    site: PublicSite, nurse: Nurse, state: str
) -> None:
    page = nurse(viewport=PHONE)
    STATES[state](site, page)
    open_everything(page)

    assert faults_at(page, PHONE, DESKTOP) == []


@pytest.mark.parametrize("state", ["form", "errors", "results", "sheet"])
def test_page_fits_a_narrow_screen_with_large_text(
    site: PublicSite, nurse: Nurse, state: str
) -> None:
    page = nurse(viewport={"width": 320, "height": 640})
    STATES[state](site, page)
    open_everything(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert overflow(page) <= 0


def test_check_needs_nothing_but_a_keyboard(nurse: Nurse) -> None:
    page = nurse()
    page.locator("#id_role").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    for _box in ("months", "days", "month", "day", "year", "plan", "plan", "plan"):
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # to the sex
    page.keyboard.type("F")
    assert page.locator('[name="fact.sex"]').input_value() == "female"
    page.locator("#id_diagnosis").focus()
    page.keyboard.type("b-all")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.url.endswith("/referral/")

    page.keyboard.press("Enter")

    page.get_by_role("heading", name="without an exclusion").wait_for()
    assert "B-cell acute lymphoblastic leukemia" in page.inner_text("main")


def test_parts_of_the_form_are_one_step_away(nurse: Nurse) -> None:
    page = nurse()

    page.get_by_role("link", name="Treatment", exact=True).click()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.name") == "fact.prior_hsct"
    headings = page.locator("main h2").all_inner_texts()
    assert headings == [
        "Person",
        "Disease",
        "Biomarkers",
        "Treatment",
        "Health",
        "Second person",
    ]


def test_errors_have_the_focus_and_lead_to_their_boxes(nurse: Nurse) -> None:
    page = nurse()
    _wrong(page)

    assert page.title().startswith("Error:")
    assert "govuk-error-summary" in str(page.evaluate("document.activeElement.className"))
    page.get_by_role("link", name="Allogeneic stem cell transplant").click()
    assert page.evaluate("document.activeElement.id") == "id_fact.prior_hsct_days-0"
    assert page.locator('[name="age_years"]').input_value() == "twelve"


def test_missing_fact_leads_into_its_box(nurse: Nurse) -> None:
    page = nurse()
    _check(page)

    page.locator(".app-questions a").first.click()
    page.get_by_role("heading", name="Referral check").wait_for()

    target = page.url.partition("#")[2]
    assert target.startswith("id_")
    assert page.evaluate("document.activeElement.id") == target
    assert page.locator('[name="age_years"]').input_value() == "12"


def test_box_that_is_folded_away_opens_when_it_is_led_to(site: PublicSite, nurse: Nurse) -> None:
    page = nurse()
    page.goto("about:blank")
    page.goto(f"{site.url}/referral/#id_fact.ph_like-0")

    assert page.locator('[name="fact.ph_like"]').is_visible()
    assert page.evaluate("document.activeElement.id") == "id_fact.ph_like-0"


def test_rows_stand_under_each_other_on_a_phone(nurse: Nurse) -> None:
    page = nurse(viewport=PHONE)
    _check(page)
    card = page.locator("#study-memcar19").locator("xpath=..")
    card.get_by_text("All criteria").click()
    row = card.locator("tbody tr").first

    cells = [cell.bounding_box() for cell in row.locator("th, td:not(:empty)").all()]

    tops = [cell["y"] for cell in cells if cell]
    assert tops == sorted(set(tops))
    named = "td => getComputedStyle(td, '::before').content"
    assert "Study says" in page.locator(".app-criteria td").first.evaluate(named)


def test_text_is_copied_by_one_click(site: PublicSite, nurse: Nurse) -> None:
    page = nurse(permissions=["clipboard-write", "clipboard-read"])
    _check(page)
    page.get_by_role("link", name="Copy as text").click()

    page.get_by_role("button", name="Copy").click()

    page.get_by_text("Copied.").wait_for()
    assert page.locator("textarea").input_value().startswith("REFERRAL CHECK")


def test_everything_works_without_a_script(nurse: Nurse) -> None:
    page = nurse(java_script_enabled=False)
    _check(page)

    page.get_by_role("link", name="Copy as text").click()

    assert page.locator("textarea").input_value().startswith("REFERRAL CHECK")
    assert not page.get_by_role("button", name="Copy").is_visible()


def test_sheet_prints_without_what_can_only_be_clicked(site: PublicSite, nurse: Nurse) -> None:
    page = nurse(viewport=LETTER)
    _check(page)
    page.goto(f"{site.url}/referral/sheet/")
    page.emulate_media(media="print")

    words = page.inner_text("body")
    assert overflow(page) <= 0
    for gone in ("Sign out", "All results", "Help by phone", "Español"):
        assert gone not in words
    for there in ("NCT04881240", "Notes", "Name", "Check:", "1-888-226-4343"):
        assert there in words


def test_results_print_only_the_tables_that_somebody_opened(nurse: Nurse) -> None:
    page = nurse()
    _check(page)
    page.locator("#study-memcar19").locator("xpath=..").get_by_text("All criteria").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    shown = [table for table in page.locator(".app-criteria").all() if table.is_visible()]
    assert len(shown) == 2  # the recipient's and the donor's


def test_signing_out_leaves_no_answers(site: PublicSite, browser: Browser) -> None:
    page = _sign_in(site, browser)
    _check(page)
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("heading", name="Find studies").wait_for()
    assert not page.get_by_role("link", name="Referral check").is_visible()
    assert [cookie for cookie in page.context.cookies() if "referral" in str(cookie)] == []
    page.goto(f"{site.url}/referral/")
    page.get_by_label("Username").wait_for()
    page.context.close()
