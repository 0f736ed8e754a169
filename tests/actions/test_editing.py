from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.factories import (
    make_age_rule,
    make_contact,
    make_disease,
    make_disease_rule,
    make_group,
    make_leukemias,
    make_site_profile,
    make_trial,
    make_trial_site,
)
from trials.actions import editing
from trials.models import AgeRule, AuditEvent, Contact, DiseaseRule, Site, SiteProfile, Trial

pytestmark = pytest.mark.django_db


def test_new_row_is_stored_with_an_event_that_tells_who_and_when(
    coordinator: User, now: datetime
) -> None:
    contact = Contact(name="Study line", phone="1-555-010-0001")

    event = editing.save(contact, by=coordinator, now=now)

    assert contact.pk is not None
    assert event is not None
    assert (event.actor, event.at, event.action) == (coordinator, now, "added")
    assert (event.subject, event.subject_id) == ("contact", str(contact.pk))
    assert event.subject_label == "Study line"
    assert event.before == {}
    assert event.after["phone"] == "1-555-010-0001"


def test_change_is_told_by_the_fields_that_differ(coordinator: User, now: datetime) -> None:
    trial = make_trial(acronym="OLD")
    office = make_contact(name="Referral office")
    trial.acronym, trial.referral_contact = "NEW", office

    event = editing.save(trial, by=coordinator, now=now)

    assert event is not None
    assert event.action == "changed"
    assert event.before == {"acronym": "OLD", "referral_contact": None}
    assert event.after == {
        "acronym": "NEW",
        "referral_contact": {"id": office.pk, "label": "Referral office"},
    }


def test_saving_without_a_change_writes_nothing(coordinator: User, now: datetime) -> None:
    trial = make_trial()
    last_change = trial.updated_at

    assert editing.save(Trial.objects.get(pk=trial.pk), by=coordinator, now=now) is None

    assert not AuditEvent.objects.exists()
    trial.refresh_from_db()
    assert trial.updated_at == last_change


def test_change_of_the_chosen_diseases_is_an_event(coordinator: User, now: datetime) -> None:
    diseases = make_leukemias()
    rule = make_disease_rule(make_group(make_trial()), includes=[diseases["aml"]])

    event = editing.save(
        rule, by=coordinator, now=now, chosen={"includes": [diseases["aml"], diseases["all"]]}
    )

    assert set(rule.includes.all()) == {diseases["aml"], diseases["all"]}
    assert event is not None
    assert [one["label"] for one in event.before["includes"]] == ["aml"]
    assert [one["label"] for one in event.after["includes"]] == ["all", "aml"]
    assert "excepts" not in event.after


def test_the_same_diseases_in_another_order_are_no_change(
    coordinator: User, now: datetime
) -> None:
    diseases = make_leukemias()
    chosen = [diseases["aml"], diseases["all"]]
    rule = make_disease_rule(make_group(make_trial()), includes=chosen)

    assert editing.save(rule, by=coordinator, now=now, chosen={"includes": chosen[::-1]}) is None


def test_picture_is_told_by_its_size_and_digest(coordinator: User, now: datetime) -> None:
    profile = make_site_profile()
    profile.logo, profile.logo_type = b"\x89PNG1234", "image/png"

    event = editing.save(profile, by=coordinator, now=now)

    assert event is not None
    assert event.after["logo"].startswith("8 bytes, SHA-256 ")
    unchanged = SiteProfile.objects.get(pk=1)
    assert editing.save(unchanged, by=coordinator, now=now) is None


def test_removal_takes_the_parts_along_and_tells_each(coordinator: User, now: datetime) -> None:
    trial = make_trial()
    group = make_group(trial)
    make_age_rule(group)
    make_disease_rule(group, includes=[make_disease("aml")])

    events = editing.remove([group], by=coordinator, now=now)

    assert {event.subject for event in events} == {"participantgroup", "agerule", "diseaserule"}
    assert all(event.action == "removed" and event.after == {} for event in events)
    told = {event.subject: event.before for event in events}
    assert told["participantgroup"]["trial"] == {"id": trial.pk, "label": str(trial)}
    assert [one["label"] for one in told["diseaserule"]["includes"]] == ["aml"]
    assert not AgeRule.objects.exists()
    assert not DiseaseRule.objects.exists()


def test_removing_several_rows_tells_each(coordinator: User, now: datetime) -> None:
    contacts = [make_contact(name="One"), make_contact(name="Two")]

    editing.remove(contacts, by=coordinator, now=now)

    labels = AuditEvent.objects.values_list("subject_label", flat=True)
    assert sorted(labels) == ["One", "Two"]


def test_removing_nothing_writes_nothing(coordinator: User, now: datetime) -> None:
    assert editing.remove([], by=coordinator, now=now) == []


def test_refused_removal_leaves_row_and_trail_as_they_were(
    coordinator: User, now: datetime
) -> None:
    site = make_trial_site(make_trial()).site

    with pytest.raises(ProtectedError):
        editing.remove([site], by=coordinator, now=now)

    assert Site.objects.filter(pk=site.pk).exists()
    assert not AuditEvent.objects.exists()


def test_refused_save_leaves_no_event(coordinator: User, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        editing.save(Contact(name="Nobody answers"), by=coordinator, now=now)

    assert not AuditEvent.objects.exists()
