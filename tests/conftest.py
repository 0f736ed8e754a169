"""What every test shares: the database server, the day, and a client that checks each page."""

import datetime
import gc
import os
import re
from collections.abc import Iterator, Sequence
from typing import Any

import psutil
import psycopg
import pytest
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from config import localdb
from config.database import start_embedded_server
from tests.committed_rows import empty_tables
from tests.page_checks import PageCheckingClient
from tools.install import translations

# The same cases on every run; at night new ones, and more: pytest --hypothesis-profile=nightly
# How long a case takes depends on what else the machine does: no clock decides.
by_no_clock = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("commit", derandomize=True, print_blob=True, **by_no_clock)
hypothesis_settings.register_profile("nightly", max_examples=2_000, print_blob=True, **by_no_clock)
hypothesis_settings.load_profile("commit")


# Python looks for rings of garbage so often, among so many objects of the tests themselves, that
# it would take a third of the time: seldomer, and never among what is there before the first test.
gc.set_threshold(10_000, 20, 20)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_sessionstart(session: pytest.Session) -> None:
    # Once, in the process that hands out the tests, before its workers connect.
    if not hasattr(session.config, "workerinput"):
        translations()
        start_embedded_server()
        if not os.environ.get("DATABASE_URL"):
            _drop_databases_of_dead_runs()


RECORDS = ("trials_auditevent", "trials_reviewevent", "trials_trialchange")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database, and at the end nobody left in it: one that is in use cannot be dropped.

    A pool, or a thread of the live server, may still hold a session that no test closed.
    """
    with django_db_blocker.unblock():
        _flush_only(empty_tables())
    yield
    name = connection.settings_dict["NAME"]
    connection.close_pool()
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND backend_type = 'client backend'",
            [name],
        )


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Each test begins in English: a request in Spanish leaves its language in the thread."""
    yield
    translation.deactivate()


@pytest.fixture
def today() -> datetime.date:
    """The day on which every test takes place."""
    return datetime.date(2026, 3, 15)


@pytest.fixture
def client() -> PageCheckingClient:
    """Instead of pytest-django's: every page a test gets is checked (tests/page_checks.py)."""
    return PageCheckingClient()


def _flush_only(empty_at_first: Sequence[str]) -> None:
    """Django empties every table after a test that commits. Here it leaves what migrations made,
    such as the groups of staff, and empties also tables whose triggers refuse it.
    """
    operations = type(connection.ops)  # of every thread
    flush = operations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        emptied = [table for table in tables if table in empty_at_first]
        records = [table for table in RECORDS if table in emptied]
        return [
            *(f'ALTER TABLE "{table}" DISABLE TRIGGER USER;' for table in records),
            *flush(self, style, emptied, **options),
            *(f'ALTER TABLE "{table}" ENABLE TRIGGER USER;' for table in records),
        ]

    operations.sql_flush = sql_flush


def _drop_databases_of_dead_runs() -> None:
    """A run that was killed leaves its databases; their names hold its pid (tests/settings.py)."""
    ours = re.compile(r"test_trialfinder_(\d+)(_gw\d+)?")
    server = localdb.Server.from_environment()
    with psycopg.connect(
        host=str(server.socket_folder), user=localdb.ROLE, dbname="postgres", autocommit=True
    ) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
            found = ours.fullmatch(name)
            if found and not psutil.pid_exists(int(found[1])):
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
