"""Patients of a study taken apart by diagnosis, or kept together where that is not sure."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.registry.records import disease_record
from tests.shipped_vocabulary import shipped_vocabulary
from trials.eligibility.age_notation import range_notation
from trials.eligibility.ages import BirthInterval
from trials.eligibility.criteria import AllOf, DiseaseCriterion
from trials.eligibility.evaluation import Fit, GroupRules, TrialRules, first_look
from trials.eligibility.facts import PatientFacts, Role
from trials.eligibility.person import Person
from trials.registry.diagnosis_groups import groups_by_diagnosis
from trials.registry.diseases import read_diseases
from trials.registry.groups import ReadGroup, read_groups
from trials.registry.records import RecordedEligibility

SENTENCE = "ALL: 1-21 years of age; AML: < 18 years of age"
ALL, AML, HODGKIN = "Acute Lymphoblastic Leukemia", "Acute Myeloid Leukemia", "Hodgkin Lymphoma"


def groups(
    *conditions: str,
    line: str = SENTENCE,
    beside: str = "",
    minimum: str = "",
    maximum: str = "21 Years",
) -> tuple[ReadGroup, ...]:
    criteria = f"Inclusion Criteria:\n\n* {line}\n* {beside}"
    told = RecordedEligibility(criteria, minimum, maximum, "FEMALE", None)
    record = replace(disease_record(*conditions), eligibility=told)
    reading = read_diseases(record, shipped_vocabulary())
    return groups_by_diagnosis(read_groups(record), told, reading, shipped_vocabulary())


def summary(read: tuple[ReadGroup, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [
        (group.diagnosis, group.include, " ".join(range_notation(a.rule) for a in group.ages))
        for group in read
    ]


def test_each_diagnosis_gets_a_group_with_its_age_and_its_sentence() -> None:
    one, other = groups(ALL, AML)

    assert summary((one, other)) == [
        ("ALL", ("all",), "[1 y, 22 y)"),
        ("AML", ("aml",), "[0, 18 y)"),
    ]
    assert one.ages[0].origin.quote == SENTENCE
    assert one.ages[0].origin.note == "Maximum Age: 21 Years"
    assert (one.role, one.to_check, one.issues) == (Role.PATIENT, (), ())
    assert one.sex is not None, "what holds for everybody holds for each"


def test_what_else_the_study_is_for_keeps_a_group_with_the_registrys_bounds() -> None:
    *_, rest = groups(ALL, AML, HODGKIN)

    assert summary((rest,)) == [("", ("hl",), "[0, 21 y) wide[·, 22 y)")]
    assert [text.text for text in rest.to_check] == [SENTENCE]
    assert rest.excepts == ()


def test_the_rest_of_a_general_disease_leaves_the_named_ones_out() -> None:
    one, other, rest = groups("Leukemia")

    assert (one.include, other.include) == (("all",), ("aml",))
    assert (rest.include, rest.excepts) == (("leukemia",), ("all", "aml"))


def test_of_a_named_disease_only_what_the_study_is_for_counts() -> None:
    assert summary(groups("B-cell Acute Lymphoblastic Leukemia", AML))[0][1] == ("b_all",)


def test_short_forms_in_brackets_have_to_mean_the_same() -> None:
    line = "Acute lymphoblastic leukemia ({}): age 1 to 21; AML: under 18 years of age"

    assert len(groups(ALL, AML, line=line.format("ALL"))) == 2
    assert len(groups(ALL, AML, line=line.format("AML"))) == 1


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("Leukemia: 1-21 years of age; AML: < 18 years of age", ("Leukemia",)),
        ("B-ALL: 1-21 years of age; Ph+ ALL: < 18 years of age", (ALL,)),
        ("ALL: 1-21 years of age; fatigue: < 18 years of age", (ALL,)),
        ("ALL: 1-21 years of age; induction: < 18 years of age", (ALL, AML)),
        (SENTENCE, (ALL, HODGKIN)),
    ],
)
def test_patients_stay_together_where_a_name_is_not_sure(
    line: str, conditions: tuple[str, ...]
) -> None:
    (patients,) = groups(*conditions, line=line)

    assert summary((patients,)) == [("", (), "[0, 21 y) wide[·, 22 y)")]
    assert [text.text for text in patients.to_check] == [line]


def test_patients_who_stay_together_have_the_widest_bounds() -> None:
    line = "1 to 40 years of age (Ewing sarcoma), 5 to 18 years of age (low risk)"

    (patients,) = groups("Sarcoma", line=line, minimum="2 Years")

    assert summary((patients,)) == [("", (), "[2 y, 21 y) wide[·, 22 y)")], "one of two is unread"

    line = "Age 1 to 40 years for Ewing sarcoma; age 5 to 18 years for favorable histology"
    (patients,) = groups("Sarcoma", line=line, minimum="2 Years")

    assert summary((patients,)) == [("", (), "[2 y, 21 y) wide[0, ∞)")]


def test_an_age_of_one_diagnosis_beyond_the_fields_stays_possible() -> None:
    (patients,) = groups(ALL, AML, line="Age 1 to 30 years (leukemia patients)", minimum="2 Years")

    assert summary((patients,)) == [("", (), "[2 y, 21 y) wide[0, ∞)")]


def test_nothing_happens_to_a_study_that_ties_no_age() -> None:
    (patients,) = groups(ALL, AML, line="Age 1 to 21 years")

    assert summary((patients,)) == [("", (), "[1 y, 22 y)")]


def test_fields_that_contradict_a_diagnosis_keep_the_patients_together() -> None:
    (patients,) = groups(ALL, AML, minimum="30 Years", maximum="60 Years")

    assert summary((patients,)) == [("", (), "[30 y, 60 y) wide[0, 61 y)")]


@pytest.mark.parametrize(
    ("beside", "count"),
    [
        ("Age at most 21 years", 2),
        ("Age at most 20 years", 1),
        ("Age at most 21 years at diagnosis", 1),
        ("Patients of 30 years of age if in remission", 1),
    ],
)
def test_a_sentence_about_everybody_may_only_repeat_the_fields(beside: str, count: int) -> None:
    assert len(groups(ALL, AML, beside=beside)) == count


ON = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("diagnosis", "years", "fit"),
    [
        ("all", 20, Fit.FITS),
        ("b_all", 20, Fit.FITS),
        ("all", 0, Fit.NO),
        ("aml", 17, Fit.FITS),
        ("aml", 20, Fit.NO),
        ("aml", 0, Fit.FITS),
        ("cml", 20, Fit.FITS),
        ("acute_leukemia", 20, Fit.POSSIBLE),
        ("leukemia", 0, Fit.POSSIBLE),
        ("leukemia", 40, Fit.NO),
        ("neuroblastoma", 10, Fit.NO),
    ],
)
def test_nobody_is_lost_and_each_is_judged_by_the_own_diagnosis(
    diagnosis: str, years: int, fit: Fit
) -> None:
    rules = tuple(
        GroupRules(
            group.diagnosis or "rest",
            frozenset({group.role}),
            AllOf((*group.ages, DiseaseCriterion(group.include, group.excepts))),
        )
        for group in groups("Leukemia")
    )
    facts = PatientFacts(
        births=BirthInterval.of_age(ON, years=years), diagnoses=frozenset({diagnosis})
    )

    look = first_look(TrialRules("trial", rules), Person(facts, shipped_vocabulary().graph, ON))

    assert look.fit == fit
