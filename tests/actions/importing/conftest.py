from pathlib import Path

import pytest

from tests.actions.importing.studies import Importer
from tests.factories import make_disease, make_leukemias
from trials.models import DiseaseParent


@pytest.fixture
def importing(db: None, tmp_path: Path) -> Importer:
    """Imports records into a database that knows a few kinds of cancer."""
    cancer = make_disease("cancer", kind="group")
    DiseaseParent.objects.create(child=make_leukemias()["leukemia"], parent=cancer)
    return Importer(tmp_path)
