from typing import Any

import pytest

from trials.eligibility.distance import Place
from trials.eligibility.facts import Role
from trials.presenters.chips import Chip, answer_chips, answer_name, question_chip

MEMPHIS = Place("38105", 35.15, -90.03)


@pytest.mark.parametrize(
    ("cleaned", "chip"),
    [
        pytest.param({"age_years": 7}, Chip("age", "Age: 7 years"), id="years"),
        pytest.param({"age_years": 1}, Chip("age", "Age: 1 year"), id="one year"),
        pytest.param({"age_days": 0}, Chip("age", "Age: 0 days"), id="born today"),
        pytest.param(
            {"age_years": 1, "age_months": 3}, Chip("age", "Age: 1 year and 3 months"), id="both"
        ),
        pytest.param({"birth_year": 2019}, Chip("age", "Born 2019"), id="birth year"),
        pytest.param(
            {"birth_year": 2019, "birth_month": 3},
            Chip("age", "Born March 2019"),
            id="birth month",
        ),
        pytest.param(
            {"birth_year": 2019, "birth_month": 3, "birth_day": 14, "age_years": 7},
            Chip("age", "Born March 14, 2019"),
            id="birth date before age",
        ),
        pytest.param({"role": Role.DONOR}, Chip("role", "Donor"), id="donor"),
        pytest.param({"near": MEMPHIS}, Chip("near", "Near 38105"), id="place"),
        pytest.param({"radius": 50}, Chip("radius", "Within 50 miles (80 km)"), id="distance"),
        pytest.param({"words": "CAR T"}, Chip("words", "Words: CAR T"), id="words"),
    ],
)
def test_answer_becomes_a_label(cleaned: dict[str, Any], chip: Chip) -> None:
    (made,) = answer_chips(cleaned, "")

    assert (made.field, made.label, made.is_question) == (chip.field, chip.label, False)


def test_diagnosis_is_shown_under_its_plain_name() -> None:
    assert answer_chips({}, "B-cell ALL") == (Chip("diagnosis", "B-cell ALL", "id_diagnosis"),)


@pytest.mark.parametrize(
    ("cleaned", "anchor"),
    [
        pytest.param({"age_years": 7}, "id_age_years", id="age"),
        pytest.param({"birth_year": 2019}, "id_birth_month", id="birth date"),
        pytest.param({"role": Role.DONOR}, "id_role_0", id="role"),
        pytest.param({"near": MEMPHIS}, "id_near", id="place"),
        pytest.param({"radius": 50}, "id_radius", id="distance"),
    ],
)
def test_answer_leads_to_the_first_box_in_which_it_is_changed(
    cleaned: dict[str, Any], anchor: str
) -> None:
    (chip,) = answer_chips(cleaned, "")

    assert chip.anchor == anchor


def test_answer_to_a_question_is_shown_with_what_was_asked() -> None:
    chip = question_chip("fact.mrd", "mrd", "Yes, some were found", "id_fact.mrd-0")

    assert chip.label == "The last bone marrow test (MRD): Yes, some were found"
    assert chip.is_question


@pytest.mark.parametrize(
    ("field", "name"),
    [("diagnosis", "the diagnosis"), ("fact.weight_kg", "the answer about the weight")],
)
def test_answer_has_a_name_inside_a_sentence(field: str, name: str) -> None:
    assert answer_name(field) == name


def test_being_a_patient_is_no_label() -> None:
    assert answer_chips({"role": Role.PATIENT}, "") == ()
