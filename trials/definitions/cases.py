"""Cases: people and days on which to try trials, as JSON.

    {"cases": [{"id": "v001", "trial": "catchaml", "persona": "family", "on": "2026-03-14",
                "facts": {"birth_date": "2004-03-15", "diagnosis_text": "AML"}}]}

The list may be called "vignettes" as well. Other keys of a case say what somebody expects
of it, and are for others to read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trials.definitions.faults import CaseFaultError, UnreadableCasesError
from trials.definitions.told_ages import read_day
from trials.definitions.told_facts import KnownWords, read_facts
from trials.eligibility.catalogue import Persona
from trials.eligibility.facts import PatientFacts

LISTS = ("cases", "vignettes")


@dataclass(frozen=True, slots=True)
class PatientCase:
    """``trial`` is empty when the case names none."""

    id: str
    facts: PatientFacts
    on: date
    persona: Persona
    trial: str


def case_rows(document: object) -> list[Mapping[str, object]]:
    """What ``json.loads`` made of the file, case by case. Raises UnreadableCasesError."""
    rows = None
    if isinstance(document, dict):
        rows = next((document[key] for key in LISTS if key in document), None)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableCasesError('write {"cases": [...]} with an object for each case')
    return rows


def case_name(row: Mapping[str, object], number: int) -> str:
    """The id of a case, or its number in the list, from 1."""
    name = row.get("id")
    return name if isinstance(name, str) and name else f"number {number}"


def read_case(row: Mapping[str, object], known: KnownWords) -> PatientCase:
    """Raises CaseFaultError."""
    name, trial = row.get("id"), row.get("trial") or ""
    if not isinstance(name, str) or not name:
        raise CaseFaultError("give the case an id, a text")
    if not isinstance(trial, str):
        raise CaseFaultError(f"trial is {trial!r}; write the short name of a study")
    on = read_day(row, "on")
    return PatientCase(
        id=name,
        facts=read_facts(row.get("facts"), on, known),
        on=on,
        persona=_persona(row.get("persona") or Persona.FAMILY),
        trial=trial,
    )


def _persona(found: object) -> Persona:
    try:
        return Persona(str(found))
    except ValueError:
        raise CaseFaultError(f"persona is {found!r}; write one of {', '.join(Persona)}") from None
