from datetime import date

from trials.eligibility.distance import Place
from trials.models import Site, TrialSite
from trials.presenters.place_groups import ALL_UP_TO, SHOWN_FIRST, where_words

MEMPHIS = Place("38105", 35.15, -90.05)


def row(name: str, status: str = "RECRUITING", **site: object) -> TrialSite:
    place = {"city": "Memphis", "state": "Tennessee", "country": "United States", **site}
    checked_on = date(2026, 3, 1)
    return TrialSite(site=Site(name=name, **place), status=status, status_checked_on=checked_on)


def many(count: int, **fields: object) -> list[TrialSite]:
    return [row(f"Hospital {number:03}", **fields) for number in range(count)]


def names(rows: list[TrialSite], today: date, near: Place | None = None) -> list[str]:
    return [place.name for place in where_words(rows, today, near).first]


def test_a_few_places_are_all_listed_open_ones_first(today: date) -> None:
    rows = [row("A closed one", "COMPLETED"), row("An open one")]

    where = where_words(rows, today)

    assert [place.name for place in where.first] == ["An open one", "A closed one"]
    assert (where.total, where.countries) == (2, ())


def test_the_nearest_of_those_that_are_open_comes_first(today: date) -> None:
    rows = [
        row("Far", latitude=47.6, longitude=-122.3),
        row("Not on the map"),
        row("Near", latitude=35.1, longitude=-90.0),
        row("Next door but closed", "COMPLETED", latitude=35.15, longitude=-90.05),
    ]

    assert names(rows, today, MEMPHIS) == [
        "Near",
        "Far",
        "Not on the map",
        "Next door but closed",
    ]
    assert where_words(rows, today, MEMPHIS).first[0].distance.endswith("away")


def test_many_places_stand_by_country_and_state_and_none_is_missing(today: date) -> None:
    rows = [
        *many(ALL_UP_TO),
        row("In Ohio", state="Ohio", city="Columbus"),
        row("In France", state="", city="Paris", country="France"),
    ]

    where = where_words(rows, today)

    assert len(where.first) == SHOWN_FIRST
    assert [country.heading for country in where.countries] == [
        "United States: 13 places, 13 of them taking new patients",
        "France: 1 place, 1 of them taking new patients",
    ]
    assert [state.name for state in where.countries[0].states] == ["Ohio", "Tennessee"]
    listed = [
        place.name
        for country in where.countries
        for state in country.states
        for place in state.places
    ]
    assert sorted(listed) == sorted(each.site.name for each in rows)


def test_the_day_of_many_statuses_is_said_once(today: date) -> None:
    rows = many(20, status="SUSPENDED")

    where = where_words(rows, today)
    assert where.checked == "The statuses are those of March 1, 2026."
    assert where.countries[0].heading == "United States: 20 places"
    assert where.countries[0].states[0].places[0].status == "Paused"

    rows[0].status_checked_on = None
    assert where_words(rows, today).checked == ""
