from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User

from trials.models import AuditEvent
from trials.presenters.changes import ChangeWords, FieldChange, change_words


def event(**fields: Any) -> AuditEvent:
    return AuditEvent(
        **{
            "at": datetime(2026, 3, 15, tzinfo=UTC),
            "system": "an import",
            "action": "changed",
            "subject": "trial",
            "subject_label": "STUDY",
            **fields,
        }
    )


def fields_of(words: ChangeWords) -> list[tuple[str, str, str]]:
    return [(each.name, each.before, each.after) for each in words.fields]


def test_change_tells_who_and_what() -> None:
    words = change_words(event(before={"acronym": "OLD"}, after={"acronym": "NEW"}))

    assert (words.who, words.action, words.kind, words.label) == (
        "an import",
        "Changed",
        "Trial",
        "STUDY",
    )
    assert words.fields == (FieldChange("Acronym", "OLD", "NEW"),)


def test_person_is_called_by_the_name_of_the_account() -> None:
    assert change_words(event(system="", actor=User(username="coordinator"))).who == "coordinator"


@pytest.mark.parametrize(
    ("subject", "field", "value", "words"),
    [
        pytest.param("trial", "acronym", "", "–", id="empty"),
        pytest.param("trial", "sponsor", None, "–", id="nothing"),
        pytest.param("trial", "overall_status", "SUSPENDED", "Paused", id="choice"),
        pytest.param("trial", "phases", ["PHASE1", "PHASE2"], "Phase 1, Phase 2", id="choices"),
        pytest.param(
            "trial", "referral_contact", {"id": 1, "label": "Office"}, "Office", id="relation"
        ),
        pytest.param(
            "diseaserule",
            "includes",
            [{"id": 1, "label": "AML"}, {"id": 2, "label": "ALL"}],
            "AML, ALL",
            id="relations",
        ),
        pytest.param("disease", "is_family_choice", True, "yes", id="yes"),
        pytest.param("disease", "is_family_choice", False, "no", id="no"),
        pytest.param("agerule", "maximum_months", 264, "22 years", id="age in years"),
        pytest.param("agerule", "minimum_days", 29, "29 days", id="age in days"),
        pytest.param("agerule", "position", 3, "3", id="number that is no age"),
        pytest.param("trial", "reason", "Closed", "Closed", id="no field of the table"),
        pytest.param("gone", "name", "Old", "Old", id="kind that is no longer held"),
    ],
)
def test_value_is_told_in_words(subject: str, field: str, value: Any, words: str) -> None:
    told = change_words(event(subject=subject, before={field: "x"}, after={field: value}))

    assert [after for _name, _before, after in fields_of(told)] == [words]


def test_fields_that_read_the_same_are_left_out() -> None:
    assert change_words(event(before={"acronym": ""}, after={"acronym": None})).fields == ()


def test_addition_has_no_before_and_removal_no_after() -> None:
    added = change_words(event(action="added", after={"acronym": "NEW"}))
    removed = change_words(event(action="removed", before={"acronym": "OLD"}))

    assert (added.has_before, added.has_after) == (False, True)
    assert (removed.has_before, removed.has_after) == (True, False)


def test_long_values_are_cut_when_asked() -> None:
    told = event(before={"goal": "x" * 50}, after={"goal": "y" * 500})

    (cut,) = change_words(told, longest=100).fields
    (whole,) = change_words(told).fields

    assert (cut.before, cut.after) == ("x" * 50, "y" * 100 + "…")
    assert whole.after == "y" * 500
