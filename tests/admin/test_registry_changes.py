"""The coordinator's room for what the registry changed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from tests.admin.rooms import Room, errors, notices, page_of, texts, words
from tests.factories import (
    make_proposed_change,
    make_registry_record,
    make_site,
    make_trial,
    make_trial_site,
    make_user,
)
from tests.page_checks import PageCheckingClient
from trials.models import AuditEvent, ParticipantGroup, ProposedChange, Trial

LIST = "/admin/trials/proposedchange/"
STATUS = {
    "field": "overall_status",
    "before": "RECRUITING",
    "after": "COMPLETED",
    "applies": True,
    "verified_on": "2026-02-01",
}
SPONSOR = {"field": "sponsor", "before": "", "after": "A Hospital", "applies": True}
MAXIMUM = {
    "field": "maximum_age",
    "before": "21 Years",
    "after": "25 Years",
    "applies": False,
}
CRITERIA = {
    "field": "criteria_text",
    "before": "Inclusion Criteria:\n* Younger than 22 years\n* Relapse of AML\n* Consent",
    "after": "Inclusion Criteria:\n* Younger than 25 years\n* Relapse of AML\n* <b>Donor</b>",
    "applies": False,
}
DECIDE = "decide"


@pytest.fixture
def change(group: ParticipantGroup) -> ProposedChange:
    make_registry_record(group.trial)
    return make_proposed_change(group.trial, items=[STATUS, SPONSOR, MAXIMUM])


def room(review_desk: PageCheckingClient, change: ProposedChange) -> Room:
    return Room(review_desk, "trials_proposedchange_change", change.pk)


def rows(response: HttpResponse) -> list[str]:
    return [
        words(row) for row in page_of(response).iter("th") if row.get("class") == "field-study"
    ]


# ------------------------------------------------------------ the list


def test_the_list_begins_with_what_has_waited_longest(review_desk: PageCheckingClient) -> None:
    now = timezone.now()
    for name, days in (("YOUNG", 1), ("OLD", 9)):
        trial = make_trial(acronym=name)
        make_proposed_change(trial, proposed_at=now - timedelta(days=days))
    make_proposed_change(make_trial(acronym="DONE"), state="superseded")

    assert rows(review_desk.get(LIST)) == ["OLD", "YOUNG"]
    assert rows(review_desk.get(f"{LIST}?state=superseded")) == ["DONE"]
    assert len(rows(review_desk.get(f"{LIST}?state=all"))) == 3


def test_the_list_says_what_changed_and_can_be_narrowed_to_it(
    review_desk: PageCheckingClient,
) -> None:
    make_proposed_change(make_trial(acronym="AGED"), items=[MAXIMUM, CRITERIA])
    make_proposed_change(make_trial(acronym="CLOSED"))

    page = review_desk.get(LIST)

    assert "Upper age limit; Criteria" in texts(page, tag="td", css="field-what")
    assert rows(review_desk.get(f"{LIST}?field=maximum_age")) == ["AGED"]


def test_referral_staff_do_not_see_what_waits(client: PageCheckingClient, nurse: User) -> None:
    client.force_login(nurse)
    change = make_proposed_change(make_trial())

    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{change.pk}/change/").status_code == 403


# ------------------------------------------------------------ the page


def test_page_shows_both_values_in_words(
    review_desk: PageCheckingClient, change: ProposedChange
) -> None:
    page = words(page_of(review_desk.get(f"{LIST}{change.pk}/change/")))

    for shown in (
        "Until now Taking new patients (RECRUITING)",
        "In the registry now Finished (COMPLETED)",
        "Until now not stated In the registry now A Hospital",
        "Our rules say: Patients: younger than 22 (until the 22nd birthday)",
        "Accepting changes the trial at once.",
        "Accepting changes no rule by itself.",
    ):
        assert shown in page


def test_criteria_are_compared_sentence_by_sentence(
    review_desk: PageCheckingClient, trial: Trial
) -> None:
    change = make_proposed_change(trial, items=[CRITERIA])

    page = review_desk.get(f"{LIST}{change.pk}/change/")

    assert "<del>22</del> <ins>25</ins>" in page.content.decode()
    assert [
        words(line) for line in page_of(page).iter("li") if "sentence-" in line.get("class", "")
    ][1:] == [
        "Changed: Younger than 22 25 years",
        "Relapse of AML",
        "New: <b>Donor</b>",
        "Gone: Consent",
    ]


def test_places_are_listed_with_their_status(
    review_desk: PageCheckingClient, trial: Trial
) -> None:
    place = {
        "name": "A Hospital",
        "city": "Austin",
        "state": "Texas",
        "country": "United States",
        "status": "RECRUITING",
        "latitude": None,
        "longitude": None,
    }
    many = [{**place, "name": f"Hospital {number}"} for number in range(25)]
    moved = {"field": "sites_status", "before": [place], "applies": True}
    change = make_proposed_change(
        trial,
        items=[
            {"field": "sites_added", "before": [], "after": many, "applies": True},
            {**moved, "after": [{**place, "status": "COMPLETED"}]},
        ],
    )

    page = words(page_of(review_desk.get(f"{LIST}{change.pk}/change/")))

    assert "New places: 25" in page
    assert "5 more places Hospital 20, Austin" in page
    assert "A Hospital, Austin, Texas, United States – Taking new patients → Finished" in page


def test_page_says_when_somebody_changed_the_trial_since(
    review_desk: PageCheckingClient, change: ProposedChange
) -> None:
    Trial.objects.update(overall_status="SUSPENDED")

    page = words(page_of(review_desk.get(f"{LIST}{change.pk}/change/")))

    assert "It says now: Paused (SUSPENDED)" in page


# ------------------------------------------------------------ deciding


def test_what_is_ticked_is_accepted_and_the_rest_refused_with_a_reason(
    review_desk: PageCheckingClient, change: ProposedChange, reviewer: User
) -> None:
    answer = room(review_desk, change).press(
        DECIDE, accepted=["overall_status"], reason="We asked the team"
    )

    change.refresh_from_db()
    assert (change.state, change.accepted) == ("decided", ["overall_status"])
    assert (change.decided_by, change.reason) == (reviewer, "We asked the team")
    held = Trial.objects.get(pk=change.trial_id)
    assert (held.overall_status, held.sponsor) == ("COMPLETED", "")
    assert notices(answer) == ["Decided: STUDY."]
    assert answer.redirect_chain[-1][0] == LIST


def test_refusing_without_a_reason_names_what_would_be_refused(
    review_desk: PageCheckingClient, change: ProposedChange
) -> None:
    answer = room(review_desk, change).press(DECIDE, accepted=["overall_status"])

    assert errors(answer) == [
        "Say why you refuse: Sponsor; Upper age limit. Or tick it.",
    ]
    ticked = [box.get("value") for box in page_of(answer).iter("input") if "checked" in box.attrib]
    assert ticked == ["overall_status"]
    change.refresh_from_db()
    assert change.state == "open"


def test_accepting_everything_leads_to_the_rules_of_the_group(
    review_desk: PageCheckingClient, change: ProposedChange, group: ParticipantGroup
) -> None:
    answer = room(review_desk, change).press("accept_all")

    change.refresh_from_db()
    assert change.accepted == ["overall_status", "sponsor", "maximum_age"]
    assert "No rule was changed" in notices(answer)[1]
    assert answer.redirect_chain[-1][0] == reverse(
        "admin:trials_participantgroup_change", args=[group.pk]
    )


@pytest.mark.parametrize("by_whom", ["another coordinator", "the registry"])
def test_deciding_too_late_says_so_and_keeps_what_was_written(
    review_desk: PageCheckingClient, change: ProposedChange, by_whom: str
) -> None:
    opened = room(review_desk, change)
    if by_whom == "the registry":
        change.state = "superseded"
        change.save()
        make_proposed_change(change.trial, items=[SPONSOR])
    else:
        change.state, change.decided_at = "decided", timezone.now()
        change.decided_by = make_user(username="somebody")
        change.save()

    answer = opened.press(DECIDE, accepted=["sponsor"], reason="My reason")

    page = words(page_of(answer))
    assert "Nothing was changed: this was decided or replaced meanwhile." in notices(answer)[0]
    assert "My reason" in page
    if by_whom == "the registry":
        assert "A newer change waits for a decision" in page
        ticked = [box for box in page_of(answer).iter("input") if "checked" in box.attrib]
        assert [box.get("value") for box in ticked] == ["sponsor"]
    else:
        assert "Decided by somebody" in page
    assert Trial.objects.get(pk=change.trial_id).sponsor == ""


def test_a_trial_changed_meanwhile_is_not_written_over(
    review_desk: PageCheckingClient, change: ProposedChange
) -> None:
    opened = room(review_desk, change)
    make_trial_site(change.trial, make_site())

    answer = opened.press("accept_all")

    assert "changed this in the meantime" in notices(answer)[0]
    change.refresh_from_db()
    assert change.state == "open"


def test_without_the_right_to_publish_nobody_decides(
    desk: PageCheckingClient, change: ProposedChange
) -> None:
    opened = room(desk, change)

    page = words(page_of(desk.get(opened.address)))

    assert "Whoever may publish trials decides about this." in page
    assert opened.press("accept_all").status_code == 403
    assert not AuditEvent.objects.exists()


def test_what_was_decided_is_shown_as_it_was_decided(
    review_desk: PageCheckingClient, change: ProposedChange
) -> None:
    opened = room(review_desk, change)
    opened.press(DECIDE, accepted=["sponsor"], reason="They are still open")

    page = review_desk.get(opened.address)

    shown = words(page_of(page))
    assert "Reason for what was refused: They are still open" in shown
    assert shown.count("Refused") == 2
    assert 'name="decide"' not in page.content.decode()
