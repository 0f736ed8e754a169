"""Several people in one visit: each has answers, results and a cookie of their own."""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse

from tests.factories import make_leukemias
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.answers import LARGEST_COOKIE, LONGEST_TOKEN, cookie_name
from trials.eligibility.facts import Role
from trials.views.waiting import MOST_PEOPLE

pytestmark = pytest.mark.django_db

SON = {"age_years": "7", "diagnosis": "B-ALL"}
SISTER = {"role": "donor", "age_years": "19"}


@pytest.fixture(autouse=True)
def studies() -> None:
    diseases = make_leukemias()
    list_trial(diseases["b_all"], plain_title="For patients")
    list_trial(
        diseases["b_all"],
        roles=[Role.DONOR],
        plain_title="For donors",
        ages={"maximum_months": 600},
    )


@pytest.fixture
def siblings(client: PageCheckingClient) -> PageCheckingClient:
    """A browser with a son and his sister; the page is about the sister."""
    client.post("/", SON)
    client.post("/people/change/", {"add": "1"})
    client.post("/", {**SISTER, "person": "2"})
    return client


def results(client: PageCheckingClient) -> ReadPage:
    return ReadPage(client.get("/results/"))


def labels(client: PageCheckingClient) -> list[str]:
    people = results(client).all("form", class_="app-people")
    return (
        []
        if not people
        else [" ".join("".join(item.itertext()).split()) for item in people[0].iter("li")]
    )


def test_both_are_listed_by_number_role_age_and_diagnosis(siblings: PageCheckingClient) -> None:
    assert labels(siblings) == [
        "Look at Person 1: patient, 7 years, b all Remove Person 1: patient, 7 years, b all",
        "Person 2: donor, 19 years Remove Person 2: donor, 19 years",
    ]


def test_each_has_results_of_their_own(siblings: PageCheckingClient) -> None:
    assert "For donors" in results(siblings).section("possible").words
    siblings.post("/people/change/", {"look_at": "1"})

    page = results(siblings)

    assert "For patients" in page.section("fits").words
    assert page.texts("h2", id="your-answers") == ["Person 1: patient, 7 years, b all"]


def test_alone_nobody_is_numbered(client: PageCheckingClient) -> None:
    client.post("/", SON)

    assert labels(client) == []
    assert "Person 1" not in results(client).words


def test_an_answer_goes_to_the_person_whose_page_it_was_given_on(
    siblings: PageCheckingClient,
) -> None:
    """In another window the page still shows the son."""
    siblings.post("/answers/remove/", {"field": "diagnosis", "person": "1"})

    assert [label.split(" Remove")[0] for label in labels(siblings)] == [
        "Person 1: patient, 7 years",
        "Look at Person 2: donor, 19 years",
    ]


def test_a_form_opened_before_somebody_was_added_is_about_the_first_person(
    client: PageCheckingClient,
) -> None:
    client.post("/", SON)
    before = ReadPage(client.get("/results/"))
    (number,) = {box.get("value", "") for box in before.all("input", name="person")}
    client.post("/people/change/", {"add": "1"})

    client.post("/answers/remove/", {"field": "diagnosis", "person": number})

    assert "Person 1: patient, 7 years Remove Person 1: patient, 7 years" in labels(client)


def test_answers_that_ended_meanwhile_are_said_to_be_gone(
    siblings: PageCheckingClient, on_the_day: time_machine.Traveller
) -> None:
    on_the_day.shift(timedelta(minutes=31))

    answer = siblings.post("/questions/skip/", {"person": "1"})

    assert answer["Location"] == "/"
    assert "Your answers are gone" in ReadPage(siblings.get("/")).words


@pytest.mark.parametrize(("removed", "left"), [("1", "donor"), ("2", "7 years")])
def test_who_is_removed_leaves_no_cookie(
    siblings: PageCheckingClient, removed: str, left: str
) -> None:
    siblings.post("/people/change/", {"remove": removed})

    assert labels(siblings) == []
    assert left in results(siblings).section("your-answers").words.lower()
    kept = {name for name, cookie in siblings.cookies.items() if cookie.value}
    assert {name for name in kept if name.startswith("answers")} == {"answers"}


def test_removing_the_last_person_leads_to_the_empty_form(client: PageCheckingClient) -> None:
    client.post("/", SON)

    assert client.post("/people/change/", {"remove": "1"})["Location"] == "/"
    assert client.cookies[cookie_name()].value == ""


def test_clearing_forgets_everybody(siblings: PageCheckingClient) -> None:
    siblings.post("/answers/clear/")

    assert {c.value for n, c in siblings.cookies.items() if n.startswith("answers")} == {""}


def test_there_is_room_for_four(siblings: PageCheckingClient) -> None:
    for _more in range(5):
        siblings.post("/people/change/", {"add": "1"})

    assert len(labels(siblings)) == MOST_PEOPLE
    assert not results(siblings).all("button", name="add")


def test_everybody_stays_while_one_is_looked_at(
    siblings: PageCheckingClient, on_the_day: time_machine.Traveller
) -> None:
    for _page in range(3):
        on_the_day.shift(timedelta(minutes=25))
        siblings.get("/questions/")

    assert len(labels(siblings)) == 2


def test_everybody_is_forgotten_after_half_an_hour(
    siblings: PageCheckingClient, on_the_day: time_machine.Traveller
) -> None:
    on_the_day.shift(timedelta(minutes=31))

    page = ReadPage(siblings.get("/"))

    assert "Your answers are gone" in page.words
    assert "Person" not in page.words


def test_each_cookie_is_one_that_every_browser_keeps(client: PageCheckingClient) -> None:
    longest = {"diagnosis": "é" * 100, "words": "ü" * 60, "near": "ñ" * 60}
    for _person in range(MOST_PEOPLE):
        client.post("/", longest)
        client.post("/people/change/", {"add": "1"})

    sent = {n: c for n, c in client.cookies.items() if n.startswith("answers") and c.value}
    assert len(sent) == MOST_PEOPLE
    for name, cookie in sent.items():
        assert len(cookie.value) <= LONGEST_TOKEN
        assert len(cookie.output(header="")) <= LARGEST_COOKIE
        assert (name, cookie["httponly"], cookie["samesite"]) == (name, True, "Lax")


@pytest.mark.parametrize("posted", [{}, {"look_at": "9"}, {"remove": "x"}, {"look_at": "²"}])
def test_nonsense_changes_nothing(siblings: PageCheckingClient, posted: dict[str, str]) -> None:
    before = labels(siblings)

    answer: HttpResponse = siblings.post("/people/change/", posted)

    assert answer.status_code == 303
    assert labels(siblings) == before


def test_packet_says_whom_it_is_about(siblings: PageCheckingClient) -> None:
    page = ReadPage(siblings.get("/packet/"))

    assert page.texts("h2", id="told") == ["What was told: Person 2: donor, 19 years"]
