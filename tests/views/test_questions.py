"""One question at a time beside the results, and all of them on a page."""

import pytest
from django.urls import reverse

from tests.factories import make_leukemias
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import FactRule, Trial

pytestmark = pytest.mark.django_db

QUESTION = "Has the patient had CAR T-cell therapy?"
FIELD = "fact.prior_car_t"


@pytest.fixture
def study() -> Trial:
    """For ALL, and only without CAR T cells before."""
    trial = list_trial(make_leukemias()["all"], plain_title="A new medicine")
    FactRule.objects.create(
        group=trial.groups.get(),
        fact="prior_car_t",
        operator="is",
        values=["yes"],
        side="exclude",
        quote="no prior CAR T-cell therapy",
        position=9,
    )
    return trial


def searched(client: PageCheckingClient) -> ReadPage:
    client.post("/", {"age_years": "7", "diagnosis": "all"})
    return results(client)


def results(client: PageCheckingClient) -> ReadPage:
    return ReadPage(client.get("/results/"))


def answer(client: PageCheckingClient, value: str) -> None:
    response = client.post(
        reverse("trials:questions"),
        {"page": "results", "asked": "prior_car_t", FIELD: value},
    )
    assert response.status_code == 303


def test_question_that_helps_most_stands_beside_the_results(
    client: PageCheckingClient, study: Trial
) -> None:
    page = searched(client)

    assert "One answer would help most" in page.words
    assert QUESTION in page.words


def test_answer_that_fits_lets_the_study_stay_and_is_shown_as_told(
    client: PageCheckingClient, study: Trial
) -> None:
    searched(client)
    answer(client, "no")
    page = results(client)

    assert "May be able to join" in page.words
    assert "One answer would help most" not in page.words
    assert "CAR T-cell therapy" in page.words


def test_answer_that_speaks_against_the_study_is_counted_among_those_left_out(
    client: PageCheckingClient, study: Trial
) -> None:
    searched(client)
    answer(client, "yes")
    page = results(client)

    assert "1 study left out" in page.words
    assert "May be able to join" not in page.words


def test_answer_nobody_knows_is_not_asked_for_again(
    client: PageCheckingClient, study: Trial
) -> None:
    searched(client)
    client.post(
        reverse("trials:questions"),
        {"page": "results", "asked": "prior_car_t", "not_known": "prior_car_t"},
    )

    assert "One answer would help most" not in results(client).words


def test_questions_can_be_skipped_and_asked_again(
    client: PageCheckingClient, study: Trial
) -> None:
    searched(client)

    client.post(reverse("trials:skip"))
    assert QUESTION not in results(client).words

    client.post(reverse("trials:skip"), {"ask": "again"})
    assert QUESTION in results(client).words


def test_all_questions_stand_on_a_page_of_their_own(
    client: PageCheckingClient, study: Trial
) -> None:
    searched(client)
    response = client.get("/questions/")

    assert QUESTION in ReadPage(response).words
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("value", ["perhaps", "x" * 5_000, "a\0b"])
def test_an_answer_that_is_no_answer_changes_no_study(
    client: PageCheckingClient, study: Trial, value: str
) -> None:
    searched(client)
    answer(client, value)
    page = results(client)

    assert "A new medicine" in page.words
    assert "1 study left out" not in page.words
