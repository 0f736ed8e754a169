"""The studies that come with the project, as the pages of the finder show them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command

from trials.models import Disease, DiseaseName, DiseaseParent

FIXTURES = Path(__file__).parents[1] / "fixtures"
SLUGS = (
    "catchaml",
    "inomrd",
    "memcar19",
    "sj_pain",
    "trials_iron",
    "direct70",
    "aall2121",
)


def load_seven_studies() -> None:
    load_shipped_diseases()
    call_command("loaddata", "trials_st_jude", verbosity=0)


def load_shipped_diseases() -> None:
    """All diseases in three statements: the hierarchy is worked out after each of them.

    loaddata needs one for every row, which takes some seconds.
    """
    diseases = Disease.objects.bulk_create(Disease(**row) for row in _rows("trials.disease"))
    by_code = {disease.code: disease for disease in diseases}
    DiseaseParent.objects.bulk_create(
        DiseaseParent(
            child=by_code[row.pop("child")[0]], parent=by_code[row.pop("parent")[0]], **row
        )
        for row in _rows("trials.diseaseparent")
    )
    DiseaseName.objects.bulk_create(
        DiseaseName(disease=by_code[row.pop("disease")[0]], **row)
        for row in _rows("trials.diseasename")
    )


def _rows(model: str) -> Iterator[dict[str, Any]]:
    for entry in json.loads((FIXTURES / "diseases.json").read_text(encoding="utf-8")):
        if entry["model"] == model:
            yield entry["fields"]
