"""`make test`: the checks and every test, and one line of totals at the end."""

import os
import random
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tools import checks, postgres15
from tools.browser import find_browser
from tools.steps import PROJECT, VENV_PYTHON, StepError, say

# Each worker begins with a third of the tests and takes over from the others when it is done: by
# default one of them gets nearly all browser tests and works on alone at the end. Two would leave
# a processor of two idle while a test waits for a server to start or a program to end; each takes
# up to 1 GB of memory, and its browser as much again.
PYTEST = [VENV_PYTHON, "-m", "pytest", "-n", "3", "--dist", "worksteal", "--quiet"]
# With it, each of some hundred processes would compile everything again.
NOT_INHERITED = "PYTHONDONTWRITEBYTECODE"
LARGEST_SEED = 2**32 - 1
# The part that must be covered to the last branch, in a run of its own because it is quick.
RULES = ["tests/eligibility", "--cov=trials.eligibility", "--cov-branch", "--cov-fail-under=100"]
# What depends on the version of PostgreSQL. The rest is left out to keep `make test` short:
# pages, forms and sentences do not reach the database any other way.
ON_POSTGRES15 = ["tests/models", "tests/finder", "tests/rulebook", "tests/actions"]
ON_POSTGRES15 += ["tests/agreement", "tests/disease_search"]
# Long, and the same on every version.
WITHOUT_DATABASE = "tests/agreement/test_engine_laws.py"


@dataclass
class Totals:
    """What became of the tests so far; a check counts as a test."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Totals") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def test_everything() -> int:
    """The exit code: 0 when nothing failed. The last line printed holds the totals."""
    began = time.monotonic()
    seed = seed_of_order()
    say(f"tests: order {seed}; again in this order: make test SEED={seed}")
    with ThreadPoolExecutor(1) as beside:
        # What one program does alone would leave the other processor idle.
        checking = beside.submit(check_totals, at_once=1)
        totals = run_pytest("rules, with coverage", RULES, seed=seed, is_beside=True)
        totals.add(on_postgres15(seed, is_beside=True))
        totals.add(checking.result())
    rest = ["tests", "--ignore=tests/eligibility"]
    totals.add(run_pytest("everything else", rest, _browser(), seed=seed))
    seconds = time.monotonic() - began
    say(f"all of it took {seconds:.0f} s")
    say(f"{totals.passed} passed, {totals.failed} failed, {totals.skipped} skipped")
    return 1 if totals.failed else 0


def seed_of_order() -> int:
    """SEED, or a new one: it decides in which order the tests run."""
    said = os.environ.get("SEED", "").strip()
    if not said:
        return random.randint(0, LARGEST_SEED)
    if not (said.isascii() and said.isdigit()) or int(said) > LARGEST_SEED:
        raise StepError(f"SEED is {said!r}. Give a whole number from 0 to {LARGEST_SEED}.")
    return int(said)


def on_postgres15(seed: int, *, is_beside: bool = False) -> Totals:
    """The tests that touch the database, on Debian's PostgreSQL 15 when it is installed."""
    if not postgres15.is_installed():
        say(f"tests: PostgreSQL 15 … left out, not installed in {postgres15.BIN_FOLDER}")
        return Totals()
    present = [path for path in ON_POSTGRES15 if (PROJECT / path).exists()]
    with postgres15.temporary_server() as database_url:
        return run_pytest(
            "PostgreSQL 15",
            [*present, "-m", "not browser", f"--ignore={WITHOUT_DATABASE}"],
            {"DATABASE_URL": database_url},
            seed=seed,
            is_beside=is_beside,
        )


def run_pytest(
    title: str,
    arguments: list[str],
    environment: Mapping[str, str] | None = None,
    *,
    seed: int,
    is_beside: bool = False,
) -> Totals:
    """What runs beside something else says at its end what it has to say."""
    if not is_beside:
        say(f"tests: {title}")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [*PYTEST, f"--randomly-seed={seed}", *arguments, f"--junit-xml={report}"],
            cwd=PROJECT,
            env=_environment(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if is_beside else None,
            stderr=subprocess.STDOUT if is_beside else None,
            text=True,
            errors="replace",
        )
        totals = _read(report)
    if is_beside:
        say(f"tests: {title}\n{done.stdout.rstrip()}")
    if done.returncode and not totals.failed:
        totals.failed += 1  # too little coverage, or pytest itself failed
    return totals


def check_totals(*, at_once: int = 2) -> Totals:
    failed = len(checks.run_checks(at_once=at_once))
    return Totals(passed=len(checks.all_checks()) - failed, failed=failed)


def _read(report: Path) -> Totals:
    if not report.exists():
        return Totals()
    totals = Totals()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        tests, failures, errors, skipped = (
            int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
        )
        broken = failures + errors
        totals.add(Totals(tests - broken - skipped, broken, skipped))
    return totals


def _environment(changes: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != NOT_INHERITED}
    return {**inherited, **changes}


def _browser() -> dict[str, str]:
    found = find_browser()
    return {"TRIALFINDER_BROWSER": found} if found else {}
