"""Measures in other units than those of the catalogue."""

import pytest

from trials.eligibility.units import UNITS, UnknownUnitError, in_catalogue_unit


@pytest.mark.parametrize(
    ("fact", "value", "unit", "expected"),
    [
        pytest.param("creatinine_mg_dl", 0.8, "mg/dL", 0.8, id="creatinine as it is"),
        pytest.param("creatinine_mg_dl", 88.42, "µmol/L", 1.0, id="88.42 µmol/L are 1 mg/dL"),
        pytest.param("creatinine_mg_dl", 35, "µmol/L", 0.3958, id="35 µmol/L"),
        pytest.param("creatinine_mg_dl", 150, "µmol/L", 1.6964, id="150 µmol/L"),
        pytest.param("weight_kg", 12.5, "kg", 12.5, id="kilograms as they are"),
        pytest.param("weight_kg", 1, "lb", 0.45359237, id="one pound"),
        pytest.param("weight_kg", 22.046, "lb", 9.99990, id="22 pounds are about 10 kilograms"),
        pytest.param("weight_kg", 0, "lb", 0, id="nought is nought"),
    ],
)
def test_value_is_turned_into_the_unit_of_the_catalogue(
    fact: str, value: float, unit: str, expected: float
) -> None:
    assert in_catalogue_unit(fact, value, unit) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("fact", UNITS)
def test_first_unit_is_the_catalogues_own(fact: str) -> None:
    assert UNITS[fact][0].factor == 1
    assert in_catalogue_unit(fact, 7.3, UNITS[fact][0].name) == 7.3


@pytest.mark.parametrize(
    ("fact", "unit"),
    [
        pytest.param("weight_kg", "stone", id="a unit of no fact"),
        pytest.param("weight_kg", "mg/dL", id="the unit of another fact"),
        pytest.param("relapse_count", "times", id="a fact of one unit"),
    ],
)
def test_unit_in_which_a_fact_is_not_given_is_refused(fact: str, unit: str) -> None:
    with pytest.raises(UnknownUnitError) as caught:
        in_catalogue_unit(fact, 1, unit)
    assert (caught.value.fact, caught.value.unit) == (fact, unit)
