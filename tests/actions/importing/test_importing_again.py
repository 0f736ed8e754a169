"""What a second import does to what is there already."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.importing.studies import (
    NOW,
    Importer,
    at,
    dated,
    many,
    outcomes,
    place,
    study,
    wish,
    write,
)
from tests.factories import (
    make_audit_event,
    make_disease,
    make_disease_name,
    make_trial,
    make_user,
)
from trials.actions.importing import import_files, site_tables
from trials.models import (
    AgeRule,
    DiseaseRule,
    ProposedChange,
    RegistryRecord,
    RulesVersion,
    SearchRow,
    Site,
    Trial,
    TrialSite,
)
from trials.registry import sources

LATER = NOW + timedelta(days=7)
ADULTS = {
    "eligibilityModule/minimumAge": "18 Years",
    "eligibilityModule/eligibilityCriteria": "* Age: at least 18 years",
}
CLOSED = {"statusModule/overallStatus": "COMPLETED"}


def test_an_unchanged_study_is_left_alone(importing: Importer) -> None:
    importing(study())
    assert outcomes(importing(study(), now=LATER)) == {"unchanged": 1}
    assert Trial.objects.get().updated_at == NOW
    assert RegistryRecord.objects.get().imported_at == NOW


def test_a_page_of_unchanged_studies_costs_one_query(importing: Importer) -> None:
    importing(*many(30))
    with CaptureQueriesContext(
        connection,
    ) as few:
        importing(*many(1))
    with CaptureQueriesContext(connection) as more:
        assert outcomes(importing(*many(30))) == {"unchanged": 30}
    assert len(more) == len(few)
    assert not [
        query for query in more if "INSERT INTO" in query["sql"] and "trials_trial" in query["sql"]
    ]


def test_a_changed_study_is_written_anew(importing: Importer) -> None:
    importing(study(**at(place(), place("Another Hospital"))))
    held = Trial.objects.get()

    summary = importing(study(**CLOSED, **ADULTS, **at(place("A Third Hospital"))), now=LATER)

    trial = Trial.objects.get()
    assert outcomes(summary) == {"changed": 1}
    assert trial.pk == held.pk
    assert (trial.created_at, trial.updated_at) == (NOW, LATER)
    assert trial.overall_status == "COMPLETED"
    assert AgeRule.objects.get().minimum_months == 216
    assert [str(each.site.name) for each in trial.trial_sites.all()] == ["A Third Hospital"]
    assert RegistryRecord.objects.get().minimum_age == "18 Years"
    assert trial.sources.count() == trial.groups.count() == 1


def test_rules_and_search_follow_a_change(importing: Importer) -> None:
    importing(study())
    version = RulesVersion.objects.get().version
    importing(study(**ADULTS, **CLOSED))
    assert RulesVersion.objects.get().version > version
    row = SearchRow.objects.get()
    assert (row.minimum_months, row.is_open) == (216, False)


def test_the_state_of_a_trial_is_ours(importing: Importer) -> None:
    importing(study(), review_state=Trial.ReviewState.IN_REVIEW)
    importing(study(**CLOSED), review_state=Trial.ReviewState.PUBLISHED)
    assert Trial.objects.get().review_state == Trial.ReviewState.IN_REVIEW


def test_a_study_that_the_registry_no_longer_has_stays(importing: Importer) -> None:
    importing(study("NCT00000001"), study("NCT00000002"))
    importing(study("NCT00000002"))
    assert Trial.objects.count() == 2


def test_another_version_of_the_registry_as_a_whole_is_no_change(importing: Importer) -> None:
    """The field says which day's registry it is: every record has a new one every day."""
    for day in ("2026-03-14", "2026-03-15"):
        made = study()
        made["derivedSection"]["miscInfoModule"] = {"versionHolder": day}
        summary = importing(made)
    assert outcomes(summary) == {"unchanged": 1}


def test_a_name_that_a_coordinator_adds_counts_at_the_next_import(importing: Importer) -> None:
    cuddling = {"conditionsModule": {"conditions": ["Kuschelkrebs"]}}
    unheard = {"identificationModule/briefTitle": "A", "identificationModule/officialTitle": "B"}
    made = study(**unheard)
    made["protocolSection"] |= cuddling
    made["derivedSection"] = {}
    importing(made)
    make_disease_name(make_disease("cuddle_cancer"), "Kuschelkrebs")

    summary = importing(made)

    assert outcomes(summary) == {"changed": 1}
    assert [each.code for each in DiseaseRule.objects.get().includes.all()] == ["cuddle_cancer"]


# ------------------------------------------------------------ copies


def test_an_older_copy_never_wins(importing: Importer) -> None:
    importing(study(**dated("2026-02-02"), **CLOSED))
    summary = importing(study(**dated("2026-02-01")))
    assert outcomes(summary) == {"older": 1}
    assert Trial.objects.get().overall_status == "COMPLETED"


UPDATED = "protocolSection.statusModule.lastUpdatePostDateStruct.date"
TOMORROW, AFTER_TOMORROW = "2026-03-16", "2026-03-17"


def test_a_day_that_has_not_come_keeps_no_later_record_out(importing: Importer) -> None:
    told = importing(study(**dated(AFTER_TOMORROW)))
    assert told.unread == {UPDATED: 1}
    record = RegistryRecord.objects.get()
    assert record.updated_on is None
    assert [(part["path"], part["reason"], part["raw"]) for part in record.unread] == [
        (UPDATED, "in_the_future", AFTER_TOMORROW)
    ]

    assert outcomes(importing(study(**dated("2026-03-01"), **CLOSED))) == {"changed": 1}
    assert Trial.objects.get().overall_status == "COMPLETED"


def test_a_day_that_came_where_the_registry_is_counts(importing: Importer) -> None:
    importing(study(**dated(TOMORROW)))
    assert outcomes(importing(study(**dated("2026-03-01"), **CLOSED))) == {"older": 1}


def test_a_day_to_come_that_is_held_already_keeps_no_later_record_out(
    importing: Importer,
) -> None:
    importing(study(**dated("2026-02-01")))
    RegistryRecord.objects.update(updated_on=AFTER_TOMORROW)
    assert outcomes(importing(study(**dated("2026-03-01"), **CLOSED))) == {"changed": 1}


@pytest.mark.parametrize("size", [1, 2], ids=["in two pages", "in one page"])
def test_of_two_copies_one_of_a_day_to_come_does_not_win(
    importing: Importer, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(sources, "PAGE_SIZE", size)
    importing(study(**dated("2099-02-01")), study(**dated("2026-03-01"), **CLOSED))
    assert Trial.objects.get().overall_status == "COMPLETED"


def test_of_two_copies_in_one_import_the_newer_wins(importing: Importer) -> None:
    older, newer = study(**dated("2026-02-01")), study(**dated("2026-02-02"), **CLOSED)
    for copies in ((older, newer), (newer, older)):
        Trial.objects.all().delete()
        assert outcomes(importing(*copies)) == {"added": 1, "older": 1}
        assert Trial.objects.get().overall_status == "COMPLETED"


def test_of_copies_in_several_files_the_first_of_a_day_wins_every_time(
    importing: Importer, tmp_path: Path
) -> None:
    files = [
        write(tmp_path / "one.jsonl", [study(**CLOSED)]),
        write(tmp_path / "two.jsonl", [study()]),
    ]
    assert outcomes(import_files(files, wish())) == {"added": 1, "older": 1}
    assert outcomes(import_files(files, wish())) == {"unchanged": 1, "older": 1}
    assert Trial.objects.get().overall_status == "COMPLETED"


def test_copies_in_pages_that_follow_each_other_count_as_in_one(
    importing: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second page is read while the first one is stored."""
    old, new = study(**dated("2026-02-01")), study(**dated("2026-02-02"), **CLOSED)
    monkeypatch.setattr(sources, "PAGE_SIZE", 1)
    assert outcomes(importing(old, old, new, new, old)) == {
        "added": 1,
        "unchanged": 2,
        "changed": 1,
        "older": 1,
    }
    assert Trial.objects.get().overall_status == "COMPLETED"
    assert outcomes(importing(old, new)) == {"older": 1, "unchanged": 1}


# ------------------------------------------------------------ reviewed here


@pytest.fixture
def imported(importing: Importer) -> Trial:
    importing(study(**at(place())))
    return Trial.objects.get()


def edited_trial(trial: Trial, person: User) -> None:
    make_audit_event(subject="trial", subject_id=str(trial.pk), actor=person, system="")


def edited_rule(trial: Trial, person: User) -> None:
    rule = AgeRule.objects.get()
    make_audit_event(subject="agerule", subject_id=str(rule.pk), actor=person, system="")


def edited_site(trial: Trial, person: User) -> None:
    site = TrialSite.objects.get()
    make_audit_event(subject="trialsite", subject_id=str(site.pk), actor=person, system="")


def removed_site(trial: Trial, person: User) -> None:
    gone = {"trial": {"id": trial.pk, "label": "a trial"}}
    make_audit_event(
        subject="trialsite",
        subject_id="77",
        action="removed",
        before=gone,
        actor=person,
        system="",
    )


def removed_rule(trial: Trial, person: User) -> None:
    gone = {"group": {"id": trial.groups.get().pk, "label": "a group"}}
    make_audit_event(
        subject="agerule", subject_id="77", action="removed", before=gone, actor=person, system=""
    )


def reviewed(trial: Trial, person: User) -> None:
    Trial.objects.update(is_reviewed=True, goal="To learn.")


@pytest.mark.parametrize(
    "touch", [reviewed, edited_trial, edited_rule, edited_site, removed_site, removed_rule]
)
def test_a_trial_that_a_person_touched_is_not_overwritten(
    importing: Importer, imported: Trial, touch: object
) -> None:
    assert callable(touch)
    touch(imported, make_user())

    summary = importing(study(**CLOSED, **ADULTS), now=LATER)

    assert outcomes(summary) == {"proposed": 1}
    trial = Trial.objects.get()
    assert trial.overall_status == "RECRUITING"
    assert trial.updated_at == NOW
    assert AgeRule.objects.get().minimum_months == 156
    assert TrialSite.objects.count() == 1
    fields = {item["field"] for item in ProposedChange.objects.get().items}
    assert {"overall_status", "minimum_age", "criteria_text"} <= fields


def test_the_words_of_the_registry_are_kept_beside_it(
    importing: Importer, imported: Trial
) -> None:
    Trial.objects.update(is_reviewed=True, goal="To learn.")
    importing(study(**ADULTS), now=LATER)
    record = RegistryRecord.objects.get()
    assert record.minimum_age == "18 Years"
    assert record.imported_at == LATER


def test_a_change_is_proposed_once(importing: Importer, imported: Trial) -> None:
    Trial.objects.update(is_reviewed=True, goal="To learn.")
    importing(study(**CLOSED))
    assert outcomes(importing(study(**CLOSED))) == {"unchanged": 1}
    assert ProposedChange.objects.count() == 1


def test_nothing_to_decide_is_no_proposal(importing: Importer, imported: Trial) -> None:
    Trial.objects.update(is_reviewed=True, goal="To learn.")
    made = study(**at(place()))
    made["hasResults"] = True
    assert outcomes(importing(made)) == {"kept": 1}
    assert not ProposedChange.objects.exists()


def test_a_trial_of_ours_gets_its_record_and_a_proposal(importing: Importer) -> None:
    ours = make_trial(nct_id="NCT03937544", slug="ours", overall_status="SUSPENDED")
    assert outcomes(importing(study())) == {"proposed": 1}
    assert Trial.objects.get().slug == "ours"
    assert ours.registry_record.minimum_age == "13 Years"
    assert not ours.groups.exists()


def test_what_the_system_changed_is_no_review(importing: Importer, imported: Trial) -> None:
    make_audit_event(subject="trial", subject_id=str(imported.pk), actor=None, system="a command")
    assert outcomes(importing(study(**CLOSED))) == {"changed": 1}


def test_somebody_elses_edit_of_another_trial_does_not_matter(
    importing: Importer, imported: Trial
) -> None:
    edited_trial(make_trial(), make_user())
    assert outcomes(importing(study(**CLOSED))) == {"changed": 1}


# ------------------------------------------------------------ sites


def test_a_site_gets_its_place_on_the_map_once_somebody_knows_it(importing: Importer) -> None:
    nowhere = place(city="Xyzzyville", geoPoint=None)
    importing(study("NCT00000001", **at(nowhere)))
    assert SearchRow.objects.get().cells == [0]

    importing(study("NCT00000002", **at(nowhere | {"geoPoint": {"lat": 10.5, "lon": 20.5}})))

    assert (Site.objects.get().latitude, Site.objects.get().longitude) == (10.5, 20.5)
    assert all(0 not in row.cells for row in SearchRow.objects.all())


def test_only_sites_that_are_not_on_the_map_are_looked_up(
    importing: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = place(geoPoint=None)
    unknown = place("Clinic of Nowhere", city="Nowhere", geoPoint=None)
    importing(study(**at(known, unknown)))
    asked: list[str] = []
    site_tables._middle.cache_clear()
    monkeypatch.setattr(site_tables, "coordinates_of", lambda *place: asked.append(place[0]))

    importing(study(**at(known, unknown), **CLOSED))

    assert asked == ["Nowhere"]
    assert Site.objects.get(city="Memphis").latitude == pytest.approx(35.1, abs=0.1)
    site_tables._middle.cache_clear()


def test_a_place_on_the_map_that_a_coordinator_corrected_stays(importing: Importer) -> None:
    importing(study(**at(place())))
    Site.objects.update(latitude=35.2, longitude=-90.1)
    importing(study("NCT00000002", **at(place())))
    assert (Site.objects.get().latitude, Site.objects.get().longitude) == (35.2, -90.1)
