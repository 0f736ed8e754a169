"""Age fields of a registry record, alone and beside the age sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trials.eligibility.age_notation import range_notation
from trials.eligibility.age_phrases import read_age_phrase
from trials.eligibility.ages import AgeAnchor, AgeStatus
from trials.registry.ages import (
    AgeFieldsFault,
    AgeIssueCode,
    FieldState,
    issue_text,
    read_registry_ages,
    reconcile,
)

COLLECTED = json.loads(
    (Path(__file__).parents[1] / "data" / "age_phrases.json").read_text(encoding="utf-8")
)

UNIT_SLIP = (
    "units: the field says {}, the text gives the same numbers in {}; text used, needs review"
)


@pytest.mark.parametrize("record", COLLECTED["registry_fields"], ids=lambda row: row["source"])
def test_collected_fields_are_read_as_agreed(record: dict[str, Any]) -> None:
    ages = read_registry_ages(record["minimumAge"], record["maximumAge"])

    assert range_notation(ages.rule) == record["reading"]
    assert ages.fault is None


@pytest.mark.parametrize(
    "record", COLLECTED["reconcile"], ids=lambda row: f"{row['source']}: {row['text']}"
)
def test_collected_fields_and_sentences_are_reconciled_as_agreed(record: dict[str, Any]) -> None:
    settled = reconcile(record["minimumAge"], record["maximumAge"], record["text"])

    assert range_notation(settled.rule) == record["result"]
    assert [issue_text(issue) for issue in settled.issues] == record["issues"]


@pytest.mark.parametrize(
    ("minimum", "maximum", "status", "states"),
    [
        (None, None, "not_stated", ("absent", "absent")),
        ("", " ", "not_stated", ("absent", "absent")),
        ("N/A", "n/a", "no_limit", ("no_limit", "no_limit")),
        ("N/A", None, "not_stated", ("no_limit", "absent")),
        ("0 Years", "999 Years", "no_limit", ("no_limit", "no_limit")),
        ("1 Month", "999 Years", "stated", ("limit", "no_limit")),
        (None, "21 years", "stated", ("absent", "limit")),
    ],
    ids=[
        "both absent",
        "both empty",
        "both say no limit",
        "one absent, one without limit",
        "sentinels",
        "sentinel maximum",
        "minimum absent",
    ],
)
def test_absent_field_is_not_the_same_as_no_limit(
    minimum: str | None, maximum: str | None, status: str, states: tuple[str, str]
) -> None:
    ages = read_registry_ages(minimum, maximum)

    assert ages.rule.status is AgeStatus(status)
    assert (ages.minimum.state, ages.maximum.state) == tuple(FieldState(it) for it in states)


@pytest.mark.parametrize(
    ("minimum", "maximum", "fault"),
    [
        ("12 Hours", "17 Years", "hours"),
        (None, "90 Minutes", "hours"),
        ("Child", "17 Years", "unreadable"),
        ("1.5 Years", None, "unreadable"),
        ("-1 Years", None, "unreadable"),
        ("300 Years", None, "unreadable"),
        ("1000000000000 Days", None, "unreadable"),
        ("18 Years", "17 Years", "impossible"),
    ],
    ids=lambda value: str(value),
)
def test_fields_that_give_no_rule_say_why_and_exclude_nobody(
    minimum: str | None, maximum: str | None, fault: str
) -> None:
    ages = read_registry_ages(minimum, maximum)

    assert ages.fault is AgeFieldsFault(fault)
    assert ages.rule.status is AgeStatus.NOT_READ


def test_equal_fields_mean_the_whole_year() -> None:
    assert range_notation(read_registry_ages("18 Years", "18 Years").rule) == "[18 y, 19 y)"


@pytest.mark.parametrize(
    ("minimum", "maximum", "text", "result", "issues"),
    [
        ("1 Year", "21 Years", "", "[1 y, 21 y) wide[·, 22 y)", []),
        (
            "1 Year",
            "21 Years",
            "teenagers",
            "[1 y, 21 y) wide[·, 22 y)",
            ["text not read (no_number); registry used"],
        ),
        (
            "1 Year",
            "75 Years",
            "Donor: ≥ 18 years; recipient: up to 21 years",
            "[1 y, 75 y) wide[·, 76 y)",
            ["text: separate ages for donor, recipient; registry used, needs review"],
        ),
        ("1 Year", "21 Years", "up to 21 years", "[1 y, 22 y)", []),
        ("1 Year", "21 Years", "at least 1 year", "[1 y, 21 y) wide[·, 22 y)", []),
        (None, None, "1 to 5 years", "[1 y, 6 y)", []),
        ("5 Months", None, "≥ 5 to ≤ 30 years", "[5 y, 31 y) wide[5 mo, ·)",
         ["minimum: registry 5 mo, text 5 y"]),
        ("18 Years", None, "> 18 years", "[18 y+1d, ∞) wide[18 y, ·)", []),
        ("29 Days", "21 Years", "> 28 days and < 22 years", "[29 d, 22 y)", []),
        (
            "18 Years",
            "24 Years",
            "18 to 30 years",
            "[18 y, 24 y) wide[·, 31 y)",
            ["maximum: registry 24 y, text 31 y"],
        ),
        (
            "18 Years",
            "60 Years",
            "18 to 30 years",
            "[18 y, 31 y) wide[·, 61 y)",
            ["maximum: registry 60 y, text 31 y"],
        ),
        (
            "N/A",
            "21 Years",
            "at least 18 years",
            "[18 y, 21 y) wide[0, 22 y)",
            ["minimum: registry 0, text 18 y"],
        ),
        (
            "1 Month",
            "N/A",
            "1 month to 21 years",
            "[1 mo, 22 y) wide[·, ∞)",
            ["maximum: registry ∞, text 22 y"],
        ),
        (
            "1 Month",
            "21 Years",
            "any age",
            "[1 mo, 21 y) wide[0, ∞)",
            ["minimum: registry 1 mo, text 0", "maximum: registry 21 y, text ∞"],
        ),
        ("N/A", "N/A", "any age", "[0, ∞)", []),
        (
            "1 Month",
            "6 Years",
            "birth to 6 years",
            "[1 mo, 7 y) wide[0, ·)",
            ["minimum: registry 1 mo, text 0"],
        ),
        (
            "18 Years",
            "65 Years",
            "18 years and older, no upper age limit",
            "[18 y, 65 y) wide[·, ∞)",
            ["maximum: registry 65 y, text ∞"],
        ),
        (
            "18 Years",
            "65 Years",
            "2 to 10 years",
            "[2 y, 11 y) wide[·, 66 y)",
            [
                "minimum: registry 18 y, text 2 y",
                "maximum: registry 65 y, text 11 y",
                "registry and text share no age; text used, needs review",
            ],
        ),
        (
            "18 Years",
            None,
            "up to 4 years",
            "[0, 5 y) wide[·, ∞)",
            ["registry and text share no age; text used, needs review"],
        ),
        (
            "18 Years",
            None,
            "18 years or younger",
            "[0, 19 y) wide[·, ∞)",
            ["registry and text share no age; text used, needs review"],
        ),
        (
            None,
            "4 Years",
            "18 years and older",
            "[18 y, ∞) wide[0, ·)",
            ["registry and text share no age; text used, needs review"],
        ),
        (
            "12 Hours",
            "17 Years",
            "up to 17 years",
            "[0, 18 y)",
            ["registry fields not read (hours)"],
        ),
        (
            "12 Hours",
            None,
            "infants",
            "[0, ∞)",
            ["registry fields not read (hours)", "text not read (no_number); registry used"],
        ),
        (
            "18 Weeks",
            "70 Weeks",
            "18 to 70 years",
            "[18 y, 71 y)",
            [UNIT_SLIP.format("18 wk to 70 wk", "years")],
        ),
        (
            "2 Years",
            "12 Years",
            "2 to 12 months",
            "[2 mo, 13 mo)",
            [UNIT_SLIP.format("2 y to 12 y", "months")],
        ),
        (
            "1 Years",
            "28 Years",
            "1 to 28 days",
            "[1 d, 29 d)",
            [UNIT_SLIP.format("1 y to 28 y", "days")],
        ),
        ("12 Months", "5 Years", "1 to 5 years", "[1 y, 6 y)", []),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_fields_and_sentence_settle_to(
    minimum: str | None, maximum: str | None, text: str, result: str, issues: list[str]
) -> None:
    settled = reconcile(minimum, maximum, text)

    assert range_notation(settled.rule) == result
    assert [issue_text(issue) for issue in settled.issues] == issues


def test_fields_of_today_do_not_become_limits_at_diagnosis() -> None:
    settled = reconcile("1 Year", "25 Years", "less than 22 years at diagnosis")
    silent_maximum = reconcile(None, "25 Years", "at least 1 year at diagnosis")

    assert settled.rule.anchor is AgeAnchor.DIAGNOSIS
    assert range_notation(settled.rule) == "[0, 22 y) wide[·, 26 y)"
    assert [issue.code for issue in settled.issues] == [
        AgeIssueCode.OTHER_DATE,
        AgeIssueCode.MAXIMUM_DIFFERS,
    ]
    assert issue_text(settled.issues[0]) == (
        "date: text counts the age at diagnosis; registry 1 y left out"
    )
    assert range_notation(silent_maximum.rule) == "[1 y, ∞)"


FIELDS = st.one_of(
    st.none(),
    st.just("N/A"),
    st.builds(
        "{} {}".format, st.integers(0, 80), st.sampled_from(["Years", "Months", "Weeks", "Days"])
    ),
)
SENTENCES = st.builds(
    "{} {} to {} {}".format,
    st.integers(0, 40),
    st.sampled_from(["years", "months", "weeks", "days"]),
    st.integers(1, 80),
    st.sampled_from(["years", "months"]),
) | st.sampled_from(["", "≥ 18 years", "> 1 year", "< 22 years", "any age", "up to 4 weeks"])


@given(minimum=FIELDS, maximum=FIELDS, text=SENTENCES)
def test_whatever_the_sentence_accepts_stays_possible(
    minimum: str | None, maximum: str | None, text: str
) -> None:
    said = read_age_phrase(text).rule
    settled = reconcile(minimum, maximum, text).rule

    if said is not None and said.minimum is not None and settled.outer_minimum is not None:
        assert settled.outer_minimum.about_days <= said.minimum.about_days
    if said is not None and said.maximum is not None and settled.outer_maximum is not None:
        assert settled.outer_maximum.about_days >= said.maximum.about_days
