"""The history of a trial as coordinators read it, and the way back to a version."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from tests.admin.rooms import Room, notices, page_of, words
from tests.factories import make_trial_site, put_in_state
from tests.page_checks import PageCheckingClient
from trials.models import AgeRule, Disease, Trial, TrialChange

pytestmark = pytest.mark.django_db


def history(client: PageCheckingClient, trial: Trial, asked: str = "") -> str:
    address = reverse("admin:trials_trial_history", args=[trial.pk])
    return words(page_of(client.get(f"{address}{asked}")))


def changes_begin_here() -> None:
    """What came before was another transaction."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trials_trialchange DISABLE TRIGGER USER")
        cursor.execute("UPDATE trials_trialchange SET transaction = transaction - id - 1")
        cursor.execute("ALTER TABLE trials_trialchange ENABLE TRIGGER USER")


def test_changes_are_told_in_words_with_who_made_them(
    desk: PageCheckingClient, trial: Trial, leukemias: dict[str, Disease]
) -> None:
    connection.check_constraints()
    changes_begin_here()
    Room(desk, "trials_trial_change", trial.pk).press(goal="To know.", kind="supportive_care")
    AgeRule.objects.update(maximum_months=60)
    trial.groups.get().disease_rules.get().includes.set([leukemias["all"]])
    make_trial_site(trial)

    told = history(desk, trial).split("Changes", 1)[1]

    for said in (
        "coordinator",
        "Changed: Trial “STUDY”",
        "Goal in plain words Researchers want to learn whether a treatment is safe. To know.",
        "Kind of study Treatment Supportive care",
        "Changed: Age limit “Patients – Younger than 22 years old”",
        "22 years 5 years",
        "Includes aml all",
        "Added: Place “Hospital",
    ):
        assert said in told, said


def test_change_by_hand_is_told_as_the_databases(desk: PageCheckingClient, trial: Trial) -> None:
    Trial.objects.filter(pk=trial.pk).update(goal="To know.")

    assert "directly in the database" in history(desk, trial)


def test_steps_are_told_with_reason_and_working_copies_have_a_history(
    desk: PageCheckingClient, review_desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")
    desk.post(f"/admin/trials/trial/{trial.pk}/revise/step/")
    copy = Trial.objects.get(revision_of=trial)
    desk.post(f"/admin/trials/trial/{copy.pk}/discard/step/", {"reason": "Not needed"})

    told = history(desk, trial)

    assert "Working copy: Draft → Withdrawn" in told
    assert "Reason: Not needed" in told
    assert "history of a working copy" in history(desk, trial, f"?copy={copy.pk}")
    for odd in ("?copy=0", "?copy=x", "?p=99", f"?copy={copy.pk}&p=x"):
        assert "Steps" in history(desk, trial, odd) or "working copy" in history(desk, trial, odd)


def test_version_is_restored_after_asking(desk: PageCheckingClient, trial: Trial) -> None:
    version = TrialChange.objects.latest("pk").pk
    Trial.objects.filter(pk=trial.pk).update(goal="To know.")
    put_in_state(trial, "published")
    address = reverse("admin:trials_trial_restore", args=[trial.pk, version])

    asked = desk.get(address).content.decode()
    response = desk.post(address, follow=True)

    assert "working copy, which families do not see" in asked
    assert notices(response) == ["What STUDY said then is a draft now. Families do not see it."]
    assert Trial.objects.get(revision_of=trial).goal != "To know."
    assert Trial.objects.get(pk=trial.pk).goal == "To know."
    again = desk.post(address, follow=True)
    assert "There is a working copy of STUDY already." in notices(again)[0]


def test_nobody_else_restores_and_no_other_version(
    client: PageCheckingClient, nurse: User, desk: PageCheckingClient, trial: Trial
) -> None:
    version = TrialChange.objects.latest("pk").pk
    address = reverse("admin:trials_trial_restore", args=[trial.pk, version])
    assert desk.get(address.replace(str(version), "999999")).status_code == 404

    client.force_login(nurse)
    assert client.post(address).status_code == 403
