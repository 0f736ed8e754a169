"""Sites are named by their institutions, never by a person. The doctors here are invented."""

import pytest

from trials.registry.facilities import institution_of


@pytest.mark.parametrize(
    "facility",
    [
        "Dr. Jane Doe",
        "Dr Jane Q Doe Jr",
        "DR JANE DOE",
        "Prof. Jane Doe",
        "Jane Doe, MD",
        "Jane Doe M.D.",
        "Doe, Jane II, MD (Investigator)",
        "Jane Doe, Ph.D.",
        "Office of Jane Doe",
        "Private practice of Jane Doe, M.D.",
        "Private Practice - Dr. Jane Doe",
        "",
    ],
)
def test_a_person_alone_is_no_institution(facility: str) -> None:
    assert institution_of(facility) == ""


@pytest.mark.parametrize(
    ("facility", "institution"),
    [
        ("Dr Jane Doe / Memorial Hospital", "Memorial Hospital"),
        ("Clinical Research Unit - Dr. Jane Doe", "Clinical Research Unit"),
        ("City Health Network; Jane Doe, MD", "City Health Network"),
    ],
)
def test_the_institution_beside_a_person_is_named(facility: str, institution: str) -> None:
    assert institution_of(facility) == institution


@pytest.mark.parametrize(
    "facility",
    [
        "Hospital Universitario Dr. Peset",
        "Dr. H. Bliss Murphy Cancer Centre",
        "Doctor's Hospital of Laredo",
        "Institutul Oncologic Prof. Dr. Ion Chiricuta - Cluj",
        "Praxis Dr. Muster / Dr. Beispiel",
        "M.D. Anderson Cancer Center",
        "University of Calgary, 3330 Hospital Dr NW",
        "Centro de Oncologia - Unidade São Caetano do Sul",
        "St. Jude Children's Research Hospital",
        "Research Site",
    ],
)
def test_institutions_keep_their_names(facility: str) -> None:
    assert institution_of(facility).startswith(facility.partition(" / ")[0])
