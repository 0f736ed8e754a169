from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import make_leukemias
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db

ANSWERS_COOKIE = "answers"


@pytest.fixture(autouse=True)
def diseases() -> None:
    make_leukemias()


def test_form_has_no_required_question(client: PageCheckingClient) -> None:
    page = ReadPage(client.get("/"))

    assert page.heading == "Find studies for a child with cancer"
    assert not [box for box in page.all("input") if box.get("required") is not None]
    assert page.all("form", action="/")[0].get("novalidate") is not None


def test_form_is_not_stored(client: PageCheckingClient) -> None:
    assert "no-store" in client.get("/")["Cache-Control"]


def test_answers_that_read_well_lead_to_the_results(client: PageCheckingClient) -> None:
    response = client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})

    assert (response.status_code, response["Location"]) == (303, "/results/")
    assert response.cookies[ANSWERS_COOKIE]["httponly"]
    assert response.cookies[ANSWERS_COOKIE]["samesite"] == "Lax"
    assert "B-ALL" not in response.cookies[ANSWERS_COOKIE].value


def test_no_answers_at_all_lead_to_the_results(client: PageCheckingClient) -> None:
    assert client.post("/", {})["Location"] == "/results/"


def test_answers_with_an_error_come_back_with_what_to_do(client: PageCheckingClient) -> None:
    response = client.post("/", {"age_years": "seven", "near": "1", "diagnosis": "B-ALL"})
    page = ReadPage(client.get(response["Location"]))

    assert (response.status_code, response["Location"]) == (303, "/")
    assert page.title.startswith("Error: ")
    links = [link.get("href", "") for link in page.all("a")]
    assert [link for link in links if link.startswith("#id_")] == ["#id_age_years", "#id_near"]
    assert page.all("input", id="id_age_years")[0].get("value") == "seven"
    assert page.all("input", id="id_diagnosis")[0].get("value") == "B-ALL"


def test_box_with_an_error_is_tied_to_its_message(client: PageCheckingClient) -> None:
    client.post("/", {"age_years": "seven", "near": "1"})
    page = ReadPage(client.get("/"))

    for name in ("age_years", "near"):
        box = page.all("input", id=f"id_{name}")[0]
        assert box.get("aria-invalid") == "true"
        assert f"id_{name}-error" in box.get("aria-describedby", "").split()
        assert page.texts("p", id=f"id_{name}-error")[0].startswith("Error: ")


def test_diagnosis_that_means_several_is_asked_back(client: PageCheckingClient) -> None:
    client.post("/", {"diagnosis": "B-ALL after chemo"})
    page = ReadPage(client.get("/"))

    assert "Which of these did you mean?" in page.words
    assert len(page.all("input", type="radio", name="diagnosis_code")) > 1
    assert page.all("a", href="#diagnosis-code-1")


def test_chosen_diagnosis_leads_to_the_results_and_stays_chosen(
    client: PageCheckingClient,
) -> None:
    response = client.post("/", {"diagnosis": "B-ALL after chemo", "diagnosis_code": "b_all"})
    page = ReadPage(client.get("/"))

    assert response["Location"] == "/results/"
    chosen = [box.get("value") for box in page.all("input") if box.get("checked") is not None]
    assert "b_all" in chosen


def test_diagnosis_written_with_its_status_is_not_asked_back(client: PageCheckingClient) -> None:
    response = client.post("/", {"diagnosis": "relapsed B-ALL"})
    form = ReadPage(client.get("/"))

    assert response["Location"] == "/results/"
    assert not form.all("input", type="radio", name="diagnosis_code")
    assert form.all("input", name="diagnosis")[0].get("value") == "relapsed B-ALL"


def test_unknown_diagnosis_says_what_to_write(client: PageCheckingClient) -> None:
    client.post("/", {"diagnosis": "qqqqqq"})

    assert "write a more general one" in ReadPage(client.get("/")).words


def test_city_that_may_be_several_is_asked_back_and_nothing_is_lost(
    client: PageCheckingClient,
) -> None:
    client.post("/", {"near": "Paris", "radius": "100", "age_years": "7", "diagnosis": "B-ALL"})
    page = ReadPage(client.get("/"))

    choices = [box.get("value") for box in page.all("input", type="radio", name="near_name")]
    assert choices == ["Paris, France", "Paris, Texas"]
    assert page.all("a", href="#near-name-1")
    assert page.all("input", id="id_age_years")[0].get("value") == "7"
    assert page.all("input", id="id_near")[0].get("value") == "Paris"
    assert [one.get("value") for one in page.all("option") if "selected" in one.attrib] == ["100"]


def test_chosen_place_leads_to_the_results_and_stays_chosen(client: PageCheckingClient) -> None:
    response = client.post("/", {"near": "Paris", "near_name": "Paris, Texas", "radius": "100"})
    results, form = ReadPage(client.get("/results/")), ReadPage(client.get("/"))

    assert response["Location"] == "/results/"
    assert "Near Paris, Texas" in results.words
    assert "Within 100 miles (161 km)" in results.words
    chosen = [box.get("value") for box in form.all("input") if box.get("checked") is not None]
    assert "Paris, Texas" in chosen


def test_unknown_place_says_what_to_write(client: PageCheckingClient) -> None:
    client.post("/", {"near": "Nowhereville"})
    page = ReadPage(client.get("/"))

    assert "nearest larger city" in page.words
    assert page.all("a", href="#id_near")


def test_distance_without_a_place_asks_from_where(client: PageCheckingClient) -> None:
    client.post("/", {"radius": "50"})

    assert "from where to count the distance" in ReadPage(client.get("/")).words


def test_birth_date_that_was_given_is_shown_open(client: PageCheckingClient) -> None:
    client.post("/", {"birth_year": "2019", "birth_month": "3"})
    page = ReadPage(client.get("/"))

    assert page.all("details", open="")[0].find(".//input[@id='id_birth_year']") is not None


def test_answers_older_than_half_an_hour_are_gone(
    client: PageCheckingClient, on_the_day: time_machine.Traveller
) -> None:
    client.post("/", {"age_years": "7"})
    on_the_day.shift(timedelta(minutes=31))

    response = client.get("/results/")
    page = ReadPage(client.get("/"))

    assert (response.status_code, response["Location"]) == (303, "/")
    assert "Your answers are gone" in page.words
    assert "Your answers are gone" not in ReadPage(client.get("/")).words


def test_answers_stay_while_pages_are_looked_at(
    client: PageCheckingClient, on_the_day: time_machine.Traveller
) -> None:
    client.post("/", {"age_years": "7"})
    for _page in range(3):
        on_the_day.shift(timedelta(minutes=20))
        assert client.get("/results/").status_code == 200


def test_answers_that_were_tampered_with_are_gone(client: PageCheckingClient) -> None:
    client.cookies[ANSWERS_COOKIE] = "nonsense"

    assert "Your answers are gone" in ReadPage(client.get("/")).words


def test_form_sent_from_elsewhere_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/", {"age_years": "7"})

    assert response.status_code == 403
    assert "Send the page once more" in ReadPage(response).heading


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: PageCheckingClient, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


class TestSuggest:
    def test_misspelled_diagnosis_is_found(self, client: PageCheckingClient) -> None:
        response = client.post("/diagnoses/suggest/", {"q": "lukemia"})
        first = response.json()["suggestions"][0]

        assert set(first) == {"code", "name", "plain_name", "found_by"}
        assert first["code"] == "leukemia"

    @pytest.mark.parametrize("words", ["", "   ", "qqqqqqqq", "x" * 5000])
    def test_words_without_a_disease_give_none(
        self, client: PageCheckingClient, words: str
    ) -> None:
        assert client.post("/diagnoses/suggest/", {"q": words}).json() == {"suggestions": []}

    def test_suggestions_are_not_stored(self, client: PageCheckingClient) -> None:
        assert "no-store" in client.post("/diagnoses/suggest/", {"q": "ALL"})["Cache-Control"]

    def test_words_in_an_address_are_refused(self, client: PageCheckingClient) -> None:
        assert client.get("/diagnoses/suggest/?q=ALL").status_code == 405

    def test_question_from_elsewhere_is_refused(self) -> None:
        outside = Client(enforce_csrf_checks=True)

        assert outside.post("/diagnoses/suggest/", {"q": "ALL"}).status_code == 403
