import pytest

from tests.factories import make_leukemias
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def given_answers(client: PageCheckingClient) -> None:
    make_leukemias()
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL", "words": "inotuzumab"})


def chips(client: PageCheckingClient) -> list[str]:
    page = ReadPage(client.get("/results/"))
    return [chip.get("value", "") for chip in page.all("button", name="field")]


def test_every_answer_can_be_taken_back(client: PageCheckingClient) -> None:
    assert set(chips(client)) == {"age", "diagnosis", "words"}


def test_taking_one_answer_back_keeps_the_others(client: PageCheckingClient) -> None:
    response = client.post("/answers/remove/", {"field": "diagnosis"})

    assert (response.status_code, response["Location"]) == (303, "/results/")
    assert set(chips(client)) == {"age", "words"}


@pytest.mark.parametrize("field", ["", "shoe_size"])
def test_taking_back_an_answer_nobody_asked_for_changes_nothing(
    client: PageCheckingClient, field: str
) -> None:
    client.post("/answers/remove/", {"field": field})

    assert set(chips(client)) == {"age", "diagnosis", "words"}


def test_clearing_forgets_everything(client: PageCheckingClient) -> None:
    response = client.post("/answers/clear/")

    assert (response.status_code, response["Location"]) == (303, "/")
    assert chips(client) == []


@pytest.mark.parametrize("address", ["/answers/clear/", "/answers/remove/"])
def test_a_link_alone_changes_nothing(client: PageCheckingClient, address: str) -> None:
    assert client.get(address).status_code == 405


def test_status_written_with_the_diagnosis_answers_its_question(
    client: PageCheckingClient,
) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "relapsed B-ALL"})

    assert "It came back (relapse)" in client.get("/results/").content.decode()
    assert set(chips(client)) == {"age", "diagnosis", "fact.disease_status"}


def test_status_taken_back_stays_so_when_another_answer_changes(
    client: PageCheckingClient,
) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "relapsed B-ALL"})
    client.post("/answers/remove/", {"field": "fact.disease_status"})

    client.post("/", {"age_years": "8", "diagnosis": "relapsed B-ALL"})

    assert set(chips(client)) == {"age", "diagnosis"}


def test_answer_to_the_question_counts_more_than_words_beside_the_diagnosis(
    client: PageCheckingClient,
) -> None:
    answer = {"asked": "disease_status", "fact.disease_status": ["in_remission"]}
    client.post("/questions/", {"page": "results", **answer})

    client.post("/", {"age_years": "7", "diagnosis": "relapsed B-ALL"})

    page = client.get("/results/").content.decode()
    assert "In remission" in page
    assert "It came back" not in page
