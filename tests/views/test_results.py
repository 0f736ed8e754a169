from datetime import date

import psycopg
import pytest

from tests.factories import (
    make_contact,
    make_leukemias,
    make_site,
    make_site_profile,
    make_trial,
    make_trial_site,
)
from tests.finder.searching import list_trial
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import Disease, Trial

pytestmark = pytest.mark.django_db

QUERIES = 10
"""Once rules and diseases are in memory: version of the diseases, what may fit of open trials
and of the others, trials with the numbers of their rules, places near with their sites, how
many trials there are, the cards of all sections, the profile, version of the glossary,
guides to the diagnosis."""


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def results(client: PageCheckingClient, address: str = "/results/", **answers: str) -> ReadPage:
    if answers:
        client.post("/", answers)
    return ReadPage(client.get(address))


def test_results_are_not_stored(client: PageCheckingClient) -> None:
    assert "no-store" in client.get("/results/")["Cache-Control"]


def test_without_answers_every_trial_is_shown(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["all"])

    page = results(client)

    assert page.heading == "1 open study to ask about"
    assert page.texts("h2", id="possible") == ["1 study might fit"]
    assert "we need to know: the age and the diagnosis" in page.section("possible").words


def test_each_trial_stands_in_the_section_of_its_verdict(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"], plain_title="For B-ALL")
    list_trial(diseases["ph_pos"], plain_title="For Ph+ ALL")
    list_trial(diseases["b_all"], plain_title="Closed", overall_status="SUSPENDED")
    list_trial(diseases["b_all"], plain_title="Later", ages={"minimum_months": 96})
    list_trial(diseases["aml"], plain_title="For AML")

    page = results(client, age_years="7", age_months="11", diagnosis="B-ALL")

    assert "Fits the age and disease you entered For B-ALL" in page.section("fits").words
    assert "For Ph+ ALL It depends on the exact type" in page.section("possible").words
    assert "Not yet – perhaps old enough within a year Later" in page.section("soon").words
    assert "Not taking new patients now" in page.section("not_open").words
    assert "1 is for other diagnoses" in page.section("left_out").words
    assert page.heading == "2 open studies to ask about"
    assert page.title == "2 open studies to ask about – Trial finder"


def test_left_out_trials_can_be_opened_with_their_reason(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"], roles=["donor"], plain_title="Donors only")
    list_trial(diseases["aml"], plain_title="For AML")
    list_trial(diseases["b_all"], plain_title="Babies", ages={"maximum_months": 12})

    page = results(client, "/results/?section=left_out", age_years="7", diagnosis="B-ALL")

    words = page.section("left_out").words
    assert page.heading == "3 studies left out"
    assert "Donors only This study is not looking for patients." in words
    assert "For AML This study is for other diagnoses: aml." in words
    assert "Babies This study is for people who are younger: younger than 1 year." in words


def test_trial_left_out_for_its_words_says_so(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"], plain_title="Another medicine")

    page = results(
        client, "/results/?section=left_out", diagnosis="B-ALL", words="inotuzumab", age_years="7"
    )

    assert "Your words are not in its title or goal." in page.words


def test_empty_result_offers_to_leave_one_answer_out(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["aml"])

    page = results(client, age_years="7", diagnosis="B-ALL")

    assert page.heading == "No open study fits all your answers"
    assert page.texts("button", name="field", value="diagnosis")[1:] == [
        "Leave out the diagnosis: 1 more study"
    ]
    assert "1-800-4-CANCER" in page.section("next").words


def test_place_is_shown_with_its_distance(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    trial = list_trial(diseases["b_all"])
    make_trial_site(trial, make_site(name="Far away", latitude=47.6, longitude=-122.3))
    make_trial_site(trial, make_site(name="Memphis clinic", latitude=35.15, longitude=-90.05))

    words = results(client, near="38105", diagnosis="B-ALL").words

    assert words.index("Memphis clinic") < words.index("Far away")
    assert "about 1 mile away" in words


@pytest.mark.parametrize(
    ("checked_there", "times"),
    [(date(2026, 3, 1), 1), (date(2026, 3, 2), 2)],
    ids=["same", "other"],
)
def test_status_of_the_nearest_place_is_told_where_it_is_not_that_of_the_study(
    client: PageCheckingClient, diseases: dict[str, Disease], checked_there: date, times: int
) -> None:
    trial = list_trial(diseases["b_all"], status_checked_on=date(2026, 3, 1))
    site = make_site(name="Memphis clinic", latitude=35.15, longitude=-90.05)
    make_trial_site(trial, site, status_checked_on=checked_there)

    words = results(client, near="38105", diagnosis="B-ALL").words

    assert words.count("Taking new patients (checked on") == times


def test_only_published_trials_are_shown(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    for state in Trial.ReviewState:
        list_trial(diseases["b_all"], plain_title=f"This is {state}", review_state=state)

    words = results(client, diagnosis="B-ALL").words

    assert "This is published" in words
    for state in ("draft", "in_review", "withdrawn"):
        assert f"This is {state}" not in words


def test_study_without_a_group_is_left_out(client: PageCheckingClient) -> None:
    make_trial(plain_title="Nobody yet")

    assert "1 study left out" in results(client).words


def test_referral_office_of_the_house_is_shown(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    make_site_profile(contact=make_contact(referral_rule="A physician makes the referral."))
    list_trial(diseases["b_all"])

    assert "A physician makes the referral." in results(client).section("next").words


def test_answers_that_no_longer_read_well_lead_back_to_the_form(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    client.post("/", {"age_years": "seven"})

    assert client.get("/results/")["Location"] == "/"


class TestPages:
    @pytest.fixture(autouse=True)
    def twelve_trials(self, diseases: dict[str, Disease]) -> None:
        for number in range(12):
            list_trial(diseases["b_all"], plain_title=f"Study {number:02}")

    def test_first_ten_are_shown_with_a_way_to_the_others(
        self, client: PageCheckingClient
    ) -> None:
        page = results(client, age_years="7", diagnosis="B-ALL")

        assert len(page.all("article")) == 10
        assert page.all("a", href="/results/?section=fits&page=2")

    def test_second_page_holds_the_rest_and_says_so(self, client: PageCheckingClient) -> None:
        address = "/results/?section=fits&page=2"
        page = results(client, address, age_years="7", diagnosis="B-ALL")

        assert len(page.all("article")) == 2
        assert page.title == "12 studies fit, page 2 of 2 – Trial finder"
        assert page.texts("a", **{"aria-current": "page"}) == ["2"]

    @pytest.mark.parametrize(
        ("number", "shown"), [("0", 2), ("99", 2), ("x", 10), ("", 10)], ids=str
    )
    def test_page_number_that_does_not_exist_shows_the_nearest(
        self, client: PageCheckingClient, number: str, shown: int
    ) -> None:
        address = f"/results/?section=fits&page={number}"

        page = results(client, address, age_years="7", diagnosis="B-ALL")

        assert len(page.all("article")) == shown

    @pytest.mark.parametrize("section", ["soon", "nonsense", ""])
    def test_section_without_studies_shows_all_results(
        self, client: PageCheckingClient, section: str
    ) -> None:
        page = results(client, f"/results/?section={section}", diagnosis="B-ALL")

        assert "open studies to ask about" in page.heading


def test_number_of_queries_does_not_grow_with_the_trials(
    client: PageCheckingClient, diseases: dict[str, Disease], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    execute = psycopg.Cursor.execute

    def counted(cursor: psycopg.Cursor[object], *told: object, **options: object) -> object:
        asked.append(told[0])
        return execute(cursor, *told, **options)  # type: ignore[arg-type]

    # Django does not see all of them: some are written by hand.
    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL", "near": "38105"})
    counts = []
    for _more in range(2):
        for _trial in range(3):
            make_trial_site(list_trial(diseases["b_all"]))
        client.get("/results/")  # rules, names and hierarchy are in memory from now on
        asked.clear()
        client.get("/results/")
        counts.append(len(asked))

    assert counts == [QUERIES, QUERIES]
