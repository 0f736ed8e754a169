from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from msgspec.structs import replace

from tests.factories import (
    make_age_rule,
    make_group,
    make_proposed_change,
    make_registry_record,
    make_site,
    make_study_record,
    make_trial,
    make_trial_site,
    make_user,
)
from tests.factories.registry_record import recorded_place
from trials.actions.deciding import (
    NoReasonForRefusalError,
    NoRightToDecideError,
    NotOpenError,
    decide,
)
from trials.actions.proposing import propose
from trials.models import AgeRule, AuditEvent, ProposedChange, Site, Trial, TrialSite

HASH = b"fedcba9876543210"


@pytest.fixture
def trial(db: None) -> Trial:
    trial = make_trial(sponsor="St. Jude", phases=["PHASE1"], phase_text="1b")
    make_registry_record(trial)
    return trial


def proposed(trial: Trial, now: datetime, **said: object) -> ProposedChange:
    change = propose(trial, make_study_record(trial, **said), HASH, now)
    assert change is not None
    return change


def fields(change: ProposedChange) -> list[str]:
    return [item["field"] for item in change.items]


def test_what_is_accepted_is_put_into_the_trial(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    change = proposed(
        trial,
        now,
        overall_status="SUSPENDED",
        brief_title="Another title",
        phases=("PHASE1", "PHASE2"),
        sponsor="Another Hospital",
    )

    decide(change, fields(change), by=reviewer, now=now)

    held = Trial.objects.get(pk=trial.pk)
    assert (held.overall_status, held.status_checked_on) == ("SUSPENDED", date(2026, 2, 1))
    assert (held.status_seen, held.status_source) == ("", "ClinicalTrials.gov")
    assert held.brief_title == "Another title"
    assert held.plain_title == trial.plain_title
    assert (held.phases, held.phase_text) == (["PHASE1", "PHASE2"], "")
    assert held.sponsor == "Another Hospital"


def test_who_decided_when_and_why_is_recorded(trial: Trial, reviewer: User, now: datetime) -> None:
    change = proposed(trial, now, overall_status="SUSPENDED", sponsor="Another Hospital")

    decide(change, ["overall_status"], reason=" A typing error ", by=reviewer, now=now)

    held = ProposedChange.objects.get()
    assert (held.state, held.accepted) == ("decided", ["overall_status"])
    assert (held.decided_by, held.decided_at) == (reviewer, now)
    assert held.reason == "A typing error"
    events = {event.subject: event for event in AuditEvent.objects.all()}
    assert events["proposedchange"].after["accepted"] == ["overall_status"]
    assert events["trial"].before["overall_status"] == "RECRUITING"
    assert events["trial"].after["overall_status"] == "SUSPENDED"
    assert {event.actor for event in events.values()} == {reviewer}
    assert Trial.objects.get().sponsor == "St. Jude"


def test_the_registrys_own_title_stays_the_one_families_read(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    Trial.objects.update(plain_title=trial.brief_title)
    change = proposed(trial, now, brief_title="Another title")

    decide(change, ["brief_title"], by=reviewer, now=now)

    assert Trial.objects.get().plain_title == "Another title"


def test_a_status_we_do_not_know_becomes_unknown_and_keeps_its_word(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    change = proposed(trial, now, overall_status="WITHHELD")

    decide(change, ["overall_status"], by=reviewer, now=now)

    held = Trial.objects.get()
    assert (held.overall_status, held.status_seen) == ("UNKNOWN", "WITHHELD")


def test_accepted_ages_and_criteria_change_no_rule(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    make_age_rule(make_group(trial))
    change = proposed(trial, now, maximum_age="30 Years", criteria="Younger than 31")
    before = AgeRule.objects.values().get()

    decide(change, ["maximum_age", "criteria_text"], by=reviewer, now=now)

    assert AgeRule.objects.values().get() == before
    assert [event.subject for event in AuditEvent.objects.all()] == ["proposedchange"]


def test_accepted_sites_come_go_and_change(trial: Trial, reviewer: User, now: datetime) -> None:
    stays = make_trial_site(trial, make_site(name="Stays"))
    make_trial_site(trial, make_site(name="Goes"))
    change = proposed(
        trial,
        now,
        places=(recorded_place("Stays", status="SUSPENDED"), recorded_place("Comes")),
    )

    decide(change, fields(change), by=reviewer, now=now)

    rows = {row.site.name: row for row in TrialSite.objects.select_related("site")}
    assert rows.keys() == {"Stays", "Comes"}
    assert (rows["Stays"].pk, rows["Stays"].status) == (stays.pk, "SUSPENDED")
    assert rows["Comes"].status_checked_on == date(2026, 2, 1)
    assert (rows["Comes"].site.latitude, rows["Comes"].site.longitude) == (35.15, -90.05)
    told = AuditEvent.objects.exclude(subject="proposedchange")
    assert sorted(told.values_list("subject", "action")) == [
        ("site", "added"),
        ("trialsite", "added"),
        ("trialsite", "changed"),
        ("trialsite", "removed"),
    ]
    assert Site.objects.filter(name="Goes").exists()


def test_a_site_that_other_studies_have_is_not_made_twice(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    known = make_site(name="Children’s Hospital")
    change = proposed(trial, now, places=(recorded_place("Children's Hospital"),))

    decide(change, ["sites_added"], by=reviewer, now=now)

    assert TrialSite.objects.get().site == known


def test_a_site_added_meanwhile_is_not_added_twice(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    change = proposed(trial, now, places=(recorded_place("New"),))
    make_trial_site(trial, make_site(name="New"))

    decide(change, ["sites_added"], by=reviewer, now=now)

    assert TrialSite.objects.count() == 1


def test_one_half_of_a_place_on_the_map_is_none(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    change = proposed(trial, now, places=(replace(recorded_place("New"), longitude=None),))

    decide(change, ["sites_added"], by=reviewer, now=now)

    assert TrialSite.objects.get().site.latitude is None


# ------------------------------------------------------------ what is refused


def test_refusing_asks_for_a_reason_and_accepting_everything_does_not(
    trial: Trial, reviewer: User, now: datetime
) -> None:
    change = proposed(trial, now, overall_status="SUSPENDED", sex="FEMALE")

    with pytest.raises(NoReasonForRefusalError):
        decide(change, ["overall_status"], reason="  ", by=reviewer, now=now)

    assert ProposedChange.objects.get().state == "open"
    decide(change, ["overall_status", "sex"], by=reviewer, now=now)


def test_whoever_may_not_publish_may_not_decide(trial: Trial, nurse: User, now: datetime) -> None:
    change = proposed(trial, now, sex="FEMALE")

    with pytest.raises(NoRightToDecideError):
        decide(change, ["sex"], by=nurse, now=now)

    assert ProposedChange.objects.get().state == "open"


@pytest.mark.parametrize("state", ["superseded", "decided"])
def test_what_is_no_longer_open_is_not_decided_again(
    state: str, trial: Trial, reviewer: User, now: datetime
) -> None:
    who = {"decided_by": make_user(), "decided_at": now} if state == "decided" else {}
    change = make_proposed_change(trial, state=state, **who)

    with pytest.raises(NotOpenError) as refused:
        decide(change, ["overall_status"], by=reviewer, now=now)

    assert refused.value.change.state == state
    assert Trial.objects.get().overall_status == "RECRUITING"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_succeeds(now: datetime) -> None:
    change = make_proposed_change(make_trial())
    people = [make_user(is_superuser=True), make_user(is_superuser=True)]
    both = Barrier(2, timeout=60)

    def try_to_decide(person: User) -> str:
        both.wait()
        try:
            decide(change, ["overall_status"], by=person, now=now)
        except NotOpenError:
            return "too late"
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_to_decide, people)) == ["decided", "too late"]
    assert AuditEvent.objects.filter(subject="trial").count() == 1
