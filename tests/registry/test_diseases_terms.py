"""Single terms of registry records, as records write them, with the disease they mean."""

import pytest

from tests.shipped import shipped_names
from tests.shipped_vocabulary import shipped_vocabulary
from trials.eligibility.diseases import DiseaseGraph, DiseaseNode
from trials.registry.disease_vocabulary import (
    Confidence,
    DiseaseVocabulary,
    KnownTerm,
    Reason,
    make_vocabulary,
)

VOCABULARY = shipped_vocabulary()


@pytest.mark.parametrize(
    ("term", "codes"),
    [
        pytest.param("Acute Lymphoblastic Leukemia", "all", id="name"),
        pytest.param("Leukemia, Lymphocytic, Acute", "all", id="turned round"),
        pytest.param("ALL, Childhood", "all", id="short form and age"),
        pytest.param("Lymphoma, Large B-Cell, Diffuse", "dlbcl", id="turned round, three parts"),
        pytest.param("Cancer of the Liver", "liver_tumor", id="another order"),
        pytest.param("recurrent childhood medulloblastoma", "medulloblastoma", id="status"),
        pytest.param("stage IV neuroblastoma", "neuroblastoma", id="stage"),
        pytest.param(
            "Stage IV Wilms\N{RIGHT SINGLE QUOTATION MARK} Tumour", "wilms", id="British"
        ),
        pytest.param("Hodgkin's Disease", "hl", id="Hodgkin"),
        pytest.param("Non-Hodgkin's lymphoma", "nhl", id="not Hodgkin"),
        pytest.param("Lymphoma, Non-Hodgkin", "nhl", id="not Hodgkin, turned round"),
        pytest.param("Non-Hodgkin", "nhl", id="not Hodgkin, cut short"),
        pytest.param("T-cell Childhood Acute Lymphoblastic Leukemia", "t_all", id="T"),
        pytest.param("B-cell Childhood Acute Lymphoblastic Leukemia", "b_all", id="B"),
        pytest.param("Carcinoma, Non-Small-Cell Lung", "other_solid_tumor", id="not small cell"),
        pytest.param("Chronic Myelomonocytic Leukemia", "mds_mpn", id="label beats synonym"),
        pytest.param("Breast Cancer", "other_solid_tumor", id="tumour of adults"),
        pytest.param("Advanced Malignancies", "cancer", id="no disease of its own"),
        pytest.param("Rare Malignant Neoplasm", "cancer", id="no kind of tumour"),
        pytest.param("Secondary Malignancy", "cancer", id="no kind of tumour either"),
        pytest.param("Locally Advanced Solid Neoplasm", "solid_or_cns", id="any solid tumour"),
        pytest.param("Leukemia, Lymphoma", "leukemia lymphoma", id="two in one"),
        pytest.param("Hairy Cell Leukemia", "leukemia", id="kind of leukemia not listed"),
        pytest.param("Anemia, Sickle Cell", "scd", id="all sickle cell disease in registries"),
        pytest.param(
            "\N{GREEK SMALL LETTER BETA}-Thalassemia Major", "thal_beta_major", id="Greek"
        ),
        pytest.param("Neutropenia", "cancer_or_blood", id="sign of many diseases"),
        pytest.param("Meningeal Leukemia", "leukemia", id="a place is no disease"),
        pytest.param("Acute Myeloid Leukemia (AML)", "aml", id="short form in brackets"),
        pytest.param("leukemia without prior malignancy", "leukemia", id="without"),
        pytest.param("lymphoma other than Hodgkin lymphoma", "lymphoma", id="other than"),
        pytest.param("non-metastatic osteosarcoma", "osteosarcoma", id="not metastatic"),
    ],
)
def test_term_means_these_diseases(term: str, codes: str) -> None:
    assert set(VOCABULARY.meaning(term).codes) == set(codes.split())


@pytest.mark.parametrize(
    "term",
    [
        "all",
        "for all patients",
        "STUDY OF ALL PATIENTS WITH ASTHMA",
        "Acquired Immunodeficiency Syndrome",
        "Human Immunodeficiency Virus",
        "Tumor Necrosis Factor",
        "Glaucoma",
        "Chronic Obstructive Pulmonary Disease",
        "Myalgic Encephalomyelitis",
        "",
        "?!",
        "\x00",
    ],
)
def test_term_that_only_sounds_like_a_name_means_nothing(term: str) -> None:
    assert VOCABULARY.meaning(term).codes == ()


@pytest.mark.parametrize("term", ["GCT", "SCD", "RB", "ES", "RMS", "MS", "WAS", "PID", "NPC"])
def test_short_form_of_several_things_is_ambiguous(term: str) -> None:
    assert VOCABULARY.meaning(term).is_ambiguous or not VOCABULARY.meaning(term).codes
    assert VOCABULARY.found_in(f"treatment of {term} in children").codes == ()


@pytest.mark.parametrize("text", ["(" * 5_000, "(a)" * 5_000, "leukemia, " * 5_000])
def test_term_of_any_length_is_read(text: str) -> None:
    assert set(VOCABULARY.meaning(text).codes) <= {"leukemia"}


def test_name_is_surer_than_a_phrase_and_a_phrase_than_a_guess() -> None:
    confidences = [
        VOCABULARY.meaning(term).confidence
        for term in ("Osteosarcoma", "trial in osteosarcoma surgery", "Thymic Cancer", "xyzzy")
    ]

    assert confidences == [
        Confidence.SURE,
        Confidence.LIKELY,
        Confidence.LIKELY,
        Confidence.WEAK,
    ]


def test_every_disease_can_be_named() -> None:
    named = {code for meaning in VOCABULARY.meanings.values() for code in meaning.codes}

    assert set(VOCABULARY.graph) - named == set()


def test_every_main_name_means_its_disease() -> None:
    diseases = shipped_names()._diseases.values()

    wrong = {
        disease.code: VOCABULARY.meaning(name).codes
        for disease in diseases
        for name in (disease.preferred_name, disease.plain_name)
        if disease.code not in VOCABULARY.meaning(name).codes
    }

    assert wrong == {}


# ------------------------------------------------------------------------ by hand


def small(*groups: list[KnownTerm]) -> DiseaseVocabulary:
    graph = DiseaseGraph([DiseaseNode("a"), DiseaseNode("b", ("a",)), DiseaseNode("c")])
    return make_vocabulary(graph, groups)


def term(text: str, *codes: str, reason: Reason = Reason.SYNONYM) -> KnownTerm:
    return KnownTerm(text, codes, reason)


def test_first_group_that_gives_a_name_decides() -> None:
    assert small([term("x disease", "a")], [term("x disease", "c")]).meaning(
        "X Disease"
    ).codes == ("a",)


def test_name_that_one_group_gives_twice_means_both() -> None:
    assert small([term("x disease", "a"), term("X diseases", "c")]).meaning("x disease").codes == (
        "a",
        "c",
    )


def test_disease_that_was_removed_is_left_out() -> None:
    assert small([term("x disease", "gone")]).meaning("x disease").codes == ()


def test_phrase_with_a_disease_and_one_above_means_the_precise_one() -> None:
    vocabulary = small([term("alpha", "a"), term("beta", "b")])

    assert vocabulary.meaning("alpha, the beta kind").codes == ("b",)
    assert vocabulary.meaning("alpha or beta").codes == ("a", "b")
