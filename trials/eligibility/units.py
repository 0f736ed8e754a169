"""Measures in the units in which clinics and families give them."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor`` turns a value in this unit into the unit of the facts catalogue."""

    name: str
    factor: float


class UnknownUnitError(LookupError):
    """The fact is not given in such a unit."""

    def __init__(self, fact: str, unit: str) -> None:
        super().__init__(f"{fact}: {unit}")
        self.fact = fact
        self.unit = unit


UNITS = MappingProxyType(
    {
        # 1 mg/dL is 88.42 µmol/L: the molar mass of creatinine is 113.12 g/mol.
        "creatinine_mg_dl": (Unit("mg/dL", 1.0), Unit("µmol/L", 1 / 88.42)),
        # The international pound is 0.45359237 kg by definition.
        "weight_kg": (Unit("kg", 1.0), Unit("lb", 0.45359237)),
    }
)
"""Facts that are given in more than one unit; the first is the catalogue's own."""


def in_catalogue_unit(fact: str, value: float, unit: str) -> float:
    """``value`` of ``unit`` in the unit of the catalogue.

    Raises UnknownUnitError for a unit in which this fact is not given.
    """
    for known in UNITS.get(fact, ()):
        if known.name == unit:
            return value * known.factor
    raise UnknownUnitError(fact, unit)
