"""One question after the other, and the choices of the list: with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.pages import DESKTOP, PHONE, PublicSite, faults_at, open_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

State = Callable[[PublicSite, Page], None]


def _questions(site: PublicSite, page: Page) -> None:
    site.search(page, age_years="7", diagnosis="ALL")
    page.get_by_role("link", name="See all questions at once").click()


def _nothing_chosen(site: PublicSite, page: Page) -> None:
    site.search(page, age_years="7", diagnosis="ALL")
    page.get_by_role("button", name="Answer", exact=True).click()


def _answered(site: PublicSite, page: Page) -> None:
    site.search(page, age_years="7", diagnosis="ALL")
    page.get_by_label("It came back (relapse)").check()
    page.get_by_role("button", name="Answer", exact=True).click()


STATES: dict[str, State] = {
    "all questions": _questions,
    "question to mend": _nothing_chosen,
    "question answered": _answered,
}


@pytest.mark.parametrize("state", STATES)
def test_questions_have_no_accessibility_fault_and_fit_the_screen(
    visitor: Visitor, seven_studies: PublicSite, state: str
) -> None:
    page = visitor()
    STATES[state](seven_studies, page)
    open_everything(page)

    assert faults_at(page, PHONE, DESKTOP) == []


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_answer_becomes_a_chip_and_the_next_question_comes(
    visitor: Visitor, seven_studies: PublicSite, has_script: bool
) -> None:
    page = visitor(java_script_enabled=has_script)
    _answered(seven_studies, page)

    expect(page.get_by_role("button", name="Remove answer: ").last).to_be_visible()
    expect(page.locator(".app-chip")).to_have_count(3)
    expect(page.get_by_text("Where are things now?")).to_have_count(0)

    page.get_by_role("button", name="Remove answer: ").last.click()
    expect(page.locator(".app-chip")).to_have_count(2)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_question_without_an_answer_says_what_to_do(
    visitor: Visitor, seven_studies: PublicSite, has_script: bool
) -> None:
    page = visitor(java_script_enabled=has_script)
    _nothing_chosen(seven_studies, page)

    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator(".app-chip")).to_have_count(2)


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_list_is_narrowed_and_shown_whole_again(
    visitor: Visitor, seven_studies: PublicSite, has_script: bool
) -> None:
    page = visitor(java_script_enabled=has_script)
    seven_studies.search(page, age_years="7", diagnosis="ALL")
    cards = page.locator("article")
    all_of_them = cards.count()

    page.get_by_text("Sort the list or choose what to show").click()
    page.get_by_label("Supportive care").check()
    page.get_by_role("button", name="Show", exact=True).click()
    assert 0 < cards.count() < all_of_them

    page.get_by_role("link", name="Show everything").click()
    expect(cards).to_have_count(all_of_them)
