import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.rooms import Room, entries, errors, notices, page_of, words
from tests.factories import make_expected_verdict, make_invented_patient, put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import (
    AgeRule,
    AuditEvent,
    ExpectedVerdict,
    FactRule,
    InventedPatient,
    ParticipantGroup,
    Trial,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina() -> InventedPatient:
    return make_invented_patient(
        name="Nina, 19, AML", facts={"age_years": 19, "diagnosis": ["aml"]}
    )


def rows(page: object) -> list[str]:
    """The tables of patients, line by line."""
    tables = page_of(page).iter("table")  # type: ignore[arg-type]
    found = [table for table in tables if table.get("class") == "patients"]
    lines = [row for table in found for row in table.iter("tr")]
    return [words(row) for row in lines if any(cell.tag == "td" for cell in row)]


def test_patients_come_out_by_the_rules_of_now(
    desk: PageCheckingClient, trial: Trial, nina: InventedPatient
) -> None:
    make_invented_patient(trial, name="Tom, 30", facts={"age_years": 30, "diagnosis": ["aml"]})

    (own, cast) = rows(desk.get(reverse("admin:trials_trial_patients", args=[trial.pk])))

    assert own.startswith("Tom, 30")
    assert "does not fit" in own
    assert "may be able to join" in cast


def test_verdicts_of_now_are_expected_from_now_on(
    desk: PageCheckingClient, trial: Trial, nina: InventedPatient
) -> None:
    address = reverse("admin:trials_trial_patients", args=[trial.pk])

    answer = desk.post(address, {"_expect": "1"}, follow=True)

    assert notices(answer) == ["1 verdict is expected from now on."]
    assert ExpectedVerdict.objects.get().verdict == "may_match"
    assert AuditEvent.objects.get(subject="expectedverdict").actor.username == "coordinator"
    desk.post(address, {"_forget": "1"})
    assert not ExpectedVerdict.objects.exists()


def test_rules_are_tried_before_they_are_saved(
    desk: PageCheckingClient, group: ParticipantGroup, nina: InventedPatient
) -> None:
    make_expected_verdict(group.trial, nina, "may_match")
    room = Room(desk, "trials_participantgroup_change", group.pk)
    changes = {
        "label": "Children",
        "age_rules-0-quote": "Younger than 18 years old",
        "age_rules-0-maximum_number": "18",
    }

    answer = room.press("_try", **changes)

    page = words(page_of(answer))
    assert "Nothing is saved yet." in page
    (row,) = rows(answer)
    assert row.startswith("Nina, 19, AML")
    assert "may be able to join does not fit" in row
    assert "not so any more" in row
    # What was typed is still there, and nothing of it was saved, said or written down.
    assert entries(answer)["age_rules-0-quote"] == ["Younger than 18 years old"]
    assert AgeRule.objects.get().maximum_months == 264
    assert ParticipantGroup.objects.get().label == "Patients"
    assert not AuditEvent.objects.exists()
    assert notices(answer) == []


def test_rules_that_cannot_be_saved_cannot_be_tried(
    desk: PageCheckingClient, group: ParticipantGroup, nina: InventedPatient
) -> None:
    answer = Room(desk, "trials_participantgroup_change", group.pk).press("_try", label="")

    assert errors(answer)
    assert "Nothing is saved yet." not in words(page_of(answer))


def test_a_patient_is_made_up_without_any_code(desk: PageCheckingClient, trial: Trial) -> None:
    room = Room(desk, "trials_inventedpatient_add")

    refused = room.press(
        "_save",
        name="Lia",
        trial=trial.pk,
        age="4",
        diagnosis_names="flumps",
        more="cd19 positive",
    )
    answer = room.press(
        "_save",
        name="Lia",
        trial=trial.pk,
        age="4",
        diagnosis_names="AML",
        more="cd123: positive\nrelapse_count: 2\ndisease_status: relapsed, refractory",
    )

    said = "Write “cd19 positive” as a fact, a colon and its answer."
    assert any(line.endswith(said) for line in errors(refused))
    assert not errors(answer)
    patient = InventedPatient.objects.get()
    assert (patient.name, patient.trial, patient.facts) == (
        "Lia",
        trial,
        {
            "role": "patient",
            "age_years": 4,
            "cd123": "positive",
            "relapse_count": 2,
            "disease_status": ["relapsed", "refractory"],
            "diagnosis": ["aml"],
        },
    )


def test_a_fact_that_nobody_knows_is_told_with_what_may_be_meant(
    desk: PageCheckingClient, trial: Trial
) -> None:
    room = Room(desk, "trials_inventedpatient_add")

    answer = room.press("_save", name="Lia", age="4", more="cd_123: positive")

    assert any("unknown fact cd_123; did you mean" in line for line in errors(answer))


def test_shipped_cast_can_be_tried_on_any_trial(desk: PageCheckingClient, trial: Trial) -> None:
    call_command("loaddata", "diseases", "test_patients", verbosity=0)
    call_command("loaddata", "test_patients", verbosity=0)  # again changes nothing

    lines = rows(desk.get(reverse("admin:trials_trial_patients", args=[trial.pk])))

    assert len(lines) == 20
    assert [line for line in lines if "cannot be tried" in line] == []


def test_who_only_reads_makes_nobody_up(client: PageCheckingClient, reader: User) -> None:
    client.force_login(reader)

    assert client.get(reverse("admin:trials_inventedpatient_add")).status_code == 403
    made_up = make_invented_patient(name="Lia", facts={"age_years": 4})
    page = client.get(reverse("admin:trials_inventedpatient_change", args=[made_up.pk]))
    assert "Lia" in words(page_of(page))


def test_step_page_tells_what_publishing_changes(
    review_desk: PageCheckingClient, trial: Trial, nina: InventedPatient
) -> None:
    put_in_state(trial, "in_review")
    address = reverse("admin:trials_trial_step", args=[trial.pk, "publish"])

    page = words(page_of(review_desk.get(address)))

    assert "If I publish this" in page
    assert "1: may be able to join" in page


def test_working_copy_is_tried_beside_what_families_see(
    desk: PageCheckingClient, trial: Trial, nina: InventedPatient
) -> None:
    put_in_state(trial, "published")
    desk.post(reverse("admin:trials_trial_step", args=[trial.pk, "revise"]))
    copy = trial.working_copy
    copy.groups.get().age_rules.update(maximum_months=216, quote="Under 18")

    (row,) = rows(desk.get(reverse("admin:trials_trial_patients", args=[copy.pk])))

    assert "may be able to join does not fit" in row


def test_page_of_a_group_takes_as_many_queries_for_many_rules(
    desk: PageCheckingClient, group: ParticipantGroup, nina: InventedPatient
) -> None:
    address = reverse("admin:trials_participantgroup_change", args=[group.pk])
    desk.get(address)  # what is read once in a process
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for number in range(10):
        make_invented_patient(name=f"Nobody {number}")
        FactRule.objects.create(group=group, fact="cd19", operator="is", values=["positive"])

    with CaptureQueriesContext(connection) as many:
        desk.get(address)

    assert len(many) <= len(few)
