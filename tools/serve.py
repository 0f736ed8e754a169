"""The last steps of `make run`, inside .venv: database, content, web server.

gunicorn serves it, with DEBUG off and files collected, so that what is tried out is what would
run in production, only without HTTPS. Two sync workers are ready in about a second, so nothing
would be won with Django's development server.
"""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from types import FrameType

import psycopg

from config import localdb
from tools.steps import (
    PROJECT,
    VENV_PYTHON,
    Step,
    StepError,
    run,
    run_steps,
    say,
    tool,
)

HOST = "127.0.0.1"
READY_SECONDS = 60
WATCH_SECONDS = 2
STOP_SECONDS = 15


class Site:
    """What `make run` has started so far, and how to end it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.embedded = not os.environ.get("DATABASE_URL", "").strip()
        self.accounts = ""
        self.web: subprocess.Popen[bytes] | None = None

    def steps(self) -> list[Step]:
        return [
            Step("Database", self.start_database),
            Step("Tables and content", self.load_content),
            Step("Web server", self.start_web_server),
        ]

    def start_database(self) -> str:
        if not self.embedded:
            return "the one DATABASE_URL names"
        return f"embedded, data in {localdb.start().cluster}"

    def load_content(self) -> str:
        self.accounts = run(
            [VENV_PYTHON, "-m", "tools.content", "--demo"],
            remedy="See the lines above.",
            environment={"TRIALFINDER_DATABASE_LIMITS": "command"},
        )
        return "up to date"

    def start_web_server(self) -> str:
        # In a session of its own: Ctrl-C reaches us only, and we end it in good order.
        self.web = subprocess.Popen(
            [tool("gunicorn"), "--config", "config/gunicorn.py"]
            + ["--bind", f"{HOST}:{self.port}", "config.wsgi"],
            cwd=PROJECT,
            env={**os.environ, "TRIALFINDER_DATABASE_LIMITS": "web"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + READY_SECONDS
        while not self.answers():
            if self.web.poll() is not None:
                raise StepError("The web server ended. See the lines above.")
            if time.monotonic() > deadline:
                raise StepError(f"The web server does not answer after {READY_SECONDS} s.")
            time.sleep(0.05)
        return "ready"

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
        except OSError:
            return False
        finally:
            connection.close()
        if status != http.HTTPStatus.OK:
            raise StepError(f"The web server answers with status {status}. See the lines above.")
        return True

    def watch(self) -> int:
        """Return when the web server ends; bring a database back that was killed."""
        assert self.web is not None
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.web.wait(timeout=WATCH_SECONDS)
            if self.embedded and not localdb.is_running():
                localdb.start()

    def stop(self) -> None:
        if self.web is not None and self.web.poll() is None:
            self.web.terminate()
            try:
                self.web.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.web.kill()
                self.web.wait()
        if self.embedded and localdb.is_running() and not _used_by_others():
            localdb.stop()


def main(arguments: list[str]) -> int:
    """Arguments: the port, and how many steps were done before."""
    port, done = (int(argument) for argument in arguments)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    site = Site(port)
    try:
        run_steps(site.steps(), done=done)
        say(f"\nThe trial finder is at http://{HOST}:{port}/ — Ctrl-C ends it.\n{site.accounts}")
        return site.watch()
    except KeyboardInterrupt:
        say("\nStopping …")
        return 0
    except (StepError, localdb.LocalDatabaseError) as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not cut this short
        site.stop()


def _used_by_others() -> bool:
    """Whether tests, or another `make run`, work on the same server."""
    server = localdb.Server.from_environment()
    try:
        with psycopg.connect(
            host=str(server.socket_folder), user=localdb.ROLE, dbname=localdb.DATABASE
        ) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
    except psycopg.OperationalError:
        return True
    return row is None or row[0] > 0


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
