"""Sentences nobody read that put a limit of the age fields in doubt."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from trials.eligibility.age_notation import range_notation
from trials.registry.ages import AgeIssueCode
from trials.registry.groups import CRITERIA, ReadGroup, read_groups
from trials.registry.records import RecordedEligibility
from trials.registry.studies import read_study

BARE = read_study({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})


def patients(minimum: str, maximum: str, *lines: str, kept_out: str = "") -> ReadGroup:
    criteria = "Inclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines)
    if kept_out:
        criteria += f"\n\nExclusion Criteria:\n\n* {kept_out}"
    told = RecordedEligibility(criteria, minimum, maximum, "", None)
    return read_groups(replace(BARE, eligibility=told))[0]


def ages(group: ReadGroup) -> list[str]:
    return [range_notation(age.rule) for age in group.ages]


@pytest.mark.parametrize(
    ("minimum", "maximum", "words", "read"),
    [
        (
            "",
            "21 Years",
            "Age < 21 when originally diagnosed and > 1 year at study entry",
            "[0, 21 y) wide[·, ∞)",
        ),
        (
            "1 Year",
            "18 Years",
            "No age limit for relapsed patients; newly diagnosed 1-18",
            "[1 y, 18 y) wide[0, ∞)",
        ),
        ("", "18 Years", "No upper age limit for relapsed patients", "[0, 18 y) wide[·, ∞)"),
        ("1 Year", "", "No lower age limit for relapsed patients", "[1 y, ∞) wide[0, ·)"),
        ("", "18 Years", "Patients of all ages with relapse are eligible", "[0, 18 y) wide[·, ∞)"),
        (
            "18 Years",
            "60 Years",
            "Adults and patients of any age group",
            "[18 y, 60 y) wide[·, ∞)",
        ),
        ("", "20 Years", "Leukemia diagnosed before the age of 21 years", "[0, 20 y) wide[·, ∞)"),
        ("", "22 Years", "Known to be ≤ 21 years old at relapse of AML", "[0, 22 y) wide[·, ∞)"),
        ("", "18 Years", "Age ≤ 25 years at onset of symptoms", "[0, 18 y) wide[·, ∞)"),
        (
            "",
            "1 Year",
            "Leukemia in infants under 12 months of age at diagnosis",
            "[0, 1 y) wide[·, ∞)",
        ),
    ],
)
def test_a_limit_in_doubt_stays_possible(
    minimum: str, maximum: str, words: str, read: str
) -> None:
    group = patients(minimum, maximum, words)

    assert ages(group) == [read]
    assert AgeIssueCode.IN_DOUBT in {issue.code for issue in group.issues}


@pytest.mark.parametrize(
    ("maximum", "words"),
    [
        ("21 Years", "Aged 1 to 18 years at first diagnosis and less than 21 years at inclusion"),
        ("25 Years", "Age 3 at the time of screening to age 21 at the time of initial diagnosis"),
        ("79 Years", "Men and women ages 18 through 79 diagnosed with diabetes mellitus"),
        ("64 Years", "18 through 64 years of age diagnosed with RRMS, who can walk"),
        ("70 Years", "Prostate cancer diagnosed in two relatives before the age of 70 years"),
        ("18 Years", "There is no age restriction for the donor"),
        ("18 Years", "Bleeding of any age"),
        ("9 Years", "Age at diagnosis >= 2 years (more restrictive than the main study)"),
    ],
)
def test_a_sentence_about_something_else_opens_nothing(maximum: str, words: str) -> None:
    group = patients("1 Year", maximum, words)

    number = int(maximum.split()[0])
    assert ages(group) == [f"[1 y, {number} y) wide[·, {number + 1} y)"]
    assert AgeIssueCode.IN_DOUBT not in {issue.code for issue in group.issues}


def test_ages_that_are_kept_out_are_no_ages_let_in() -> None:
    group = patients("", "21 Years", "Leukemia", kept_out="Patients of any age with trisomy 21")

    assert ages(group) == ["[0, 21 y) wide[·, 22 y)"]


def test_a_limit_that_a_sentence_states_for_today_is_not_in_doubt_by_another_date() -> None:
    two_dates = "Age ≥ 1 year at diagnosis and < 22 years"

    assert ages(patients("", "21 Years", two_dates)) == ["[0, 21 y) wide[·, ∞)"]
    assert ages(patients("", "21 Years", two_dates, "Age < 22 years")) == ["[0, 22 y)"]


def test_a_limit_that_a_sentence_states_is_in_doubt_when_another_knows_none() -> None:
    group = patients("", "18 Years", "Age < 18 years", "No age limit for relapsed patients")

    assert ages(group) == ["[0, 18 y) wide[·, ∞)"]


def test_the_doubt_quotes_the_sentence_and_the_fields() -> None:
    words = "Age < 21 when originally diagnosed and > 1 year at study entry"
    origin = patients("", "21 Years", words).ages[0].origin

    assert (origin.quote, origin.source, origin.note) == (words, CRITERIA, "Maximum Age: 21 Years")
    assert origin.conflict == (
        "maximum 21 y in doubt: the text counts it at another date, or not for all; left open"
    )


def test_a_limit_at_diagnosis_for_some_only_puts_the_fields_in_doubt() -> None:
    for_some = "Primary rhabdoid tumors of the CNS:\n   * Under 10 years at diagnosis"

    assert ages(patients("", "10 Years", for_some)) == ["[0, 10 y) wide[·, ∞)"]
