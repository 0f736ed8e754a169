"""Reads one study record of ClinicalTrials.gov, API version 2, whatever its shape.

Field names and values: https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

from __future__ import annotations

import re

from trials.registry.facilities import institution_of
from trials.registry.records import (
    Intervention,
    MeshTerm,
    RecordedEligibility,
    RecordedPlace,
    StudyRecord,
)
from trials.registry.shapes import Shapes

__all__ = ["MODULES_NOT_READ", "READING", "NotAStudy", "read_study"]

READING = 4
"""Raise it whenever the same record is read differently: every record is then read again."""

MODULES_NOT_READ = frozenset(
    (
        "protocolSection.oversightModule",
        "protocolSection.outcomesModule",
        "protocolSection.referencesModule",
        "protocolSection.ipdSharingStatementModule",
        "derivedSection.interventionBrowseModule",
        "derivedSection.miscInfoModule",
        "resultsSection",
        "annotationSection",
        "documentSection",
        "hasResults",
    )
)
"""Modules, and whole sections, that say nothing about who can join and where."""

_MODULES_READ = frozenset(
    (
        "protocolSection",
        "derivedSection",
        "protocolSection.identificationModule",
        "protocolSection.statusModule",
        "protocolSection.sponsorCollaboratorsModule",
        "protocolSection.descriptionModule",
        "protocolSection.conditionsModule",
        "protocolSection.designModule",
        "protocolSection.armsInterventionsModule",
        "protocolSection.eligibilityModule",
        "protocolSection.contactsLocationsModule",
        "derivedSection.conditionBrowseModule",
    )
)


class NotAStudy(ValueError):
    """The record has no number, so nobody can tell which study it is.

    ``path`` is where it should stand, ``reason`` "wrong_shape", "missing" or "not_an_nct_id".
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path or 'record'}: {reason}")
        self.path = path
        self.reason = reason


def read_study(raw: object) -> StudyRecord:
    """Read a decoded study record.

    Raises NotAStudy when it has no valid number. Everything else that cannot be read
    stands in ``unread``, and the rest of the record is read all the same.
    """
    if not isinstance(raw, dict):
        raise NotAStudy("", "wrong_shape")
    shapes = Shapes()
    protocol = shapes.part(raw, "protocolSection", "")
    nct_id = _nct_id(protocol)
    derived = shapes.part(raw, "derivedSection", "")
    _note_unknown_modules(shapes, raw)
    return _study(shapes, nct_id, protocol, derived)


_NCT_ID = re.compile("NCT[0-9]{8}")
_NCT_ID_PATH = "protocolSection.identificationModule.nctId"


def _nct_id(protocol: dict[str, object]) -> str:
    identification = protocol.get("identificationModule")
    nct_id = identification.get("nctId") if isinstance(identification, dict) else None
    if nct_id is None:
        raise NotAStudy(_NCT_ID_PATH, "missing")
    if not isinstance(nct_id, str) or not _NCT_ID.fullmatch(nct_id):
        raise NotAStudy(_NCT_ID_PATH, "not_an_nct_id")
    return nct_id


def _note_unknown_modules(shapes: Shapes, raw: dict[str, object]) -> None:
    """Name what the registry may add one day. Its fields are named, its words left out.

    Nobody knows yet whether they name persons.
    """
    for section, content in raw.items():
        _note_unless_known(shapes, section, content)
        if section in ("protocolSection", "derivedSection") and isinstance(content, dict):
            for module, fields in content.items():
                _note_unless_known(shapes, f"{section}.{module}", fields)


def _note_unless_known(shapes: Shapes, path: str, fields: object) -> None:
    if path not in _MODULES_READ and path not in MODULES_NOT_READ:
        names = list(fields) if isinstance(fields, dict) else type(fields).__name__
        shapes.note(path, "skipped", names)


# ------------------------------------------------------- the registry's words

_STATUSES = frozenset(
    (
        "ACTIVE_NOT_RECRUITING",
        "APPROVED_FOR_MARKETING",
        "AVAILABLE",
        "COMPLETED",
        "ENROLLING_BY_INVITATION",
        "NOT_YET_RECRUITING",
        "NO_LONGER_AVAILABLE",
        "RECRUITING",
        "SUSPENDED",
        "TEMPORARILY_NOT_AVAILABLE",
        "TERMINATED",
        "UNKNOWN",
        "WITHDRAWN",
        "WITHHELD",
    )
)
_STUDY_TYPES = frozenset(("EXPANDED_ACCESS", "INTERVENTIONAL", "OBSERVATIONAL"))
_PURPOSES = frozenset(
    (
        "BASIC_SCIENCE",
        "DEVICE_FEASIBILITY",
        "DIAGNOSTIC",
        "ECT",
        "HEALTH_SERVICES_RESEARCH",
        "OTHER",
        "PREVENTION",
        "SCREENING",
        "SUPPORTIVE_CARE",
        "TREATMENT",
    )
)
_PHASES = frozenset(("NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"))
_INTERVENTION_KINDS = frozenset(
    (
        "BEHAVIORAL",
        "BIOLOGICAL",
        "COMBINATION_PRODUCT",
        "DEVICE",
        "DIAGNOSTIC_TEST",
        "DIETARY_SUPPLEMENT",
        "DRUG",
        "GENETIC",
        "OTHER",
        "PROCEDURE",
        "RADIATION",
    )
)
_SEXES = frozenset(("ALL", "FEMALE", "MALE"))

# -------------------------------------------------------------------- modules


def _study(
    shapes: Shapes, nct_id: str, protocol: dict[str, object], derived: dict[str, object]
) -> StudyRecord:
    names, names_path = _module(shapes, protocol, "identificationModule")
    status, status_path = _module(shapes, protocol, "statusModule")
    description, description_path = _module(shapes, protocol, "descriptionModule")
    design, design_path = _module(shapes, protocol, "designModule")
    terms, terms_path = _module(shapes, protocol, "conditionsModule")
    posted = shapes.part(status, "lastUpdatePostDateStruct", status_path)
    goal = shapes.part(design, "designInfo", design_path)
    return StudyRecord(
        nct_id=nct_id,
        acronym=shapes.text(names, "acronym", names_path),
        brief_title=shapes.text(names, "briefTitle", names_path),
        official_title=shapes.text(names, "officialTitle", names_path),
        summary=shapes.text(description, "briefSummary", description_path),
        overall_status=shapes.choice(status, "overallStatus", status_path, _STATUSES),
        status_verified_on=shapes.day(status, "statusVerifiedDate", status_path),
        updated_on=shapes.day(posted, "date", f"{status_path}.lastUpdatePostDateStruct"),
        study_type=shapes.choice(design, "studyType", design_path, _STUDY_TYPES),
        purpose=shapes.choice(goal, "primaryPurpose", f"{design_path}.designInfo", _PURPOSES),
        phases=shapes.choices(design, "phases", design_path, _PHASES),
        sponsor=_sponsor(shapes, protocol),
        conditions=shapes.texts(terms, "conditions", terms_path),
        keywords=shapes.texts(terms, "keywords", terms_path),
        mesh=_mesh(shapes, derived),
        interventions=_interventions(shapes, protocol),
        eligibility=_eligibility(shapes, protocol),
        places=_places(shapes, protocol),
        unread=tuple(shapes.unread),
    )


def _module(
    shapes: Shapes, protocol: dict[str, object], name: str
) -> tuple[dict[str, object], str]:
    return shapes.part(protocol, name, "protocolSection"), f"protocolSection.{name}"


def _sponsor(shapes: Shapes, protocol: dict[str, object]) -> str:
    """Return the sponsor; empty when it is one person, for we name no persons."""
    module, path = _module(shapes, protocol, "sponsorCollaboratorsModule")
    lead = shapes.part(module, "leadSponsor", path)
    return "" if lead.get("class") == "INDIV" else shapes.text(lead, "name", f"{path}.leadSponsor")


def _mesh(shapes: Shapes, derived: dict[str, object]) -> tuple[MeshTerm, ...]:
    path = "derivedSection.conditionBrowseModule"
    module = shapes.part(derived, "conditionBrowseModule", "derivedSection")
    return tuple(
        MeshTerm(shapes.text(term, "id", at), shapes.text(term, "term", at), is_ancestor)
        for key, is_ancestor in (("meshes", False), ("ancestors", True))
        for term, at in shapes.parts(module, key, path)
    )


def _interventions(shapes: Shapes, protocol: dict[str, object]) -> tuple[Intervention, ...]:
    module, path = _module(shapes, protocol, "armsInterventionsModule")
    return tuple(
        Intervention(
            shapes.choice(part, "type", at, _INTERVENTION_KINDS), shapes.text(part, "name", at)
        )
        for part, at in shapes.parts(module, "interventions", path)
    )


def _eligibility(shapes: Shapes, protocol: dict[str, object]) -> RecordedEligibility:
    module, path = _module(shapes, protocol, "eligibilityModule")
    return RecordedEligibility(
        criteria=shapes.text(module, "eligibilityCriteria", path),
        minimum_age=shapes.text(module, "minimumAge", path),
        maximum_age=shapes.text(module, "maximumAge", path),
        sex=shapes.choice(module, "sex", path, _SEXES),
        healthy_volunteers=shapes.flag(module, "healthyVolunteers", path),
    )


_NAMED_BY = ("city", "state", "country")


def _places(shapes: Shapes, protocol: dict[str, object]) -> tuple[RecordedPlace, ...]:
    module, path = _module(shapes, protocol, "contactsLocationsModule")
    return tuple(
        read
        for place, at in shapes.parts(module, "locations", path)
        if (read := _place(shapes, place, at)) is not None
    )


def _place(shapes: Shapes, place: dict[str, object], path: str) -> RecordedPlace | None:
    """None, and noted as unread, when nothing says where it is or what it is called."""
    point, point_path = shapes.part(place, "geoPoint", path), f"{path}.geoPoint"
    latitude = shapes.degrees(point, "lat", point_path, 90)
    longitude = shapes.degrees(point, "lon", point_path, 180)
    is_known = latitude is not None and longitude is not None
    facility = institution_of(shapes.text(place, "facility", path))
    city, state, country = (shapes.text(place, name, path) for name in _NAMED_BY)
    if not "".join((facility, city, state, country)).strip():
        # A facility that is left out names a person.
        rest = {name: told for name, told in place.items() if name != "facility"}
        shapes.note(path, "nameless", rest)
        return None
    return RecordedPlace(
        facility=facility,
        city=city,
        state=state,
        zip_code=shapes.text(place, "zip", path),
        country=country,
        status=shapes.choice(place, "status", path, _STATUSES),
        latitude=latitude if is_known else None,
        longitude=longitude if is_known else None,
    )
