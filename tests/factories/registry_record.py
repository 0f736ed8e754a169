from datetime import UTC, date, datetime

from trials.models import ProposedChange, RegistryRecord, Trial
from trials.registry.records import RecordedEligibility, RecordedPlace, StudyRecord

CRITERIA = "Inclusion Criteria:\n\n* Younger than 22 years of age\n* Relapse of AML"


def make_registry_record(trial: Trial, **fields: object) -> RegistryRecord:
    """What the registry says about a trial for people up to 21."""
    return RegistryRecord.objects.create(
        **{
            "trial": trial,
            "content_hash": b"0123456789abcdef",
            "updated_on": date(2026, 2, 1),
            "official_title": "A Study of One Medicine",
            "criteria_text": CRITERIA,
            "sex": "ALL",
            "maximum_age": "21 Years",
            "healthy_volunteers": False,
            "conditions": ["Acute Myeloid Leukemia"],
            "imported_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
            **fields,
        }
    )


def make_proposed_change(trial: Trial, **fields: object) -> ProposedChange:
    """The registry says that the trial takes nobody any more."""
    status = {
        "field": "overall_status",
        "before": "RECRUITING",
        "after": "COMPLETED",
        "applies": True,
    }
    return ProposedChange.objects.create(
        **{
            "trial": trial,
            "content_hash": b"fedcba9876543210",
            "proposed_at": datetime(2026, 3, 10, 12, tzinfo=UTC),
            "items": [status],
            **fields,
        }
    )


def make_study_record(trial: Trial | None = None, **fields: object) -> StudyRecord:
    """A record as the parser reads it, which says what ``trial`` and CRITERIA say already.

    Eligibility fields and ``places`` may be given beside the others.
    """
    can_join = {
        name: fields.pop(name, usual)
        for name, usual in {
            "criteria": CRITERIA,
            "minimum_age": "",
            "maximum_age": "21 Years",
            "sex": "ALL",
            "healthy_volunteers": False,
        }.items()
    }
    return StudyRecord(
        **{
            "nct_id": (trial and trial.nct_id) or "NCT00000001",
            "acronym": "",
            "brief_title": trial.brief_title if trial else "A study",
            "official_title": "A Study of One Medicine",
            "summary": "",
            "overall_status": trial.overall_status if trial else "RECRUITING",
            "status_verified_on": date(2026, 2, 1),
            "updated_on": date(2026, 2, 1),
            "study_type": "INTERVENTIONAL",
            "purpose": "TREATMENT",
            "phases": tuple(trial.phases) if trial else (),
            "sponsor": trial.sponsor if trial else "",
            "conditions": ("Acute Myeloid Leukemia",),
            "keywords": (),
            "mesh": (),
            "interventions": (),
            "eligibility": RecordedEligibility(**can_join),
            "places": (),
            **fields,
        }
    )


def recorded_place(facility: str = "Children's Hospital", **fields: object) -> RecordedPlace:
    return RecordedPlace(
        **{
            "facility": facility,
            "city": "Memphis",
            "state": "Tennessee",
            "zip_code": "38105",
            "country": "United States",
            "status": "RECRUITING",
            "latitude": 35.15,
            "longitude": -90.05,
            **fields,
        }
    )
