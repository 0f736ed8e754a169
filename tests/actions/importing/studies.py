"""Records to import, made from recorded ones, and ways to look at what became of them."""

import copy
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.registry.replay import recorded_studies
from trials.actions.importing import ImportSummary, Occasion, Wish, import_files, vocabulary
from trials.models import Trial
from trials.rulebook import disease_terms

NOW = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
ENDED = datetime(2026, 3, 15, 9, 31, tzinfo=UTC)
RECRUITING, IN_REVIEW = "RECRUITING", Trial.ReviewState.IN_REVIEW

Study = dict[str, Any]


def study(nct_id: str = "NCT03937544", **changes: object) -> Study:
    """A recorded study; changes are by the path of a field, "/" for the dots.

    study(**{"statusModule/overallStatus": "COMPLETED"}); None takes the field away.
    """
    known = {
        each["protocolSection"]["identificationModule"]["nctId"]: each
        for each in recorded_studies()
    }
    made = copy.deepcopy(known.get(nct_id) or recorded_studies()[0])
    made["protocolSection"]["identificationModule"]["nctId"] = nct_id
    for path, value in changes.items():
        *way, last = path.split("/")
        part = made["protocolSection"]
        for name in way:
            part = part.setdefault(name, {})
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return made


def dated(day: str) -> dict[str, object]:
    """The change that gives a study the day of its last update."""
    return {"statusModule/lastUpdatePostDateStruct": {"date": day}}


def place(facility: str = "Children's Hospital", **fields: object) -> dict[str, object]:
    return {
        "facility": facility,
        "status": "RECRUITING",
        "city": "Memphis",
        "state": "Tennessee",
        "country": "United States",
        "geoPoint": {"lat": 35.15, "lon": -90.05},
        **fields,
    }


def at(*places: dict[str, object]) -> dict[str, object]:
    """The change that puts a study at these places."""
    return {"contactsLocationsModule/locations": list(places)}


def many(count: int) -> list[Study]:
    """Studies with numbers of their own, in turn like the recorded ones."""
    made = copy.deepcopy([recorded_studies()[number % 6] for number in range(count)])
    for number, each in enumerate(made, start=1):
        each["protocolSection"]["identificationModule"]["nctId"] = f"NCT9{number:07}"
    return made


def write(path: Path, studies: Iterable[Study]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in studies), encoding="utf-8")
    return path


def wish(**changes: Any) -> Wish:
    state = changes.pop("review_state", Trial.ReviewState.PUBLISHED)
    now = changes.pop("now", NOW)
    return Wish(Occasion(now, date(2026, 3, 15), state), clock=lambda: ENDED, **changes)


def terms_beside(path: Path) -> Path:
    """A file of few terms of diseases, instead of the many thousand that are shipped.

    Those take a while to learn.
    """
    terms = {"names": {"all": ["Acute lymphoblastic leukemia"], "b_all": ["B-ALL"]}}
    written = path.with_name("disease_terms.json")
    written.write_text(json.dumps({"foreign": {}, "wider": {}, "narrower": {}} | terms))
    return written


@contextmanager
def few_terms(folder: Path) -> Iterator[None]:
    terms = terms_beside(folder / "studies.jsonl")
    forget = disease_terms._vocabulary_of_version.cache_clear
    with patch.object(disease_terms, "DERIVED", terms), patch.object(vocabulary, "DERIVED", terms):
        forget()
        yield
    forget()


class Importer:
    """Imports records by way of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *studies: Study, **changes: Any) -> ImportSummary:
        return import_files([write(self.folder / "studies.jsonl", studies)], wish(**changes))


def outcomes(summary: ImportSummary) -> dict[str, int]:
    return {name: count for name, count in summary.outcomes.items() if count}
