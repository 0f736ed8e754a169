"""Groups of a record: who can join at what age, by the fields and the sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from trials.eligibility.age_notation import range_notation
from trials.eligibility.ages import AgeAnchor, AgeStatus
from trials.eligibility.conditions import Condition, Operator
from trials.eligibility.criteria import FactCriterion, Origin
from trials.eligibility.facts import Role
from trials.registry.ages import AgeIssueCode, read_registry_ages
from trials.registry.groups import AGE_FIELDS, CRITERIA, ReadGroup, read_groups
from trials.registry.records import RecordedEligibility
from trials.registry.studies import read_study

BARE = read_study({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})


def groups(
    criteria: str = "", minimum: str = "", maximum: str = "", sex: str = ""
) -> tuple[ReadGroup, ...]:
    told = RecordedEligibility(criteria, minimum, maximum, sex, None)
    return read_groups(replace(BARE, eligibility=told))


def included(*lines: str) -> str:
    return "Inclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines)


def excluded(*lines: str) -> str:
    return "\n\nExclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines)


def patients(criteria: str = "", minimum: str = "", maximum: str = "", sex: str = "") -> ReadGroup:
    return groups(criteria, minimum, maximum, sex)[0]


def ages(group: ReadGroup) -> list[str]:
    return [range_notation(age.rule) for age in group.ages]


def issues(group: ReadGroup) -> list[AgeIssueCode]:
    return [issue.code for issue in group.issues]


# ------------------------------------------------------------------- fields alone


def test_without_a_sentence_the_last_year_of_the_fields_stays_possible() -> None:
    group = patients(included("Leukemia"), "1 Month", "21 Years")

    assert ages(group) == ["[1 mo, 21 y) wide[·, 22 y)"]
    assert group.ages[0].origin == Origin(
        quote="Minimum Age: 1 Month; Maximum Age: 21 Years", source=AGE_FIELDS
    )


def test_absent_fields_state_no_age() -> None:
    (age,) = patients().ages

    assert age.rule.status is AgeStatus.NOT_STATED
    assert age.origin.quote == ""


def test_fields_may_say_that_there_is_no_limit() -> None:
    assert patients("", "N/A", "N/A").ages[0].rule.status is AgeStatus.NO_LIMIT


@pytest.mark.parametrize(("field", "value"), [("FEMALE", "female"), ("MALE", "male")])
def test_a_study_for_one_sex_asks_for_it(field: str, value: str) -> None:
    assert patients(sex=field).sex == FactCriterion(
        Condition("sex", Operator.IS, (value,)),
        Origin(quote=field, source="eligibilityModule.sex"),
    )


@pytest.mark.parametrize("field", ["", "ALL", "BOTH", "female", "OTHER"])
def test_any_other_word_about_sex_narrows_nothing(field: str) -> None:
    assert patients(sex=field).sex is None


# -------------------------------------------------------------- fields and sentence


@pytest.mark.parametrize(
    ("lines", "minimum", "maximum", "read", "codes"),
    [
        (["Age < 22 years"], "", "21 Years", "[0, 22 y)", []),
        (["Age < 21 years"], "", "21 Years", "[0, 21 y)", ["exclusive_limit"]),
        (["Age ≥ 18 years", "Age ≤ 75 years"], "18 Years", "75 Years", "[18 y, 76 y)", []),
        (["18-65 years"], "18 Years", "65 Years", "[18 y, 66 y)", []),
        (["18-65 years"], "20 Years", "", "[20 y, ∞)", []),
        (["Age 16 or older"], "18 Years", "", "[18 y, ∞) wide[16 y, ·)", ["minimum_differs"]),
        (["Aged 18-70 years"], "18 Days", "70 Days", "[18 y, 71 y) wide[18 d, ·)", ["units"]),
        (["Age 18-30", "Age 65-80"], "18 Years", "80 Years", None, ["text_not_read"]),
        (["Age 1-9", "Age 1-12"], "1 Year", "12 Years", None, ["maximum_differs"]),
        (["Any age"], "", "", "[0, ∞)", []),
        (["Any age", "Age 2 or older"], "", "", "[2 y, ∞) wide[0, ·)", []),
        (["Life expectancy at least 2 years"], "1 Year", "", "[1 y, ∞)", []),
        (["Age 2 to 21 years"], "48 Hours", "21 Years", "[2 y, 22 y)", ["fields_not_read"]),
    ],
)
def test_fields_and_sentences_settle_to(
    lines: list[str], minimum: str, maximum: str, read: str | None, codes: list[str]
) -> None:
    group = patients(included(*lines), minimum, maximum)

    alone = range_notation(read_registry_ages(minimum, maximum).rule)
    expected = {"Age 1-9": "[1 y, 10 y) wide[·, 13 y)"}.get(lines[0], alone)
    assert ages(group) == [read or expected]
    assert issues(group) == codes


@pytest.mark.parametrize(
    ("lines", "minimum", "maximum", "quote", "source"),
    [
        ([], "12 Hours", "72 Hours", "Minimum Age: 12 Hours; Maximum Age: 72 Hours", AGE_FIELDS),
        (["Children of any age above 4 years may join"], "", "", "", CRITERIA),
    ],
)
def test_an_age_that_nobody_could_read_is_not_called_unstated(
    lines: list[str], minimum: str, maximum: str, quote: str, source: str
) -> None:
    (age,) = patients(included("Leukemia", *lines), minimum, maximum).ages

    assert age.rule.status is AgeStatus.NOT_READ
    assert (age.origin.quote, age.origin.source) == (quote or lines[0], source)


def test_a_rule_quotes_its_sentence_and_shows_the_fields_beside_it() -> None:
    group = patients(included("Age < 21 years", "Aged at least 1 month"), "1 Month", "21 Years")

    assert group.ages[0].origin == Origin(
        quote="Age < 21 years",
        source=CRITERIA,
        note="Aged at least 1 month\nMinimum Age: 1 Month; Maximum Age: 21 Years",
        conflict="registry field stores the exclusive limit (21 y); text used",
    )


def test_a_number_below_the_heading_age_is_an_age() -> None:
    criteria = "PATIENT CHARACTERISTICS: Age: 18 and over Life expectancy: At least 2 years"

    assert ages(patients(criteria)) == ["[18 y, ∞)"]


# --------------------------------------------------------------------- exclusions


@pytest.mark.parametrize(
    ("line", "minimum", "maximum", "read"),
    [
        ("Age less than 18 years", "18 Years", "", "[18 y, ∞)"),
        ("Age less than 18 years", "", "", "[18 y, ∞)"),
        ("Patients 22 years of age or older", "", "21 Years", "[0, 22 y)"),
        ("Patients over 65 years of age", "", "65 Years", "[0, 65 y) wide[·, 66 y)"),
        ("Age over 18 months", "", "", "[0, 18 mo) wide[·, 19 mo)"),
        ("Aged 18 to 65 years", "2 Years", "", "[2 y, ∞)"),
        ("Younger than 1 year at diagnosis", "", "", "[0, ∞)"),
        ("At least 3 years", "2 Years", "", "[2 y, ∞)"),
    ],
)
def test_ages_kept_out_leave_the_others(line: str, minimum: str, maximum: str, read: str) -> None:
    assert ages(patients(excluded(line), minimum, maximum)) == [read]


def test_what_is_let_in_counts_before_what_is_kept_out() -> None:
    criteria = included("Age 18 to 70 years") + excluded("Age over 65 years")

    assert ages(patients(criteria, "18 Years", "70 Years")) == ["[18 y, 71 y)"]


def test_a_list_of_exclusions_that_says_whom_the_study_takes_is_not_turned_around() -> None:
    group = patients(excluded("All subjects will be adults (greater than 18 years)."))

    assert group.ages[0].rule.status is AgeStatus.NOT_STATED


# ----------------------------------------------------------------- other dates


def test_a_limit_at_diagnosis_does_not_count_today() -> None:
    (age,) = patients(included("Age < 21 years at diagnosis"), "", "20 Years").ages

    assert (range_notation(age.rule), age.rule.anchor) == ("[0, 21 y)", AgeAnchor.DIAGNOSIS)


def test_two_dates_make_two_rules_and_the_field_of_the_other_date_stays_open() -> None:
    lines = ("Older than 1 year of age", "Under 21 years of age at diagnosis")

    first, second = patients(included(*lines), "1 Year", "21 Years").ages

    assert range_notation(first.rule) == "[1 y+1d, 21 y) wide[1 y, ∞)"
    assert (range_notation(second.rule), second.rule.anchor) == ("[0, 21 y)", AgeAnchor.DIAGNOSIS)


# ------------------------------------------------------- sentences for some people


@pytest.mark.parametrize(
    "heading",
    [
        *("High risk, defined as one of the following:", "Cohort A:", "Stratum 2 patients:"),
        *("AML:", "ALL:", "ALL patients:"),
    ],
)
def test_an_age_below_a_heading_for_some_people_narrows_nothing(heading: str) -> None:
    criteria = f"Inclusion Criteria:\n\n* {heading}\n  * Age 10 years or older"

    assert ages(patients(criteria, "1 Year", "21 Years")) == ["[1 y, 21 y) wide[·, 22 y)"]
    assert patients(criteria).ages[0].rule.status is AgeStatus.NOT_STATED


def test_such_an_age_can_confirm_the_fields() -> None:
    criteria = "Inclusion Criteria:\n\n* AML:\n  * Age 1 to 21 years"

    assert ages(patients(criteria, "1 Year", "21 Years")) == ["[1 y, 22 y)"]


@pytest.mark.parametrize(
    "heading",
    [
        "Patients must meet all the following inclusion criteria:",
        "You may be eligible for this study if you:",
        "Patient Inclusion Criteria:",
        "PATIENT CHARACTERISTICS:",
        "In order to be eligible, an individual must meet the criteria:",
    ],
)
def test_an_age_below_a_heading_for_everybody_counts(heading: str) -> None:
    assert ages(patients(f"{heading}\n\n* Age 2 to 21 years")) == ["[2 y, 22 y)"]


@pytest.mark.parametrize(
    "line",
    [
        "ALL: 1-21 years of age; AML: < 18 years of age",
        "If matched at 6 of 6 loci, patient must be 12 to 50 years old",
        "Age 4 to <8 years (phase 1) or age 4 to <13 years (phase 2)",
        "Patients <= 1 year and >22 years of age",
    ],
)
def test_a_sentence_that_is_refused_narrows_nothing_and_is_kept_to_check(line: str) -> None:
    group = patients(included(line), "1 Year", "50 Years")

    assert ages(group) == ["[1 y, 50 y) wide[·, 51 y)"]
    assert [text.text for text in group.to_check] == [line]
    assert group.to_check[0].origin.quote == line
    assert issues(group) == [AgeIssueCode.TEXT_NOT_READ]


def test_beside_a_refused_sentence_what_the_fields_allow_stays_possible() -> None:
    refused = "Patients aged 18 to 25 years with a mature phenotype may join as well"

    group = patients(included("Age < 18 years", refused), "1 Year", "")
    closed = patients(included("Age < 18 years"), "1 Year", "")

    assert ages(group) == ["[1 y, 18 y) wide[·, ∞)"]
    assert ages(closed) == ["[1 y, 18 y)"]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            "Patients aged 24 to 29 are eligible if diagnosed before the age of 21",
            "[1 y, 24 y) wide[·, ∞)",
        ),
        ("Patients 24 years old with AML, 25 and over case by case", "[1 y, 24 y) wide[·, ∞)"),
        ("Age 6 months and over allowed if approved by the chair", "[1 y, 24 y) wide[0, 25 y)"),
        ("Patients aged 2 to 9 with low risk may be enrolled", "[1 y, 24 y) wide[·, 25 y)"),
        ("Patients aged 30 to 40 with low risk have no benefit", "[1 y, 24 y) wide[·, 25 y)"),
    ],
)
def test_exceptions_beyond_the_fields_stay_possible(line: str, read: str) -> None:
    assert ages(patients(included(line), "1 Year", "24 Years")) == [read]


def test_a_refused_sentence_about_a_donor_is_the_donors() -> None:
    line = "Related donors will be < 70 years of age, older ones after review."

    recipients, donors = groups(included(line), "", "50 Years")

    assert (ages(recipients), recipients.to_check) == (["[0, 50 y) wide[·, 51 y)"], ())
    assert (donors.role, [text.text for text in donors.to_check]) == (Role.DONOR, [line])


@pytest.mark.parametrize(
    "line",
    [
        "Consent of parent or guardian if less than 18 years old",
        "Karnofsky at least 50 for patients older than 16 years",
        "Creatinine normal for age, at most 1.5 mg/dL",
    ],
)
def test_sentences_that_only_happen_to_name_an_age_are_not_kept_to_check(line: str) -> None:
    assert patients(included(line), "1 Year", "").to_check == ()


# ---------------------------------------------------------------------- other roles


def test_donors_and_recipients_get_the_ages_of_their_sentences() -> None:
    criteria = included("Donor: at least 18 years of age", "Recipient: 21 years or younger")

    recipients, donors = groups(criteria, "", "21 Years")

    assert (recipients.role, ages(recipients)) == (Role.PATIENT, ["[0, 22 y)"])
    assert (donors.role, ages(donors)) == (Role.DONOR, ["[18 y, ∞)"])
    assert donors.ages[0].origin.quote == "Donor: at least 18 years of age"


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Donor:", Role.DONOR),
        ("Donor Inclusion Criteria:", Role.DONOR),
        ("Inclusion criteria - donor:", Role.DONOR),
        ("Siblings:", Role.SIBLING),
        ("Parents:", Role.PARENT_CAREGIVER),
        ("Healthy volunteers:", Role.HEALTHY_VOLUNTEER),
        ("Controls:", Role.HEALTHY_VOLUNTEER),
    ],
)
def test_a_heading_makes_a_group_whose_ages_are_not_the_patients(heading: str, role: Role) -> None:
    criteria = f"{included('Age 2 to 21 years')}\n\n{heading}\n\n* Age 18 to 60 years"

    first, other = groups(criteria, "2 Years", "21 Years", "FEMALE")

    assert ages(first) == ["[2 y, 22 y)"]
    assert (other.role, ages(other), other.sex) == (role, ["[18 y, 61 y)"], None)


def test_a_group_without_an_age_states_none() -> None:
    donors = groups("Donor:\n\n* Matched sibling")[1]

    assert donors.ages[0].rule.status is AgeStatus.NOT_STATED


def test_a_donor_whom_a_patient_needs_makes_no_group() -> None:
    criteria = included("No matched donor available, that is:", "Age of the disease 2 years")

    assert len(groups(criteria)) == 1


def test_healthy_people_in_a_sentence_are_not_the_patients() -> None:
    first, healthy = groups(included("Healthy volunteers aged 18 to 35 years"))

    assert first.ages[0].rule.status is AgeStatus.NOT_STATED
    assert (healthy.role, ages(healthy)) == (Role.HEALTHY_VOLUNTEER, ["[18 y, 36 y)"])


@pytest.mark.parametrize(
    ("donor", "read"),
    [
        ("Donor: at least 18 years of age", "[18 y, 60 y) wide[0, 61 y)"),
        ("Donor: older than 18 years of age", "[18 y, 60 y) wide[0, 61 y)"),
        ("Donor: up to 60 years of age", "[18 y, 60 y) wide[·, ∞)"),
        ("Donor: 18 to 60 years of age", "[18 y, 60 y) wide[0, ∞)"),
        ("Donor: at least 16 years of age", "[18 y, 60 y) wide[·, 61 y)"),
    ],
)
def test_fields_that_may_be_the_donors_leave_the_patients_open(donor: str, read: str) -> None:
    assert ages(patients(included(donor), "18 Years", "60 Years")) == [read]


def test_a_limit_that_a_sentence_states_for_patients_is_not_the_donors() -> None:
    lines = ("Patients at least 18 years of age", "Donor: 18 to 60 years of age")

    assert ages(patients(included(*lines), "18 Years", "60 Years")) == ["[18 y, 60 y) wide[·, ∞)"]


def test_donors_kept_out_make_no_limit() -> None:
    (only,) = groups(excluded("Donor: less than 18 years of age"), "18 Years")

    assert ages(only) == ["[18 y, ∞)"]


def test_a_long_sentence_above_a_list_names_no_role() -> None:
    long = "Nobody may join for whom the centre has found no suitable related or unrelated donor"
    criteria = f"{long} within the time it takes, that is, one must:\n\n* Age 18 to 60 years"

    assert [group.role for group in groups(criteria)] == [Role.PATIENT]


def test_a_donors_refused_sentence_leaves_the_donors_open() -> None:
    criteria = (
        "Donor:\n\n* Age 18 to 60 years\n* Older donors over 60 years of age if none is younger"
    )

    donors = groups(criteria)[1]

    assert ages(donors) == ["[18 y, 61 y) wide[0, ∞)"]
    assert issues(donors) == [AgeIssueCode.TEXT_NOT_READ]


# ---------------------------------------------------------------- whatever it says

LINES = st.lists(
    st.sampled_from(
        [
            *("Inclusion Criteria:", "Exclusion Criteria:", "Donor:", "Cohort A:", "Age:"),
            *(
                "* Age ≥ 18 years",
                "* Age < 18",
                "* over 65 years of age",
                "* 1 to 21 at diagnosis",
            ),
            *("* Donor: 18 to 60; recipient: up to 21", "* under 2 years at relapse", "* Any age"),
            *("* aged 10 to 12", "* AML: < 18 years old", "* Healthy controls 20-30 years old"),
        ]
    )
    | st.text(max_size=20),
    max_size=8,
)
FIELDS = st.sampled_from(["", "N/A", "1 Day", "18 Years", "21 Years", "65 Years", "3 Hours", "x"])


@given(LINES, FIELDS, FIELDS)
def test_every_record_has_patients_first_and_quotes_that_stand_in_it(
    lines: list[str], minimum: str, maximum: str
) -> None:
    criteria = "\n".join(lines)

    read = groups(criteria, minimum, maximum)

    assert read[0].role is Role.PATIENT
    assert len({group.role for group in read}) == len(read)
    for group in read:
        assert group.ages
        for age in group.ages:
            assert age.origin.source != CRITERIA or age.origin.quote in criteria
