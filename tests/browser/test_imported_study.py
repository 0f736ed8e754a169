"""The page of a study in the registry's words, in a browser: long lists, many places."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.conftest import Visitor
from tests.browser.pages import (
    DESKTOP,
    PHONE,
    PublicSite,
    faults_at,
    open_everything,
    overflow,
)
from tests.factories import (
    make_age_rule,
    make_disease_rule,
    make_group,
    make_registry_record,
    make_site,
    make_trial,
    make_trial_site,
    make_trial_source,
)
from trials.models import Disease
from trials.registry.groups import CRITERIA, DISEASE_TERMS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SENTENCES = 84
PLACES = 40


@pytest.fixture(scope="module")
def imported(
    seven_studies: PublicSite, django_db_blocker: DjangoDbBlocker
) -> Iterator[PublicSite]:
    """Beside the seven studies one that an import brought, with much of everything."""
    with django_db_blocker.unblock():
        _make_imported_study()
    yield seven_studies


def _make_imported_study() -> None:
    trial = make_trial(slug="theirs", nct_id="NCT00000001", is_reviewed=False, goal="")
    make_trial_source(trial, url="https://clinicaltrials.gov/study/NCT00000001")
    sentences = [f"* Sentence number {number} of the criteria" for number in range(SENTENCES)]
    make_registry_record(
        trial,
        summary="What the study is about.\n\nAnd more.",
        criteria_text="\n".join(
            [
                "Inclusion Criteria:",
                "* Age 1 to 21 years",
                *sentences,
                "Exclusion Criteria:",
                "* HIV",
            ]
        ),
        conditions=[f"Condition {number}" for number in range(12)],
        interventions=["A medicine"],
    )
    group = make_group(trial)
    make_age_rule(
        group,
        minimum_months=12,
        maximum_months=264,
        quote="Age 1 to 21 years",
        source=CRITERIA,
        note="Minimum Age: 1 Year; Maximum Age: 18 Years",
        conflict="maximum: registry 18 y, text 22 y",
    )
    make_disease_rule(
        group,
        includes=[Disease.objects.get(code="aml")],
        quote="Condition 1",
        source=DISEASE_TERMS,
    )
    for number in range(PLACES):
        state, country = ("", "France") if number % 4 == 0 else ("Ohio", "United States")
        site = make_site(name=f"A Hospital {number}", state=state, country=country)
        make_trial_site(trial, site)


@pytest.mark.parametrize("with_answers", [False, True], ids=["alone", "with answers"])
def test_page_has_no_accessibility_fault(
    visitor: Visitor, imported: PublicSite, with_answers: bool
) -> None:
    page = visitor()
    if with_answers:
        imported.search(page, age_years="7", diagnosis="AML")
        assert faults_at(page, PHONE, DESKTOP) == []
    page.goto(f"{imported.url}/trials/theirs/")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert overflow(page) == 0
    open_everything(page)

    assert faults_at(page, PHONE, DESKTOP) == []


def test_a_hundred_sentences_and_forty_places_open_when_asked_for(
    visitor: Visitor, imported: PublicSite
) -> None:
    page = visitor()
    page.goto(f"{imported.url}/trials/theirs/")
    last, place = (
        page.get_by_text(f"number {SENTENCES - 1} of"),
        page.get_by_text("A Hospital 39,"),
    )
    assert last.is_hidden()

    page.get_by_text(f"Show all {SENTENCES + 1}").click()
    page.get_by_text("United States: 30 places").click()

    assert last.is_visible()
    assert place.last.is_visible()
