"""`make check`: everything that can be wrong without running the site."""

import os
import secrets
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tools.steps import PROJECT, VENV_PYTHON, say, tool

MANAGE = [VENV_PYTHON, "manage.py"]


@dataclass(frozen=True)
class Check:
    """A program that must end with exit code 0."""

    title: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def all_checks() -> list[Check]:
    """The slow ones first, so that two at a time take the least time."""
    templates = [str(path.relative_to(PROJECT)) for path in PROJECT.glob("templates/**/*.html")]
    checks = [
        Check("types (mypy)", [tool("mypy")]),
        Check("floors (import-linter)", [tool("lint-imports")]),
        Check("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
        Check(
            "deployment settings",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            _production(),
        ),
        Check("lint (ruff)", [tool("ruff"), "check"]),
        Check("format (ruff)", [tool("ruff"), "format", "--check"]),
    ]
    if templates:
        command = [tool("djade"), "--check", "--target-version", "5.2", *sorted(templates)]
        checks.append(Check("templates (djade)", command))
    return checks


def run_checks(*, at_once: int = 2) -> list[str]:
    """Run every check; the titles of those that failed."""
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        outcomes = pool.map(_failed, all_checks())
        return [
            check.title for check, failed in zip(all_checks(), outcomes, strict=True) if failed
        ]


def _failed(check: Check) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=PROJECT,
        env={**os.environ, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    word = "FAILED" if done.returncode else "ok"
    lines = [f"check: {check.title} … {word} ({time.monotonic() - began:.1f} s)"]
    if done.returncode:
        lines += done.stdout.rstrip().splitlines()
    say("\n".join(lines))
    return done.returncode != 0


def _production() -> dict[str, str]:
    """The least a production set-up has to give."""
    return {
        "TRIALFINDER_LOCAL": "0",
        "TRIALFINDER_DEBUG": "0",
        "TRIALFINDER_SECRET_KEY": secrets.token_urlsafe(64),
        "TRIALFINDER_HOSTS": "trials.example.org",
    }
