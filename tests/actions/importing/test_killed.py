"""An import whose process is killed: what is stored is whole, and the next run ends it.

Real processes are killed at random moments; more of them with IMPORT_KILLS=50.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.actions.importing.studies import many, terms_beside, write
from tests.actions.importing.whole_trials import whole_trials
from tests.committed_rows import empty
from tests.factories import make_disease, make_leukemias
from trials.models import Site, Trial

KILLS = int(os.environ.get("IMPORT_KILLS", "6"))
SEED = int(os.environ.get("IMPORT_SEED", "20260315"))
STUDIES = 200

# Small pages, so that there are many moments between two of them.
SCRIPT = """
import sys, django
from pathlib import Path
django.setup()
from django.core.management import call_command
from trials.actions.importing import running, vocabulary
from trials.registry import sources
from trials.rulebook import disease_terms
sources.PAGE_SIZE = running.PAGE_SIZE = 20
disease_terms.DERIVED = vocabulary.DERIVED = Path(sys.argv[2])
print("ready", flush=True)
call_command("import_ctgov", file=[[Path(sys.argv[1])]])
"""

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def diseases() -> None:
    make_leukemias()
    make_disease("other_condition")


# Other tests import at the same time, on the same server, into databases of their own.
OUR_LOCKS = (
    "locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def started(path: Path) -> subprocess.Popen[bytes]:
    """Another process that imports into the database of the tests."""
    held = connection.settings_dict
    address = f"postgres://{held['USER']}@/{held['NAME']}?host={held['HOST']}"
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path), str(terms_beside(path))],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ready(process: subprocess.Popen[bytes]) -> float:
    """Wait until it begins; the moment when it does."""
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n", process.communicate()[1].decode()
    return time.monotonic()


def finished(path: Path) -> float:
    """Import to the end; how many seconds that takes."""
    with started(path) as process:
        began = ready(process)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    return time.monotonic() - began


def killed(path: Path, after: float) -> None:
    with started(path) as process:
        ready(process)
        time.sleep(after)
        process.kill()
    _wait_for_its_session()


def _wait_for_its_session() -> None:
    """The database may still carry out the last it was told when its client is gone."""
    with connection.cursor() as cursor:
        for _ in range(1_000):
            cursor.execute(f"SELECT count(*) FROM pg_locks WHERE {OUR_LOCKS}")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("the session of a killed import does not end")


def cut_off_by_the_database() -> int:
    """Ends the connection of whoever imports; how many that were."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {OUR_LOCKS}"
            " AND granted AND pid <> pg_backend_pid()"
        )
        return len(cursor.fetchall())


def test_an_import_whose_database_goes_away_says_so_and_ends_later(tmp_path: Path) -> None:
    path = write(tmp_path / "studies.jsonl", many(STUDIES))
    with started(path) as process:
        ready(process)
        while not Trial.objects.exists() and process.poll() is None:
            time.sleep(0.01)
        assert cut_off_by_the_database() == 1, process.communicate()[1].decode()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Start the command again later" in said.decode()
    assert 0 < Trial.objects.count() < STUDIES
    finished(path)
    assert Trial.objects.count() == STUDIES


def emptied() -> None:
    empty(["trials_reviewevent", "trials_trial", "trials_site", "trials_importrun"])


def test_killed_imports_leave_whole_studies_and_end_like_any_other(tmp_path: Path) -> None:
    path = write(tmp_path / "studies.jsonl", many(STUDIES))
    seconds = finished(path)
    expected, sites = whole_trials(), Site.objects.count()
    assert len(expected) == STUDIES

    drawn = random.Random(SEED)
    emptied()
    for number in range(1, KILLS + 1):
        killed(path, after=drawn.uniform(0, seconds))
        for slug, whole in whole_trials().items():
            assert whole == expected[slug], f"kill {number} of IMPORT_SEED={SEED}"
        if number == KILLS or drawn.random() < 0.4:
            finished(path)
            assert whole_trials() == expected
            assert Site.objects.count() == sites
            emptied()
