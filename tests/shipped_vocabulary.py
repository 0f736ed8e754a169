"""The vocabulary that comes with the project, for tests that need no database."""

import json
from functools import cache

from tests.agreement.real_world import real_graph
from tests.shipped import DISEASES
from trials.registry.disease_vocabulary import DiseaseVocabulary
from trials.rulebook.disease_terms import vocabulary_of


@cache
def shipped_vocabulary() -> DiseaseVocabulary:
    rows = json.loads(DISEASES.read_text(encoding="utf-8"))
    diseases = [row["fields"] for row in rows if row["model"] == "trials.disease"]
    names = [row["fields"] for row in rows if row["model"] == "trials.diseasename"]
    return vocabulary_of(
        real_graph(),
        main=[
            (row["code"], row[key]) for row in diseases for key in ("preferred_name", "plain_name")
        ],
        others=[(row["disease"][0], row["name"]) for row in names],
    )
