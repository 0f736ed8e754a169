"""Who may import whom. The floors are drawn in CONTRIBUTING.md."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.repository import PROJECT, named, python_files, tree_of

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {
    contract["name"]: contract for contract in SETTINGS["tool"]["importlinter"]["contracts"]
}
FLOORS = CONTRACTS["Floors of trials"]
# Named in the contract for later; there is no such package yet.
TO_COME = {"fhir"}


def floor_modules() -> set[str]:
    return {module for floor in FLOORS["layers"] for module in re.findall(r"\w+", floor)}


def test_every_contract_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = lint_imports(
        config_filename=str(PROJECT / "pyproject.toml"), no_cache=True, no_logo=True
    )
    assert outcome == 0, capsys.readouterr().out


def test_floors_leave_no_module_out() -> None:
    present = {path.stem for path in (PROJECT / "trials").glob("*.py")}
    present |= {path.parent.name for path in (PROJECT / "trials").glob("*/__init__.py")}
    ignored = {"__init__", *FLOORS["exhaustive_ignores"]}
    assert FLOORS["exhaustive"] is True
    assert present - ignored == floor_modules() - TO_COME


def test_floors_are_drawn_as_they_are() -> None:
    drawn = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Where")[0]
    assert {module for module in floor_modules() - TO_COME if module not in drawn} == set()


def test_eligibility_imports_the_standard_library_alone() -> None:
    foreign = {
        f"{named(path)}: {name}"
        for path in python_files("trials/eligibility")
        for name in _imported(path)
        if not name.startswith("trials.eligibility")
        and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()


def test_eligibility_can_be_imported_without_django() -> None:
    assert (PROJECT / "trials" / "__init__.py").read_text(encoding="utf-8") == ""


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
