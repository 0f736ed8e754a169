import pytest

from tests.admin.rooms import Room, texts
from tests.factories import make_review_event, make_trial
from tests.page_checks import PageCheckingClient
from trials.models import AgeRule, AuditEvent, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db


def test_list_tells_who_changed_what(desk: PageCheckingClient, trial: Trial) -> None:
    Room(desk, "trials_trial_change", trial.pk).press(acronym="NEW")

    page = desk.get("/admin/trials/auditevent/").content.decode()

    for shown in ("coordinator", "Changed", "Trial", "NEW"):
        assert shown in page


def test_event_shows_fields_before_and_after(desk: PageCheckingClient, trial: Trial) -> None:
    Room(desk, "trials_trial_change", trial.pk).press(overall_status="SUSPENDED")

    event = AuditEvent.objects.get()
    page = desk.get(f"/admin/trials/auditevent/{event.pk}/change/")

    assert texts(page, tag="table", css="changes") == [
        "Field Before After Recruitment status Taking new patients Paused"
    ]


def test_records_are_only_read(desk: PageCheckingClient, trial: Trial) -> None:
    Room(desk, "trials_trial_change", trial.pk).press(acronym="NEW")
    make_review_event(trial)
    event = AuditEvent.objects.get()

    for address in (
        "/admin/trials/auditevent/add/",
        "/admin/trials/reviewevent/add/",
        f"/admin/trials/auditevent/{event.pk}/delete/",
    ):
        assert desk.get(address).status_code == 403
    sent = desk.post(f"/admin/trials/auditevent/{event.pk}/change/", {"subject_label": "x"})
    assert sent.status_code == 403


def test_review_steps_are_listed(desk: PageCheckingClient, trial: Trial) -> None:
    make_review_event(trial, reason="Ready")

    page = desk.get("/admin/trials/reviewevent/").content.decode()

    assert "In review" in page


def test_history_of_a_group_tells_of_its_parts_also_of_those_that_are_gone(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    Room(desk, "trials_participantgroup_change", group.pk).press(
        **{"age_rules-0-quote": "Up to 25 years", "age_rules-0-maximum_number": "26"}
    )
    Room(desk, "trials_participantgroup_change", group.pk).press(
        **{"disease_rules-0-DELETE": "on"}
    )

    page = desk.get(f"/admin/trials/participantgroup/{group.pk}/history/")

    gone, rule = texts(page, tag="table", css="changes")
    assert "A sentence" in gone
    assert "Younger than 22 years old Up to 25 years" in rule
    assert "Until before (months) 22 years 26 years" in rule
    assert "Removed: Disease rule “A sentence”" in page.content.decode()


def test_history_of_another_trial_is_silent(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    Room(desk, "trials_trial_change", group.trial_id).press(acronym="NEW")

    page = desk.get(f"/admin/trials/trial/{make_trial().pk}/history/").content.decode()

    assert "NEW" not in page


def test_long_history_comes_in_pages(desk: PageCheckingClient, group: ParticipantGroup) -> None:
    rule = AgeRule.objects.get()
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=f"2026-03-01T12:{number:02}:00Z",
            system="an import",
            action="changed",
            subject="agerule",
            subject_id=str(rule.pk),
            subject_label="A rule",
            before={"note": f"{number}"},
            after={"note": f"{number + 1}"},
        )
        for number in range(60)
    )
    address = f"/admin/trials/participantgroup/{group.pk}/history/"

    first, second = desk.get(address), desk.get(address, {"p": 2})

    assert len(texts(first, tag="table", css="changes")) == 50
    assert len(texts(second, tag="table", css="changes")) == 10
    assert "an import" in first.content.decode()


def test_history_of_what_does_not_exist_leads_home(desk: PageCheckingClient) -> None:
    response = desk.get("/admin/trials/trial/9999/history/", follow=True)

    assert response.status_code == 200
