"""A medical word explains itself in place, and without a script leads to the glossary."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.pages import PublicSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

GUIDE = "/guides/acute-lymphoblastic-leukemia/"


def test_word_opens_its_explanation_without_leaving_the_page(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor()
    seven_studies.open_word(page, "bone marrow")

    box = page.get_by_role("dialog", name="bone marrow")
    expect(box).to_contain_text("where blood is made")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()
    assert page.url == seven_studies.url + GUIDE


def test_word_leads_to_the_glossary_without_a_script(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(seven_studies.url + GUIDE)
    page.get_by_role("link", name="bone marrow", exact=True).click()

    expect(page).to_have_url(re.compile(r"/glossary/#bone-marrow$"))
    expect(page.locator("#bone-marrow")).to_contain_text("where blood is made")


def test_guide_leads_to_the_finder_with_its_diagnosis_and_nothing_in_the_address(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(seven_studies.url + GUIDE)
    page.get_by_role("button", name="Find studies for this diagnosis").first.click()

    expect(page).to_have_url(f"{seven_studies.url}/")
    expect(page.locator("input[name=diagnosis]")).to_have_value(re.compile("lymphoblastic"))
