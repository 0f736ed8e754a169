from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.factories import (
    make_age_rule,
    make_group,
    make_proposed_change,
    make_registry_record,
    make_site,
    make_study_record,
    make_trial,
    make_trial_site,
)
from tests.factories.registry_record import recorded_place
from trials.actions.proposing import propose
from trials.models import ProposedChange, Trial

HASH = b"fedcba9876543210"
pytestmark = pytest.mark.django_db


@pytest.fixture
def trial() -> Trial:
    trial = make_trial(nct_id="NCT00000001", sponsor="St. Jude", phases=["PHASE2"])
    make_registry_record(trial)
    return trial


def proposed(trial: Trial, now: datetime, **said: object) -> list[dict[str, Any]]:
    """What is put before a coordinator once the registry says so."""
    change = propose(trial, make_study_record(trial, **said), HASH, now)
    return [] if change is None else change.items


def decide(
    trial: Trial, by: User, now: datetime, accepted: list[str], **said: object
) -> ProposedChange:
    """Propose, and decide upon it as the room does, without changing the trial."""
    change = propose(trial, make_study_record(trial, **said), HASH, now)
    assert change is not None
    change.state, change.decided_by, change.decided_at = "decided", by, now
    change.accepted = accepted
    change.save()
    return change


def test_registry_that_says_what_is_held_proposes_nothing(trial: Trial, now: datetime) -> None:
    assert propose(trial, make_study_record(trial), HASH, now) is None
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ({"overall_status": "COMPLETED"}, "RECRUITING", "COMPLETED"),
        ({"phases": ("PHASE3", "PHASE2")}, ["PHASE2"], ["PHASE2", "PHASE3"]),
        ({"sponsor": "Another Hospital"}, "St. Jude", "Another Hospital"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_the_trial_holds_is_compared_with_the_trial(
    trial: Trial, now: datetime, said: dict[str, object], before: object, after: object
) -> None:
    (item,) = proposed(trial, now, **said)

    assert item["field"] == next(iter(said))
    assert (item["before"], item["after"], item["applies"]) == (before, after, True)


@pytest.mark.parametrize(
    ("said", "field", "before", "after"),
    [
        ({"maximum_age": "25 Years"}, "maximum_age", "21 Years", "25 Years"),
        ({"minimum_age": "1 Month"}, "minimum_age", "", "1 Month"),
        ({"maximum_age": ""}, "maximum_age", "21 Years", ""),
        ({"sex": "FEMALE"}, "sex", "ALL", "FEMALE"),
        ({"healthy_volunteers": None}, "healthy_volunteers", False, None),
        ({"conditions": ()}, "conditions", ["Acute Myeloid Leukemia"], []),
        (
            {"official_title": "Another"},
            "official_title",
            "A Study of One Medicine",
            "Another",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_rules_were_read_from_is_compared_with_the_record_held(
    trial: Trial,
    now: datetime,
    said: dict[str, object],
    field: str,
    before: object,
    after: object,
) -> None:
    assert proposed(trial, now, **said) == [
        {"field": field, "before": before, "after": after, "applies": False}
    ]


def test_spaces_and_curly_quotes_are_no_change(trial: Trial, now: datetime) -> None:
    trial.sponsor = "St. Jude Children’s Research Hospital"
    trial.save()
    record = trial.registry_record

    assert not proposed(
        trial,
        now,
        sponsor="St. Jude Children's  Research Hospital",
        criteria=record.criteria_text.replace("\n\n", "\n") + "\n",
    )


def test_other_marks_of_a_list_are_no_change(trial: Trial, now: datetime) -> None:
    criteria = trial.registry_record.criteria_text

    assert not proposed(trial, now, criteria=criteria.replace("* ", "- "))
    assert proposed(trial, now, criteria=criteria.replace("22", "23"))


def test_fields_the_record_lacks_take_nothing_away(trial: Trial, now: datetime) -> None:
    make_trial_site(trial)

    assert not proposed(trial, now, overall_status="", phases=(), sponsor="", brief_title="")


def test_a_status_we_do_not_know_is_put_as_the_registry_says_it(
    trial: Trial, now: datetime
) -> None:
    (item,) = proposed(trial, now, overall_status="WITHHELD")

    assert item["after"] == "WITHHELD"


def test_first_record_of_a_trial_only_shows_ages_that_none_of_our_rules_has(
    now: datetime,
) -> None:
    trial = make_trial()
    make_age_rule(make_group(trial))

    assert not proposed(trial, now, maximum_age="21 Years", criteria="Other words")
    assert not proposed(trial, now, maximum_age="22 Years")
    assert proposed(trial, now, minimum_age="1 Year", maximum_age="30 Years") == [
        {"field": "minimum_age", "before": None, "after": "1 Year", "applies": False},
        {"field": "maximum_age", "before": None, "after": "30 Years", "applies": False},
    ]


# ------------------------------------------------------------ one open proposal


def test_a_newer_change_takes_the_place_of_the_open_one_and_keeps_what_it_began_with(
    trial: Trial, now: datetime
) -> None:
    first = propose(trial, make_study_record(trial, maximum_age="25 Years"), HASH, now)
    trial.registry_record.maximum_age = "25 Years"
    trial.registry_record.save()

    second = propose(trial, make_study_record(trial, maximum_age="30 Years"), HASH, now)

    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "open")
    assert second.items[0]["before"] == "21 Years"
    assert second.items[0]["after"] == "30 Years"


def test_the_same_change_again_leaves_the_open_one(trial: Trial, now: datetime) -> None:
    record = make_study_record(trial, maximum_age="25 Years")
    first = propose(trial, record, HASH, now)

    again = propose(trial, record, b"another reading!", now + timedelta(days=1))

    assert again == first
    held = ProposedChange.objects.get()
    assert bytes(held.content_hash) == b"another reading!"
    assert held.proposed_at == now


def test_a_change_taken_back_leaves_nothing_to_decide(trial: Trial, now: datetime) -> None:
    propose(trial, make_study_record(trial, maximum_age="25 Years"), HASH, now)
    trial.registry_record.maximum_age = "25 Years"
    trial.registry_record.save()

    assert propose(trial, make_study_record(trial), HASH, now) is None
    assert ProposedChange.objects.get().state == "superseded"


# ------------------------------------------------------------ what was decided


@pytest.mark.parametrize(
    "said",
    [{"overall_status": "COMPLETED"}, {"maximum_age": "25 Years"}],
    ids=["of the trial", "of the registry"],
)
def test_what_was_refused_is_not_proposed_again(
    trial: Trial, coordinator: User, now: datetime, said: dict[str, object]
) -> None:
    decide(trial, coordinator, now, [], **said)

    assert not proposed(trial, now, **said)


def test_what_was_refused_comes_back_once_the_registry_changes_it(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    decide(trial, coordinator, now, [], overall_status="COMPLETED", maximum_age="25 Years")

    items = proposed(trial, now, overall_status="SUSPENDED", maximum_age="30 Years")

    assert [(item["before"], item["after"]) for item in items] == [
        ("RECRUITING", "SUSPENDED"),
        ("25 Years", "30 Years"),
    ]


def test_what_was_refused_comes_back_when_the_registry_says_it_anew(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    decide(trial, coordinator, now, [], overall_status="SUSPENDED")
    assert not proposed(trial, now, overall_status="RECRUITING")

    (item,) = proposed(trial, now, overall_status="SUSPENDED")

    assert (item["before"], item["after"]) == ("RECRUITING", "SUSPENDED")


def test_what_a_coordinator_changed_after_accepting_stays(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    decide(trial, coordinator, now, ["overall_status"], overall_status="SUSPENDED")

    assert trial.overall_status == "RECRUITING"
    assert not proposed(trial, now, overall_status="SUSPENDED")


# ------------------------------------------------------------ sites


def test_sites_are_known_again_whatever_their_signs_and_capitals(
    trial: Trial, now: datetime
) -> None:
    make_trial_site(trial, make_site(name="St. Jude Children’s Hospital"))

    assert not proposed(trial, now, places=(recorded_place("ST JUDE CHILDREN'S HOSPITAL"),))


def test_sites_come_go_and_change_their_status(trial: Trial, now: datetime) -> None:
    make_trial_site(trial, make_site(name="Stays"), status="RECRUITING")
    make_trial_site(trial, make_site(name="Goes"))

    items = proposed(
        trial,
        now,
        places=(
            recorded_place("Stays", status="COMPLETED"),
            recorded_place("Comes", city="Austin", state="Texas"),
        ),
    )

    by_field = {item["field"]: item for item in items}
    assert [site["name"] for site in by_field["sites_added"]["after"]] == ["Comes"]
    assert [site["name"] for site in by_field["sites_gone"]["before"]] == ["Goes"]
    moved = by_field["sites_status"]
    assert [site["status"] for site in moved["before"]] == ["RECRUITING"]
    assert [site["status"] for site in moved["after"]] == ["COMPLETED"]
    assert by_field["sites_added"]["verified_on"] == "2026-02-01"


def test_a_site_listed_twice_counts_once_with_the_status_open_longest(
    trial: Trial, now: datetime
) -> None:
    places = (recorded_place(status="COMPLETED"), recorded_place(status="RECRUITING"))

    (item,) = proposed(trial, now, places=places)

    assert [site["status"] for site in item["after"]] == ["RECRUITING"]


def test_sites_without_a_status_have_the_status_of_the_study(trial: Trial, now: datetime) -> None:
    (item,) = proposed(trial, now, places=(recorded_place(status=""),))

    assert item["after"][0]["status"] == "RECRUITING"


def test_a_site_that_was_refused_is_not_proposed_again_beside_a_new_one(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    decide(trial, coordinator, now, [], places=(recorded_place("Refused"),))

    (item,) = proposed(trial, now, places=(recorded_place("Refused"), recorded_place("New")))

    assert [site["name"] for site in item["after"]] == ["New"]


def test_a_status_of_a_site_that_was_refused_comes_back_when_it_is_said_anew(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    make_trial_site(trial, make_site(name="Here"), status="RECRUITING")
    closed = (recorded_place("Here", status="WITHDRAWN"),)
    decide(trial, coordinator, now, [], places=closed)
    assert not proposed(trial, now, places=closed)
    assert not proposed(trial, now, places=(recorded_place("Here", status="RECRUITING"),))

    (item,) = proposed(trial, now, places=closed)

    assert [site["status"] for site in item["after"]] == ["WITHDRAWN"]


def test_a_site_that_came_went_and_came_again_is_proposed_again(
    trial: Trial, coordinator: User, now: datetime
) -> None:
    other = make_trial_site(trial).site
    stays = recorded_place(other.name)
    back = recorded_place("Back again")
    decide(trial, coordinator, now, ["sites_added"], places=(stays, back))
    held = make_trial_site(trial, make_site(name="Back again"))
    decide(trial, coordinator, now + timedelta(days=1), ["sites_gone"], places=(stays,))
    held.delete()

    (item,) = proposed(trial, now, places=(stays, back))

    assert item["field"] == "sites_added"


def test_a_proposal_of_another_trial_changes_nothing(trial: Trial, now: datetime) -> None:
    other = make_proposed_change(make_trial())

    proposed(trial, now, sex="FEMALE")

    other.refresh_from_db()
    assert other.state == "open"
