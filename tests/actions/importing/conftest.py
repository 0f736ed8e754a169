from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.importing.studies import Importer, few_terms
from tests.factories import make_disease, make_leukemias
from trials.models import DiseaseParent


@pytest.fixture
def importing(db: None, tmp_path: Path) -> Iterator[Importer]:
    """Imports records into a database that knows a few kinds of cancer."""
    cancer = make_disease("cancer", kind="group")
    DiseaseParent.objects.create(child=make_leukemias()["leukemia"], parent=cancer)
    with few_terms(tmp_path):
        yield Importer(tmp_path)
