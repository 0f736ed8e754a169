"""One study as a document defines it, small enough to be changed in a test."""

import copy
from typing import Any

Study = dict[str, Any]

_STUDY: Study = {
    "id": "memory",
    "nct": "NCT04881240",
    "title": "A study of memory cells",
    "plain_title": "Memory cells for leukemia",
    "goal_plain": "Researchers want to learn up to which dose the cells are safe.",
    "kind": "treatment",
    "status": "recruiting",
    "status_checked_on": "2026-03-01",
    "phase": "1b/2",
    "sources": [{"ref": "A page", "quote": "Younger than 22", "retrieved_on": "2026-03-01"}],
    "groups": [
        {
            "key": "recipient",
            "label": "Patients",
            "roles": ["patient"],
            "criteria": {
                "all": [
                    {
                        "age": {"at": "enrolment", "max": {"n": 22, "u": "years"}},
                        "q": "Younger than 22",
                        "id": "recipient.1",
                    },
                    {
                        "any": [
                            {"disease": {"in": ["aml"], "not_in": ["apl"]}, "q": "AML"},
                            {"fact": "cd123", "is": "positive", "q": "CD123 positive"},
                        ]
                    },
                ]
            },
        },
        {
            "key": "donor",
            "label": "Donors",
            "roles": ["donor"],
            "criteria": {
                "all": [
                    {"age": {"at": "enrolment", "min": {"n": 18, "u": "years"}}, "q": "Adults"}
                ]
            },
        },
    ],
}


def a_study(**changes: Any) -> Study:
    """The study with other values of its keys; None takes a key away."""
    study = copy.deepcopy(_STUDY) | changes
    return {key: value for key, value in study.items() if value is not None}


def document(*studies: Study) -> dict[str, Any]:
    return {"format": "trial finder criteria 1", "trials": list(studies or [a_study()])}


def leaf(study: Study, place: int = 0) -> dict[str, Any]:
    """The first rule of a group."""
    found: dict[str, Any] = study["groups"][place]["criteria"]["all"][0]
    return found
