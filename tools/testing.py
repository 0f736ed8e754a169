"""`make test`: the checks and every test, and one line of totals at the end."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tools import checks, postgres15
from tools.browser import find_browser
from tools.steps import PROJECT, VENV_PYTHON, say

PYTEST = [VENV_PYTHON, "-m", "pytest", "-n", "2", "--quiet"]
# The part that must be covered to the last branch, in a run of its own because it is quick.
RULES = ["tests/eligibility", "--cov=trials.eligibility", "--cov-branch", "--cov-fail-under=100"]
# What depends on the version of PostgreSQL. The rest is left out to keep `make test` short:
# pages, forms and sentences do not reach the database any other way.
ON_POSTGRES15 = ["tests/models", "tests/finder", "tests/rulebook", "tests/actions"]
ON_POSTGRES15 += ["tests/agreement", "tests/disease_search"]


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
    totals = check_totals()
    totals.add(run_pytest("rules, with coverage", RULES))
    totals.add(on_postgres15())
    totals.add(run_pytest("everything else", ["tests", "--ignore=tests/eligibility"], _browser()))
    seconds = time.monotonic() - began
    say(f"all of it took {seconds:.0f} s")
    say(f"{totals.passed} passed, {totals.failed} failed, {totals.skipped} skipped")
    return 1 if totals.failed else 0


def on_postgres15() -> Totals:
    """The tests that touch the database, on Debian's PostgreSQL 15 when it is installed."""
    if not postgres15.is_installed():
        say(f"tests: PostgreSQL 15 … left out, not installed in {postgres15.BIN_FOLDER}")
        return Totals()
    present = [path for path in ON_POSTGRES15 if (PROJECT / path).exists()]
    with postgres15.temporary_server() as database_url:
        return run_pytest(
            "PostgreSQL 15", [*present, "-m", "not browser"], {"DATABASE_URL": database_url}
        )


def run_pytest(
    title: str, arguments: list[str], environment: Mapping[str, str] | None = None
) -> Totals:
    say(f"tests: {title}")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [*PYTEST, *arguments, f"--junit-xml={report}"],
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
        )
        totals = _read(report)
    if done.returncode and not totals.failed:
        totals.failed += 1  # too little coverage, or pytest itself failed
    return totals


def check_totals() -> Totals:
    failed = len(checks.run_checks())
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


def _browser() -> dict[str, str]:
    found = find_browser()
    return {"TRIALFINDER_BROWSER": found} if found else {}
