"""What a family types is nowhere afterwards but in its own encrypted cookie."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client

from tests.seven_studies import load_seven_studies
from trials.answers import cookie_name

pytestmark = pytest.mark.django_db

BORN = {"birth_month": "11", "birth_day": "23", "birth_year": "2013"}
MARKERS = ("2013", "37219", "zebrafish", "canary-diagnosis", "Neuroblastoma", "Paris, Tex")
SUBMISSIONS = [
    pytest.param("/", {**BORN, "diagnosis": "Neuroblastoma", "near": "37219"}, id="answers"),
    pytest.param("/", {**BORN, "diagnosis": "canary-diagnosis"}, id="answers with an error"),
    pytest.param("/", {"near": "Paris, Texas", "radius": "50"}, id="city"),
    pytest.param("/", {"near": "Paris, Texaz"}, id="city with an error"),
    pytest.param("/", {"words": "zebrafish", "age_years": "2013"}, id="words and a wrong age"),
    pytest.param("/diagnoses/suggest/", {"q": "canary-diagnosis"}, id="suggestions"),
    pytest.param("/answers/remove/", {"field": "canary-diagnosis"}, id="taking back"),
    pytest.param("/answers/clear/", {"field": "zebrafish"}, id="forgetting"),
    pytest.param("/kept/change/", {"keep": "canary-diagnosis"}, id="keeping"),
]
NEXT_PAGES = (
    "/",
    "/results/",
    "/results/?section=left_out",
    "/trials/catchaml/",
    "/kept/",
    "/compare/?trial=catchaml&trial=inomrd",
    "/calendar/sj_pain/",
    "/packet/",
    "/packet/text/",
)


_ADDRESS = re.compile(r'(?:href|src|action)="([^"]*)"')


def rows_with(marker: str) -> list[str]:
    """The tables of which some row holds the marker in any column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {quoted} AS held WHERE held::text LIKE %s",
                [f"%{marker}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


@pytest.mark.parametrize(("address", "typed"), SUBMISSIONS)
def test_typed_answers_are_in_no_address_log_header_or_table(
    address: str, typed: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    load_seven_studies()
    before = {marker: rows_with(marker) for marker in MARKERS}
    client = Client()
    with caplog.at_level(logging.DEBUG):
        responses = [client.post(address, typed), *(client.get(page) for page in NEXT_PAGES)]
        # The same person while somebody else is looked at.
        responses += [client.post("/people/change/", {"add": "1"}), client.get("/results/")]

    for response in responses:
        headers = {name: value for name, value in response.headers.items()}
        for marker in MARKERS:
            assert marker not in str(headers)
            assert marker not in response.cookies.output()
        offered = " ".join(_ADDRESS.findall(response.content.decode())).lower()
        assert not [marker for marker in MARKERS if marker.lower() in offered]
    assert {marker: rows_with(marker) for marker in MARKERS} == before
    sql_free = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not [record for record in sql_free for m in MARKERS if m in record.getMessage()]


def test_the_marker_would_be_found_in_a_table() -> None:
    """A search that cannot find would prove nothing."""
    load_seven_studies()

    assert "trials_trial" in rows_with("catchaml")


def test_the_cookie_is_encrypted_and_tied_to_the_browser() -> None:
    load_seven_studies()
    client = Client()
    client.post("/", {"diagnosis": "Neuroblastoma", "near": "37219"})
    cookie = client.cookies[cookie_name()]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "37219" not in cookie.value


@pytest.mark.parametrize(
    "address", [page for page in NEXT_PAGES if "?" not in page and "calendar" not in page]
)
def test_pages_with_answers_are_kept_by_no_cache(address: str) -> None:
    load_seven_studies()
    client = Client()
    client.post("/", {"diagnosis": "Neuroblastoma"})

    assert "no-store" in client.get(address).headers["Cache-Control"]
