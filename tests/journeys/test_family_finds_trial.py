"""A family looks for a study: what they told, what they read."""

import pytest

from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage, ReadSection


def _card(page: ReadPage, slug: str) -> ReadSection:
    """The card of one study."""
    for card in page.all("article"):
        if card.get("aria-labelledby") == slug:
            return ReadSection(card)
    raise LookupError(slug)


STANDS = {
    "catchaml": (
        "fits",
        "Fits the age and disease you entered",
        "One of several ways in. Diagnosis: B-cell ALL.",
    ),
    "direct70": (
        "fits",
        "Fits the age and disease you entered",
        "The age fits: younger than 22 (until the 22nd birthday).",
    ),
    "inomrd": (
        "possible",
        "Might fit – we need to know: the exact type of the disease",
        "It depends on the exact type. Is it B-cell ALL?",
    ),
    "memcar19": (
        "possible",
        "Might fit – we need to know: the exact type of the disease",
        "It depends on the exact type. Is it B-cell ALL?",
    ),
    "sj_pain": (
        "soon",
        "Not yet – perhaps old enough within a year",
        "This study is for people who are older: 8 to 18 years old (until the 19th birthday).",
    ),
    "trials_iron": (
        "not_open",
        "Not taking new patients now. Fits the age and disease you entered",
        "The source states no age: ask the study team.",
    ),
    "aall2121": (
        "left_out",
        "Probably not a fit",
        "This study is for people who are younger: from 1 month until the day before",
    ),
}


@pytest.mark.parametrize("slug", STANDS)
def test_seven_years_and_all_gives_every_study_its_verdict_and_reason(
    family: PageCheckingClient, slug: str
) -> None:
    section, verdict, reason = STANDS[slug]

    # Given a child of seven with acute lymphoblastic leukemia
    family.post("/", {"age_years": "7 years", "diagnosis": "ALL"})

    # When the family looks at the results, and opens what was left out
    address = "/results/?section=left_out" if section == "left_out" else "/results/"
    page = ReadPage(family.get(address))

    # Then the study stands in its section, with its verdict and the reason
    card = _card(page, slug)
    assert slug in [element.get("id") for element in page.section(section).root.iter("h3")]
    assert card.words.startswith(verdict)
    assert reason in card.words


def test_family_follows_a_study_from_the_list_to_the_phone_number(
    family: PageCheckingClient,
) -> None:
    # Given a baby of three weeks with leukemia of a type nobody told yet
    family.post("/", {"age_days": "21", "diagnosis": "lukemia"})
    chosen = family.post(
        "/", {"age_days": "21", "diagnosis": "lukemia", "diagnosis_code": "leukemia"}
    )
    results = ReadPage(family.get(chosen["Location"]))

    # When they open the study for young children
    address = _card(results, "direct70").all("a")[0].get("href", "")
    study = ReadPage(family.get(address))

    # Then they read how it stands to their answers, and whom to call
    assert "Might fit" in study.section("for-you").words
    assert study.all("a", href="tel:+18882264343")


def test_donor_reads_about_donors(family: PageCheckingClient) -> None:
    # Given an aunt of eighteen who would give cells
    family.post("/", {"role": "donor", "age_years": "18"})

    # When she looks at the results
    page = ReadPage(family.get("/results/"))

    # Then only the study with donors is left, and its age limit is said to be in doubt
    assert [card.get("aria-labelledby") for card in page.all("article")] == ["memcar19"]
    assert "Might fit – ask the study team about the age limit" in page.words
    assert "The sources differ about this age, so ask the study team" in page.words


def test_family_without_a_fitting_study_gets_a_way_out(family: PageCheckingClient) -> None:
    # Given a child of twelve with sickle cell disease
    family.post("/", {"age_years": "12", "diagnosis": "sickle cell disease"})
    page = ReadPage(family.get("/results/"))
    assert page.heading == "No open study fits all your answers"

    # When they leave the diagnosis out
    family.post("/answers/remove/", {"field": "diagnosis"})

    # Then the studies for their age come back
    assert "open studies to ask about" in ReadPage(family.get("/results/")).heading


def test_family_that_clears_its_answers_leaves_nothing_behind(
    family: PageCheckingClient,
) -> None:
    # Given answers
    family.post("/", {"age_years": "7", "diagnosis": "ALL"})

    # When they clear them
    family.post("/answers/clear/")

    # Then the form is empty again
    page = ReadPage(family.get("/"))
    typed = [box.get("value") for box in page.all("input", type="text")]
    assert set(typed) == {""}
