"""A drawn trial in the shape of a study record of ClinicalTrials.gov (API v2)."""

from collections.abc import Iterator
from typing import Any

from benchmarks.drawing import SENTENCES, DrawnTrial, Hospital


def criteria_text(trial: DrawnTrial) -> str:
    lines = [f"* {sentence}." for sentence in SENTENCES[: trial.sentences]]
    middle = (len(lines) + 1) // 2
    parts = ("Inclusion Criteria:", *lines[:middle], "Exclusion Criteria:", *lines[middle:])
    return "\n\n".join(parts)


def age_text(years: int | None) -> str:
    return "" if years is None else f"{years} Years"


def summary_text(trial: DrawnTrial) -> str:
    return (
        f"This study looks at how well {trial.topic} works for people with {trial.named}. "
        "Researchers compare what happens over two years. "
    ) * 3


def _not_read() -> dict[str, Any]:
    """Modules that the site does not use, as long as they are in real records."""
    return {
        "oversightModule": {"oversightHasDmc": True, "isFdaRegulatedDrug": True},
        "outcomesModule": {
            "primaryOutcomes": [_OUTCOME | {"measure": "Overall survival"}],
            "secondaryOutcomes": [_OUTCOME | {"measure": f"Measure {n}"} for n in range(1, 6)],
        },
        "referencesModule": {
            "references": [{"type": "BACKGROUND", "citation": "An earlier report. " * 8}] * 2
        },
    }


_OUTCOME = {
    "description": "Counted from the first dose to the day of the event, in months. " * 2,
    "timeFrame": "Up to five years",
}
_DETAILS = (
    "Everybody who takes part is seen every four weeks. At each visit blood is drawn, and the "
    "team asks how daily life goes. After two years visits become rarer.\n\n"
)


def study_record(trial: DrawnTrial) -> dict[str, Any]:
    """As the registry's own JSON has it, empty fields left out."""
    eligibility = {
        "eligibilityCriteria": criteria_text(trial),
        "healthyVolunteers": False,
        "sex": "ALL",
        "minimumAge": age_text(trial.minimum_age),
        "maximumAge": age_text(trial.maximum_age),
    }
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": trial.nct_id,
                "briefTitle": trial.title,
                "officialTitle": f"{trial.title}: Number {trial.number}",
            },
            "statusModule": {
                "statusVerifiedDate": f"{trial.updated_on:%Y-%m}",
                "overallStatus": trial.status,
                "lastUpdatePostDateStruct": {"date": trial.updated_on.isoformat()},
            },
            "descriptionModule": {
                "briefSummary": summary_text(trial),
                "detailedDescription": _DETAILS * (1 + trial.number % 20),
            },
            "conditionsModule": {
                "conditions": [trial.named],
                "keywords": [trial.topic],
            },
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": list(trial.phases) or ["NA"],
                "designInfo": {"primaryPurpose": trial.purpose},
            },
            "armsInterventionsModule": {
                "armGroups": [
                    {"label": f"Arm {arm}", "type": "EXPERIMENTAL", "description": _DETAILS * 2}
                    for arm in "AB"
                ],
                "interventions": [{"type": "DRUG", "name": trial.topic.capitalize()}],
            },
            **_not_read(),
            "eligibilityModule": {name: told for name, told in eligibility.items() if told != ""},
            "contactsLocationsModule": {"locations": list(_locations(trial))},
        },
        "derivedSection": {"miscInfoModule": {"versionHolder": "2026-03-01"}},
        "hasResults": False,
    }


def _locations(trial: DrawnTrial) -> Iterator[dict[str, Any]]:
    for hospital, status in trial.places:
        yield {
            "facility": hospital.name,
            "status": status,
            "city": hospital.city.name,
            "state": hospital.city.state,
            "country": hospital.city.country,
            **_point(hospital),
        }


def _point(hospital: Hospital) -> dict[str, Any]:
    if hospital.latitude is None:
        return {}
    return {"geoPoint": {"lat": hospital.latitude, "lon": hospital.longitude}}
