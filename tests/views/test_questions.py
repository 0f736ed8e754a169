"""One question beside the results, many on a page: asked, answered, changed, taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_leukemias
from tests.finder.studies import fact, list_study, status
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import (
    AgeCriterion,
    FactCriterion,
    Side,
    TextCriterion,
    WashoutCriterion,
)

pytestmark = pytest.mark.django_db

NO_DOWN = fact("down_syndrome", "yes", Side.EXCLUDE)
CAME_BACK_TWICE = FactCriterion(Condition("relapse_count", Operator.AT_LEAST, (2,)))


@pytest.fixture(autouse=True)
def leukemias() -> None:
    make_leukemias()


@pytest.fixture
def two_studies() -> None:
    list_study(status("relapsed"), NO_DOWN, plain_title="After relapse")
    list_study(status("newly_diagnosed"), plain_title="New")


def begin(client: PageCheckingClient, **answers: str) -> ReadPage:
    client.post("/", answers or {"age_years": "7", "diagnosis": "B-ALL"})
    return results(client)


def results(client: PageCheckingClient) -> ReadPage:
    return ReadPage(client.get("/results/"))


def answer(client: PageCheckingClient, key: str, *values: str, **boxes: str) -> ReadPage:
    """Answer the question beside the results, and look at them again."""
    posted = {"page": "results", "asked": key, f"fact.{key}": list(values)}
    posted |= {f"fact.{key}.{box}": text for box, text in boxes.items()}
    response = client.post("/questions/", posted)
    assert (response.status_code, response["Location"]) == (303, "/results/")
    return results(client)


def asked(page: ReadPage) -> str:
    """The question beside the results; empty when there is none."""
    boxes = page.all("section", class_="app-question")
    return page.texts("legend")[0] if boxes else ""


def chips(page: ReadPage) -> list[str]:
    return [chip.get("value", "") for chip in page.all("button", name="field")]


# --- One at a time ----------------------------------------------------------------------------


def test_most_useful_question_is_asked_with_its_reason_and_gain(
    client: PageCheckingClient, two_studies: None
) -> None:
    page = begin(client)

    panel = page.section("question")
    assert asked(page) == "Where are things now?"
    assert "Some studies are for people who were just diagnosed" in panel.words
    assert "This answer matters for all 2 studies that are still open." in panel.words
    assert panel.all("input", type="checkbox", value="unknown")


def test_answer_changes_the_results_and_the_next_question_is_asked(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)

    page = answer(client, "disease_status", "relapsed")

    assert page.heading == "1 open study to ask about"
    assert "1 study you might be able to join" in page.texts("h2")
    assert "we need to know: Down syndrome After relapse" in page.section("possible").words
    assert "1 does not go with an answer you gave" in page.section("left_out").words
    assert asked(page) == "Does the patient have Down syndrome?"
    assert chips(page) == ["age", "diagnosis", "fact.disease_status"]
    assert "Where things are now: It came back (relapse)" in page.words


def test_last_answer_says_may_be_able_to_join_and_asks_nothing_more(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")

    page = answer(client, "down_syndrome", "no")

    card = page.section("fits").words
    assert "May be able to join After relapse" in card
    assert "Based on what you entered. Only the study team can decide." in card
    assert asked(page) == ""


def test_what_the_team_checks_is_named(client: PageCheckingClient) -> None:
    list_study(status("relapsed"), fact("organ_function_ok", "yes"), TextCriterion("Can swallow"))
    begin(client)

    page = answer(client, "disease_status", "relapsed")

    assert "The team will check: how well the organs work and Can swallow." in page.words


def test_not_knowing_is_an_answer_that_is_not_asked_again(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)

    page = answer(client, "disease_status", "unknown")

    assert asked(page) == "Does the patient have Down syndrome?"
    assert "Where things are now: not known" in page.words
    assert "Fits the age and disease you entered" in page.words


def test_written_answer_is_declined_by_its_own_button(client: PageCheckingClient) -> None:
    list_study(CAME_BACK_TWICE)
    begin(client)

    client.post(
        "/questions/",
        {
            "page": "results",
            "asked": "relapse_count",
            "fact.relapse_count": "",
            "not_known": "relapse_count",
        },
    )

    assert "How many times it came back: not known" in results(client).words


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param("", "Fill in an answer, or choose “I don’t know”.", id="nothing"),
        pytest.param("often", "Write a whole number from 0 to 30, such as 2.", id="not a number"),
    ],
)
def test_answer_that_cannot_be_read_is_asked_again_with_what_to_do(
    client: PageCheckingClient, typed: str, message: str
) -> None:
    list_study(CAME_BACK_TWICE)
    begin(client)

    page = answer(client, "relapse_count", typed)

    assert page.title.startswith("Error: ")
    (link,) = page.all("a", href="#id_fact.relapse_count-0")
    assert link.text == message
    (box,) = page.all("input", name="fact.relapse_count")
    assert (box.get("value"), box.get("aria-invalid")) == (typed, "true")
    assert chips(page) == ["age", "diagnosis"]


def test_choice_sent_without_a_choice_is_asked_again(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)

    page = answer(client, "disease_status")

    assert "Choose an answer, or “I don’t know”." in page.texts("a")
    assert asked(page) == "Where are things now?"


def test_exact_type_is_asked_in_the_first_form(client: PageCheckingClient) -> None:
    list_study()

    page = begin(client, age_years="7", diagnosis="leukemia")

    panel = page.section("question")
    assert "Which exact type of the disease is it?" in panel.words
    assert panel.all("a", href="/#id_diagnosis")


def test_age_and_diagnosis_are_asked_before_everything_else(client: PageCheckingClient) -> None:
    list_study(status("relapsed"))

    assert "What is the diagnosis?" in begin(client, age_years="7").section("question").words
    assert "How old is the patient?" in begin(client, diagnosis="B-ALL").section("question").words


def test_type_that_is_not_known_is_left_to_the_team(client: PageCheckingClient) -> None:
    list_study(status("relapsed"))
    begin(client, age_years="7", diagnosis="leukemia")
    client.post("/questions/", {"page": "results", "asked": "diagnosis", "not_known": "diagnosis"})

    page = answer(client, "disease_status", "relapsed")

    assert "The exact type of the disease: not known" in page.words
    assert "The team will check: the exact type of the disease." in page.section("fits").words
    (label,) = [
        link
        for link in page.all("a", class_="app-chip__change")
        if "not known" in "".join(link.itertext())
    ]
    assert label.get("href") == "/#id_diagnosis"


def test_type_that_was_not_known_is_forgotten_once_it_is_written(
    client: PageCheckingClient,
) -> None:
    list_study(status("relapsed"))
    begin(client, age_years="7", diagnosis="leukemia")
    client.post("/questions/", {"page": "results", "asked": "diagnosis", "not_known": "diagnosis"})

    page = begin(client, age_years="7", diagnosis="B-ALL")

    assert chips(page) == ["age", "diagnosis"]


# --- Skipped, changed, taken back -------------------------------------------------------------


def test_questions_can_be_skipped_and_taken_up_again(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)

    response = client.post("/questions/skip/")
    skipped = results(client)
    client.post("/questions/skip/", {"ask": "again"})

    assert (response.status_code, response["Location"]) == (303, "/results/")
    assert asked(skipped) == ""
    assert "Ask me one question at a time" in skipped.texts("button")
    assert asked(results(client)) == "Where are things now?"


def test_skipping_lets_go_of_what_had_to_be_mended(client: PageCheckingClient) -> None:
    list_study(CAME_BACK_TWICE)
    begin(client)
    answer(client, "relapse_count", "often")

    client.post("/questions/skip/")

    assert not results(client).title.startswith("Error")


def test_one_answer_is_taken_back_and_the_others_stay(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")
    answer(client, "down_syndrome", "no")

    client.post("/answers/remove/", {"field": "fact.disease_status"})

    page = results(client)
    assert chips(page) == ["age", "diagnosis", "fact.down_syndrome"]
    assert asked(page) == "Where are things now?"


def test_changing_the_first_form_keeps_the_answers_to_questions(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")

    page = begin(client, age_years="8", diagnosis="B-ALL")

    assert "fact.disease_status" in chips(page)


def test_clearing_forgets_answers_to_questions_too(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")

    client.post("/answers/clear/")

    assert chips(results(client)) == []


def test_answers_that_do_not_go_together_are_shown_with_links_to_both(
    client: PageCheckingClient, two_studies: None
) -> None:
    list_study(CAME_BACK_TWICE)
    begin(client)
    answer(client, "disease_status", "newly_diagnosed")

    page = answer(client, "relapse_count", "2")

    clash = page.section("clashes")
    assert "How many times it came back: 2 times" in clash.words
    assert "Where things are now: Just diagnosed, no treatment yet" in clash.words
    assert [link.get("href") for link in clash.all("a")] == [
        "/questions/#id_fact.disease_status-0",
        "/questions/#id_fact.relapse_count-0",
    ]


# --- Near misses ------------------------------------------------------------------------------


def test_study_to_wait_for_says_until_when(client: PageCheckingClient) -> None:
    list_study(WashoutCriterion("prior_hsct", 84), plain_title="Wait a little")
    begin(client)
    answer(client, "prior_hsct", "yes")

    page = answer(client, "prior_hsct_days", "36", unit="days")

    assert "1 study, but not right now" in page.texts("h2")
    words = page.section("soon").words
    assert "Not right now – not before May 2, 2026 Wait a little" in words
    assert "Not before May 2, 2026: 84 days after a transplant from a donor." in words


def test_left_out_study_tells_its_clearest_reason(client: PageCheckingClient) -> None:
    list_study(status("relapsed"), plain_title="After relapse")
    begin(client)
    answer(client, "disease_status", "newly_diagnosed")

    words = ReadPage(client.get("/results/?section=left_out")).words

    assert "Probably not a fit After relapse" in words
    assert "You answered: Just diagnosed, no treatment yet." in words


def test_nothing_left_offers_to_leave_an_answer_out(client: PageCheckingClient) -> None:
    list_study(status("relapsed"))
    begin(client)

    page = answer(client, "disease_status", "newly_diagnosed")

    assert page.heading == "No open study fits all your answers"
    assert "Leave out the answer about where things are now: 1 more study" in page.texts("button")


def test_study_for_which_the_patient_soon_is_too_old_says_until_when(
    client: PageCheckingClient,
) -> None:
    list_study()

    page = begin(client, birth_year="2004", birth_month="6", birth_day="1", diagnosis="B-ALL")

    assert "Can be considered until May 31, 2026, because of the age." in page.words


# --- Many at once -----------------------------------------------------------------------------


def test_page_of_questions_lists_what_could_matter_in_order_of_use(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    page = ReadPage(client.get("/questions/"))

    assert page.heading == "More questions"
    legends = page.texts("legend")
    assert legends[0] == "Where are things now?"
    assert "Does the patient have Down syndrome?" in legends


def test_several_questions_are_answered_at_once_and_the_others_stay_empty(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)

    response = client.post(
        "/questions/",
        {
            "asked": ["disease_status", "down_syndrome", "relapse_count"],
            "fact.disease_status": ["relapsed"],
            "fact.down_syndrome": "no",
            "fact.relapse_count": "",
        },
    )

    assert response["Location"] == "/results/"
    assert chips(results(client))[2:] == ["fact.disease_status", "fact.down_syndrome"]


def test_answers_so_far_are_filled_in_and_can_be_changed(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")

    page = ReadPage(client.get("/questions/"))
    checked = [box.get("value") for box in page.all("input") if box.get("checked") is not None]
    client.post("/questions/", {"asked": "disease_status", "fact.disease_status": "refractory"})

    assert checked == ["relapsed"]
    assert "It did not go away with treatment" in results(client).words


def test_answer_is_taken_back_by_emptying_it(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")

    client.post("/questions/", {"asked": "disease_status"})

    assert chips(results(client)) == ["age", "diagnosis"]


def test_error_leads_back_to_the_page_of_questions(client: PageCheckingClient) -> None:
    list_study(CAME_BACK_TWICE)
    begin(client)

    response = client.post(
        "/questions/", {"asked": "relapse_count", "fact.relapse_count": "often"}
    )
    page = ReadPage(client.get("/questions/"))

    assert response["Location"] == "/questions/"
    assert page.title == "Error: More questions – Trial finder"
    assert page.all("a", href="#id_fact.relapse_count-0")


def test_only_what_was_on_the_page_is_changed(
    client: PageCheckingClient, two_studies: None
) -> None:
    begin(client)
    answer(client, "disease_status", "relapsed")

    client.post("/questions/", {"asked": "down_syndrome", "fact.down_syndrome": "no"})

    assert "fact.disease_status" in chips(results(client))


@pytest.mark.parametrize("key", ["hiv", "creatinine_mg_dl", "shoe_size", ""])
def test_what_families_are_never_asked_is_not_taken(
    client: PageCheckingClient, two_studies: None, key: str
) -> None:
    begin(client)

    page = answer(client, key, "yes")

    assert chips(page) == ["age", "diagnosis"]


def test_nothing_left_to_ask_says_so(client: PageCheckingClient) -> None:
    list_study()
    begin(client)

    assert (
        "No further answer would change which studies are shown"
        in ReadPage(client.get("/questions/")).words
    )


def test_no_open_study_says_that_no_question_would_help(client: PageCheckingClient) -> None:
    begin(client)

    assert "no question would help" in ReadPage(client.get("/questions/")).words


# --- Safety -----------------------------------------------------------------------------------


def test_pages_are_not_stored(client: PageCheckingClient, two_studies: None) -> None:
    begin(client)

    assert "no-store" in client.get("/questions/")["Cache-Control"]


def test_answers_that_were_lost_lead_back_to_the_first_form(
    client: PageCheckingClient, two_studies: None, on_the_day: time_machine.Traveller
) -> None:
    begin(client)
    on_the_day.shift(timedelta(minutes=31))

    for response in (
        client.get("/questions/"),
        client.post("/questions/", {"asked": "disease_status", "fact.disease_status": "relapsed"}),
        client.post("/questions/skip/"),
    ):
        assert (response.status_code, response["Location"]) == (303, "/")
    assert "Your answers are gone" in ReadPage(client.get("/")).words


def test_answers_of_the_first_form_that_have_to_be_mended_come_first(
    client: PageCheckingClient, two_studies: None
) -> None:
    client.post("/", {"age_years": "seven"})

    answered = client.post("/questions/", {"asked": "down_syndrome", "fact.down_syndrome": "no"})

    assert answered["Location"] == "/"
    assert client.get("/questions/")["Location"] == "/"
    assert client.post("/questions/skip/")["Location"] == "/"


@pytest.mark.parametrize("address", ["/questions/", "/questions/skip/"])
def test_answer_sent_from_elsewhere_is_refused(address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403


def test_visitor_without_answers_gets_no_cookie_from_looking(client: PageCheckingClient) -> None:
    list_study()

    assert not client.get("/questions/").cookies.get("answers")
    assert not client.get("/results/").cookies.get("answers")


def test_number_of_queries_is_the_same_with_answers_and_without(
    client: PageCheckingClient, two_studies: None
) -> None:
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    begin(client)
    before = queries("/results/"), queries("/questions/")
    answer(client, "disease_status", "unknown")
    answer(client, "down_syndrome", "no")

    assert (queries("/results/"), queries("/questions/")) == before


# --- The page of one study --------------------------------------------------------------------


def test_page_of_a_study_has_every_rule_with_what_it_came_to(client: PageCheckingClient) -> None:
    infants = AgeRule(maximum=AgeLimit.years(1), anchor=AgeAnchor.DIAGNOSIS)
    trial = list_study(
        status("relapsed"), NO_DOWN, fact("organ_function_ok", "yes"), AgeCriterion(infants)
    )
    begin(client)
    answer(client, "disease_status", "newly_diagnosed")

    page = ReadPage(client.get(f"/trials/{trial.slug}/"))

    headings = [
        "Does not fit: 2 rules",
        "We would need to know: 1 rule",
        "The study team will check: 1 rule",
        "Fits: 2 rules",
    ]
    shown = page.texts("summary")
    assert [heading for heading in shown if heading in headings] == headings
    assert "You answered: Just diagnosed, no treatment yet." in page.words
    assert "“About down_syndrome.”" in page.words


def test_page_of_a_study_without_answers_judges_nobody(client: PageCheckingClient) -> None:
    trial = list_study(status("relapsed"))

    page = ReadPage(client.get(f"/trials/{trial.slug}/"))

    assert "what your answers come to" not in page.words
