"""A temporary PostgreSQL 15, the oldest version we promise to work with, from Debian's package."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.steps import PROJECT, VENV_PYTHON, run

BIN_FOLDER = Path("/usr/lib/postgresql/15/bin")


def is_installed() -> bool:
    return (BIN_FOLDER / "postgres").exists()


@contextlib.contextmanager
def temporary_server() -> Iterator[str]:
    """The DATABASE_URL of a server with a data folder of its own, gone afterwards."""
    with TemporaryDirectory(prefix="trialfinder-pg15-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)  # run by root, the server is another user and must get in
        place = {"TRIALFINDER_DATA_DIR": folder, "TRIALFINDER_POSTGRES_BIN": str(BIN_FOLDER)}
        command = [VENV_PYTHON, "-m", "config.localdb"]
        remedy = "Without PostgreSQL 15 in " + str(BIN_FOLDER) + " these tests are left out."
        run([*command, "start"], remedy=remedy, environment=place)
        try:
            yield run([*command, "url"], remedy=remedy, environment=place).strip()
        finally:
            subprocess.run(
                [*command, "stop"], cwd=PROJECT, env={**os.environ, **place}, check=True
            )
