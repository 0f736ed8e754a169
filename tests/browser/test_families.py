"""Four families, by keyboard alone on a phone, from the front page to a printed packet."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.pages import PublicSite, accessibility_faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MILLIMETRE = 96 / 25.4
MARGINS = 30
PAPER = {"A4": (210, 297), "Letter": (215.9, 279.4)}
IN_FOCUS = """() => {
    const element = document.activeElement;
    const label = element.labels?.[0]?.textContent ?? "";
    return [element.id, (label || element.textContent).trim().replace(/\\s+/g, " ")];
}"""


@dataclass(frozen=True)
class Family:
    """What one family types; ``told`` stands on the packet, ``asks`` among its questions."""

    diagnosis: str
    ages: dict[str, str]
    role: str = ""
    relapsed: bool = False
    told: tuple[str, ...] = ()
    asks: str = "Who can make the referral, and how soon?"


FAMILIES = {
    "baby with leukemia of a type nobody told": Family(
        "leukemia",
        {"age_months": "4"},
        told=("Leukemia", "Age: 4 months"),
        asks="What is the exact type of the disease?",
    ),
    "21 years and 11 months, Ph+ ALL that came back": Family(
        "Ph+ ALL",
        {"age_years": "21", "age_months": "11"},
        relapsed=True,
        told=("Age: 21 years and 11 months", "came back"),
    ),
    "sister who would give cells": Family(
        "",
        {"age_years": "19"},
        role="A donor",
        told=("Donor", "Age: 19 years"),
        asks="What does giving cells mean for the donor",
    ),
    "survivor": Family(
        "AML", {"age_years": "30"}, role="A survivor", told=("Survivor", "Age: 30 years"), asks=""
    ),
}

SPANISH = {
    "leukemia": "leucemia",
    "Ph+ ALL": "Ph+ ALL",
    "AML": "LMA",
    "A patient": "Un paciente",
    "A donor": "Un donante",
    "A survivor": "Un sobreviviente",
    "Show studies": "Mostrar estudios",
    "See all questions at once": "Ver todas las preguntas a la vez",
    "It came back": "Volvió",
    "Packet for the doctor": "Paquete para el médico",
    "Notes": "Notas",
    "Leukemia": "Leucemia",
    "came back": "olvió",
    "Donor": "Donante",
    "Survivor": "Sobreviviente",
    "Age: 4 months": "Edad: 4 meses",
    "Age: 21 years and 11 months": "Edad: 21 años y 11 meses",
    "Age: 19 years": "Edad: 19 años",
    "Age: 30 years": "Edad: 30 años",
    "What is the exact type of the disease?": "¿Cuál es el tipo exacto de la enfermedad?",
    "Who can make the referral, and how soon?": "¿Quién puede hacer la referencia",
    "What does giving cells mean for the donor": "donante",
    "": "",
}
"""What a family that reads Spanish types and looks for instead."""


@dataclass(frozen=True)
class Reader:
    """A family at its page, in its language."""

    page: Page
    language: str

    def words(self, english: str) -> str:
        return SPANISH[english] if self.language == "es" else english


def tab_to(page: Page, wanted: str) -> None:
    """By id, or by the beginning of the words."""
    for _press in range(150):
        page.keyboard.press("Tab")
        found_id, words = page.evaluate(IN_FOCUS)
        if found_id == wanted or words.startswith(wanted):
            return
    raise AssertionError(f"{wanted} is not reached; the focus is on {page.evaluate(IN_FOCUS)}")


def follow(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_role(reader: Reader, role: str) -> None:
    """One radio of a group takes the focus; the arrow keys choose among the others."""
    page, words = reader.page, reader.words(role)
    tab_to(page, reader.words("A patient"))
    for _press in range(8):
        page.keyboard.press("ArrowDown")
        if page.evaluate(IN_FOCUS)[1].startswith(words):
            return
    raise AssertionError(words)


def answer_first_form(reader: Reader, family: Family) -> None:
    page = reader.page
    if family.diagnosis:
        tab_to(page, "id_diagnosis")
        page.keyboard.type(reader.words(family.diagnosis))
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    for box, number in family.ages.items():
        tab_to(page, f"id_{box}")
        page.keyboard.type(number)
    if family.role:
        choose_role(reader, family.role)
    follow(page, reader.words("Show studies"))


def say_that_it_came_back(reader: Reader) -> None:
    follow(reader.page, reader.words("See all questions at once"))
    tab_to(reader.page, reader.words("It came back"))
    reader.page.keyboard.press("Space")
    follow(reader.page, reader.words("Show studies"))


def cut_in_two(page: Page, width: float, height: float) -> list[str]:
    """Studies that a page break could cut: those longer than a page, or free to be cut."""
    page.set_viewport_size({"width": int((width - MARGINS) * MILLIMETRE), "height": 900})
    most = (height - MARGINS) * MILLIMETRE
    return page.locator(".app-packet__study, .app-packet .app-contact").evaluate_all(
        """(blocks, most) => blocks.filter(block =>
            block.offsetHeight > most || getComputedStyle(block).breakInside !== "avoid"
        ).map(block => block.textContent.slice(0, 80))""",
        most,
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", FAMILIES)
def test_family_takes_a_packet_to_the_doctor(
    visitor: Visitor, seven_studies: PublicSite, name: str, language: str
) -> None:
    family, page = FAMILIES[name], visitor(locale=language)
    reader = Reader(page, language)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))

    page.goto(f"{seven_studies.url}/")
    answer_first_form(reader, family)
    if family.relapsed:
        say_that_it_came_back(reader)
    expect(page).to_have_url(f"{seven_studies.url}/results/")
    assert overflow(page) <= 0
    assert accessibility_faults(page) == []
    follow(page, reader.words("Packet for the doctor"))

    expect(page.get_by_role("heading", level=1)).to_have_text(
        reader.words("Packet for the doctor")
    )
    assert overflow(page) <= 0
    assert accessibility_faults(page) == []
    packet = page.locator("main").inner_text()
    for words in (*family.told, family.asks, "Notes"):
        assert reader.words(words) in packet
    page.emulate_media(media="print")
    for size in PAPER.values():
        assert cut_in_two(page, *size) == []
    assert page.pdf(format="A4").startswith(b"%PDF") and page.pdf(format="Letter")
    facts = re.compile("leu[ck]|ph|aml|lma|donor|survivor|21|19|30", re.IGNORECASE)
    paths = [address.removeprefix(seven_studies.url).split("/static/")[0] for address in addresses]
    assert [path for path in paths if facts.search(path)] == []


def test_list_comparison_and_two_people_have_no_fault(
    visitor: Visitor, seven_studies: PublicSite
) -> None:
    page = visitor(viewport={"width": 320, "height": 640})
    seven_studies.search(page, age_years="7", diagnosis="ALL")
    page.get_by_role("button", name="Keep on my list").nth(1).click()
    page.get_by_role("button", name="Keep on my list").first.click()
    page.get_by_role("button", name="Look for another person too").click()
    page.locator("input[name=age_years]").fill("19")
    page.get_by_role("button", name="Show studies").click()

    for path in ("/results/?kind=treatment", "/kept/", "/packet/text/"):
        page.goto(seven_studies.url + path)
        assert (path, overflow(page), accessibility_faults(page)) == (path, 0, [])
    page.goto(f"{seven_studies.url}/kept/")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#share-link")).to_have_value(
        re.compile(r"/compare/\?trial=\w+&trial=\w+")
    )
    assert (overflow(page), accessibility_faults(page)) == (0, [])
