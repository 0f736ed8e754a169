"""What we were told about one person. Nothing here is ever stored.

None, or a key that is absent, means *not told*: never "no", never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from trials.eligibility.ages import AgeSpan, BirthInterval
from trials.eligibility.conditions import FactValue


class Role(StrEnum):
    """As whom somebody would take part in a trial."""

    PATIENT = "patient"
    DONOR = "donor"
    SURVIVOR = "survivor"
    SIBLING = "sibling"
    PARENT_CAREGIVER = "parent_caregiver"
    HEALTHY_VOLUNTEER = "healthy_volunteer"
    RELATIVE_OR_FRIEND = "relative_or_friend"


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """One person's answers.

    ``role``              as whom the person would take part; a patient unless said.
    ``births``            all possible birth dates, None when no age was told.
    ``diagnoses``         ids of the diseases named, general ones included; empty
                          when none was told.
    ``age_at_diagnosis``  all possible ages at the first diagnosis, None when not told.
    ``told``              every other fact by its key in the facts catalogue.
    ``not_known``         keys of facts that were asked and that the person cannot tell:
                          nobody but the study team will settle them.
    """

    role: Role = Role.PATIENT
    births: BirthInterval | None = None
    diagnoses: frozenset[str] = frozenset()
    age_at_diagnosis: AgeSpan | None = None
    told: Mapping[str, FactValue] = field(default_factory=lambda: MappingProxyType({}))
    not_known: frozenset[str] = frozenset()
