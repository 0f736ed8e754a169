"""The made-up registry has the shape of a real one, and is the same in every run."""

import json
from statistics import fmean

import pytest

from benchmarks.drawing import TOPICS, Registry
from benchmarks.records import study_record
from tests.shipped import DISEASES
from trials.eligibility.facts import Role
from trials.registry.groups import read_groups
from trials.registry.studies import read_study


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry(
        {"cancer": "Cancer", "aml": "Acute myeloid leukemia", "scd": "Sickle cell disease"}
    )


def test_a_larger_registry_begins_with_all_of_a_smaller_one(registry: Registry) -> None:
    assert list(registry.trials(5)) == list(registry.trials(20))[:5]


def test_a_tenth_is_open_and_a_trial_has_about_six_places(registry: Registry) -> None:
    trials = list(registry.trials(2_000))
    assert 0.1 < fmean(trial.is_open for trial in trials) < 0.15
    assert 5 < fmean(len(trial.places) for trial in trials) < 7


def test_its_records_are_read_without_loss(registry: Registry) -> None:
    for trial in registry.trials(50):
        record = read_study(study_record(trial))
        assert record.unread == ()
        assert record.nct_id == trial.nct_id
        assert record.overall_status == trial.status
        assert len(record.places) == len(trial.places)


def test_its_records_let_in_the_ages_that_were_drawn(registry: Registry) -> None:
    for trial in registry.trials(50):
        patients = read_groups(read_study(study_record(trial)))[0]
        assert patients.role is Role.PATIENT
        rule = patients.ages[0].rule
        minimum, maximum = trial.minimum_age, trial.maximum_age
        first, end = rule.outer_minimum, rule.outer_maximum
        assert (first and first.count) == (minimum and 12 * minimum)
        assert (end and end.count) == (maximum and 12 * (maximum + 1))


def test_no_disease_begins_like_a_word_that_is_searched_for() -> None:
    starts = {word[:5] for word in TOPICS}
    assert len(starts) == len(TOPICS)
    entries = json.loads(DISEASES.read_text(encoding="utf-8"))
    names = [entry["fields"].get("preferred_name", "") for entry in entries]
    words = {word for name in names for word in name.lower().split()}
    assert not {word for word in words if word[:5] in starts}
