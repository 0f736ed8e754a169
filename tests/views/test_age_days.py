"""Growing into a study and out of it within a year, by the day, and as a calendar file."""

from datetime import date

import pytest
from icalendar import Calendar

from tests.factories import make_leukemias
from tests.finder.searching import TODAY, list_trial, search, told
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage
from trials.models import Disease
from trials.presenters.age_days import age_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def diseases() -> dict[str, Disease]:
    return make_leukemias()


def born(client: PageCheckingClient, month: int, day: int, year: int) -> ReadPage:
    """The results, on 15 March 2026, of somebody with B-ALL."""
    told = {"birth_month": month, "birth_day": day, "birth_year": year, "diagnosis": "B-ALL"}
    client.post("/", {name: str(value) for name, value in told.items()})
    return ReadPage(client.get("/results/"))


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [
        pytest.param(15, True, id="today old enough for the first time in a year"),
        pytest.param(16, True, id="a year and a day"),
        pytest.param(17, False, id="a year and two days"),
    ],
)
def test_a_year_ahead_is_told_by_the_day(
    client: PageCheckingClient, diseases: dict[str, Disease], day: int, is_shown: bool
) -> None:
    list_trial(diseases["b_all"], plain_title="From eight", ages={"minimum_months": 96})

    words = born(client, 3, day, 2019).words

    assert (f"Old enough from March {day}, 2027: From eight" in words) is is_shown


def test_last_day_of_an_age_is_told(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"], plain_title="Under eight", ages={"maximum_months": 96})

    section = born(client, 11, 23, 2018).section("age-days")

    assert "Young enough until Nov. 22, 2026: Under eight" in section.words


def test_soonest_day_comes_first(client: PageCheckingClient, diseases: dict[str, Disease]) -> None:
    list_trial(diseases["b_all"], plain_title="Later", ages={"minimum_months": 98})
    list_trial(diseases["b_all"], plain_title="Sooner", ages={"maximum_months": 96})

    days = born(client, 6, 1, 2018).section("age-days").texts("li")

    assert [day.split(" – ")[0] for day in days] == [
        "Young enough until May 31, 2026: Sooner",
        "Old enough from Aug. 1, 2026: Later",
    ]


def test_rough_age_gives_the_days_between(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"], plain_title="From eight", ages={"minimum_months": 96})
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})

    section = ReadPage(client.get("/results/")).section("age-days")

    assert "from a day between March 16, 2026 and March 15, 2027: From eight" in section.words
    assert "Give the birth date to see the exact days" in section.words
    assert not [link for link in section.all("a") if "calendar" in link.get("href", "")]


def test_a_day_that_has_nothing_to_do_with_the_age_is_not_called_one(
    diseases: dict[str, Disease],
) -> None:
    """Somebody who only has to wait after a treatment is old enough already."""
    list_trial(diseases["b_all"], ages={"minimum_months": 84})
    for who in (told(years=7, diagnosis="b_all"), told(born=date(2019, 3, 1), diagnosis="b_all")):
        (match,) = search(who).fits

        assert age_days([match], [], who.births, TODAY) == ()


def test_nobody_reads_of_days_who_told_no_age(
    client: PageCheckingClient, diseases: dict[str, Disease]
) -> None:
    list_trial(diseases["b_all"], ages={"minimum_months": 96})

    assert "and no longer" not in ReadPage(client.get("/results/")).words


class TestCalendar:
    def test_file_names_the_study_and_the_day_only(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        trial = list_trial(
            diseases["b_all"], plain_title="From eight", ages={"minimum_months": 96}
        )
        page = born(client, 6, 1, 2018)
        address = f"/calendar/{trial.slug}/"
        assert page.all("a", href=address)

        response = client.get(address)
        made = Calendar.from_ical(response.content)
        events = list(made.walk("VEVENT"))

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in response["Cache-Control"]
        assert [event["DTSTART"].dt for event in events] == [date(2026, 6, 1)]
        assert set(events[0]) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP"}
        assert str(events[0]["SUMMARY"]) == "From eight"
        for fact in (b"2018", b"B-ALL", b"b_all"):
            assert fact not in response.content

    @pytest.mark.parametrize("slug", ["no-such-study", "hidden"])
    def test_study_that_is_not_listed_has_no_file(
        self, client: PageCheckingClient, diseases: dict[str, Disease], slug: str
    ) -> None:
        list_trial(diseases["b_all"], slug="hidden", review_state="draft")

        assert client.get(f"/calendar/{slug}/").status_code == 404

    def test_without_a_day_there_is_no_file(
        self, client: PageCheckingClient, diseases: dict[str, Disease]
    ) -> None:
        trial = list_trial(diseases["b_all"])

        assert client.get(f"/calendar/{trial.slug}/").status_code == 404
