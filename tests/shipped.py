"""The diseases that come with the project, for tests that need all of them but no database."""

import json
from functools import cache
from pathlib import Path

from trials.disease_search import DiseaseNames
from trials.models import Disease, DiseaseName

DISEASES = Path(__file__).parent.parent / "fixtures" / "diseases.json"


@cache
def shipped_names(language: str = "en") -> DiseaseNames:
    entries = json.loads(DISEASES.read_text(encoding="utf-8"))
    rows = {}
    for entry in entries:
        if entry["model"] == "trials.disease":
            fields = entry["fields"]
            rows[fields["code"]] = disease = Disease(pk=len(rows) + 1, **fields)
            # What prefetch_related("names") would have put there.
            disease._prefetched_objects_cache = {"names": []}
    for entry in entries:
        if entry["model"] == "trials.diseasename":
            (code,) = entry["fields"]["disease"]
            rows[code]._prefetched_objects_cache["names"].append(
                DiseaseName(name=entry["fields"]["name"])
            )
    return DiseaseNames(rows.values(), language)
