"""A family finds a study: by touch, by keyboard alone, and without any script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.pages import PublicSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SHOW = re.compile("Show studies")


def _focus(page: Page) -> str:
    """What has the focus: its id, or else its words."""
    words: str = page.evaluate(
        "document.activeElement.id || document.activeElement.textContent.trim()"
    )
    return words


def _tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    for _press in range(40):
        page.keyboard.press(key)
        if _focus(page) == wanted:
            return
    raise AssertionError(f"{wanted} is not reached with {key}; the focus is on {_focus(page)}")


def test_without_a_script_a_misspelled_diagnosis_is_asked_back_and_found(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor(java_script_enabled=False)

    seven_studies.search(page, age_years="7", diagnosis="B-ALL after chemo")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("B-cell ALL", exact=False).first.check()
    page.get_by_role("button", name=SHOW).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("4 open studies to ask about")
    page.get_by_text("Why: each rule we checked").first.click()
    expect(page.get_by_text("Source: ").first).to_be_visible()
    expect(page.get_by_role("button", name="Print for your doctor")).to_be_hidden()


def test_without_a_script_an_answer_is_taken_back_and_everything_cleared(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor(java_script_enabled=False)
    seven_studies.search(page, age_years="12", diagnosis="sickle cell disease")

    page.get_by_role("button", name="Remove answer: Sickle cell disease").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("open studies to ask about")
    page.get_by_role("button", name="Clear my answers").click()

    expect(page).to_have_url(f"{seven_studies.url}/")
    expect(page.locator("input[name=age_years]")).to_have_value("")


def test_keyboard_alone_leads_from_the_first_question_to_a_study(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor()
    page.goto(f"{seven_studies.url}/")

    page.keyboard.press("Tab")
    assert _focus(page) == "Skip to main content"
    page.keyboard.press("Enter")
    _tab_to(page, "id_diagnosis")
    page.keyboard.type("lukemia")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_diagnosis")).to_have_value(re.compile("^Leukemia"))
    _tab_to(page, "id_age_years")
    page.keyboard.type("5")
    _tab_to(page, "Show studies")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("studies to ask about")
    title = page.locator("h3 a").first.inner_text()
    _tab_to(page, title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_error_summary_takes_the_focus_and_leads_to_the_box(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor()
    seven_studies.search(page, age_years="seven", diagnosis="B-ALL after chemo")

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Age in years").click()
    assert _focus(page) == "id_age_years"
    summary.get_by_role("link", name="Choose the diagnosis").click()
    assert _focus(page) == "diagnosis-code-1"


class TestSuggestions:
    def test_box_keeps_its_hint_and_says_that_it_has_a_list(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        page.goto(f"{seven_studies.url}/")
        box = page.get_by_role("combobox", name="What is the diagnosis?")

        expect(box).to_have_attribute("aria-describedby", "id_diagnosis-hint")
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_attribute("aria-controls", "id_diagnosis-list")

    def test_box_keeps_its_error(self, visitor: Visitor, seven_studies: PublicSite) -> None:
        page = visitor()
        seven_studies.search(page, diagnosis="qqqqqq")
        box = page.get_by_role("combobox", name="What is the diagnosis?")

        expect(box).to_have_attribute("aria-describedby", "id_diagnosis-hint id_diagnosis-error")

    def test_number_of_suggestions_is_announced(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.type_diagnosis(page, "lymph")
        count = page.get_by_role("listbox").get_by_role("option").count()

        expect(page.get_by_role("status")).to_have_text(
            f"{count} suggestions. Use the arrow keys to choose."
        )

    def test_arrow_keys_walk_through_the_list_and_back_to_the_box(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.type_diagnosis(page, "lymph")
        box = page.get_by_role("combobox", name="What is the diagnosis?")

        page.keyboard.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", "id_diagnosis-list-0")
        expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowUp")
        assert box.get_attribute("aria-activedescendant") is None
        page.keyboard.press("ArrowUp")
        last = page.get_by_role("listbox").get_by_role("option").count() - 1
        expect(box).to_have_attribute("aria-activedescendant", f"id_diagnosis-list-{last}")

    def test_escape_closes_the_list_and_keeps_the_words(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.type_diagnosis(page, "lymph")

        page.keyboard.press("Escape")

        expect(page.get_by_role("combobox", name="What is the diagnosis?")).to_have_attribute(
            "aria-expanded", "false"
        )
        expect(page.get_by_role("combobox", name="What is the diagnosis?")).to_have_value("lymph")

    def test_picking_fills_the_box_and_sends_nothing(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.type_diagnosis(page, "medullo")

        page.get_by_role("option").first.click()

        expect(page).to_have_url(f"{seven_studies.url}/")
        expect(page.get_by_role("combobox", name="What is the diagnosis?")).to_have_value(
            re.compile("^Medulloblastoma")
        )
        expect(page.locator("input[name=diagnosis_code]")).to_have_value("medulloblastoma")
        expect(page.get_by_role("status")).to_contain_text("is filled in.")

    def test_typing_on_forgets_what_was_picked(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.type_diagnosis(page, "medullo")
        page.get_by_role("option").first.click()

        page.keyboard.type(" x")

        expect(page.locator("input[name=diagnosis_code]")).to_have_count(0)

    def test_enter_without_a_pick_sends_the_form(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.fill_in(page, diagnosis="B-ALL")

        page.keyboard.press("Enter")

        expect(page).to_have_url(f"{seven_studies.url}/results/")

    def test_leaving_the_box_closes_the_list(
        self, visitor: Visitor, seven_studies: PublicSite
    ) -> None:
        page = visitor()
        seven_studies.type_diagnosis(page, "lymph")

        page.keyboard.press("Tab")

        expect(page.get_by_role("listbox")).to_be_hidden()


def test_back_button_shows_the_results_again(visitor: Visitor, seven_studies: PublicSite) -> None:
    page = visitor()
    seven_studies.search(page, age_years="7", diagnosis="ALL")
    page.locator("h3 a").first.click()

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("4 open studies to ask about")


def test_family_names_a_city_and_chooses_between_two_without_scripts(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor(java_script_enabled=False)
    seven_studies.search(page, age_years="7", diagnosis="ALL", near="Paris")

    page.get_by_label("Paris, Texas").check()
    page.get_by_label("How far away may a study be?").select_option("500 miles (805 km)")
    page.get_by_role("button", name="Show studies").click()

    answers = page.get_by_role("region", name="Your answers")
    expect(answers.get_by_role("link", name="Near Paris, Texas")).to_be_visible()
    expect(answers.get_by_role("link", name="Within 500 miles (805 km)")).to_be_visible()
    expect(page.get_by_text("about 332 miles away").first).to_be_visible()
    page.get_by_role("button", name="Remove answer: Within 500 miles").click()
    expect(answers.get_by_role("link", name="Within 500 miles")).to_have_count(0)


def test_no_answer_ever_stands_in_the_address(visitor: Visitor, seven_studies: PublicSite) -> None:
    page = visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    seven_studies.type_diagnosis(page, "leuk")
    seven_studies.search(page, age_years="17", diagnosis="leukemia", near="38105")
    page.get_by_role("link", name="Change answers").click()

    assert asked
    assert not [url for url in asked if re.search("leuk|38105|17|age", url.split("/static/")[0])]
