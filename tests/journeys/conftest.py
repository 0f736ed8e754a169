from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.page_checks import PageCheckingClient
from tests.seven_studies import load_seven_studies


@pytest.fixture
def family(db: None, client: PageCheckingClient) -> Iterator[PageCheckingClient]:
    """A family with a browser on the day of all tests; the site lists the seven studies."""
    load_seven_studies()
    with time_machine.travel(datetime(2026, 3, 15, 18, tzinfo=UTC), tick=False):
        yield client
