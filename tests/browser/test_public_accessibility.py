"""Every public page in every state: no fault that axe knows, nothing wider than the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.pages import (
    DESKTOP,
    PHONE,
    PublicSite,
    accessibility_faults,
    faults_at,
    open_everything,
    overflow,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

State = Callable[[PublicSite, Page], None]


def _at(path: str) -> State:
    return lambda site, page: page.goto(site.url + path) and None


def _after(path: str | None = None, **answers: str) -> State:
    def search(site: PublicSite, page: Page) -> None:
        site.search(page, **answers)
        if path:
            page.goto(site.url + path)

    return search


STATES: dict[str, State] = {
    "questions": _at("/"),
    "suggestions": lambda site, page: site.type_diagnosis(page, "lymph"),
    "errors": _after(age_years="seven", diagnosis="B-ALL after chemo", near="1"),
    "place that may be several": _after(near="Paris"),
    "questions answered": _after("/", age_years="7", diagnosis="ALL"),
    "results": _after(age_years="7", diagnosis="ALL", near="38105"),
    "results without answers": _at("/results/"),
    "left out": _after("/results/?section=left_out", age_years="7", diagnosis="ALL"),
    "nothing found": _after(age_years="12", diagnosis="sickle cell disease"),
    "study": _at("/trials/memcar19/"),
    "study with answers": _after("/trials/aall2121/", age_years="7", diagnosis="ALL"),
    "study without a number": _at("/trials/sj_pain/"),
    "no such page": _at("/no-such-page/"),
    "guides": _at("/guides/"),
    "guide": _at("/guides/acute-lymphoblastic-leukemia/"),
    "explained word": lambda site, page: site.open_word(page, "bone marrow"),
    "words": _at("/glossary/"),
    "help": _at("/help/"),
    "privacy": _at("/privacy/"),
}


@pytest.mark.parametrize("state", STATES)
def test_page_has_no_accessibility_fault(
    visitor: Visitor, seven_studies: PublicSite, state: str
) -> None:
    page = visitor()
    STATES[state](seven_studies, page)
    open_everything(page)

    assert faults_at(page, PHONE, DESKTOP) == []


def test_fault_is_noticed_and_told(visitor: Visitor, seven_studies: PublicSite) -> None:
    page = visitor()
    page.goto(f"{seven_studies.url}/help/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    (fault,) = accessibility_faults(page)
    assert fault.startswith("image-alt: ['img']")


@pytest.mark.parametrize("state", STATES)
def test_page_fits_a_narrow_screen_with_large_text(
    visitor: Visitor, seven_studies: PublicSite, state: str
) -> None:
    page = visitor(viewport={"width": 320, "height": 640})
    STATES[state](seven_studies, page)
    open_everything(page)

    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert overflow(page) <= 0, size


CONTROLS = (
    ".govuk-button, .govuk-input, .govuk-select, .govuk-radios__input, .app-chip, "
    ".app-link-button, .app-combobox__option, .app-header__home"
)


@pytest.mark.parametrize("state", ["suggestions", "errors", "results", "nothing found", "study"])
def test_main_controls_are_large_enough_for_a_thumb(
    visitor: Visitor, seven_studies: PublicSite, state: str
) -> None:
    page = visitor()
    STATES[state](seven_studies, page)

    controls = page.locator(CONTROLS)
    small = [
        control.evaluate("element => element.outerHTML.slice(0, 80)")
        for control in controls.all()
        if control.is_visible() and (box := control.bounding_box()) and box["height"] < 43.5
    ]

    assert controls.count() > 0
    assert small == []


@pytest.mark.parametrize("path", ["/results/", "/trials/memcar19/"])
def test_folded_reasons_are_on_paper(
    visitor: Visitor, seven_studies: PublicSite, path: str
) -> None:
    page = visitor()
    seven_studies.search(page, age_years="7", diagnosis="ALL")
    page.goto(seven_studies.url + path)
    page.emulate_media(media="print")

    folded = page.locator("details .app-rules")

    assert folded.count() > 0
    assert all((rules.bounding_box() or {}).get("height", 0) > 0 for rules in folded.all())
    assert not page.get_by_role("button", name="Print for your doctor").is_visible()
