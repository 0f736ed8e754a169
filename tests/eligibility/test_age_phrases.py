"""Age sentences: the collected ones, those with roles, brackets or dates, and generated ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trials.eligibility.age_notation import range_notation
from trials.eligibility.age_phrases import (
    AgeReading,
    ReadingNote,
    ReadingStatus,
    Refusal,
    read_age_phrase,
)
from trials.eligibility.ages import AgeAnchor, AgeLimit

COLLECTED = json.loads(
    (Path(__file__).parents[1] / "data" / "age_phrases.json").read_text(encoding="utf-8")
)["phrases"]


def as_expected(reading: AgeReading) -> dict[str, Any]:
    """Write a reading the way the collection does."""
    ranges = {role: range_notation(rule) for role, rule in reading.ranges.items()}
    return {
        "status": reading.status,
        "range": ranges.get("", ranges) or None,
        "anchor": reading.anchor,
    }


@pytest.mark.parametrize("phrase", COLLECTED, ids=lambda phrase: phrase["text"] or "no text")
def test_collected_sentence_is_read_as_agreed(phrase: dict[str, Any]) -> None:
    assert as_expected(read_age_phrase(phrase["text"])) == phrase["expect"]


@pytest.mark.parametrize(
    ("sentence", "ranges"),
    [
        ("Donors must be ≥18; recipients ≤ 21", {"donor": "[18 y, ∞)", "recipient": "[0, 22 y)"}),
        ("Donor: ≥ 18 years", {"donor": "[18 y, ∞)"}),
        (
            "Recipient age 0-21 years; donor age 18-60 years",
            {"recipient": "[0, 22 y)", "donor": "[18 y, 61 y)"},
        ),
        (
            "Donor must be at least 18 years old and recipient must be 21 or younger",
            {"donor": "[18 y, ∞)", "recipient": "[0, 22 y)"},
        ),
        (
            "Patients: 1-21 years. Donors: 18 years or older.",
            {"patient": "[1 y, 22 y)", "donor": "[18 y, ∞)"},
        ),
        (
            "Recipients: any age; donors: at least 18",
            {"recipient": "[0, ∞)", "donor": "[18 y, ∞)"},
        ),
        ("DONOR: Donors < 12 years of age", {"donor": "[0, 12 y)"}),
        ("Bone marrow donor: 18 to 60 years", {"donor": "[18 y, 61 y)"}),
        ("Parents ≥ 18 years", {"parent_caregiver": "[18 y, ∞)"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_role_gets_its_own_range(sentence: str, ranges: dict[str, str]) -> None:
    reading = read_age_phrase(sentence)

    assert {role: range_notation(rule) for role, rule in reading.ranges.items()} == ranges
    assert reading.status is ReadingStatus.OK
    assert reading.rule is None


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        ("Recipients ≤ 21 years or donors ≥ 18", "differs_by_group"),
        ("Patients and donors ≥ 18 years", "no_number"),
        ("Parents or caregivers ≥ 18 years", "differs_by_group"),
        ("Related donors ≥ 18 years", "differs_by_group"),
        ("Donors ≥ 18 years; donors ≤ 60 years", "differs_by_group"),
        ("Age ≥ 18 years and a donor", "differs_by_group"),
        ("Donor ≥ 18 years at consent; recipient ≤ 21 years at infusion", "two_dates"),
        ("Donor: teenagers; recipient: up to 21 years", "no_number"),
    ],
    ids=lambda value: value,
)
def test_roles_that_cannot_be_told_apart_are_refused(sentence: str, refusal: str) -> None:
    assert read_age_phrase(sentence).refusal is Refusal(refusal)


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        ("21 years or younger (less than 22 years at diagnosis)", "two_dates"),
        ("≥ 1 year (up to 21 years at diagnosis)", "two_dates"),
        ("≥ 1 year (12 months)", "no_direction"),
        ("≥ 1 year (≥ 11 months)", "bracket_disagrees"),
        ("1 to 21 years (≤ 20 years)", "bracket_disagrees"),
        ("1 to 21 years (unless treated before)", "condition"),
        ("1 to 21 years (B-ALL)", "not_recognised"),
        ("1 to 21 years (inclusive", "not_recognised"),
        ("18 to 65 years (any age)", "alternatives"),
    ],
    ids=lambda value: value,
)
def test_bracket_that_says_something_else_is_refused(sentence: str, refusal: str) -> None:
    assert read_age_phrase(sentence).refusal is Refusal(refusal)


@pytest.mark.parametrize(
    "sentence",
    [
        "≥ 1 year (≥ 12 months) and ≤ 21 years",
        "1 to 21 years (less than 22 years)",
        "1 to 21 years (i.e., before the 22nd birthday)",
        "1 to 21 years [up to 21 years and 364 days]",
    ],
)
def test_bracket_that_says_the_same_again_is_noted_and_dropped(sentence: str) -> None:
    reading = read_age_phrase(sentence)

    assert reading.rule is not None, reading.refusal
    assert range_notation(reading.rule) == "[1 y, 22 y)"
    assert ReadingNote.BRACKET_RESTATES in reading.notes


@pytest.mark.parametrize(
    ("sentence", "notes"),
    [
        ("8 to 18 years old", ()),
        ("up to 21 years of age", ("up_to_included",)),
        ("at least 4 weeks", ()),
        ("older than 18 years", ("birthday_unclear",)),
        ("older than 28 days", ()),
        ("ages 1-24.99 years", ("almost_next_year",)),
        ("ages 8 to 18", ("unit_assumed",)),
        ("18 or older", ("unit_assumed",)),
        ("birth to 18 years", ("from_birth",)),
        ("no lower limit, up to 21 years of age", ("up_to_included", "from_birth")),
        ("1 year and older, no upper age limit", ("no_maximum_stated",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reading_tells_what_a_reviewer_should_know(sentence: str, notes: tuple[str, ...]) -> None:
    assert read_age_phrase(sentence).notes == tuple(ReadingNote(note) for note in notes)


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        ("patients were 5 to 10 years old", "unknown_date"),
        ("5 to 10 years on therapy", "unknown_date"),
        ("18 years or older, not specified", "alternatives"),
        ("18 years or older, any age", "alternatives"),
        ("18 to 65 years, no upper age limit", "alternatives"),
        ("1 year or older, no lower age limit", "alternatives"),
        ("children of any age", "no_number"),
        ("18 years > age 12", "not_recognised"),
        ("Age 5 patients to 18 years", "differs_by_group"),
        ("8 years to 3 y old or", "alternatives"),
        ("birth", "no_number"),
        ("between 18 and older", "no_direction"),
        ("WHO 0-2", "not_recognised"),
        ("2.-9.", "not_recognised"),
        ("5 to birth to 6 years", "not_recognised"),
        ("≤ 18 years to ≥ 2 years", "not_recognised"),
        ("from 2 years to 12 years or older", "not_recognised"),
        ("1 year and 10 months to 5 years", "not_recognised"),
        ("1 year and 365 days or older", "fraction"),
        ("18 " + "years " * 100, "not_recognised"),
    ],
    ids=lambda value: value[:40],
)
def test_sentence_without_one_clear_meaning_is_refused(sentence: str, refusal: str) -> None:
    assert read_age_phrase(sentence).refusal is Refusal(refusal)


@pytest.mark.parametrize(
    ("sentence", "names_age"),
    [
        ("at least 4 weeks", False),
        ("0-21", False),
        ("at least 4 weeks old", True),
        ("age 0-21", True),
        ("patients 18 years or more", True),
        ("birth to 3 years", True),
        ("younger than 2 years", True),
        ("Donor: 18 to 60 years", True),
        ("any age", True),
    ],
    ids=lambda value: str(value),
)
def test_reading_tells_whether_the_sentence_names_an_age(sentence: str, names_age: bool) -> None:
    assert read_age_phrase(sentence).names_age is names_age


NUMBERS = st.integers(1, 60)
LOWER_WORDINGS = (
    "≥ {} years",
    ">= {} years",
    "at least {} years",
    "{} years or older",
    "{}+ years",
    "no younger than {} years",
    "not less than {} years of age",
    "minimum age {} years",
    "greater than or equal to {} years",
    "&gt;= {} years",
)
UPPER_WORDINGS = (
    ("≤ {} years", 1),
    ("=< {} years", 1),
    ("up to {} years", 1),
    ("{} years or younger", 1),
    ("no older than {} years", 1),
    ("less than or equal to {} years of age", 1),
    ("< {} years", 0),
    ("under {} years", 0),
    ("younger than {} years", 0),
    ("\\< {} years old", 0),
)
ENDINGS = ("", ".", " at enrollment", " (inclusive)", ", male or female", " of age")


@given(
    low=NUMBERS,
    more=st.integers(1, 40),
    lower=st.sampled_from(LOWER_WORDINGS),
    upper=st.sampled_from(UPPER_WORDINGS),
    joint=st.sampled_from([" and ", ", ", " to ", " but ", "; ", " - "]),
)
def test_two_bounds_in_any_wording_give_their_numbers(
    low: int, more: int, lower: str, upper: tuple[str, int], joint: str
) -> None:
    wording, included = upper
    sentence = lower.format(low) + joint + wording.format(low + more)

    reading = read_age_phrase(sentence)

    assert reading.rule is not None, (sentence, reading.refusal)
    assert reading.rule.minimum == AgeLimit.years(low)
    assert reading.rule.maximum == AgeLimit.years(low + more + included)


@given(
    low=NUMBERS,
    more=st.integers(1, 40),
    wording=st.sampled_from(
        [
            "{} to {} years",
            "{}-{} years",
            "between {} and {} years",
            "Age: {} – {}",
            "from {} to {}",
        ]
    ),
    ending=st.sampled_from(ENDINGS),
)
def test_plain_range_includes_both_ends_whatever_follows(
    low: int, more: int, wording: str, ending: str
) -> None:
    sentence = wording.format(low, low + more) + ending

    reading = read_age_phrase(sentence)

    assert reading.rule is not None, (sentence, reading.refusal)
    assert reading.rule.minimum == AgeLimit.years(low)
    assert reading.rule.maximum == AgeLimit.years(low + more + 1)
    assert reading.anchor is AgeAnchor.ENROLMENT


@given(
    sentence=st.sampled_from([phrase["text"] for phrase in COLLECTED if phrase["text"]]),
    word=st.sampled_from(
        ["transplanted", "Oslo", "MYCN", "weighing", "except", "cohort", "donor"]
    ),
    share=st.floats(0, 1),
)
def test_one_word_out_of_place_makes_any_sentence_refused(
    sentence: str, word: str, share: float
) -> None:
    words = sentence.split()
    words.insert(round(share * len(words)), word)

    reading = read_age_phrase(" ".join(words))

    assert reading.status is ReadingStatus.REFUSED or set(reading.ranges) - {""}


@given(text=st.text(max_size=60) | st.text("0123456789<>≥≤=-.,;:()/ toandrye", max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    reading = read_age_phrase(text)

    assert (reading.status is ReadingStatus.REFUSED) is (reading.refusal is not None)
    assert bool(reading.ranges) is (reading.refusal is None)
