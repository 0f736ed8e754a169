"""Launching a server on an existing data folder."""

import fcntl
import os
import pwd
import subprocess

from config.localdb.binaries import major_version, plain_environment, server_bin_folder
from config.localdb.home import (
    ROLE,
    SOCKET_NAME,
    SUPERUSER,
    LocalDatabaseError,
    Server,
    make_folder,
)
from config.localdb.locks import open_lock

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


def launch(server: Server) -> None:
    """Start the server in a session of its own; it is not ready yet when this returns.

    The caller holds the lock and found no process of this data folder.
    """
    folder = server_bin_folder(server)
    _refuse_other_version(server, major_version(folder))
    _write_access_rules(server)
    make_folder(server, server.socket_folder, for_server=True)
    with open_lock(server, "alive") as alive:
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalDatabaseError(
                f"A server that cannot be seen from here (another container?) uses {server.home}. "
                "Stop it where it was started, or choose another TRIALFINDER_DATA_DIR."
            ) from None
        _remove_stale_files(server)
        # The server inherits `alive`, and with it the lock, until its last process ends.
        _spawn(server, [str(folder / "postgres"), *_options(server)], alive)


def _options(server: Server) -> list[str]:
    settings = {
        **SERVER_SETTINGS,
        "unix_socket_directories": f'"{server.socket_folder}"',
        "hba_file": str(server.home / "access" / "hba.conf"),
        "ident_file": str(server.home / "access" / "ident.conf"),
    }
    named = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return ["-D", str(server.cluster), *named]


def _spawn(server: Server, command: list[str], alive: int) -> None:
    """A shell in between leaves no child for us to wait for."""
    with open(server.log, "ab", opener=_private) as log:
        if log.tell() > LOG_LIMIT:
            log.truncate(0)
        subprocess.run(
            ["/bin/sh", "-c", '"$@" &', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=True,
            cwd="/",
            env=plain_environment(),
            pass_fds=(alive,),
            start_new_session=True,
            **server.run_as,
        )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _refuse_other_version(server: Server, version: int) -> None:
    data_version = (server.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
    if data_version != str(version):
        raise LocalDatabaseError(
            f"{server.cluster} was made by PostgreSQL {data_version}, the programs are {version}. "
            "Use pg_upgrade, or choose another TRIALFINDER_DATA_DIR."
        )


def _write_access_rules(server: Server) -> None:
    folder = server.home / "access"
    make_folder(server, folder)
    us = pwd.getpwuid(os.getuid()).pw_name.replace('"', '""')
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
