"""What every test shares: the database server, the day, and a client that checks each page."""

import datetime

import pytest
from hypothesis import settings as hypothesis_settings

from config.database import start_embedded_server

hypothesis_settings.register_profile("commit", derandomize=True, deadline=None, print_blob=True)
hypothesis_settings.load_profile("commit")


def pytest_sessionstart(session: pytest.Session) -> None:
    # Once, in the process that hands out the tests, before its workers connect.
    if not hasattr(session.config, "workerinput"):
        start_embedded_server()


@pytest.fixture
def today() -> datetime.date:
    """The day on which every test takes place."""
    return datetime.date(2026, 3, 15)
