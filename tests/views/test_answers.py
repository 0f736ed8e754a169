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
