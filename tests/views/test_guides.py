from datetime import date

import pytest
from django.utils import translation

from tests.factories import (
    make_approved_treatment,
    make_disease,
    make_disease_rule,
    make_group,
    make_guide,
    make_guide_section,
    make_guide_source,
    make_leukemias,
    make_term,
    make_trial,
)
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import Disease, Guide
from trials.presenters.guides import review_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def leukemias() -> dict[str, Disease]:
    return make_leukemias()


@pytest.fixture
def guide(leukemias: dict[str, Disease]) -> Guide:
    guide = make_guide("all-guide", disease=leukemias["all"], group="blood_cancer")
    make_guide_source(guide, "second", name="The second page")
    make_guide_source(guide, "first", name="The first page")
    make_guide_section(guide, "treatment", "Chemo is used. [second]")
    make_guide_section(
        guide, "what", "# A kind\nA relapse may come. [first, second]\n- Fever [first]"
    )
    return guide


def page_of(client: PageCheckingClient, address: str) -> ReadPage:
    return ReadPage(client.get(address))


def links_of(page: ReadPage) -> list[tuple[str, str | None]]:
    """The words and the address of every link."""
    return [(" ".join("".join(a.itertext()).split()), a.get("href")) for a in page.all("a")]


def test_guides_are_listed_by_group(client: PageCheckingClient, guide: Guide) -> None:
    make_guide("hidden", disease=guide.disease, is_shown=False)

    page = page_of(client, "/guides/")

    assert "Leukemia, lymphoma and related diseases all guide" in page.words
    assert "hidden" not in page.words


def test_parts_stand_in_their_order_and_sources_are_numbered_as_they_come_up(
    client: PageCheckingClient, guide: Guide
) -> None:
    words = page_of(client, "/guides/all-guide/").words

    assert words.index("A relapse may come.") < words.index("Chemo is used.")
    assert "A relapse may come. Source 1 Source 2" in words
    assert words.index("The first page") < words.index("The second page")
    assert "Seen on Jan. 1, 2026" in words


def test_guide_says_that_no_clinician_has_reviewed_it_until_one_has(
    client: PageCheckingClient, guide: Guide
) -> None:
    assert "Not yet reviewed by a clinician" in page_of(client, "/guides/all-guide/").words

    Guide.objects.update(reviewed_by="an oncologist", reviewed_on=date(2026, 2, 1))
    words = page_of(client, "/guides/all-guide/").words

    assert "Not yet reviewed" not in words
    assert "Reviewed on Feb. 1, 2026, by an oncologist" in words
    assert "Next review Jan. 1, 2027" in words


def test_approved_treatment_stands_apart_with_its_source_and_day(
    client: PageCheckingClient, guide: Guide, leukemias: dict[str, Disease]
) -> None:
    make_approved_treatment("KYMRIAH", [leukemias["b_all"]], approved_year=2017)
    make_approved_treatment("OTHER", [leukemias["aml"]])

    words = page_of(client, "/guides/all-guide/").words

    assert "These are not studies." in words
    assert "KYMRIAH" in words
    assert "U.S. FDA (2017)" in words
    assert "Source: A hospital’s page, seen on Jan. 1, 2026" in words
    assert "OTHER" not in words


def test_way_to_the_finder_fills_in_the_diagnosis_and_keeps_other_answers(
    client: PageCheckingClient, guide: Guide
) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "aml"})

    response = client.post("/guides/find/", {"guide": "all-guide"})
    form = client.get("/").context["form"]

    assert (response.status_code, response["Location"]) == (303, "/")
    assert (form["diagnosis"].value(), form["age_years"].value()) == ("all", "7")


def test_finder_is_not_entered_by_a_link(client: PageCheckingClient, guide: Guide) -> None:
    assert client.get("/guides/find/").status_code == 405


def test_guide_that_is_hidden_has_no_page(client: PageCheckingClient) -> None:
    make_guide("hidden", is_shown=False)

    assert client.get("/guides/hidden/").status_code == 404
    assert client.post("/guides/find/", {"guide": "hidden"}).status_code == 404
    assert client.post("/guides/find/").status_code == 404


def test_study_and_results_lead_to_the_guide_of_their_disease(
    client: PageCheckingClient, guide: Guide, leukemias: dict[str, Disease]
) -> None:
    group = make_group(make_trial(slug="study"))
    make_disease_rule(group, includes=[leukemias["b_all"]])
    link = ("Guide: all guide", "/guides/all-guide/")

    assert link in links_of(page_of(client, "/trials/study/"))
    client.post("/", {"diagnosis": "b all"})
    assert link in links_of(page_of(client, "/results/"))
    client.post("/", {"diagnosis": "aml"})
    assert link not in links_of(page_of(client, "/results/"))


def test_text_in_another_language_is_said_to_be_so() -> None:
    make_guide("one", disease=make_disease("wilms"))
    english = Guide.objects.get()

    with translation.override("en"):
        assert review_words(english, language="es").language == "This text is only in English."
        assert review_words(english, language="en").language == ""


# --- Words --------------------------------------------------------------------------------------


def test_word_is_a_link_to_the_glossary_with_its_explanation_on_the_page(
    client: PageCheckingClient, guide: Guide
) -> None:
    make_term("relapse")

    html = client.get("/guides/all-guide/").content.decode()

    assert '<a class="app-term" href="/glossary/#relapse" data-term="relapse">relapse</a>' in html
    assert html.count('id="term-relapse"') == 1
    assert "What relapse means." in html


def test_page_that_marks_no_word_carries_no_explanation(
    client: PageCheckingClient, guide: Guide
) -> None:
    make_term("remission")

    html = client.get("/guides/all-guide/").content.decode()

    assert "What remission means." not in html
    assert "glossary.js" not in html


def test_goal_of_a_study_is_explained_and_a_hidden_word_is_not(client: PageCheckingClient) -> None:
    make_trial(slug="study", goal="To study relapse and <b>remission</b>.")
    term = make_term("relapse")

    assert 'data-term="relapse"' in client.get("/trials/study/").content.decode()
    term.is_shown = False
    term.save()
    html = client.get("/trials/study/").content.decode()

    assert 'data-term="relapse"' not in html
    assert "&lt;b&gt;remission&lt;/b&gt;" in html


def test_glossary_lists_every_word_with_its_source(client: PageCheckingClient) -> None:
    make_term("Zeta")
    make_term("alpha")
    make_term("hidden", is_shown=False)

    words = page_of(client, "/glossary/").words

    assert "A alpha What alpha means. A hospital’s page on “alpha”, Jan. 1, 2026" in words
    assert "hidden" not in words
