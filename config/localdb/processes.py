"""Which processes are a server of ours, and the only place that signals any."""

import contextlib
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from config.localdb.home import LocalDatabaseError, Server

STOP_SECONDS = 60
ORPHAN_SECONDS = 10
POLL_SECONDS = 0.01


def server_processes(server: Server) -> list[psutil.Process]:
    """Every live process that is proved to be a server of this data folder."""
    return [process for process in psutil.process_iter() if _is_ours(process, server)]


def postmaster_of(running: list[psutil.Process]) -> psutil.Process | None:
    """The one whose parent is not a server process too; None when only orphans are left.

    Orphans are told by their titles: a child's reads "postgres: checkpointer" and so on.
    """
    pids = {process.pid for process in running}
    for process in running:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.ppid() not in pids and not _is_child_or_ending(process):
                return process
    return None


def _is_child_or_ending(process: psutil.Process) -> bool:
    """A process that is about to end has no title left."""
    command = process.cmdline()
    return not command or command[0].startswith("postgres:")


def wait_for_orphans(server: Server) -> list[psutil.Process]:
    """The running server's processes; those whose postmaster died have ended by then."""
    running = server_processes(server)
    if not running or postmaster_of(running) is not None:
        return running
    stuck = alive_after(ORPHAN_SECONDS, running)
    for process in stuck:
        _signal(process, signal.SIGQUIT)
    stuck = alive_after(ORPHAN_SECONDS, stuck)
    if stuck:
        pids = ", ".join(str(process.pid) for process in stuck)
        raise LocalDatabaseError(f"Processes of a dead database do not end: {pids}. Kill them.")
    return server_processes(server)


def end_server(postmaster: psutil.Process, running: list[psutil.Process]) -> bool:
    """Fast shutdown, then the immediate one, from which the next start recovers."""
    for number, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, ORPHAN_SECONDS)):
        _signal(postmaster, number)
        if not alive_after(patience, running):
            return True
    return False


def alive_after(seconds: float, processes: Sequence[psutil.Process]) -> list[psutil.Process]:
    """Those that did not end within ``seconds``; as soon as all did, none.

    One that ended counts as ended even if nobody has taken notice: the first program of a
    container, whose children these become, may do so late or never.
    """
    deadline = time.monotonic() + seconds
    while (alive := [each for each in processes if _lives(each)]) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return alive


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _is_ours(process: psutil.Process, server: Server) -> bool:
    try:
        return (
            process.name() == "postgres"
            and process.status() != psutil.STATUS_ZOMBIE
            and process.uids().real == server.os_user.pw_uid
            and Path(process.exe()).name.startswith("postgres")
            and works_in(process, server.cluster)
        )
    except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
        # Not proved, so never signalled; the lock `alive` still tells if a server of ours runs.
        return False


def works_in(process: psutil.Process, folder: Path) -> bool:
    """A server whose data were deleted goes on for a while in a folder that only had this name."""
    link = Path(f"/proc/{process.pid}/cwd")
    if link.parent.exists():
        return link.samefile(folder)
    return Path(process.cwd()) == folder.resolve()


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    # psutil compares start times first, so a pid that was given away is not hit.
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)
