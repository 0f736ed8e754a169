"""A group is copied with all its rules; superusers change the rules as a document."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.admin.rooms import Room, errors, notices
from tests.factories import make_user, put_in_state
from tests.page_checks import PageCheckingClient
from trials.actions.group_rules import RULES, criteria_held
from trials.definitions import write_criteria
from trials.models import AuditEvent, ParticipantGroup

pytestmark = pytest.mark.django_db

COPY = "trials_participantgroup_copy"
DOCUMENT = "trials_participantgroup_document"
AGE = {"age": {"at": "enrolment", "max": {"n": 18, "u": "years"}}, "q": "Under 18"}
DISEASE = {"disease": {"in": ["aml"]}, "q": "AML"}
DEEP = {"any": [{"all": [{"any": [{"fact": "cd123", "is": "positive", "q": "CD123+"}]}]}]}


@pytest.fixture
def root(client: PageCheckingClient) -> PageCheckingClient:
    client.force_login(make_user(username="root", is_superuser=True, is_staff=True))
    return client


def held(group: ParticipantGroup) -> Any:
    return write_criteria(criteria_held(group))


def write(client: PageCheckingClient, group: ParticipantGroup, document: str) -> HttpResponse:
    return Room(client, DOCUMENT, group.pk).press("save", document=document)


def test_copy_has_every_rule_and_a_name_of_its_own(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    room = Room(desk, COPY, group.pk)
    proposed = {name: room.entries[name] for name in ("label", "key", "roles")}

    response = room.press(label="Cohort 2", key="cohort-2")

    assert proposed == {"label": ["Patients (copy)"], "key": ["main-2"], "roles": ["patient"]}
    copy = group.trial.groups.get(key="cohort-2")
    assert response.request["PATH_INFO"].endswith(f"/{copy.pk}/change/")
    assert (held(copy), copy.label, copy.roles) == (held(group), "Cohort 2", ["patient"])
    event = AuditEvent.objects.get()
    assert (event.action, event.subject_id) == ("added", str(copy.pk))
    assert len(event.after[RULES]) == 2


def test_copy_needs_a_short_name_of_its_own(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    response = Room(desk, COPY, group.pk).press(key=group.key, label="")

    assert errors(response) == [
        "Who they are: Say who they are, for example “Donors”.",
        "Short name: Another group of this trial has this short name.",
    ]
    assert group.trial.groups.count() == 1


def test_whoever_only_looks_copies_nothing(
    client: PageCheckingClient, nurse: Any, group: ParticipantGroup
) -> None:
    client.force_login(nurse)

    assert client.get(reverse(f"admin:{COPY}", args=[group.pk])).status_code == 403
    assert client.get(reverse(f"admin:{DOCUMENT}", args=[group.pk])).status_code == 403


def test_coordinators_read_the_document_and_superusers_write_it(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    address = reverse(f"admin:{DOCUMENT}", args=[group.pk])

    page = desk.get(address).content.decode()

    assert "Younger than 22 years old" in page
    assert "<textarea" not in page
    assert desk.post(address, {"document": "{}"}).status_code == 403


def test_document_holds_boxes_as_deep_as_they_go(
    root: PageCheckingClient, group: ParticipantGroup
) -> None:
    document = {"all": [AGE, DISEASE, DEEP]}

    response = write(root, group, json.dumps(document))

    assert notices(response) == ["The rules of “STUDY: Patients” are saved."]
    assert held(group) == document
    event = AuditEvent.objects.get()
    assert (event.subject, event.actor and event.actor.get_username()) == (
        "participantgroup",
        "root",
    )
    assert json.loads(event.after[RULES][2]) == DEEP


def test_document_saved_as_it_is_changes_nothing(
    root: PageCheckingClient, group: ParticipantGroup
) -> None:
    Room(root, DOCUMENT, group.pk).press("save")

    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("{", "Line 1, column 2: this is no JSON"),
        ('{"all": [{"disease": {"in": ["flu"]}}]}', "criteria.all[0].disease.in[0]: “flu” is no"),
        (
            '{"all": [{"fact": "cd123", "is": "yes"}]}',
            "criteria.all[0].is: “yes” should be one of: positive, negative",
        ),
        ("[" * 100_000, "The boxes stand too deep in each other."),
    ],
)
def test_wrong_document_names_the_place_and_keeps_what_was_typed(
    document: str, error: str, root: PageCheckingClient, group: ParticipantGroup
) -> None:
    before = held(group)

    response = write(root, group, document)

    assert errors(response)[0].startswith(f"Rules as a document: {error}")
    assert document.replace('"', "&quot;") in response.content.decode()
    assert held(group) == before


def test_document_is_read_in_words_before_it_is_saved(
    root: PageCheckingClient, group: ParticipantGroup
) -> None:
    before = held(group)
    typed = json.dumps({"all": [AGE, DEEP]})

    response = Room(root, DOCUMENT, group.pk).press("check", document=typed)

    page = response.content.decode()
    assert "It reads as follows. Nothing is saved yet." in page
    assert "Age: younger than 18 (until the 18th birthday)." in page
    assert held(group) == before


def test_document_does_not_overwrite_what_somebody_else_saved(
    root: PageCheckingClient, group: ParticipantGroup
) -> None:
    room = Room(root, DOCUMENT, group.pk)
    group.age_rules.update(maximum_months=216)

    response = room.press("save", document=json.dumps({"all": [DISEASE]}))

    assert "has changed this in the meantime" in errors(response)[0]
    assert group.age_rules.get().maximum_months == 216


def test_rules_of_a_published_trial_are_changed_in_a_working_copy(
    root: PageCheckingClient, group: ParticipantGroup
) -> None:
    room = Room(root, DOCUMENT, group.pk)
    put_in_state(group.trial, "published")

    response = room.press("save", document=json.dumps({"all": [DISEASE]}))
    page = root.get(room.address).content.decode()
    copy = root.get(reverse(f"admin:{COPY}", args=[group.pk]), follow=True)

    assert "changed in a working copy" in errors(response)[0]
    assert group.age_rules.exists()
    assert "changed in a working copy" in page
    assert "<textarea" not in page
    assert "changed in a working copy" in notices(copy)[0]
