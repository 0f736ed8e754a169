"""Ages that sentences and headings tie to diagnoses, and those that are left alone."""

import pytest

from trials.eligibility.age_notation import range_notation
from trials.eligibility.facts import Role
from trials.registry.age_sentences import age_sentences
from trials.registry.ages import Said, read_registry_ages
from trials.registry.criteria_text import sentences_of
from trials.registry.tied_ages import TiedAge, Ties, read_ties


def nothing_is_known(said: Said) -> bool:
    return False


def ties(criteria: str) -> Ties:
    sentences = sentences_of(criteria)
    theirs = [part for part in age_sentences(sentences) if part.role is Role.PATIENT]
    return read_ties(sentences, theirs, nothing_is_known)


def included(*lines: str) -> str:
    return "Inclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines)


def told(read: Ties) -> dict[str, str]:
    return {tie.diagnosis: range_notation(tie.said.rule) for tie in read.ages}


def clear(criteria: str) -> dict[str, str]:
    read = ties(criteria)
    return told(read) if read.are_clear else {}


# ------------------------------------------------------------------ one sentence


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            "ALL: 1-21 years of age; AML: < 18 years of age",
            {"ALL": "[1 y, 22 y)", "AML": "[0, 18 y)"},
        ),
        (
            "ALL: 1 to 21 years; AML: under 18 years",
            {"ALL": "[1 y, 22 y)", "AML": "[0, 18 y)"},
        ),
        (
            "Patients with neuroblastoma must be < 18 years; patients with Ewing sarcoma up to 40",
            {"neuroblastoma": "[0, 18 y)", "Ewing sarcoma": "[0, 41 y)"},
        ),
        (
            "Age: 1 to 21 years (ALL) or < 18 years (AML)",
            {"ALL": "[1 y, 22 y)", "AML": "[0, 18 y)"},
        ),
        (
            "Age < 18 years for neuroblastoma, up to 40 years for Ewing sarcoma",
            {"neuroblastoma": "[0, 18 y)", "Ewing sarcoma": "[0, 41 y)"},
        ),
        (
            "Acute myeloid leukemia (AML): any age; acute lymphoblastic leukemia: up to age 21",
            {
                "Acute myeloid leukemia (AML)": "[0, ∞)",
                "acute lymphoblastic leukemia": "[0, 22 y)",
            },
        ),
        (
            "ALL (age 1-21 years), AML (age < 18)",
            {"ALL": "[1 y, 22 y)", "AML": "[0, 18 y)"},
        ),
        (
            "Between 1 and 21 years of age (ALL) or between 2 and 18 years of age (AML)",
            {"ALL": "[1 y, 22 y)", "AML": "[2 y, 19 y)"},
        ),
        (
            "Patients < 18 years with neuroblastoma; patients < 30 years with Ewing sarcoma",
            {"neuroblastoma": "[0, 18 y)", "Ewing sarcoma": "[0, 30 y)"},
        ),
        (
            "Osteosarcoma patients under 30 years of age and AML patients under 5 years of age",
            {"Osteosarcoma": "[0, 30 y)", "AML": "[0, 5 y)"},
        ),
    ],
)
def test_one_sentence_states_an_age_for_each_diagnosis(line: str, read: dict[str, str]) -> None:
    assert clear(included(line)) == read


@pytest.mark.parametrize(
    "line",
    [
        "ALL and AML: 1-21 years of age; lymphoma: < 18 years of age",
        "Age 1-21 years for ALL, AML",
        "ALL: 1-21 years of age; AML and/or MDS: < 18 years of age",
        "High risk: age 10 to 21 years; standard risk: age 1 to 9 years",
        "Stage 4: age 1 to 21 years; stage 3: age 2 to 21 years",
        "Cohort A: 1-9 years of age; cohort B: 10-21 years of age",
        "Relapsed ALL: 1-9 years of age; refractory AML: 10-21 years of age",
        "Age 4 to <8 years (phase 1) or age 4 to <13 years (phase 2)",
        "Patients with ALL must be ≤ 21 years; patients with AML must be ≤ 18 years and in CR1",
        "Age ≥ 1 and ≤ 21 years (AML: ≥ 6 months)",
        "Age 1 to 21 years; for AML, age under 18 years",
        "Patients must be 1 to 21 years of age with ALL or AML; or 1-30 years with lymphoma",
        "Boys: 2 to 12 years of age; girls: 2 to 10 years of age",
        "ALL: 1-21 years of age; AML: < 18 years of age, unless in remission",
        "ALL: 1-21 years of age; AML: at the age of consent",
        "ALL: 1-21 years of age; ALL: 2-18 years of age",
        "ALL: 1-21 years of age; AML: 1-21 years of age",
        "ALL: 1-21 years of age; AML: < 18 years of age at diagnosis",
        "ALL: 1-21 years of age at diagnosis; AML: < 18 years of age at diagnosis",
        "ALL: at least 1 year; AML: at least 2 years",
        "ALL: age under 18; AML: under 18 months",
        "ALL PATIENTS: 1-21 years of age; AML patients: < 18 years of age",
        "All patients: 1-21 years of age; AML patients: < 18 years of age",
        "ALL: 1-21 years of age",
    ],
)
def test_what_is_not_beyond_doubt_is_not_clear(line: str) -> None:
    assert clear(included(line)) == {}


def test_what_keeps_people_out_is_not_read() -> None:
    text = "Exclusion Criteria:\n\n* ALL: 1-21 years of age; AML: < 18 years of age"

    assert ties(text).ages == ()


# ------------------------------------------------------------------ several sentences


def test_every_sentence_of_a_list_can_state_one_age() -> None:
    lines = ("Multiple Myeloma, Age 18-70", "Acute Lymphocytic Leukemia, Age 12-75")

    assert clear(included(*lines)) == {
        "Multiple Myeloma": "[18 y, 71 y)",
        "Acute Lymphocytic Leukemia": "[12 y, 76 y)",
    }


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [
        ("The following diagnoses and ages will be considered:", True),
        ("Patients must have one of the following diseases:", True),
        ("One of the following:", False),
        ("High risk, defined as one of the following features:", False),
    ],
)
def test_a_list_of_diagnoses_may_stand_below_words_that_say_so(
    heading: str, is_read: bool
) -> None:
    text = f"Inclusion Criteria:\n\n{heading}\n\n* CLL, Age 18-75\n\n* AML, Age 12-75"

    assert clear(text) == ({"CLL": "[18 y, 76 y)", "AML": "[12 y, 76 y)"} if is_read else {})


def test_a_long_sentence_is_left_alone() -> None:
    long = f"ALL: 1-21 years of age; AML: < 18 years of age{' ' * 300}"

    assert ties(included(f"{long}; MDS: any age")).ages == ()


def test_numbers_below_the_heading_age_are_ages() -> None:
    text = (
        "PATIENT CHARACTERISTICS: Age:\n\n* 2 to 18 (neuroblastoma)\n* 1 to 21 (leukemia patients)"
    )

    assert clear(text) == {"neuroblastoma": "[2 y, 19 y)", "leukemia": "[1 y, 22 y)"}


@pytest.mark.parametrize(
    "other",
    [
        "Age 10 years or older",
        "Patients aged 24 to 29 are eligible if diagnosed before the age of 21",
    ],
)
def test_another_sentence_about_age_makes_it_unclear(other: str) -> None:
    read = ties(included("ALL: 1-21 years of age; AML: < 18 years of age", other))

    assert told(read) == {"ALL": "[1 y, 22 y)", "AML": "[0, 18 y)"}
    assert not read.are_clear


# ------------------------------------------------------------------ headings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stratum A (ALL):", "Stratum B (AML):"),
        ("ALL:", "AML patients:"),
        ("Patients with ALL:", "Patients with AML:"),
        ("Cohort 1: ALL:", "Cohort 2: AML:"),
    ],
)
def test_a_heading_names_the_diagnosis_of_the_age_below_it(one: str, other: str) -> None:
    text = f"Inclusion Criteria:\n\n{one}\n\n* Age 1 to 21 years\n\n{other}\n\n* Age < 18 years"

    assert clear(text) == {"ALL": "[1 y, 22 y)", "AML": "[0, 18 y)"}


@pytest.mark.parametrize(
    "between", ["One of the following:", "High risk, that is:", "Cohort A patients:"]
)
def test_an_age_below_anything_more_is_left_alone(between: str) -> None:
    text = f"Inclusion Criteria:\n\n* ALL:\n  * {between}\n    * Age 1 to 21 years"

    assert ties(f"{text}\n* AML:\n  * Age < 18 years").are_clear is False


@pytest.mark.parametrize("heading", ["ALL PATIENTS:", "ALL or AML:", "Arm A:", "Relapsed ALL:"])
def test_other_headings_name_no_diagnosis(heading: str) -> None:
    text = f"Inclusion Criteria:\n\n{heading}\n\n* Age 1 to 21 years\n\nAML:\n\n* Age < 18 years"

    assert clear(text) == {}


# ------------------------------------------------------------------ beside the fields


def tied(line: str) -> TiedAge:
    return ties(included(f"{line}; retinoblastoma: any age")).ages[0]


@pytest.mark.parametrize(
    ("line", "minimum", "maximum", "read"),
    [
        ("ALL: age 2 to 18 years", "1 Year", "21 Years", "[2 y, 19 y)"),
        ("ALL: age under 18 years", "1 Year", "21 Years", "[1 y, 18 y) wide[0, ·)"),
        ("ALL: age 2 years or older", "1 Year", "21 Years", "[2 y, 22 y) wide[·, ∞)"),
        ("ALL: age 2 to 40 years", "5 Years", "21 Years", "[5 y, 22 y) wide[2 y, 41 y)"),
        ("ALL: any age", "", "21 Years", "[0, 22 y) wide[·, ∞)"),
        ("ALL: any age", "", "", "[0, ∞)"),
        ("ALL: age 2 to 18 years", "3 Hours", "21 Years", "[2 y, 19 y)"),
    ],
)
def test_the_fields_narrow_what_is_certain_and_nothing_else(
    line: str, minimum: str, maximum: str, read: str
) -> None:
    rule = tied(line).within(read_registry_ages(minimum, maximum))

    assert rule is not None
    assert range_notation(rule) == read


def test_fields_that_leave_nobody_contradict_the_sentence() -> None:
    assert tied("ALL: age 2 to 18 years").within(read_registry_ages("30 Years", "")) is None
