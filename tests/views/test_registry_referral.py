"""An imported study in the referral check: the same sentences, all left to the study team."""

import pytest

from tests.factories import make_leukemias, make_registry_record, make_user
from tests.page_checks import PageCheckingClient
from tests.views.referral_studies import B_ALL, results, study
from trials.models import Trial

COUNT = 30

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(client: PageCheckingClient) -> PageCheckingClient:
    """The browser of a signed-in member of the referral staff."""
    client.force_login(make_user("Referral staff"))
    return client


@pytest.fixture
def imported() -> Trial:
    make_leukemias()
    trial = study(B_ALL, is_reviewed=False)
    inclusion = [f"* Sentence number {number} of the criteria" for number in range(COUNT)]
    criteria = ["Inclusion Criteria:", *inclusion, "Exclusion Criteria:", "* Active infection"]
    make_registry_record(trial, criteria_text="\n".join(criteria))
    return trial


def test_every_sentence_is_a_row_that_the_study_team_checks(
    nurse: PageCheckingClient, imported: Trial
) -> None:
    page = results(nurse, diagnosis="B-ALL", age_years="7")

    assert "From the registry ClinicalTrials.gov, not yet reviewed by us." in page.words
    assert f"{COUNT + 1} points are left to the study team" in page.words
    for number in range(COUNT):
        assert f"Sentence number {number} of the criteria word for word" in page.words
    assert "Exclusion Active infection word for word" in page.words


@pytest.mark.parametrize("address", ["/referral/sheet/", "/referral/text/"])
def test_a_line_names_a_few_and_counts_the_others(
    nurse: PageCheckingClient, imported: Trial, address: str
) -> None:
    words = results(nurse, address, diagnosis="B-ALL", age_years="7").words

    assert "Sentence number 9 of the criteria; and 21 more, on the study’s page" in words
    assert "Sentence number 10 " not in words
