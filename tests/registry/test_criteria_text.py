"""Criteria of records, cut into sentences that keep every word."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trials.eligibility.criteria import Side
from trials.registry.criteria_text import read_criteria, sentences_of

FLAT = """Inclusion Criteria:

* Age 18 years or older
* One of the following:
  * Relapse
  * Refractory disease, that is
    no remission after two courses
* Signed consent

EXCLUSION CRITERIA

1. Pregnancy. Nursing mothers may not join.
2) HIV
"""
LABELLED = (
    "DISEASE CHARACTERISTICS: Acute leukemia in relapse "
    "PATIENT CHARACTERISTICS: Age: 1 to 21 Performance status: Lansky 50-100% Other: HIV negative"
)
DASHED = """PROTOCOL ENTRY CRITERIA:

--Disease Characteristics--

* Thalassemia

--Patient Characteristics--

* Age: 3 and over
"""
DONORS = """Donor:

Inclusion Criteria:

- At least 18 years

Exclusion Criteria:

- HIV

Recipient:

Inclusion Criteria:

- 21 years or younger
"""


def cut(text: str) -> list[tuple[Side | None, tuple[str, ...], str]]:
    return [(part.side, part.headings, part.words) for part in sentences_of(text)]


def words(text: str) -> list[str]:
    return [part.words for part in sentences_of(text)]


def test_bullets_become_sentences_under_their_side() -> None:
    following = ("Inclusion Criteria", "One of the following")

    assert cut(FLAT) == [
        (Side.INCLUDE, ("Inclusion Criteria",), "Age 18 years or older"),
        (Side.INCLUDE, ("Inclusion Criteria",), "One of the following:"),
        (Side.INCLUDE, following, "Relapse"),
        (
            Side.INCLUDE,
            following,
            "Refractory disease, that is\n    no remission after two courses",
        ),
        (Side.INCLUDE, ("Inclusion Criteria",), "Signed consent"),
        (Side.EXCLUDE, ("EXCLUSION CRITERIA",), "Pregnancy."),
        (Side.EXCLUDE, ("EXCLUSION CRITERIA",), "Nursing mothers may not join."),
        (Side.EXCLUDE, ("EXCLUSION CRITERIA",), "HIV"),
    ]


def test_labels_that_run_on_in_one_block_are_headings() -> None:
    about = "PATIENT CHARACTERISTICS"

    assert cut(LABELLED) == [
        (None, ("DISEASE CHARACTERISTICS",), "Acute leukemia in relapse"),
        (None, (about, "Age"), "1 to 21"),
        (None, (about, "Performance status"), "Lansky 50-100%"),
        (None, (about, "Other"), "HIV negative"),
    ]


def test_headings_between_dashes_are_headings() -> None:
    assert cut(DASHED) == [
        (None, ("Disease Characteristics",), "Thalassemia"),
        (None, ("Patient Characteristics", "Age"), "3 and over"),
    ]


def test_a_role_named_before_the_sides_holds_for_both_of_them() -> None:
    assert [(part.side, part.headings[-1]) for part in sentences_of(DONORS)] == [
        (Side.INCLUDE, "Donor"),
        (Side.EXCLUDE, "Donor"),
        (Side.INCLUDE, "Recipient"),
    ]


def test_a_role_named_within_a_side_ends_with_it() -> None:
    text = "Inclusion Criteria:\n* Leukemia\nDonor:\n* Healthy\nExclusion Criteria:\n* HIV"

    assert [part.headings for part in sentences_of(text)] == [
        ("Inclusion Criteria",),
        ("Inclusion Criteria", "Donor"),
        ("Exclusion Criteria",),
    ]


@pytest.mark.parametrize(
    ("heading", "side"),
    [
        ("Inclusion Criteria:", Side.INCLUDE),
        ("INCLUSION CRITERIA", Side.INCLUDE),
        ("Key inclusion criteria :", Side.INCLUDE),
        ("Donor Inclusion Criteria:", Side.INCLUDE),
        ("Inclusion criteria - donor:", Side.INCLUDE),
        ("Patients may be eligible for this study if they:", Side.INCLUDE),
        ("Exclusion Criteria:", Side.EXCLUDE),
        ("Key Exclusion Criteria", Side.EXCLUDE),
        ("Exlcusion Criteria:", Side.EXCLUDE),
        ("Exculsion criteria", Side.EXCLUDE),
        ("Non-inclusion criteria:", Side.EXCLUDE),
        ("Excluded:", Side.EXCLUDE),
        ("Patients with the following are excluded:", Side.EXCLUDE),
        ("You will not be eligible for this study if you:", Side.EXCLUDE),
        ("Exclusion criteria.", Side.EXCLUDE),
        ("Exclusion Criteria include any of the following", Side.EXCLUDE),
        ("Inclusion and Exclusion Criteria:", None),
        ("Inclusion/Exclusion Criteria", None),
        ("Eligibility Criteria:", None),
        ("Hepatic:", None),
    ],
)
def test_headings_tell_the_side(heading: str, side: Side | None) -> None:
    (sentence,) = sentences_of(f"{heading}\n\n* Bilirubin normal")

    assert sentence.side is side
    assert sentence.headings == (heading.strip(" :."),)


def test_a_side_in_the_middle_of_a_block_begins_there() -> None:
    text = "Inclusion Criteria: Age 18 or older. Exclusion Criteria: Pregnancy."

    assert cut(text) == [
        (Side.INCLUDE, ("Inclusion Criteria",), "Age 18 or older."),
        (Side.EXCLUDE, ("Exclusion Criteria",), "Pregnancy."),
    ]


@pytest.mark.parametrize(
    "mark", ["*", "-", "•", "1.", "12)", "a.", "b)", "(c)", "(iv)", "–", "* 1."]
)
def test_marks_of_lists_stay_outside(mark: str) -> None:
    assert words(f"{mark} Age 18 or older\n{mark} Pregnancy") == ["Age 18 or older", "Pregnancy"]


def test_a_line_wrapped_after_many_words_goes_on() -> None:
    long = "Histologically confirmed leukemia that came back after two or more courses of"

    assert words(f"{long}\nMethotrexate") == [f"{long}\nMethotrexate"]
    assert words("Relapse\nMethotrexate") == ["Relapse", "Methotrexate"]
    assert words(f"{long}\n\nMethotrexate") == [long, "Methotrexate"]


@pytest.mark.parametrize(
    "text",
    [
        "Age < 1 year, i.e. An infant",
        "At least 4 weeks since chemotherapy (e.g. Methotrexate)",
        "Age 1.5 to 21 years",
        "-- and so on",
    ],
)
def test_what_is_no_end_of_a_sentence_is_no_cut(text: str) -> None:
    assert words(text) == [text]


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "*\n-\n"])
def test_a_text_without_words_has_no_sentences(text: str) -> None:
    assert read_criteria(text).sentences == ()


@pytest.mark.parametrize(
    "text",
    [
        "Inclusion Criteria:\n* Age 18-30 Exclusion Criteria\n* Pregnancy",
        "**Inclusion Criteria:**\n* Age 18-30\n**Exclusion Criteria:**\n* Pregnancy",
        "Inclusion Criteria -\n* Age 18-30\nExclusion Criteria -\n* Pregnancy",
        "Inclusion Criteria:\n* Age 18-30\n\nExlcusion criteria are\n* Pregnancy",
    ],
)
def test_an_exclusion_never_looks_like_an_inclusion(text: str) -> None:
    assert [(part.side, part.words) for part in sentences_of(text)] == [
        (Side.INCLUDE, "Age 18-30"),
        (Side.EXCLUDE, "Pregnancy"),
    ]


def test_a_sentence_about_criteria_is_no_heading() -> None:
    text = "Exclusion Criteria:\n* Failure to meet inclusion criteria.\n* Pregnancy"

    assert [part.side for part in sentences_of(text)] == [Side.EXCLUDE, Side.EXCLUDE]


def test_a_group_is_a_heading_unless_it_states_a_rule() -> None:
    text = "* Cohort 1:\n* Leukemia\n* Donors of 18 years or older who:\n  * are healthy"

    assert cut(text) == [
        (None, ("Cohort 1",), "Leukemia"),
        (None, ("Cohort 1",), "Donors of 18 years or older who:"),
        (None, ("Cohort 1", "Donors of 18 years or older who"), "are healthy"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Donor Criteria:",
        "DONOR CRITERIA",
        "Patient criteria:",
        "Recipient Eligibility Criteria:",
        "Eligibility criteria for healthy donors:",
        "Control Selection Criteria:",
        "PATIENT CHARACTERISTICS:",
    ],
)
def test_criteria_of_a_role_that_follow_exclusions_are_none(heading: str) -> None:
    text = f"Exclusion Criteria:\n\n* HIV\n\n{heading}\n\n* At least 18 years"

    assert cut(text)[1] == (None, (heading.strip(":"),), "At least 18 years")


@pytest.mark.parametrize("heading", ["Donors:", "Recipients", "Healthy participants:"])
def test_people_named_alone_after_exclusions_get_exclusions_of_their_own(heading: str) -> None:
    text = f"Exclusion Criteria:\n\n* HIV\n\n{heading}\n\n* Pregnancy"

    assert cut(text)[1][0] is Side.EXCLUDE


def test_criteria_of_a_role_that_stand_deeper_than_the_exclusions_belong_to_them() -> None:
    text = "Exclusion Criteria:\n\n* Donor Criteria:\n  * HIV"

    assert cut(text) == [(Side.EXCLUDE, ("Exclusion Criteria", "Donor Criteria"), "HIV")]


def test_criteria_of_a_role_have_sides_of_their_own() -> None:
    text = (
        "Exclusion Criteria:\n* HIV\nDonor Criteria:\nInclusion:\n* At least 18 years\n"
        "Exclusion:\n* Pregnancy"
    )

    assert cut(text)[1:] == [
        (Side.INCLUDE, ("Inclusion", "Donor Criteria"), "At least 18 years"),
        (Side.EXCLUDE, ("Exclusion", "Donor Criteria"), "Pregnancy"),
    ]


def test_criteria_of_a_role_below_inclusions_let_in() -> None:
    text = "Inclusion Criteria:\n* Leukemia\nDonor Criteria:\n* At least 18 years"

    assert cut(text)[1][:2] == (Side.INCLUDE, ("Inclusion Criteria", "Donor Criteria"))


# --------------------------------------------------------------- nothing gets lost

MARKS = re.compile(r"(?:[-*•·●○▪◦‣※–—o]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])*")
PIECES = st.lists(
    st.sampled_from(
        [
            *("\n", "\n\n", "  ", "* ", "- ", "1. ", "a) ", ": ", ". ", "\r\n", "\u2028", "\t"),
            *("Inclusion Criteria:", "EXCLUSION CRITERIA", "Donor:", "Age:", "--Patients--"),
            *("Age ≥ 18 years", "one of the following:", "DISEASE CHARACTERISTICS:", "i.e. Anna"),
        ]
    )
    | st.text(max_size=12),
    max_size=25,
)


@example(FLAT)
@example(LABELLED)
@example(DASHED)
@example(DONORS)
@given(PIECES.map("".join))
def test_every_word_stands_in_one_sentence_or_heading(text: str) -> None:
    read = read_criteria(text)
    spans = sorted([*read.sentences, *read.headings], key=lambda span: span.start)

    between, end = [], 0
    for span in spans:
        assert span.start >= end, "no two overlap"
        assert span.end > span.start
        between.append(text[end : span.start])
        end = span.end
    for gap in [*between, text[end:]]:
        assert MARKS.fullmatch("".join(gap.split())), gap
    for sentence in read.sentences:
        assert sentence.words == text[sentence.start : sentence.end] == sentence.words.strip()
