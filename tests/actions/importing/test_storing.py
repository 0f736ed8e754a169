"""What the database holds of a study that was imported for the first time."""

import json
from datetime import date

import pytest
from django.db import connection

from tests.actions.importing.studies import NOW, Importer, at, outcomes, place, study
from trials.models import (
    AgeRule,
    DiseaseRule,
    FactRule,
    ImportRun,
    ParticipantGroup,
    RegistryRecord,
    SearchRow,
    Site,
    TextRule,
    Trial,
    TrialSite,
    TrialSource,
)
from trials.rulebook import rules_for, with_rules


def test_a_study_is_a_trial_that_nobody_here_has_reviewed(importing: Importer) -> None:
    summary = importing(study())

    trial = Trial.objects.get()
    assert outcomes(summary) == {"added": 1}
    assert (trial.nct_id, trial.slug) == ("NCT03937544", "nct03937544")
    assert trial.plain_title == trial.brief_title
    assert trial.brief_title == "Intravenous Autologous CD19 CAR-T Cells for R/R B-ALL"
    assert trial.goal == ""
    assert not trial.is_reviewed
    assert (trial.overall_status, trial.status_seen) == ("RECRUITING", "")
    assert (trial.status_checked_on, trial.status_source) == (
        date(2019, 5, 1),
        "ClinicalTrials.gov",
    )
    assert (trial.kind, trial.phases) == ("treatment", ["PHASE2", "PHASE3"])
    assert trial.sponsor == "National University of Malaysia"
    assert trial.created_at == NOW


@pytest.mark.parametrize("state", [Trial.ReviewState.PUBLISHED, Trial.ReviewState.IN_REVIEW])
def test_the_operator_decides_who_sees_it(importing: Importer, state: Trial.ReviewState) -> None:
    importing(study(), review_state=state)
    assert Trial.objects.get().review_state == state
    assert SearchRow.objects.exists() == (state == Trial.ReviewState.PUBLISHED)


def test_the_words_of_the_registry_are_kept_whole(importing: Importer) -> None:
    importing(study())

    record = RegistryRecord.objects.get()
    assert record.trial.nct_id == "NCT03937544"
    assert record.updated_on == date(2019, 5, 6)
    assert record.criteria_text.startswith("Inclusion Criteria:\n\n* Patients with relapsed")
    assert "<5 WBC" in record.criteria_text
    assert (record.minimum_age, record.maximum_age, record.sex) == ("13 Years", "65 Years", "ALL")
    assert record.healthy_volunteers is False
    assert len(record.conditions) == 2
    assert record.interventions == ["CD19 CAR-T CELLS", "Cyclophosphamide", "Fludarabine"]
    assert record.imported_at == NOW
    assert {"term", "field", "code", "confidence", "reason"} <= record.disease_reading[0].keys()


def test_the_source_is_the_record(importing: Importer) -> None:
    importing(study())
    source = TrialSource.objects.get()
    assert source.reference == "ClinicalTrials.gov NCT03937544"
    assert source.url == "https://clinicaltrials.gov/study/NCT03937544"
    assert source.retrieved_on == date(2026, 3, 15)


def test_ages_are_a_rule_with_its_sentence(importing: Importer) -> None:
    criteria = "Inclusion Criteria:\n\n* Age 1 to 17 years\n* Written consent"
    importing(study("NCT04678869", **{"eligibilityModule/eligibilityCriteria": criteria}))
    rule = AgeRule.objects.get()
    assert (rule.minimum_months, rule.maximum_months) == (12, 216)
    assert rule.quote == "Age 1 to 17 years"
    assert rule.source == "eligibilityModule.eligibilityCriteria"


def test_diseases_are_a_rule_with_the_terms_of_the_registry(importing: Importer) -> None:
    importing(study("NCT04678869"))
    rule = DiseaseRule.objects.get()
    assert [disease.code for disease in rule.includes.all()] == ["all"]
    assert "Acute Lymphoblastic Leukaemia" in rule.quote
    assert rule.note.startswith("Acute Lymphoblastic Leukaemia - Category: all (")


def test_a_status_of_the_disease_is_a_rule_where_the_title_says_it(importing: Importer) -> None:
    importing(study())
    rule = FactRule.objects.get(fact="disease_status")
    assert (rule.operator, rule.values) == ("in", ["refractory", "relapsed"])
    assert rule.quote.startswith("Intravenous Autologous CD19 CAR-T Cells for R/R B-ALL")


def test_the_sex_is_a_rule_where_it_limits(importing: Importer) -> None:
    importing(study(**{"eligibilityModule/sex": "FEMALE"}))
    rule = FactRule.objects.get(fact="sex")
    assert (rule.operator, rule.values, rule.quote) == ("is", ["female"], "FEMALE")


def test_what_may_limit_the_age_and_was_not_read_is_left_to_the_team(importing: Importer) -> None:
    criteria = "Inclusion Criteria:\n\n* Patients <= 1 year and >22 years of age"
    importing(study(**{"eligibilityModule/eligibilityCriteria": criteria}))
    assert TextRule.objects.get().quote == "Patients <= 1 year and >22 years of age"


def test_donors_are_a_group_without_the_disease(importing: Importer) -> None:
    criteria = (
        "Inclusion Criteria:\n\nPatients:\n\n* Age 1 to 21 years\n\nDonor:\n\n"
        "* Donor must be at least 18 years old"
    )
    importing(study("NCT04678869", **{"eligibilityModule/eligibilityCriteria": criteria}))

    patients, donors = ParticipantGroup.objects.all()
    assert (patients.key, patients.label, patients.roles) == ("patient", "Patient", ["patient"])
    assert (donors.key, donors.roles, donors.position) == ("donor", ["donor"], 1)
    assert patients.disease_rules.count() == 1
    assert donors.disease_rules.count() == 0
    assert donors.age_rules.get().minimum_months == 216


def test_diagnoses_with_ages_of_their_own_are_groups_of_patients(importing: Importer) -> None:
    sentence = "ALL: 1-21 years of age; AML: < 18 years of age"
    importing(
        study(
            **{
                "eligibilityModule/eligibilityCriteria": f"Inclusion Criteria:\n\n* {sentence}",
                "eligibilityModule/minimumAge": None,
                "eligibilityModule/maximumAge": "21 Years",
                "conditionsModule": {"conditions": ["Leukemia"]},
            }
        )
    )

    one, other, rest = ParticipantGroup.objects.all()
    assert [group.key for group in (one, other, rest)] == ["patient-all", "patient-aml", "patient"]
    assert [group.label for group in (one, other)] == ["Patient: ALL", "Patient: AML"]
    assert (other.age_rules.get().maximum_months, other.age_rules.get().quote) == (216, sentence)
    named = other.disease_rules.get()
    assert ([disease.code for disease in named.includes.all()], named.quote) == (["aml"], "AML")
    left = rest.disease_rules.get()
    assert [disease.code for disease in left.includes.all()] == ["leukemia"]
    assert {disease.code for disease in left.excepts.all()} == {"all", "aml"}
    assert not one.text_rules.exists()
    assert rest.text_rules.get().quote == sentence


def test_rules_of_a_group_stand_in_order(importing: Importer) -> None:
    importing(study(**{"eligibilityModule/sex": "MALE"}))
    (rules,) = (rules_for(trial) for trial in with_rules(Trial.objects.all()))
    kinds = [type(part).__name__ for part in rules.groups[0].criterion.parts]
    assert kinds[:4] == ["AgeCriterion", "DiseaseCriterion", "FactCriterion", "FactCriterion"]


def test_fields_and_sentences_that_differ_are_a_conflict(importing: Importer) -> None:
    summary = importing(
        study(
            "NCT04678869",
            **{
                "eligibilityModule/maximumAge": "21 Years",
                "eligibilityModule/eligibilityCriteria": "* Age: at least 1 and under 18 years",
            },
        )
    )
    assert summary.age_conflicts == 1
    (conflict,) = Trial.objects.get().conflicts
    assert conflict.startswith(f"{AgeRule.objects.get().conflict}: ")
    assert "at least 1 and under 18 years" in conflict
    assert "Maximum Age: 21 Years" in conflict


# ------------------------------------------------------------ sites


def test_a_site_is_shared_by_the_trials_that_take_place_there(importing: Importer) -> None:
    importing(study("NCT00000001", **at(place())), study("NCT00000002", **at(place())))
    site = Site.objects.get()
    assert (site.name, site.city, site.state) == ("Children's Hospital", "Memphis", "Tennessee")
    assert (site.latitude, site.longitude) == (35.15, -90.05)
    assert site.trial_sites.count() == 2


def test_a_hospital_of_the_same_name_elsewhere_is_another_site(importing: Importer) -> None:
    importing(study(**at(place(), place(city="Nashville"))))
    assert Site.objects.count() == 2


def test_a_site_that_is_listed_twice_is_as_open_as_either(importing: Importer) -> None:
    importing(study(**at(place(status="COMPLETED"), place(), place(status="SUSPENDED"))))
    assert TrialSite.objects.get().status == "RECRUITING"


def test_a_site_without_a_status_has_that_of_the_study(importing: Importer) -> None:
    importing(study(**at(place(status=None)), **{"statusModule/overallStatus": "SUSPENDED"}))
    assert TrialSite.objects.get().status == "SUSPENDED"


def test_a_site_without_coordinates_is_in_the_middle_of_its_city(importing: Importer) -> None:
    importing(study(**at(place(geoPoint=None))))
    site = Site.objects.get()
    assert site.latitude == pytest.approx(35.15, abs=0.1)
    assert site.longitude == pytest.approx(-90.05, abs=0.2)


def test_a_site_in_a_city_that_nobody_knows_is_not_on_the_map(importing: Importer) -> None:
    importing(study(**at(place(city="Xyzzyville", country="Atlantis", geoPoint=None))))
    assert Site.objects.get().latitude is None


def test_a_site_in_a_city_that_nobody_knows_is_in_the_middle_of_its_zip_code(
    importing: Importer,
) -> None:
    importing(study(**at(place(city="Xyzzyville", zip="38105-3678", geoPoint=None))))
    site = Site.objects.get()
    assert (site.latitude, site.longitude) == pytest.approx((35.15, -90.04), abs=0.02)


def test_a_site_that_nothing_names_is_left_out_and_told(importing: Importer) -> None:
    nameless = {"facility": "Dr. Jane Doe", "status": "RECRUITING", "zip": "38105"}
    told = importing(study(**at(place(), nameless)))
    assert Site.objects.get().name == "Children's Hospital"
    assert told.unread == {"protocolSection.contactsLocationsModule.locations": 1}
    (unread,) = RegistryRecord.objects.get().unread
    assert unread["reason"] == "nameless"
    assert json.loads(unread["raw"]) == {"status": "RECRUITING", "zip": "38105"}


def test_a_site_without_a_name_is_called_by_its_city(importing: Importer) -> None:
    importing(study(**at(place(facility=None))))
    assert Site.objects.get().name == "Memphis"


def test_a_site_that_is_a_doctors_name_is_called_by_its_city(importing: Importer) -> None:
    importing(study(**at(place("Dr. Jane Doe"))))
    assert Site.objects.get().name == "Memphis"


def test_a_study_without_sites_is_stored(importing: Importer) -> None:
    importing(study(contactsLocationsModule=None))
    assert Trial.objects.count() == 1
    assert not TrialSite.objects.exists()


# ------------------------------------------------------------ odd records


@pytest.mark.parametrize("word", ["WITHHELD", "SOMETHING_NEW"])
def test_a_status_we_do_not_know_is_unknown_with_its_word(importing: Importer, word: str) -> None:
    importing(study(**{"statusModule/overallStatus": word}))
    trial = Trial.objects.get()
    assert (trial.overall_status, trial.status_seen) == ("UNKNOWN", word)


@pytest.mark.parametrize(
    ("study_type", "purpose", "kind"),
    [
        ("INTERVENTIONAL", "SUPPORTIVE_CARE", "supportive_care"),
        ("INTERVENTIONAL", "PREVENTION", "prevention"),
        ("INTERVENTIONAL", "SCREENING", "other"),
        ("INTERVENTIONAL", None, "other"),
        ("OBSERVATIONAL", None, "observational"),
        ("EXPANDED_ACCESS", None, "treatment"),
        (None, None, "other"),
    ],
)
def test_the_kind_is_by_type_and_purpose(
    importing: Importer, study_type: str | None, purpose: str | None, kind: str
) -> None:
    importing(
        study(
            **{
                "designModule/studyType": study_type,
                "designModule/designInfo": {"primaryPurpose": purpose},
            }
        )
    )
    assert Trial.objects.get().kind == kind


def test_a_study_that_says_nothing_but_its_number_is_stored(importing: Importer) -> None:
    summary = importing({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})
    trial = Trial.objects.get()
    assert outcomes(summary) == {"added": 1}
    assert trial.brief_title == "NCT00000001"
    assert trial.status_checked_on is None
    assert AgeRule.objects.get().status == "not_stated"


def test_texts_longer_than_any_seen_are_cut_and_stored(importing: Importer) -> None:
    importing(
        study(
            **{
                "identificationModule/briefTitle": "title " * 200,
                "identificationModule/acronym": "A" * 500,
                "eligibilityModule/minimumAge": "1 Year" + " " * 300,
                "eligibilityModule/sex": "ALL" * 50,
                "sponsorCollaboratorsModule/leadSponsor": {"name": "Sponsor " * 300},
            },
            **at(place("Hospital " * 200, city="Memphis " * 100)),
        )
    )
    trial = Trial.objects.get()
    assert (len(trial.brief_title), len(trial.acronym), len(trial.sponsor)) == (300, 80, 400)


def test_characters_that_no_database_stores_do_no_harm(importing: Importer) -> None:
    summary = importing(
        study(**{"identificationModule/briefTitle": "A\0 \ud800 study\tof\nall \\N"})
    )
    assert outcomes(summary) == {"added": 1}
    assert Trial.objects.get().brief_title.endswith("study\tof\nall \\N")


def test_parts_that_cannot_be_read_are_counted_by_their_place(importing: Importer) -> None:
    broken = {"statusModule/overallStatus": 7, **at(place(city=1), place("Other", city=2))}
    summary = importing(study(**broken))
    assert summary.unread == {
        "protocolSection.statusModule.overallStatus": 1,
        "protocolSection.contactsLocationsModule.locations.city": 2,
    }
    assert len(RegistryRecord.objects.get().unread) == 3


def test_an_import_is_remembered(importing: Importer) -> None:
    importing(study())
    run = ImportRun.objects.get()
    assert run.files == ["studies.jsonl"]
    assert run.received == 1
    assert run.counts["outcomes"]["added"] == 1
    assert run.ended_at is not None


def test_nobody_who_searches_waits_for_an_import(importing: Importer) -> None:
    """A page is stored in one transaction, which holds to its end what it has locked."""
    importing(study())
    importing(study(**{"identificationModule/briefTitle": "Another title"}))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
            " WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock'"
            " AND relpersistence <> 't'"
        )
        assert cursor.fetchall() == []
