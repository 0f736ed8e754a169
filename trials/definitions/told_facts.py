"""What a case tells of one person, as facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Protocol

from trials.definitions.faults import CaseFaultError
from trials.definitions.told_ages import (
    BIRTH_KEYS,
    DIAGNOSIS_KEYS,
    MOST,
    Diagnosed,
    Told,
    read_births,
    read_diagnosed,
    whole_number,
)
from trials.eligibility.catalogue import Fact, FactCatalogue, FactKind
from trials.eligibility.conditions import FactValue
from trials.eligibility.diseases import DiseaseGraph
from trials.eligibility.facts import PatientFacts, Role

NOT_TOLD = (None, "unknown")
ABOUT_THE_PERSON = ("role", *BIRTH_KEYS, "diagnosis", "diagnosis_text", *DIAGNOSIS_KEYS)
"""Told in ways of their own; every other fact by its key in the catalogue."""


class NamedDisease(Protocol):
    @property
    def code(self) -> str: ...


class Resolved(Protocol):
    """``code`` is None unless a text names exactly one disease; else what it may mean."""

    @property
    def code(self) -> str | None: ...

    @property
    def candidates(self) -> Sequence[NamedDisease]: ...


class DiseaseFinder(Protocol):
    def resolve(self, text: str) -> Resolved: ...


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What a case may name: facts, diseases by code, and diseases by any of their names."""

    catalogue: FactCatalogue
    graph: DiseaseGraph
    names: DiseaseFinder


def read_facts(facts: object, on: date, known: KnownWords) -> PatientFacts:
    """``facts`` is an object of the file; what is "unknown" or null there was not told.

    Raises CaseFaultError.
    """
    if not isinstance(facts, dict):
        raise CaseFaultError("facts must be an object")
    for key in facts:
        _check_key(str(key), known.catalogue)
    told: Told = {key: value for key, value in facts.items() if value not in NOT_TOLD}
    births = read_births(told, on)
    diagnosed = read_diagnosed(told, births, on)
    return PatientFacts(
        role=_role(told),
        births=births,
        diagnoses=_diagnoses(told, known),
        age_at_diagnosis=diagnosed.ages,
        told=MappingProxyType(_others(told, diagnosed, known.catalogue)),
    )


def _check_key(key: str, catalogue: FactCatalogue) -> None:
    if key in ABOUT_THE_PERSON:
        return
    if key == "age_at_diagnosis":
        raise CaseFaultError(
            "age_at_diagnosis has a unit; write age_at_diagnosis_years or _months"
        )
    if key not in catalogue:
        keys = [*ABOUT_THE_PERSON, *(fact.key for fact in catalogue)]
        near = get_close_matches(key, keys, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "docs/facts.md lists them all"
        raise CaseFaultError(f"unknown fact {key}; {hint}")


def _role(told: Told) -> Role:
    try:
        return Role(str(told.get("role", Role.PATIENT)))
    except ValueError:
        roles = ", ".join(Role)
        raise CaseFaultError(f"role is {told['role']!r}; write one of {roles}") from None


def _diagnoses(told: Told, known: KnownWords) -> frozenset[str]:
    codes = told.get("diagnosis", [])
    named = set(_texts("diagnosis", codes))
    for code in sorted(named):
        if code not in known.graph:
            raise CaseFaultError(f"no disease has the code {code!r}; check the code")
    if "diagnosis_text" in told:
        for text in _texts("diagnosis_text", told["diagnosis_text"]):
            named.add(_resolved(text, known.names))
    return frozenset(named)


def _texts(name: str, found: object) -> list[str]:
    """One text, or a list of them."""
    items = found if isinstance(found, list) else [found]
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) < len(items):
        raise CaseFaultError(f"{name} is {found!r}; write a text, or a list of texts")
    return texts


def _resolved(text: str, names: DiseaseFinder) -> str:
    resolution = names.resolve(text)
    if resolution.code is not None:
        return resolution.code
    codes = ", ".join(candidate.code for candidate in resolution.candidates)
    meant = f'; give one of these as "diagnosis": {codes}' if codes else "; check the spelling"
    raise CaseFaultError(f"diagnosis_text {text!r} is the name of no single disease{meant}")


def _others(told: Told, diagnosed: Diagnosed, catalogue: FactCatalogue) -> dict[str, FactValue]:
    values = {
        key: _value(catalogue.fact(key), found)
        for key, found in told.items()
        if key not in ABOUT_THE_PERSON
    }
    since = diagnosed.years
    if since and "years_since_diagnosis" in catalogue and not _is_newly_diagnosed(values):
        exact = since.lowest == since.highest
        values.setdefault("years_since_diagnosis", since.lowest if exact else since)
    return {key: value for key, value in values.items() if value != frozenset()}


def _is_newly_diagnosed(values: dict[str, FactValue]) -> bool:
    """From which no years follow, whatever part of the first one has gone by."""
    status = values.get("disease_status")
    return isinstance(status, frozenset) and "newly_diagnosed" in status


def _value(fact: Fact, found: object) -> FactValue:
    if fact.kind is FactKind.CHOICES:
        chosen = _texts(fact.key, found)
        return frozenset(_choice(fact, item) for item in chosen if item not in NOT_TOLD)
    if fact.kind is FactKind.CHOICE:
        return _choice(fact, found)
    if fact.kind is FactKind.COUNT:
        return whole_number({fact.key: found}, fact.key) or 0
    if fact.kind is FactKind.NUMBER:
        return _number(fact, found)
    return " ".join(_texts(fact.key, found))


def _choice(fact: Fact, found: object) -> str:
    if not isinstance(found, str) or found not in fact.values:
        choices = ", ".join(fact.values)
        raise CaseFaultError(f"{fact.key} is {found!r}; write one of {choices}, or unknown")
    return found


def _number(fact: Fact, found: object) -> int | float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= MOST:
        raise CaseFaultError(f"{fact.key} is {found!r}; write a number from 0 to {MOST}")
    return found
