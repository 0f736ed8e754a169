"""One study of ClinicalTrials.gov as we use it: everything in the registry's own words.

Nothing here is interpreted: limits, statuses and phases are the registry's texts, which
``trials/registry`` reads elsewhere. What does not have the expected shape stands in
``StudyRecord.unread`` with its words, and never stops the rest from being read.
"""

from datetime import date

from msgspec import Struct


class Unread(Struct, frozen=True, gc=False):
    """A part of a record that could not be read.

    ``path``    where it stands: "protocolSection.statusModule.overallStatus".
    ``reason``  a short word of ours: "wrong_shape", "unknown_value", "bad_date", "skipped",
                "in_the_future", "nameless", "out_of_range", "unstorable_character".
    ``raw``     its words, as JSON when it is not a text, cut to 2,000 characters.
    """

    path: str
    reason: str
    raw: str


class MeshTerm(Struct, frozen=True, gc=False):
    """A heading of MeSH that the registry gave the conditions, or one above such a heading."""

    id: str
    term: str
    is_ancestor: bool = False


class Intervention(Struct, frozen=True, gc=False):
    """``kind`` is the registry's: DRUG, BIOLOGICAL, PROCEDURE, ... or what it may be one day."""

    kind: str
    name: str


class RecordedPlace(Struct, frozen=True, gc=False):
    """One site. Empty texts are not told; ``status`` is the registry's, or empty.

    Degrees; both None when the registry has no coordinates. Contacts are left out on
    purpose: they name persons.
    """

    facility: str
    city: str
    state: str
    zip_code: str
    country: str
    status: str
    latitude: float | None
    longitude: float | None


class RecordedEligibility(Struct, frozen=True, gc=False):
    """The registry's fields on who can join, as texts; empty means the field is absent."""

    criteria: str
    minimum_age: str
    maximum_age: str
    sex: str
    healthy_volunteers: bool | None


class StudyRecord(Struct, frozen=True):
    """``nct_id`` is "NCT" and eight digits. Dates are None when absent or unreadable.

    A month without its day ("2013-06") stands as its first day. ``sponsor`` is empty when
    it is one person: we name no persons.
    """

    nct_id: str
    acronym: str
    brief_title: str
    official_title: str
    summary: str
    overall_status: str
    status_verified_on: date | None
    updated_on: date | None
    study_type: str
    purpose: str
    phases: tuple[str, ...]
    sponsor: str
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    mesh: tuple[MeshTerm, ...]
    interventions: tuple[Intervention, ...]
    eligibility: RecordedEligibility
    places: tuple[RecordedPlace, ...]
    unread: tuple[Unread, ...] = ()
