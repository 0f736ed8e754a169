"""Every page of the list we ship can be opened and saved as it is, and nothing changes."""

import pytest

from tests.admin.rooms import Room, errors
from tests.factories import put_in_state
from tests.page_checks import PageCheckingClient
from tests.seven_studies import load_seven_studies
from trials.forms.disease import DiseaseForm
from trials.models import AuditEvent, Disease, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped_list() -> None:
    load_seven_studies()


def test_trials_and_groups_are_saved_unchanged(desk: PageCheckingClient) -> None:
    for trial in Trial.objects.all():
        put_in_state(trial, "draft")
    pages = [("trials_trial_change", trial.pk) for trial in Trial.objects.all()]
    pages += [
        ("trials_participantgroup_change", group.pk) for group in ParticipantGroup.objects.all()
    ]

    refused = {page: errors(Room(desk, *page).press("_save")) for page in pages}

    assert {page: lines for page, lines in refused.items() if lines} == {}
    assert not AuditEvent.objects.filter(actor__isnull=False).exists()


def test_forms_of_diseases_take_what_they_show() -> None:
    for disease in Disease.objects.all():
        shown = DiseaseForm(instance=disease)
        sent = {name: shown[name].value() for name in shown.fields}
        sent |= {name: shown.fields[name].prepare_value(sent[name]) for name in sent}
        form = DiseaseForm(sent, instance=disease)
        assert form.is_valid(), (disease.code, form.errors)
        assert form.changed_data == [], disease.code
