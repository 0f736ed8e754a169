"""Diagnoses as families in Spanish type them, with and without accents."""

import pytest

from tests.shipped import shipped_names
from trials.disease_search import DiseaseNames, MatchKind

SPANISH = shipped_names("es")
WITHOUT_ACCENTS = str.maketrans("áéíóúüñÁÉÍÓÚÑ", "aeiouunAEIOUN")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("leucemia linfoblastica", "all", id="without accents"),
        pytest.param("Leucemia linfoblástica", "all", id="with accents"),
        pytest.param("LLA", "all", id="short form"),
        pytest.param("leucemia infantil", "leukemia", id="with a word of age"),
        pytest.param("LLA-B", "b_all", id="with its type"),
        pytest.param("LMA", "aml", id="AML"),
        pytest.param("neuroblastoma", "neuroblastoma", id="the same in both"),
        pytest.param("cancer de riñon", "renal_tumor", id="everyday name"),
        pytest.param("tumor cerebral", "cns_tumor", id="brain tumor"),
        pytest.param("cáncer de los huesos", "bone_sarcoma", id="bone cancer"),
        pytest.param("drepanocitosis", "scd", id="sickle cell"),
        pytest.param("ALL", "all", id="an English short form"),
    ],
)
def test_spanish_name_of_one_disease_is_that_disease(text: str, code: str) -> None:
    assert SPANISH.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("leusemia", "leukemia"),
        ("leucemia linfoblatica aguda", "all"),
        ("osteosacroma", "osteosarcoma"),
        ("anemia falsiforme", "scd"),
        ("mi hijo tiene leucemia", "leukemia"),
        ("linfoma de hotkin", "hl"),
    ],
)
def test_misspelled_spanish_name_is_offered(text: str, first: str) -> None:
    assert SPANISH.resolve(text).candidates[0].code == first


def test_every_disease_has_spanish_names_that_find_it_with_and_without_accents() -> None:
    diseases = list(SPANISH._diseases.values())
    lost = [
        (disease.code, name)
        for disease in diseases
        for written in (disease.spanish_name, disease.spanish_plain_name)
        for name in (written, written.translate(WITHOUT_ACCENTS), written.upper())
        if SPANISH.resolve(name).code != disease.code
    ]

    assert len(diseases) == 208
    assert lost == []


def test_disease_is_shown_by_its_name_in_the_language_of_the_page() -> None:
    english = shipped_names("en").suggest("leucemia linfoblastica")[0]
    spanish = SPANISH.suggest("acute lymphoblastic leukemia")[0]

    assert (english.code, english.plain_name) == ("all", "Acute lymphoblastic leukemia (ALL)")
    assert (spanish.code, spanish.plain_name) == ("all", "Leucemia linfoblástica aguda (LLA)")
    assert spanish.name == "Leucemia linfoblástica aguda"
    assert (spanish.found_by, spanish.how) == ("Acute lymphoblastic leukemia", MatchKind.EXACT)


def test_disease_without_a_spanish_name_is_shown_in_english() -> None:
    row = SPANISH._diseases["all"]
    row.spanish_plain_name, before = "", row.spanish_plain_name
    try:
        assert DiseaseNames([row], "es").named("all") == DiseaseNames([row], "en").named("all")
    finally:
        row.spanish_plain_name = before
