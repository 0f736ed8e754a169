"""PostgreSQL servers that may be killed: only those started here, each by its own process."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import psycopg

from config import localdb
from config.localdb.binaries import plain_environment
from tools.postgres15 import BIN_FOLDER

NAME = localdb.DATABASE
SUPERUSER = "postgres"
READY_SECONDS = 30
POLL_SECONDS = 0.01
SETTINGS = {
    "listen_addresses": "",  # Unix sockets alone, in a folder of the server's user
    "hot_standby_feedback": "on",
    "wal_retrieve_retry_interval": "200ms",
    "wal_receiver_status_interval": "1s",
}


class Postgres:
    """One server with its data and its socket below a folder that its user owns."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.socket = folder / "socket"
        self._log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._run_as = localdb.Server.from_environment().run_as
        folder.mkdir(mode=0o755)
        for inner in (self.data, self.socket):
            inner.mkdir(mode=0o700)
            if self._run_as:
                os.chown(inner, self._run_as["user"], self._run_as["group"])

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@/{NAME}?host={self.socket}"

    def make(self) -> None:
        """A new primary with an empty database."""
        self._run("initdb", "-D", self.data, f"--username={SUPERUSER}", "--encoding=UTF8")
        self.start()
        with self.connect(dbname="postgres", user=SUPERUSER) as connection:
            connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
            connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    def copy(self, primary: "Postgres") -> None:
        """A streaming replica; the slot keeps for it what it misses while it is away."""
        self._run(
            *("pg_basebackup", "-D", self.data, "-h", primary.socket, "-U", SUPERUSER),
            *("--write-recovery-conf", "--create-slot", "--slot=replica", "--checkpoint=fast"),
        )
        self.start()

    def start(self) -> None:
        options = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [BIN_FOLDER / "postgres", "-D", self.data, "-k", self.socket, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=plain_environment(),
                start_new_session=True,
                **self._run_as,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()[-2000:]}")
            time.sleep(POLL_SECONDS)

    def kill(self) -> None:
        """As when the machine goes dark: every process at once, nothing written any more."""
        if self._process is None:
            return
        postmaster = psutil.Process(self._process.pid)
        for process in [postmaster, *postmaster.children(recursive=True)]:
            process.kill()
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """In good order; nothing when it does not run."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def promote(self) -> None:
        """Make a replica the primary; returns when it takes writes."""
        self.ask("SELECT pg_promote(wait => true)", user=SUPERUSER)

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1", dbname="postgres", user=SUPERUSER)
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, statement: str, **place: str) -> Any:
        """The first column of the first row."""
        with self.connect(**place) as connection:
            row = connection.execute(statement).fetchone()
        return row[0] if row else None

    def written(self) -> int:
        """Bytes that a primary ever wrote to its write-ahead log."""
        return int(self.ask("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn", user=SUPERUSER))

    def replayed(self) -> int:
        """Bytes of it that a replica shows."""
        return int(self.ask("SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn", user=SUPERUSER))

    def connect(self, *, dbname: str = NAME, user: str = NAME) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.socket), dbname=dbname, user=user, autocommit=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command: Sequence[str | Path] = [BIN_FOLDER / program, *arguments]
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=plain_environment(),
            **self._run_as,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout[-2000:]}")


def whoever_takes_writes(*servers: Postgres) -> str:
    """An address that leads to the primary, whichever of them that is."""
    sockets = ",".join(str(server.socket) for server in servers)
    return f"postgres://{NAME}@/{NAME}?host={sockets}&target_session_attrs=read-write"
