from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.seven_studies import load_seven_studies


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[time_machine.Traveller]:
    """Views read the clock: it stands at noon of the day of all tests."""
    with time_machine.travel(datetime(2026, 3, 15, 18, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def seven_studies(db: None) -> None:
    load_seven_studies()
