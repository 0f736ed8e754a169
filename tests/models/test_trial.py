import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_trial, make_trial_source
from trials.models import Trial

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_published_leaves_out_a_trial_in_state(state: str) -> None:
    make_trial(review_state=state)
    published = make_trial()

    assert list(Trial.objects.published()) == [published]


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("RECRUITING", True),
        ("ENROLLING_BY_INVITATION", True),
        ("UNKNOWN", True),
        ("NOT_YET_RECRUITING", False),
        ("ACTIVE_NOT_RECRUITING", False),
        ("SUSPENDED", False),
        ("TERMINATED", False),
        ("COMPLETED", False),
        ("WITHDRAWN", False),
    ],
)
def test_recruiting_keeps_what_may_take_people_now(status: str, kept: bool) -> None:
    make_trial(overall_status=status)

    assert Trial.objects.recruiting().exists() is kept


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param({"nct_id": "04318678"}, "trial_nct_id_form", id="a number without NCT"),
        pytest.param({"review_state": "ready"}, "trial_review_state_known", id="unknown state"),
        pytest.param({"overall_status": "OPEN"}, "trial_status_known", id="unknown status"),
        pytest.param({"goal": ""}, "trial_words_not_empty", id="no goal"),
    ],
)
def test_database_refuses_a_trial_with(fields: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make_trial(**fields)


def test_registry_number_is_held_once_and_may_be_missing_often() -> None:
    make_trial(nct_id=None)
    make_trial(nct_id=None)
    make_trial(nct_id="NCT00000001")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_trial(nct_id="NCT00000001")


def test_database_refuses_a_source_without_a_name() -> None:
    with pytest.raises(IntegrityError, match="trial_source_reference_not_empty"):
        make_trial_source(make_trial(), reference="")


def test_trial_is_called_by_its_acronym_else_by_its_plain_title() -> None:
    assert str(make_trial(acronym="MEMCAR19")) == "MEMCAR19"
    assert str(make_trial(plain_title="Pain during chemotherapy")) == "Pain during chemotherapy"


def test_trial_has_an_address_of_its_own() -> None:
    assert make_trial(slug="catchaml").get_absolute_url() == "/trials/catchaml/"
