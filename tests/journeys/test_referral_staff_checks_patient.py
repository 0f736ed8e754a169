"""A member of the referral staff checks a patient against all 47 studies."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django.plugin import DjangoDbBlocker

from tests.every_study import every_study
from tests.factories import make_user
from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage

RELAPSED = {
    "role": "patient",
    "age_years": "12",
    "diagnosis": "B-ALL",
    "fact.disease_status": "relapsed",
    "fact.cd19": "positive",
}


@pytest.fixture(scope="module")
def studies(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with every_study(django_db_blocker):
        yield


@pytest.fixture
def nurse(studies: None, db: None, client: PageCheckingClient) -> Iterator[PageCheckingClient]:
    """Signed in on the day of all tests; the site lists every study."""
    with time_machine.travel(datetime(2026, 3, 15, 18, tzinfo=UTC), tick=False):
        client.force_login(make_user("Referral staff"))
        yield client


def _check(nurse: PageCheckingClient, **answers: str) -> ReadPage:
    sent = nurse.post("/referral/", answers)
    assert sent["Location"] == "/referral/results/"
    return ReadPage(nurse.get(sent["Location"]))


def _card(page: ReadPage, slug: str) -> str:
    (card,) = [
        each for each in page.all("article") if each.get("aria-labelledby") == f"study-{slug}"
    ]
    return " ".join("".join(card.itertext()).split())


def _first_question(page: ReadPage) -> tuple[str, str]:
    """The fact that settles most, and the address of its box."""
    link = page.all("table", class_="app-questions")[0].find(".//a")
    assert link is not None
    return link.text or "", link.get("href", "")


def _standing(page: ReadPage) -> dict[str, int]:
    """Heading of each section → number of studies."""
    headings = [text for text in page.texts("h2") if text.endswith(")")]
    return {text.rpartition(" (")[0]: int(text.rpartition("(")[2][:-1]) for text in headings}


def test_nurse_sees_what_settles_what_for_a_relapse_of_b_all(nurse: PageCheckingClient) -> None:
    # Given a 12-year-old with relapsed B-ALL, CD19 positive
    # When a nurse checks them against every open study
    page = _check(nurse, **RELAPSED)

    # Then every open study stands under one verdict, each with its deciding reason
    assert _standing(page) == {
        "No exclusion found": 2,
        "Undetermined": 16,
        "Not now": 1,
        "No": 15,
    }
    assert "No exclusion found" in _card(page, "memcar19")
    assert "Undetermined: Minimal or measurable residual disease (MRD), CD22" in (
        _card(page, "inomrd")
    )
    assert "Another diagnosis. Diagnosis: " in _card(page, "apal2020d")

    # And what follows from the answers is not asked again
    assert "Any prior systemic anticancer treatment: Yes follows from Disease status" in page.words

    # And the fact that decides most studies is named first, with the way to its box
    fact, address = _first_question(page)
    assert (fact, address) == (
        "Active graft-versus-host disease",
        "/referral/#id_fact.active_gvhd-0",
    )


def test_answer_rules_out_at_least_as_many_studies_as_was_said(nurse: PageCheckingClient) -> None:
    # Given the same child, and the number of studies that the first fact can rule out
    before = _check(nurse, **RELAPSED)
    can_rule_out = int(before.texts("td")[1])

    # When the nurse finds out that there is active graft-versus-host disease
    after = _check(nurse, **RELAPSED, **{"fact.active_gvhd": "yes"})

    # Then so many are no longer undetermined, for now: it may pass. More are, which want no
    # transplant: without one there is no such disease
    assert can_rule_out > 1
    assert _standing(before)["Undetermined"] - _standing(after)["Undetermined"] >= can_rule_out
    assert _standing(after)["Not now"] - _standing(before)["Not now"] == can_rule_out


def test_fact_that_follows_is_not_asked_again(nurse: PageCheckingClient) -> None:
    # Given the same child, who had neither a transplant nor donor lymphocytes
    page = _check(nurse, **RELAPSED, **{"fact.prior_hsct": "no", "fact.prior_dli": "no"})

    # Then graft-versus-host disease follows, and something else is asked first
    assert "Active graft-versus-host disease: No follows from" in page.words
    assert _first_question(page)[0] != "Active graft-versus-host disease"


def test_waiting_time_after_a_transplant_has_its_day(nurse: PageCheckingClient) -> None:
    # Given the same child 60 days after a transplant, told by its day
    answers = {**RELAPSED, "fact.prior_hsct_days": "1/14/2026"}
    page = _check(nurse, **answers)

    # Then studies that want 84 days say from when
    assert "FAIL (recoverable): from April 8, 2026" in page.words
    assert "Too recent. Allogeneic stem cell transplant: never, or 84 days ago or longer" in (
        page.words
    )

    # When enrolment is planned for that day
    planned = {"plan_month": "4", "plan_day": "8", "plan_year": "2026"}
    later = _check(nurse, **answers, **planned)

    # Then those are no longer in the way
    assert "from April 8, 2026" not in later.words
    assert _standing(later)["Not now"] < _standing(page)["Not now"]


def test_brother_is_checked_as_a_donor_in_the_same_go(nurse: PageCheckingClient) -> None:
    # Given the same child and a brother of 25 who would give cells
    brother = {
        "other-role": "donor",
        "other-age_years": "25",
        "other-fact.related_haplo_match": "yes",
        "other-fact.donor_recipient_qualifies": "yes",
    }

    # When the nurse checks both
    page = _check(nurse, **RELAPSED, **brother)

    # Then the study with donors answers for both, and the others for the child alone
    card = _card(page, "memcar19")
    assert "Patient: No exclusion found" in card
    assert "Donor: No exclusion found" in card
    assert "Donor:" not in _card(page, "inomrd")


def test_nurse_takes_the_result_along(nurse: PageCheckingClient) -> None:
    # Given a check
    _check(nurse, **RELAPSED)

    # When the nurse opens the sheet and the text
    sheet = ReadPage(nurse.get("/referral/sheet/"))
    (text,) = ReadPage(nurse.get("/referral/text/")).all("textarea")

    # Then both have the answers, the studies, the open questions and the office to call
    for words in (sheet.words, text.text or ""):
        assert "B-cell acute lymphoblastic leukemia" in words
        assert "NCT04881240" in words
        assert "CD22 expression on blasts" in words
        assert "1-888-226-4343" in words
        assert "medical professional" in words


def test_nurse_leaves_nothing_behind(nurse: PageCheckingClient) -> None:
    # Given a check
    _check(nurse, **RELAPSED)

    # When the nurse signs out, and another signs in at the same browser
    nurse.post("/referral/sign-out/")
    nurse.force_login(make_user("Referral staff"))

    # Then there is nothing of it
    page = ReadPage(nurse.get("/referral/"))
    assert {box.get("value") for box in page.all("input", type="text")} == {""}
    assert nurse.get("/referral/results/")["Location"] == "/referral/"
