"""Words of the status that stand beside a diagnosis: asked about first, and not yet told."""

import pytest

from tests.factories import make_leukemias
from tests.finder.studies import fact, list_study, status
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def studies() -> None:
    make_leukemias()
    list_study(status("relapsed"), plain_title="After relapse")
    list_study(status("newly_diagnosed"), plain_title="New")
    for title in ("One", "Two", "Three"):
        list_study(fact("prior_hsct", "no"), plain_title=title)


def results(client: PageCheckingClient, diagnosis: str) -> ReadPage:
    client.post("/", {"age_years": "7", "diagnosis": diagnosis})
    return ReadPage(client.get("/results/"))


def ticked(page: ReadPage) -> list[str]:
    boxes = page.all("input", name="fact.disease_status")
    return [box.get("value", "") for box in boxes if box.get("checked") is not None]


def chips(page: ReadPage) -> list[str]:
    return [chip.get("value", "") for chip in page.all("button", name="field")]


@pytest.mark.parametrize(
    ("diagnosis", "filled_in"),
    [
        ("relapsed B-ALL", ["relapsed"]),
        ("R/R B-ALL", ["relapsed", "refractory"]),
        ("newly diagnosed B-ALL", ["newly_diagnosed"]),
    ],
)
def test_status_is_filled_in_and_not_yet_an_answer(
    client: PageCheckingClient, diagnosis: str, filled_in: list[str]
) -> None:
    page = results(client, diagnosis)

    assert "Where are things now?" in page.section("question").words
    assert ticked(page) == filled_in
    assert page.heading == "5 open studies to ask about"
    assert chips(page) == ["age", "diagnosis"]


def test_without_such_words_the_most_useful_question_is_asked(client: PageCheckingClient) -> None:
    page = results(client, "B-ALL")

    assert "transplant" in page.section("question").words
    assert ticked(page) == []


def test_diagnosis_written_anew_fills_in_its_own_status(client: PageCheckingClient) -> None:
    results(client, "relapsed B-ALL")

    assert ticked(results(client, "newly diagnosed B-ALL")) == ["newly_diagnosed"]
    assert ticked(results(client, "B-ALL")) == []


def test_status_that_was_answered_counts_and_is_not_asked_again(
    client: PageCheckingClient,
) -> None:
    results(client, "relapsed B-ALL")
    answer = {"asked": "disease_status", "fact.disease_status": ["in_remission"]}
    client.post("/questions/", {"page": "results", **answer})

    page = ReadPage(client.get("/results/"))

    assert "fact.disease_status" in chips(page)
    assert "Where are things now?" not in page.section("question").words
