"""Numbered steps that say what they do, skip what is up to date, and fail in one line."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
VENV_BIN = VENV / "bin"
VENV_PYTHON = str(VENV_BIN / "python")
STAMPS = PROJECT / ".local" / "stamps"
SHOWN_LINES = 30  # of what a failed program said
# Our own errors, whose text is one line with cause and remedy.
ONE_LINE_ERRORS = (
    "django.core.exceptions.ImproperlyConfigured: ",
    "config.localdb.home.LocalDatabaseError: ",
)


class StepError(Exception):
    """A step failed; the text is one line with cause and remedy."""


@dataclass(frozen=True)
class Step:
    """One piece of work. `work` returns a few words for the end of the line."""

    title: str
    work: Callable[[], str]


def say(words: str, *, end: str = "\n") -> None:
    sys.stdout.write(words + end)
    sys.stdout.flush()


def run_steps(steps: Sequence[Step], *, done: int = 0, later: int = 0) -> None:
    """Do the steps in order; `done` and `later` count those before and after, for the numbers."""
    for number, step in enumerate(steps, start=done + 1):
        say(f"{number}/{done + len(steps) + later} {step.title} … ", end="")
        began = time.monotonic()
        outcome = step.work()
        seconds = time.monotonic() - began
        say(f"{outcome} ({seconds:.1f} s)" if seconds >= 1 else outcome)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two `make` of one checkout take turns to install and build."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    with open(STAMPS / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(
    command: Sequence[str], *, remedy: str, environment: Mapping[str, str] | None = None
) -> str:
    """What a program printed. When it fails, its last lines are shown and StepError says why."""
    try:
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=None if environment is None else {**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise StepError(f"{command[0]} cannot be run: {error.strerror}. {remedy}") from error
    if done.returncode:
        say("failed")
        _raise_if_told_in_one_line(done.stdout)
        say("\n".join(done.stdout.splitlines()[-SHOWN_LINES:]))
        raise StepError(f"`{_shown(command)}` failed (exit code {done.returncode}). {remedy}")
    return done.stdout


def _raise_if_told_in_one_line(output: str) -> None:
    """Leave out the stack when its last line already names the cause and the remedy."""
    last = output.rstrip().rpartition("\n")[2]
    for error in ONE_LINE_ERRORS:
        if last.startswith(error):
            raise StepError(last.removeprefix(error))


def _shown(command: Sequence[str]) -> str:
    return " ".join(word.replace(f"{PROJECT}/", "") for word in command)


def digest(inputs: Iterable[Path], *words: str) -> str:
    """A hash of the content of files and folders, and of `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in inputs:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"{file.relative_to(PROJECT)}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def up_to_date(stamp: Path, key: str, *outputs: Path) -> bool:
    """Whether the last success was with the same inputs, and what it made is still there."""
    return (
        all(output.exists() for output in outputs)
        and stamp.exists()
        and stamp.read_text(encoding="ascii") == key
    )


def mark(stamp: Path, key: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key, encoding="ascii")


def tool(name: str) -> str:
    """The path of a program in .venv."""
    return str(VENV_BIN / name)


def program(*names: str) -> str | None:
    """The first of these programs that is installed."""
    return next((found for name in names if (found := shutil.which(name))), None)
