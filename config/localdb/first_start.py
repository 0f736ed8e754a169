"""The first start: make PostgreSQL's data folder beside its place, then move it there whole."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.localdb.binaries import major_version, plain_environment, server_bin_folder
from config.localdb.home import (
    DATABASE,
    ROLE,
    SUPERUSER,
    LocalDatabaseError,
    Server,
    give_to_server,
)

# In single-user mode every line is one statement.
FIRST_STATEMENTS = f"""\
CREATE ROLE {ROLE} LOGIN CREATEDB
CREATE DATABASE {DATABASE} OWNER {ROLE}
"""
FIRST_BUILTIN_LOCALE = 17  # the version that brought the builtin locale provider


def create_cluster(server: Server) -> None:
    """Make the data folder unless it is there; the caller holds the lock.

    Killed at any moment, it leaves nothing but a folder `cluster.new-*`, which the next start
    removes.
    """
    for leftover in server.home.glob("cluster.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if server.cluster.exists():
        return
    new = Path(tempfile.mkdtemp(prefix="cluster.new-", dir=server.home))
    give_to_server(server, new)
    folder = server_bin_folder(server)
    _run(server, [folder / "initdb", "--pgdata", new, *_initdb_arguments(folder)])
    _run(server, [folder / "postgres", "--single", "-D", new, "postgres"], FIRST_STATEMENTS)
    new.rename(server.cluster)
    _flush_folder(server.home)


def last_line(text: str) -> str:
    """What a program said last, for a message of ours."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no message"


def _initdb_arguments(folder: Path) -> list[str]:
    # Nobody is let in by the file initdb writes; launch.py brings its own.
    common = [f"--username={SUPERUSER}", "--encoding=UTF8", "--data-checksums", "--auth=reject"]
    if major_version(folder) >= FIRST_BUILTIN_LOCALE:
        # Sorting that is the same on every machine and does not change with the system's library.
        return [*common, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*common, "--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]


def _run(server: Server, command: list[str | Path], text: str = "") -> None:
    """One step of the first start, as the server's user."""
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        cwd="/",
        env=plain_environment(),
        **server.run_as,
    )
    # The single-user server reports a failed statement without failing itself.
    if done.returncode or "ERROR:" in done.stderr:
        raise LocalDatabaseError(
            f"The database could not be created: {last_line(done.stderr)}. Mend that and start "
            "again, or set DATABASE_URL to use a server of your own."
        )


def _flush_folder(folder: Path) -> None:
    """Make the rename survive a power cut."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
