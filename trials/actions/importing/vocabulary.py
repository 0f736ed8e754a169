"""What studies are read with: the diseases as they stand now."""

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from trials.actions.importing.storing import StudyStore
from trials.actions.importing.trial_rows import Occasion
from trials.models import Disease, DiseaseName, DiseaseParent
from trials.rulebook.disease_terms import DERIVED, disease_vocabulary


def new_store(occasion: Occasion) -> StudyStore:
    """For one import; what changes in the diseases meanwhile counts at the next one."""
    return StudyStore(
        occasion,
        cache(disease_vocabulary),
        _version(),
        dict(Disease.objects.values_list("code", "pk")),
    )


def _version() -> bytes:
    """Changes with the diseases, their names and the terms that are shipped, and with nothing
    else: every study is read again then."""
    diseases = Disease.objects.order_by("code")
    names = DiseaseName.objects.filter(language=DiseaseName.Language.ENGLISH)
    names = names.order_by("disease__code", "name")
    links = DiseaseParent.objects.order_by("child__code", "parent__code")
    rows = [
        list(diseases.values_list("code", "preferred_name", "plain_name")),
        list(names.values_list("disease__code", "name")),
        list(links.values_list("child__code", "parent__code")),
    ]
    version = blake2b(json.dumps(rows).encode(), digest_size=16)
    version.update(Path(settings.BASE_DIR, DERIVED).read_bytes())
    return version.digest()
