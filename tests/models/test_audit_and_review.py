import pytest
from django.db import IntegrityError

from tests.factories import make_audit_event, make_review_event, make_trial, make_user

pytestmark = pytest.mark.django_db


def test_audit_event_by_nobody_is_refused() -> None:
    with pytest.raises(IntegrityError, match="audit_event_has_one_actor"):
        make_audit_event(system="")


def test_audit_event_by_a_person_and_the_system_at_once_is_refused() -> None:
    with pytest.raises(IntegrityError, match="audit_event_has_one_actor"):
        make_audit_event(actor=make_user(), system="import")


def test_audit_event_names_subject_and_action() -> None:
    assert str(make_audit_event(subject_id="7")) == "trial 7 added"


def test_review_step_goes_from_one_state_to_another() -> None:
    with pytest.raises(IntegrityError, match="review_event_changes_state"):
        make_review_event(make_trial(), from_state="draft", to_state="draft")
