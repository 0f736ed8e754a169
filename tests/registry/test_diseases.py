"""Records as a whole: which diseases a study is for, and whether it is of our field."""

from datetime import date

import pytest
from msgspec.structs import replace

from tests.registry.records import disease_record
from tests.shipped_vocabulary import shipped_vocabulary
from trials.eligibility.facts import PatientFacts
from trials.eligibility.person import Person
from trials.eligibility.truth import Truth
from trials.registry.disease_vocabulary import Confidence, Reason
from trials.registry.diseases import DiseaseReading, TermField, read_diseases
from trials.registry.records import MeshTerm, StudyRecord

VOCABULARY = shipped_vocabulary()


def read(record: StudyRecord) -> DiseaseReading:
    return read_diseases(record, VOCABULARY)


def include(*conditions: str, **parts: object) -> set[str]:
    return set(read(disease_record(*conditions, **parts)).include)  # type: ignore[arg-type]


# ------------------------------------------------------------------ what a study is for


def test_conditions_come_first_and_general_ones_stay() -> None:
    found = include("Leukemia", "Acute Myeloid Leukemia", mesh=["Sarcoma"])

    assert found == {"leukemia", "aml"}, "somebody with another leukemia would be lost"


def test_keywords_speak_where_conditions_name_no_disease() -> None:
    assert include("Quality of Life", keywords=["childhood osteosarcoma"]) == {"osteosarcoma"}


def test_title_speaks_where_conditions_and_keywords_name_none() -> None:
    assert include("Fatigue", title="Yoga for Children With Acute Leukemia") == {"acute_leukemia"}


def test_headings_speak_last_and_only_the_most_specific() -> None:
    record = disease_record("Xyzoma", mesh=["Retinoblastoma"])
    above = MeshTerm("", "Neoplasms", is_ancestor=True)

    assert read(replace(record, mesh=(*record.mesh, above))).include == ("retinoblastoma",)


def test_signs_and_treatments_are_those_of_the_diseases_beside_them() -> None:
    assert include("Bone Marrow Transplantation", "Neutropenia", "Leukemia") == {"leukemia"}
    assert include("Bone Marrow Transplantation") == {"cancer_or_blood"}


def test_heading_alone_makes_no_study_one_of_our_field() -> None:
    assert include("Secondary Hyperparathyroidism", mesh=["Neoplasm Metastasis"]) == {
        "other_condition"
    }


def test_diagnosis_of_a_keyword_that_no_condition_speaks_of_is_added() -> None:
    assert include("Leukemia", keywords=["Myelodysplastic Syndromes", "AML"]) == {
        "leukemia",
        "mds",
    }


def test_diagnosis_of_the_title_that_no_condition_speaks_of_is_added() -> None:
    found = include("Leukemia", title="Transplant for Leukemia, Lymphoma or Aplastic Anemia")

    assert found == {"leukemia", "lymphoma", "saa"}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"keywords": ["graft versus host disease"]}, id="complication"),
        pytest.param({"title": "A Tumor Bank for Leukemia"}, id="group of tumours"),
        pytest.param({"keywords": ["breast tissue"]}, id="no diagnosis"),
    ],
)
def test_nothing_else_is_added(parts: dict[str, object]) -> None:
    assert include("Leukemia", **parts) == {"leukemia"}


# ------------------------------------------------------------------------ short forms


def test_ambiguous_short_form_counts_beside_a_disease_above_it() -> None:
    assert include("Soft Tissue Sarcoma", "RMS") == {"sts", "rms"}


def test_ambiguous_short_form_alone_is_left_to_people() -> None:
    reading = read(disease_record("RMS", "Multiple Sclerosis"))

    assert reading.include == ("other_condition",)
    assert {(term.term, term.code, term.reason) for term in reading.terms} == {
        ("RMS", None, Reason.AMBIGUOUS),
        ("Multiple Sclerosis", None, Reason.OUTSIDE),
    }


# ------------------------------------------------------------------------ what is told


def test_every_condition_is_told_with_its_disease_and_why() -> None:
    reading = read(disease_record("Neuroblastoma", "Sore feet", mesh=["Neuroblastoma"]))

    told = [(term.term, term.field, term.code, term.confidence) for term in reading.terms]
    assert told == [
        ("Neuroblastoma", TermField.CONDITION, "neuroblastoma", Confidence.SURE),
        ("Sore feet", TermField.CONDITION, None, Confidence.WEAK),
        ("Neuroblastoma", TermField.MESH, "neuroblastoma", Confidence.SURE),
    ]
    assert reading.unmapped == ("Sore feet",)


def test_term_of_several_diseases_is_told_once_for_each() -> None:
    reading = read(disease_record("Lymphoma and Leukemia"))

    assert [term.code for term in reading.terms] == ["lymphoma", "leukemia"]


# ------------------------------------------------------------------------ other fields


def test_study_of_another_field_is_for_nobody_here() -> None:
    reading = read(
        disease_record("Hypertension", title="Salt and Blood Pressure", mesh=["Hypertension"])
    )

    assert reading.is_outside
    assert reading.include == ("other_condition",)
    assert reading.unmapped == ()


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(disease_record("Oral pain", title="Laser after chemotherapy"), id="title"),
        pytest.param(disease_record("Xyzoma"), id="unknown tumour"),
        pytest.param(disease_record("Infection", keywords=["allogeneic HSCT"]), id="transplant"),
        pytest.param(disease_record("Xyz-associated coagulopathy"), id="blood"),
        pytest.param(disease_record("Xyz", keywords=["umbilical cord blood"]), id="phrase"),
    ],
)
def test_study_of_our_field_that_names_no_disease_is_for_all_of_ours(record: StudyRecord) -> None:
    reading = read(record)

    assert not reading.is_outside
    assert reading.include == ("cancer_or_blood",)
    assert reading.terms[-1].confidence is Confidence.WEAK


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(disease_record("Healthy"), id="healthy"),
        pytest.param(disease_record("Quality of Life"), id="no condition"),
        pytest.param(
            disease_record("Pain", summary="Music for children with leukemia."), id="summary"
        ),
        pytest.param(disease_record(), id="nothing at all"),
    ],
)
def test_study_that_says_nothing_plain_is_for_anybody(record: StudyRecord) -> None:
    assert (read(record).include, read(record).is_outside) == ((), False)


@pytest.mark.parametrize(
    "condition",
    ["HIV Infections", "Glaucoma", "COPD", "Atheroma", "Myelopathy", "Fibromyalgia", "Stroke"],
)
def test_other_fields_are_recognised(condition: str) -> None:
    heading = ["Immunologic Deficiency Syndromes", "Bone Marrow Diseases"]

    assert read(disease_record(condition, mesh=heading)).is_outside


# ------------------------------------------------------------- what the engine makes of it


def disease_truth(named: str | None, code: str) -> Truth:
    facts = PatientFacts(diagnoses=frozenset({named} if named else ()))
    return Person(facts, VOCABULARY.graph, date(2026, 11, 21)).diseases.status(code)


@pytest.mark.parametrize("code", ["leukemia", "scd", "cancer", "cancer_or_blood", "gvhd"])
def test_study_of_another_field_is_plainly_not_for_a_disease_of_ours(code: str) -> None:
    assert disease_truth(code, "other_condition") is Truth.FALSE


def test_study_of_another_field_stays_open_to_who_names_no_disease() -> None:
    assert disease_truth(None, "other_condition") is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("named", "truth"),
    [
        ("neuroblastoma", Truth.FALSE),
        ("leukemia", Truth.FALSE),
        ("solid_tumor", Truth.UNKNOWN),
        ("cancer", Truth.UNKNOWN),
    ],
)
def test_tumour_without_an_entry_is_none_of_its_siblings(named: str, truth: Truth) -> None:
    assert disease_truth(named, "other_solid_tumor") is truth


@pytest.mark.parametrize(
    ("named", "studied"),
    [
        ("leukemia", "gvhd"),
        ("gvhd", "leukemia"),
        ("scd", "iron_overload"),
        ("gvhd", "iron_overload"),
        ("glioma", "nf1"),
    ],
)
def test_what_goes_with_a_disease_shuts_it_out_of_no_study(named: str, studied: str) -> None:
    """Graft-versus-host disease comes with a leukemia: naming one says nothing of the other."""
    assert disease_truth(named, studied) is Truth.UNKNOWN
