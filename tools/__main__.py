"""`python3 -m tools <command>`, as make calls it. Runs before anything is installed."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools import install, testing
from tools.browser import provide_browser
from tools.steps import (
    PROJECT,
    STAMPS,
    VENV_PYTHON,
    Step,
    StepError,
    one_at_a_time,
    run,
    run_steps,
    say,
    tool,
)

SERVE_STEPS = 3
LAST_PORT = 65_535
# What can be made again: everything git ignores but the database and the key in .local.
MADE_HERE = [
    ".venv",
    "node_modules",
    "staticfiles",
    "trials/static/trials/site.css",
    "trials/static/trials/vendor",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    ".hypothesis",
    ".coverage",
    "test-results",
]
LOCK_FILES = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--group", "dev", "--constraint", "requirements.txt"],
    "requirements-node.txt": ["--group", "node"],
}


def install_all() -> int:
    _install([*_site_steps("requirements-dev.txt"), Step("Browser for tests", provide_browser)])
    return 0


def build() -> int:
    """For a server: what the site needs, without tests and demo. Nothing is started."""
    _install([*_site_steps("requirements.txt"), Step("Static files", install.static_files)])
    return 0


def run_site() -> int:
    port = _port()
    steps = [*_site_steps("requirements.txt"), Step("Static files", install.static_files)]
    _install(steps, later=SERVE_STEPS)
    sys.stdout.flush()
    os.chdir(PROJECT)
    serve = [VENV_PYTHON, "-m", "tools.serve", str(port), str(len(steps))]
    os.execv(serve[0], serve)


def check() -> int:
    _install(_site_steps("requirements-dev.txt"))
    totals = testing.check_totals()
    say(f"{totals.passed} checks passed, {totals.failed} failed")
    return 1 if totals.failed else 0


def test() -> int:
    install_all()
    return testing.test_everything()


def test_postgres15() -> int:
    _install(_site_steps("requirements-dev.txt"))
    return 1 if testing.on_postgres15(testing.seed_of_order()).failed else 0


def bench() -> int:
    _install(_site_steps("requirements-dev.txt"))
    return subprocess.run([VENV_PYTHON, "-m", "benchmarks"], cwd=PROJECT).returncode


def replica() -> int:
    """Kill a primary and a replica under way, and say what it cost."""
    _install(_site_steps("requirements-dev.txt"))
    return subprocess.run([VENV_PYTHON, "-m", "benchmarks.replica"], cwd=PROJECT).returncode


def lock() -> int:
    """Write the requirements files anew, for every platform, naming no host."""
    for name, arguments in LOCK_FILES.items():
        group_only = "node" in arguments
        run(
            [tool("uv"), "pip", "compile", *arguments]
            + ([] if group_only else ["pyproject.toml"])
            + ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"]
            + ["--no-emit-index-url", "--no-emit-find-links", "--no-config"]
            + ["--custom-compile-command", "make lock", "--quiet", "--output-file", name],
            remedy=f"If uv is missing: make install. {install.NETWORK}",
        )
    say("locked")
    return 0


def messages() -> int:
    """List what has no Spanish text yet."""
    _install([Step("Python packages", lambda: install.python_packages("requirements-dev.txt"))])
    return subprocess.run([VENV_PYTHON, "-m", "tools.messages"], cwd=PROJECT).returncode


def stop() -> int:
    return _localdb("stop") if Path(VENV_PYTHON).exists() else 0


def clean() -> int:
    stop()
    for name in MADE_HERE:
        path = PROJECT / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    shutil.rmtree(STAMPS, ignore_errors=True)
    say("Cleaned. The database is still there; `make erase-database` removes it.")
    return 0


def erase_database() -> int:
    _install([Step("Python packages", lambda: install.python_packages("requirements.txt"))])
    return _localdb("erase")


COMMANDS: dict[str, Callable[[], int]] = {
    "install": install_all,
    "build": build,
    "run": run_site,
    "check": check,
    "test": test,
    "test-pg15": test_postgres15,
    "bench": bench,
    "replica": replica,
    "lock": lock,
    "messages": messages,
    "stop": stop,
    "clean": clean,
    "erase-database": erase_database,
}


def _site_steps(requirements: str) -> list[Step]:
    return [
        Step("Python packages", lambda: install.python_packages(requirements)),
        Step("Node packages", install.node_packages),
        Step("Styles", install.styles),
        Step("Translations", install.translations),
    ]


def _install(steps: list[Step], *, later: int = 0) -> None:
    with one_at_a_time():
        run_steps(steps, later=later)


def _port() -> int:
    """PORT, or 8000; an error when it is no port or taken, before any work is done."""
    said = os.environ.get("PORT", "").strip() or "8000"
    if not (said.isascii() and said.isdigit()) or not 0 < int(said) <= LAST_PORT:
        raise StepError(f"PORT is {said!r}. Give a whole number from 1 to {LAST_PORT}.")
    port = int(said)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StepError(
                f"Port {port} cannot be used ({error.strerror}). End the program that uses it, or "
                f"choose another: make run PORT={port + 1 if port < LAST_PORT else 8000}"
            ) from error
    return port


def _localdb(command: str) -> int:
    return subprocess.run([VENV_PYTHON, "-m", "config.localdb", command], cwd=PROJECT).returncode


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        sys.stderr.write(f"Say one of: {', '.join(COMMANDS)}\n")
        return 2
    os.chdir(PROJECT)
    # Nothing that make does is production; the deployment check sets its own.
    os.environ.setdefault("TRIALFINDER_LOCAL", "1")
    try:
        return COMMANDS[arguments[0]]()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    except StepError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
