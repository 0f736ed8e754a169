"""Starting and stopping the embedded server."""

import shutil
import subprocess
import time

from config.localdb.binaries import bin_folder, plain_environment
from config.localdb.first_start import create_cluster, last_line
from config.localdb.home import DATABASE, ROLE, SOCKET_NAME, LocalDatabaseError, Server
from config.localdb.launch import launch
from config.localdb.locks import is_locked, only_one
from config.localdb.processes import (
    end_server,
    postmaster_of,
    wait_for_orphans,
)

# Replaying the log after a crash takes as long as it takes; give up when nobody would wait.
START_SECONDS = 300
POLL_SECONDS = 0.05


def start(server: Server | None = None) -> Server:
    """Start the server unless it runs; return when it takes connections.

    Safe to call at once from many processes, and after any crash. Raises LocalDatabaseError.
    """
    server = server or Server.from_environment()
    if takes_connections(server):
        return server
    with only_one(server):
        if takes_connections(server):
            return server
        create_cluster(server)
        if postmaster_of(wait_for_orphans(server)) is None:
            launch(server)
        _wait_until_ready(server)
    return server


def stop(server: Server | None = None) -> bool:
    """Stop the server; False when none ran. Open transactions are rolled back."""
    server = server or Server.from_environment()
    if not server.home.exists():
        return False
    with only_one(server):
        running = wait_for_orphans(server)
        postmaster = postmaster_of(running)
        if postmaster is None:
            return False
        if not end_server(postmaster, running):
            raise LocalDatabaseError(
                f"The database (process {postmaster.pid}) does not stop. See {server.log}"
            )
    return True


def erase(server: Server | None = None) -> None:
    """Stop the server and remove its data for good."""
    server = server or Server.from_environment()
    stop(server)
    for folder in (server.home, server.socket_folder):
        if folder.exists():
            shutil.rmtree(folder)


def is_running(server: Server | None = None) -> bool:
    """Whether a process of the server lives; it may not take connections yet. Cheap to ask."""
    server = server or Server.from_environment()
    return server.home.exists() and is_locked(server, "alive")


def takes_connections(server: Server) -> bool:
    """Whether the server would let somebody in now."""
    if not (server.socket_folder / SOCKET_NAME).exists():
        return False
    command = [str(bin_folder() / "pg_isready"), "--quiet", f"--host={server.socket_folder}"]
    command += [f"--username={ROLE}", f"--dbname={DATABASE}"]
    return subprocess.run(command, env=plain_environment()).returncode == 0


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if takes_connections(server):
            return
        if not is_running(server):
            said = server.log.read_text(encoding="utf-8", errors="replace")[-2_000:]
            raise LocalDatabaseError(f"The database did not start: {last_line(said)}")
        time.sleep(POLL_SECONDS)
    raise LocalDatabaseError(
        f"The database is still not ready after {START_SECONDS} s. See {server.log}"
    )
