"""Cases for the form: a file of people and days, read into facts.

    {"cases": [{"id": "f01",
                "facts": {"age_years": 7, "diagnosis_text": "ALL"},
                "on": "2026-03-15",
                "expect": {"catchaml": "fits", "aall2121": "no"}}]}

``expect`` may be left out; it only says which studies are of interest.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trials.disease_search import DiseaseNames
from trials.eligibility.ages import AgeSpan, BirthInterval
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role

AGE_UNITS = ("years", "months", "weeks", "days")
KNOWN_FACTS = (
    "role",
    *(f"age_{unit}" for unit in AGE_UNITS),
    "birth_date",
    "birth_month",
    "birth_year",
    "diagnosis_text",
    "diagnosis",
    "age_at_diagnosis_years",
    "age_at_diagnosis_months",
    "diagnosis_date",
)


class BadCaseError(ValueError):
    """A file, or a case in it, cannot be read; the text says where and what to do."""

    def __init__(self, path: Path, what: str, case: str | None = None) -> None:
        super().__init__(f"{path}: {what}" if case is None else f"{path}, case {case}: {what}")


@dataclass(frozen=True, slots=True)
class FilterCase:
    id: str
    facts: PatientFacts
    on: date


@dataclass(frozen=True, slots=True)
class FilterCases:
    """``studies`` are the slugs named in any ``expect``, in order; empty when none is."""

    cases: tuple[FilterCase, ...]
    studies: tuple[str, ...]


def read_cases(path: Path, names: DiseaseNames, graph: DiseaseGraph) -> FilterCases:
    """Every case of a file. Raises BadCaseError for the first one that cannot be read."""
    cases: list[FilterCase] = []
    studies: dict[str, None] = {}
    for number, row in enumerate(_rows(path), start=1):
        name = str(row.get("id") or f"number {number}")
        try:
            cases.append(_case(row, names, graph))
            studies |= dict.fromkeys(_mapping(row.get("expect", {}), "expect"))
        except ValueError as fault:
            raise BadCaseError(path, str(fault), name) from None
    return FilterCases(tuple(cases), tuple(studies))


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise BadCaseError(path, f"{fault.strerror}; give the path of a file of cases") from None
    except ValueError as fault:
        raise BadCaseError(path, f"this is not JSON in UTF-8 ({fault}); mend it") from None
    rows = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadCaseError(path, 'write {"cases": [...]} with an object for each case')
    return rows


def _case(row: dict[str, Any], names: DiseaseNames, graph: DiseaseGraph) -> FilterCase:
    if not isinstance(row.get("id"), str) or not row["id"]:
        raise ValueError("give the case an id, a text")
    told = _mapping(row.get("facts"), "facts")
    unknown = sorted(set(told) - set(KNOWN_FACTS))
    if unknown:
        raise ValueError(f"unknown fact {unknown[0]}; the known ones are {', '.join(KNOWN_FACTS)}")
    on = _day(row, "on")
    births = _births(told, on)
    facts = PatientFacts(
        role=_role(told),
        births=births,
        diagnoses=_diagnoses(told, names, graph),
        age_at_diagnosis=_age_at_diagnosis(told, births, on),
    )
    return FilterCase(row["id"], facts, on)


def _mapping(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be an object")
    return value


def _role(told: Mapping[str, Any]) -> Role:
    try:
        return Role(told.get("role", Role.PATIENT))
    except ValueError:
        roles = ", ".join(Role)
        raise ValueError(f"role is {told['role']!r}; write one of {roles}") from None


def _births(told: Mapping[str, Any], on: date) -> BirthInterval | None:
    """What is left of all birth dates once everything told of age and birth holds."""
    allowed = [
        births
        for births in (
            _births_of_age(told, on),
            _births_of_date(told),
            _births_of_month(told),
            _births_of_year(told),
        )
        if births
    ]
    if not allowed:
        return None
    earliest = max(births.earliest for births in allowed)
    latest = min(on, *(births.latest for births in allowed))
    if earliest > latest:
        raise ValueError("nobody was born then and has this age on that day; check age and birth")
    return BirthInterval(earliest, latest)


def _births_of_age(told: Mapping[str, Any], on: date) -> BirthInterval | None:
    age = {unit: _whole_number(told, f"age_{unit}") for unit in AGE_UNITS}
    if not any(number is not None for number in age.values()):
        return None
    try:
        return BirthInterval.of_age(on, **age)
    except ValueError as fault:
        given = ", ".join(f"age_{unit} {age[unit]}" for unit in AGE_UNITS if age[unit] is not None)
        raise ValueError(f"nobody has the age {given} on that day ({fault}); check it") from None


def _births_of_date(told: Mapping[str, Any]) -> BirthInterval | None:
    return BirthInterval.on_date(_day(told, "birth_date")) if "birth_date" in told else None


def _births_of_month(told: Mapping[str, Any]) -> BirthInterval | None:
    if "birth_month" not in told:
        return None
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", str(told["birth_month"]))
    if match is None:
        raise ValueError(f"birth_month is {told['birth_month']!r}; write it like 2019-04")
    return BirthInterval.in_month(int(match[1]), int(match[2]))


def _births_of_year(told: Mapping[str, Any]) -> BirthInterval | None:
    year = _whole_number(told, "birth_year")
    if year is None:
        return None
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"birth_year is {year}; write it like 2019")
    return BirthInterval.in_year(year)


def _diagnoses(
    told: Mapping[str, Any], names: DiseaseNames, graph: DiseaseGraph
) -> frozenset[str]:
    named = set()
    if "diagnosis" in told:
        code = str(told["diagnosis"])
        if code not in graph:
            raise ValueError(f"no disease has the code {code!r}; check the code")
        named.add(code)
    if "diagnosis_text" in told:
        named.add(_resolved(str(told["diagnosis_text"]), names))
    return frozenset(named)


def _resolved(text: str, names: DiseaseNames) -> str:
    resolution = names.resolve(text)
    if resolution.code is not None:
        return resolution.code
    codes = ", ".join(candidate.code for candidate in resolution.candidates)
    meant = f'; give one of these as "diagnosis": {codes}' if codes else "; check the spelling"
    raise ValueError(f"diagnosis_text {text!r} is the name of no single disease{meant}")


def _age_at_diagnosis(
    told: Mapping[str, Any], births: BirthInterval | None, on: date
) -> AgeSpan | None:
    """As told in years and months, else from birth and day of diagnosis."""
    years = _whole_number(told, "age_at_diagnosis_years")
    months = _whole_number(told, "age_at_diagnosis_months")
    if (years, months) != (None, None):
        try:
            return BirthInterval.of_age(on, years=years, months=months).span(on)
        except ValueError as fault:
            raise ValueError(f"age_at_diagnosis is no age ({fault}); check it") from None
    if "diagnosis_date" not in told:
        return None
    diagnosed_on = _day(told, "diagnosis_date")
    if diagnosed_on > on:
        raise ValueError(f"diagnosis_date {diagnosed_on} is after {on}; check both")
    return births.span(diagnosed_on) if births else None


def _whole_number(told: Mapping[str, Any], name: str) -> int | None:
    number = told.get(name)
    if number is None:
        return None
    # True and False are whole numbers to Python, but not to whoever wrote the file.
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise ValueError(f"{name} is {number!r}; write a whole number from 0")
    return number


def _day(row: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(row.get(name, ""))
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {row.get(name)!r}; write a day like 2026-03-15") from None
