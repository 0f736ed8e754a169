"""Ways to use and to break a database server of a test's own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg

from config.localdb import DATABASE, ROLE, Server
from config.localdb.processes import alive_after, postmaster_of, server_processes

COMMITTED = 20_000


@contextlib.contextmanager
def reachable_folder() -> Iterator[Path]:
    """A folder any user can reach: run by root, the server is somebody else.

    pytest's tmp_path is not, and its path is too long for a socket.
    """
    folder = Path(tempfile.mkdtemp(prefix="trialfinder-test-", dir="/tmp")).resolve()
    os.chmod(folder, 0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def connect(server: Server) -> psycopg.Connection[tuple[int]]:
    return psycopg.connect(host=str(server.socket_folder), user=ROLE, dbname=DATABASE)


@contextlib.contextmanager
def rows_committed(server: Server) -> Iterator[None]:
    """COMMITTED rows are in, and one more is in a transaction that never commits."""
    with connect(server) as connection:
        connection.execute("CREATE TABLE kept (number integer)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [COMMITTED])
    with contextlib.closing(connect(server)) as unfinished:
        unfinished.execute("INSERT INTO kept VALUES (-1)")
        yield


def rows_kept(server: Server) -> tuple[int, int]:
    """How many rows of the committed and of the unfinished transaction there are."""
    with connect(server) as connection:
        counts = connection.execute(
            "SELECT count(*) FILTER (WHERE number > 0),"
            " count(*) FILTER (WHERE number < 0) FROM kept"
        ).fetchone()
    assert counts is not None
    return counts[0], counts[1]


def postmasters(server: Server) -> list[psutil.Process]:
    """Without those that ended meanwhile, as the process of a connection may at any moment."""
    running = server_processes(server)
    pids = {process.pid for process in running}
    found = []
    for process in running:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.ppid() not in pids:
                found.append(process)
    return found


def kill_postmaster(server: Server) -> None:
    postmaster = postmaster_of(server_processes(server))
    assert postmaster is not None
    kill([postmaster])


def kill_everything(server: Server) -> None:
    kill(server_processes(server))


def kill_first_start(server: Server, launcher: psutil.Process) -> None:
    """With everything it started, and what initdb was starting at that moment."""
    kill([launcher, *launcher.children(recursive=True)])
    while late := [each for each in psutil.process_iter() if _is_told(server.home, each)]:
        kill(late)


def _is_told(folder: Path, process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return any(str(folder) in word for word in process.cmdline())
    return False


def kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    assert not alive_after(60, processes)


def start_elsewhere() -> subprocess.Popen[bytes]:
    """Another process that starts the server the environment points at."""
    return subprocess.Popen([sys.executable, "-m", "config.localdb", "start"])
