"""All studies that come with the project, with every criterion: 34 of them open."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.loaded_once import loaded_once
from tests.seven_studies import DEFINITIONS
from tests.shipped_diseases import load_diseases
from trials.actions.definitions import Loader, load_definitions

COUNT = 47


@loaded_once
def load_every_study() -> None:
    """With all diseases, the site and its contact."""
    load_diseases()
    call_command("loaddata", "site_st_jude", verbosity=0)
    document = json.loads(DEFINITIONS.read_text(encoding="utf-8"))
    report = load_definitions(
        document, by=Loader.COMMAND, now=datetime(2026, 3, 1, 12, tzinfo=UTC)
    )
    assert (len(report.created), report.faults) == (COUNT, [])


@contextmanager
def every_study(blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a fixture of a whole module: loading them takes some seconds.

    The transaction of each test stands inside this one, which is rolled back at the end.
    """
    with blocker.unblock(), transaction.atomic():
        load_every_study()
        with blocker.block():
            yield
        transaction.set_rollback(True)
