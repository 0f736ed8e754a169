from datetime import date

import pytest
from django.urls import reverse

from tests.admin.rooms import Room, entries, errors, notices, page_of, words
from tests.factories import (
    make_contact,
    make_group,
    make_proposed_change,
    make_registry_record,
    make_site,
    make_trial,
    make_trial_site,
    put_in_state,
)
from tests.page_checks import PageCheckingClient
from trials.admin.places import MOST_ON_A_PAGE
from trials.models import AuditEvent, ParticipantGroup, Trial

pytestmark = pytest.mark.django_db

PAGE = "trials_trial_change"


def test_list_shows_state_status_and_day(desk: PageCheckingClient, trial: Trial) -> None:
    page = desk.get("/admin/trials/trial/").content.decode()

    for shown in ("STUDY", "Draft", "Taking new patients", "March 1, 2026"):
        assert shown in page


def test_list_finds_by_registry_number(desk: PageCheckingClient, trial: Trial) -> None:
    Trial.objects.update(nct_id="NCT01234567")
    make_trial(acronym="OTHER")

    page = desk.get("/admin/trials/trial/", {"q": "NCT01234567"}).content.decode()

    assert "STUDY" in page
    assert "OTHER" not in page


def test_list_takes_the_same_number_of_queries_however_many_trials(
    desk: PageCheckingClient, trial: Trial, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        make_group(make_trial())

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        desk.get("/admin/trials/trial/")


def test_change_of_a_trial_is_saved_and_told(desk: PageCheckingClient, trial: Trial) -> None:
    office = make_contact()

    response = Room(desk, PAGE, trial.pk).press(
        overall_status="SUSPENDED",
        status_checked_on="2026-03-14",
        status_source="The study page",
        referral_contact=office.pk,
        phases=["PHASE1", "PHASE2"],
    )

    assert errors(response) == []
    trial.refresh_from_db()
    assert (trial.overall_status, trial.status_checked_on) == ("SUSPENDED", date(2026, 3, 14))
    assert (trial.referral_contact, trial.phases) == (office, ["PHASE1", "PHASE2"])
    event = AuditEvent.objects.get()
    assert event.before["overall_status"] == "RECRUITING"
    assert event.after["phases"] == ["PHASE1", "PHASE2"]


def test_new_trial_is_a_draft_with_its_parts(desk: PageCheckingClient) -> None:
    site = make_site()
    parts = {
        "groups-TOTAL_FORMS": "1",
        "groups-0-label": "Patients",
        "groups-0-key": "main",
        "groups-0-roles": ["patient", "survivor"],
        "groups-0-position": "0",
        "trial_sites-TOTAL_FORMS": "1",
        "trial_sites-0-site": site.pk,
        "trial_sites-0-status": "RECRUITING",
        "sources-TOTAL_FORMS": "1",
        "sources-0-reference": "The study page",
        "sources-0-retrieved_on": "2026-03-15",
        "sources-0-position": "0",
    }

    response = Room(desk, "trials_trial_add").press(
        plain_title="A study",
        brief_title="A Study",
        goal="To learn something.",
        slug="a-study",
        kind="treatment",
        **parts,
    )

    assert errors(response) == []
    trial = Trial.objects.get()
    assert trial.review_state == "draft"
    assert trial.groups.get().roles == ["patient", "survivor"]
    assert trial.trial_sites.get().site == site
    assert trial.sources.get().reference == "The study page"
    assert sorted(AuditEvent.objects.values_list("subject", "action")) == [
        ("participantgroup", "added"),
        ("trial", "added"),
        ("trialsite", "added"),
        ("trialsource", "added"),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"nct_id": "12345"}, "NCT and eight digits", id="registry number"),
        pytest.param({"plain_title": ""}, "Title in plain words", id="no title"),
        pytest.param({"status_checked_on": "yesterday"}, "Status checked on", id="day"),
    ],
)
def test_wrong_entry_is_refused_beside_its_field(
    changes: dict[str, str], message: str, desk: PageCheckingClient, trial: Trial
) -> None:
    response = Room(desk, PAGE, trial.pk).press(**changes)

    assert len(errors(response)) == 1
    assert message in errors(response)[0]
    assert not AuditEvent.objects.exists()


def test_address_that_another_trial_has_is_refused(desk: PageCheckingClient, trial: Trial) -> None:
    other = make_trial()

    response = Room(desk, PAGE, trial.pk).press(slug=other.slug)

    assert "already exists" in errors(response)[0]


def test_empty_registry_number_is_no_number(desk: PageCheckingClient, trial: Trial) -> None:
    make_trial(nct_id=None)

    response = Room(desk, PAGE, trial.pk).press(nct_id="")

    assert errors(response) == []


def test_address_of_a_trial_that_was_public_is_kept(
    desk: PageCheckingClient, trial: Trial
) -> None:
    put_in_state(trial, "published")

    room = Room(desk, PAGE, trial.pk)

    assert "slug" not in room.entries


def test_two_groups_with_the_same_short_name_are_refused_in_our_words(
    desk: PageCheckingClient, trial: Trial
) -> None:
    response = Room(desk, PAGE, trial.pk).press(
        **{
            "groups-TOTAL_FORMS": "2",
            "groups-1-label": "Donors",
            "groups-1-key": "main",
            "groups-1-position": "1",
        }
    )

    assert any("Another group of this trial has this short name" in e for e in errors(response))
    assert trial.groups.count() == 1


def test_the_same_place_twice_is_refused(desk: PageCheckingClient, trial: Trial) -> None:
    site = make_trial_site(trial).site

    response = Room(desk, PAGE, trial.pk).press(
        **{
            "trial_sites-TOTAL_FORMS": "2",
            "trial_sites-1-site": site.pk,
            "trial_sites-1-status": "RECRUITING",
        }
    )

    assert any("This site is listed twice." in line for line in errors(response))


def test_short_names_that_change_places_are_refused_and_nothing_is_lost(
    desk: PageCheckingClient, trial: Trial
) -> None:
    """The form finds no fault, the database does: row by row, the names meet."""
    make_group(trial, key="donor", label="Donors", position=1)

    response = Room(desk, PAGE, trial.pk).press(
        **{"groups-0-key": "donor", "groups-1-key": "main"}
    )

    assert "Another group of this trial has this short name." in errors(response)
    assert list(trial.groups.values_list("key", flat=True)) == ["main", "donor"]
    assert not AuditEvent.objects.exists()
    assert notices(response) == []


def test_of_a_published_trial_only_status_and_places_are_changed(
    desk: PageCheckingClient, trial: Trial
) -> None:
    site = make_trial_site(trial, status="RECRUITING").site
    put_in_state(trial, "published")
    room = Room(desk, PAGE, trial.pk)
    closed = {"overall_status": "SUSPENDED", "trial_sites-0-status": "SUSPENDED"}

    assert {"plain_title", "groups-0-label", "sources-0-reference"}.isdisjoint(room.entries)
    assert "/revise/step/" in room.page.content.decode()
    assert errors(room.press(**closed)) == []

    trial.refresh_from_db()
    assert trial.overall_status == "SUSPENDED"
    assert trial.trial_sites.get(site=site).status == "SUSPENDED"


def test_words_typed_before_the_trial_was_published_are_refused_and_kept(
    desk: PageCheckingClient, trial: Trial
) -> None:
    room = Room(desk, PAGE, trial.pk)
    put_in_state(trial, "published")

    response = room.press(goal="A goal that took long to write.")

    assert "changed in a working copy" in errors(response)[0]
    assert "A goal that took long to write." in response.content.decode()
    assert Trial.objects.get(pk=trial.pk).goal != "A goal that took long to write."


def test_page_links_to_each_group_and_sums_it_up(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    page = Room(desk, PAGE, group.trial_id).page.content.decode()

    assert f'href="/admin/trials/participantgroup/{group.pk}/change/"' in page
    assert "<li>younger than 22 (until the 22nd birthday)</li><li>aml</li>" in page


def test_edit_of_what_somebody_else_has_changed_meanwhile_is_held_back(
    desk: PageCheckingClient, trial: Trial
) -> None:
    mine, theirs = Room(desk, PAGE, trial.pk), Room(desk, PAGE, trial.pk)
    theirs.press(acronym="THEIRS")

    response = mine.press(sponsor="Mine")

    assert len(errors(response)) == 1
    assert "coordinator has changed this in the meantime" in errors(response)[0]
    assert "Acronym: STUDY → THEIRS" in errors(response)[0]
    trial.refresh_from_db()
    assert (trial.acronym, trial.sponsor) == ("THEIRS", "")


def test_change_of_a_part_counts_as_well(desk: PageCheckingClient, trial: Trial) -> None:
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(**{"groups-0-label": "Theirs"})

    response = mine.press(sponsor="Mine")

    assert "in the meantime" in errors(response)[0]


def test_edit_that_was_held_back_can_be_saved_knowingly(
    desk: PageCheckingClient, trial: Trial
) -> None:
    mine = Room(desk, PAGE, trial.pk)
    Room(desk, PAGE, trial.pk).press(acronym="THEIRS")
    mine.entries = entries(mine.press(sponsor="Mine"))

    response = mine.press()

    assert errors(response) == []
    trial.refresh_from_db()
    assert trial.sponsor == "Mine"


def test_many_places_have_a_list_of_their_own(desk: PageCheckingClient, trial: Trial) -> None:
    for _ in range(MOST_ON_A_PAGE + 1):
        make_trial_site(trial)
    other = make_trial_site(make_trial())

    room = Room(desk, PAGE, trial.pk)

    assert not [name for name in room.entries if name.startswith("trial_sites")]
    assert f"{MOST_ON_A_PAGE + 1} places" in room.page.content.decode()
    assert errors(room.press(sponsor="A sponsor")) == []
    assert trial.trial_sites.count() == MOST_ON_A_PAGE + 1
    listed = desk.get(f"/admin/trials/trialsite/?trial__id__exact={trial.pk}").content.decode()
    assert str(trial.trial_sites.first()) in listed
    assert other.site.name not in listed


def test_place_of_a_long_list_is_changed_on_its_own_page(
    desk: PageCheckingClient, trial: Trial
) -> None:
    row = make_trial_site(trial)

    Room(desk, "trials_trialsite_change", row.pk).press(status="COMPLETED")

    row.refresh_from_db()
    assert row.status == "COMPLETED"
    assert AuditEvent.objects.get().subject == "trialsite"


def test_page_leads_to_what_the_registry_says_and_to_what_waits(
    desk: PageCheckingClient, trial: Trial
) -> None:
    make_registry_record(trial)
    change = make_proposed_change(trial)

    page = desk.get(f"/admin/trials/trial/{trial.pk}/change/").content.decode()

    assert f"/admin/trials/registryrecord/{trial.pk}/change/" in page
    assert f"/admin/trials/proposedchange/{change.pk}/change/" in page


def test_page_of_a_published_trial_names_what_it_lacks(
    desk: PageCheckingClient, trial: Trial
) -> None:
    trial.sources.all().delete()
    put_in_state(trial, "published")

    page = words(page_of(desk.get(reverse("admin:trials_trial_change", args=[trial.pk]))))

    assert "1 thing to mend: it keeps the trial from being published" in page
    assert "Add a source to the trial" in page
    assert "The criteria of the source are not kept with this trial." in page


def test_every_group_is_a_card_that_leads_to_its_rules_and_a_copy(
    desk: PageCheckingClient, group: ParticipantGroup
) -> None:
    page = Room(desk, PAGE, group.trial_id).page.content.decode()
    put_in_state(group.trial, "published")
    published = Room(desk, PAGE, group.trial_id).page.content.decode()
    copy = f'href="/admin/trials/participantgroup/{group.pk}/copy/"'
    add = f'href="/admin/trials/participantgroup/add/?trial={group.trial_id}"'

    assert "Rules of “Patients”" in page
    assert copy in page
    assert add in page
    assert copy not in published
    assert add not in published


def test_phases_that_cannot_be_changed_are_shown_in_words(
    desk: PageCheckingClient, trial: Trial
) -> None:
    Trial.objects.update(phases=["PHASE1", "PHASE2"])
    put_in_state(trial, "published")

    page = words(page_of(desk.get(reverse(f"admin:{PAGE}", args=[trial.pk]))))

    assert "Phase 1, Phase 2" in page
    assert "PHASE1" not in page
