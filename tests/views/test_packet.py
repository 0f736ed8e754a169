"""What goes to the doctor: on paper and as text, from the cookies alone."""

import pytest

from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

pytestmark = pytest.mark.django_db

CHILD = {"age_months": "4", "diagnosis": "leukemia", "diagnosis_code": "leukemia"}


@pytest.mark.parametrize("address", ["/packet/", "/packet/text/"])
def test_packet_has_answers_studies_questions_and_whom_to_call(
    client: PageCheckingClient, seven_studies: None, address: str
) -> None:
    client.post("/", CHILD)

    response = client.get(address)
    words = ReadPage(response).words

    assert "no-store" in response["Cache-Control"]
    assert "March 15, 2026" in words
    for told in ("Leukemia", "Age: 4 months"):
        assert told in words
    assert "NCT04318678" in words
    assert "What is the exact type of the disease?" in words
    assert "must be referred by a physician" in words or "physician" in words
    assert "1-888-226-4343" in words
    assert "Only a study team can say who can join." in words


def test_own_list_comes_before_the_results(
    client: PageCheckingClient, seven_studies: None
) -> None:
    client.post("/", CHILD)
    client.post("/kept/change/", {"keep": "trials_iron"})

    page = ReadPage(client.get("/packet/"))

    assert page.section("studies").texts("h3")[0].startswith("1. ")
    assert len(page.section("studies").all("h3")) == 1
    assert "Studies on my list" in page.words


def test_each_study_says_what_is_still_to_be_found_out(
    client: PageCheckingClient, seven_studies: None
) -> None:
    client.post("/", {"age_years": "7", "diagnosis": "B-ALL"})

    study = ReadPage(client.get("/packet/")).section("studies").words

    assert "Still to find out:" in study
    assert "any treatment so far" in study


def test_donor_gets_questions_for_donors(client: PageCheckingClient, seven_studies: None) -> None:
    client.post("/", {"role": "donor", "age_years": "25"})

    words = ReadPage(client.get("/packet/")).words

    assert "What does giving cells mean for the donor" in words


def test_lost_answers_lead_back_to_the_form(client: PageCheckingClient) -> None:
    client.post("/", {"age_years": "seven"})

    assert client.get("/packet/")["Location"] == "/"


def test_without_a_study_somebody_to_call_is_named(client: PageCheckingClient) -> None:
    words = ReadPage(client.get("/packet/")).words

    assert "1-800-4-CANCER" in words
    assert "Nothing yet." in words
