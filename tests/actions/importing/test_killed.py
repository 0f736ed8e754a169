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
from django.core.management import call_command
from django.db import connection

from tests.actions.importing.studies import many, write
from tests.actions.importing.whole_trials import whole_trials
from trials.models import ImportRun, Site, Trial

KILLS = int(os.environ.get("IMPORT_KILLS", "6"))
SEED = int(os.environ.get("IMPORT_SEED", "20260315"))
STUDIES = 400

# Small pages, so that there are many moments between two of them.
SCRIPT = """
import sys, django
from pathlib import Path
django.setup()
from django.core.management import call_command
from trials.registry import sources
sources.PAGE_SIZE = 40
print("ready", flush=True)
call_command("import_ctgov", file=[[Path(sys.argv[1])]])
"""

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
]


def started(path: Path) -> subprocess.Popen[bytes]:
    """Another process that imports into the database of the tests."""
    held = connection.settings_dict
    address = f"postgres://{held['USER']}@/{held['NAME']}?host={held['HOST']}"
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path)],
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


def emptied() -> None:
    Trial.objects.all().delete()
    Site.objects.all().delete()
    ImportRun.objects.all().delete()


def test_killed_imports_leave_whole_studies_and_end_like_any_other(tmp_path: Path) -> None:
    call_command("load_fixtures", verbosity=0)
    path = write(tmp_path / "studies.jsonl", many(STUDIES))
    emptied()
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
