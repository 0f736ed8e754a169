from pathlib import Path

import pytest

from tests.actions.importing.studies import Importer
from tests.factories import make_leukemias


@pytest.fixture
def importing(db: None, tmp_path: Path) -> Importer:
    """Imports records into a database that knows a few diseases."""
    make_leukemias()
    return Importer(tmp_path)
