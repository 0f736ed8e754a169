from typing import Any

import pytest

from trials.eligibility.distance import Place
from trials.eligibility.facts import Role
from trials.presenters.chips import Chip, answer_chips

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
        pytest.param({"zip_code": MEMPHIS}, Chip("zip_code", "Near 38105"), id="place"),
        pytest.param({"words": "CAR T"}, Chip("words", "Words: CAR T"), id="words"),
    ],
)
def test_answer_becomes_a_label(cleaned: dict[str, Any], chip: Chip) -> None:
    assert answer_chips(cleaned, "") == (chip,)


def test_diagnosis_is_shown_under_its_plain_name() -> None:
    assert answer_chips({}, "B-cell ALL") == (Chip("diagnosis", "B-cell ALL"),)


def test_being_a_patient_is_no_label() -> None:
    assert answer_chips({"role": Role.PATIENT}, "") == ()
