"""Spanish pages: chosen on the page or by the browser, with the answers and the place kept."""

from datetime import date

import pytest
from pytest_django import Settings

from tests.factories import (
    make_leukemias,
    make_site,
    make_translation,
    make_trial,
    make_trial_site,
)
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import Disease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def diseases() -> None:
    make_leukemias()


def choose(client: PageCheckingClient, language: str, *, on: str) -> str:
    """Press the button of that language on a page; where it leads."""
    page = ReadPage(client.get(on))
    button = page.all("button", name="language", value=language)[0]
    came_from = page.all("input", name="next")[0].get("value", "")
    assert button.get("lang") == language
    assert page.texts("button", name="language") == [{"es": "Español", "en": "English"}[language]]
    return client.post(
        "/i18n/setlang/", {"language": button.get("value"), "next": came_from}
    ).headers["Location"]


def test_page_is_in_the_language_that_the_browser_asks_for(client: PageCheckingClient) -> None:
    response = client.get("/", headers={"accept-language": "es-US,es;q=0.9,en;q=0.8"})
    page = ReadPage(response)

    assert response["Content-Language"] == "es"
    assert "Accept-Language" in response["Vary"]
    assert page.heading == "Encuentre estudios para un niño o una niña con cáncer"
    assert page.all("html")[0].get("lang") == "es"


def test_language_that_is_not_offered_gets_english(client: PageCheckingClient) -> None:
    page = ReadPage(client.get("/", headers={"accept-language": "de"}))
    assert page.heading == "Find studies for a child with cancer"


def test_choice_leads_back_to_the_same_page_with_its_answers(client: PageCheckingClient) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})

    back = choose(client, "es", on="/results/?page=1")
    page = ReadPage(client.get(back))

    assert back == "/results/?page=1"
    assert "Edad: 7 años" in page.words
    assert client.cookies["language"]["httponly"]
    assert client.cookies["language"]["max-age"] == 365 * 24 * 60 * 60


def test_choice_wins_over_the_browser_and_can_be_taken_back(client: PageCheckingClient) -> None:
    choose(client, "es", on="/")
    assert choose(client, "en", on="/") == "/"

    page = ReadPage(client.get("/", headers={"accept-language": "es"}))

    assert page.heading == "Find studies for a child with cancer"


def test_answers_with_an_error_stay_when_the_language_changes(client: PageCheckingClient) -> None:
    client.post("/", {"age_years": "seven"})
    choose(client, "es", on="/")

    page = ReadPage(client.get("/"))

    assert page.title.startswith("Error: ")
    assert page.all("input", id="id_age_years")[0].get("value") == "seven"
    assert "La edad en años debe ser un número entero de 0 a 120, por ejemplo 7." in page.words


def test_spanish_page_says_that_no_clinician_has_reviewed_it(
    client: PageCheckingClient, settings: Settings
) -> None:
    unreviewed = "Ningún profesional clínico ha revisado todavía esta traducción."
    spanish = {"accept-language": "es"}
    assert unreviewed in ReadPage(client.get("/", headers=spanish)).words
    assert unreviewed not in ReadPage(client.get("/")).words

    settings.TRANSLATIONS_REVIEWED_BY = {"es": "Pediatría, Hospital Ejemplo"}
    words = ReadPage(client.get("/", headers=spanish)).words

    assert unreviewed not in words
    assert "Estos textos traducidos fueron revisados por Pediatría, Hospital Ejemplo." in words


def test_error_pages_are_in_spanish_too(client: PageCheckingClient) -> None:
    page = ReadPage(client.get("/no-such-page/", headers={"accept-language": "es"}))

    assert page.heading == "Esa página no existe"
    assert page.all("html")[0].get("lang") == "es"


def test_what_the_source_wrote_is_marked_as_english(client: PageCheckingClient) -> None:
    trial = make_trial(brief_title="A Study of Something")

    address = trial.get_absolute_url()
    spanish = ReadPage(client.get(address, headers={"accept-language": "es"}))
    english = ReadPage(client.get(address))

    assert "A Study of Something" in spanish.texts("dd", lang="en")
    assert english.texts("dd", lang="en") == []


def test_words_of_a_study_are_in_spanish_where_they_were_translated(
    client: PageCheckingClient,
) -> None:
    trial = make_trial(plain_title="Easing pain", goal="Whether pain can be eased.")
    make_translation("Easing pain", "Aliviar el dolor")

    address = trial.get_absolute_url()
    page = ReadPage(client.get(address, headers={"accept-language": "es"}))

    assert page.heading == "Aliviar el dolor"
    assert page.title.startswith("Aliviar el dolor – ")
    assert "Whether pain can be eased." in page.texts("span", lang="en")
    assert ReadPage(client.get(address)).heading == "Easing pain"


def test_card_of_a_study_is_in_spanish_and_marks_what_is_not(client: PageCheckingClient) -> None:
    disease = Disease.objects.get(code="b_all")
    trial = list_trial(disease, plain_title="Easing pain", goal="Whether pain can be eased.")
    make_translation("Easing pain", "Aliviar el dolor")
    client.post("/", {"diagnosis": "B-ALL"})

    spanish = ReadPage(client.get("/results/", headers={"accept-language": "es"}))
    make_translation("Whether pain can be eased.", "Si se puede aliviar el dolor.")
    later = ReadPage(client.get("/results/", headers={"accept-language": "es"}))
    english = ReadPage(client.get("/results/"))

    assert spanish.texts("h3", id=trial.slug) == ["Aliviar el dolor"]
    assert spanish.texts("p", lang="en") == ["Whether pain can be eased."]
    assert "Si se puede aliviar el dolor." in later.words
    assert later.texts("p", lang="en") == []
    assert english.texts("h3", id=trial.slug) == ["Easing pain"]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"age_months": "4"}, "Edad: 4 meses"),
        ({"age_months": "1"}, "Edad: 1 mes"),
        ({"age_years": "1"}, "Edad: 1 año"),
        ({"age_years": "7"}, "Edad: 7 años"),
        ({"birth_month": "marzo", "birth_year": "2019"}, "Fecha de nacimiento: marzo de 2019"),
    ],
)
def test_ages_and_dates_are_told_by_the_rules_of_spanish(
    client: PageCheckingClient, answers: dict[str, str], words: str
) -> None:
    client.post("/", answers)
    page = ReadPage(client.get("/results/", headers={"accept-language": "es"}))
    assert words in page.words


def test_nearest_open_place_is_told_in_spanish_with_the_day_it_was_checked(
    client: PageCheckingClient,
) -> None:
    trial = list_trial(Disease.objects.get(code="b_all"))
    near = make_site(
        name="Clínica", city="Memphis", country="United States", latitude=35.15, longitude=-90.05
    )
    make_trial_site(trial, near, status="RECRUITING", status_checked_on=date(2026, 3, 1))
    client.post("/", {"near": "Nueva York"})

    words = ReadPage(client.get("/results/", headers={"accept-language": "es"})).words

    assert "Estados Unidos" in words
    assert "a unas 9" in words  # some 950 miles in a straight line
    assert "Acepta pacientes nuevos (revisado el 1 de marzo de 2026)." in words
