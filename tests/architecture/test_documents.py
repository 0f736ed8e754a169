"""The documents say what the code does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.repository import (
    CODE,
    PROJECT,
    calls_in,
    name_called,
    named,
    python_files,
)

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
NOTES = sorted((PROJECT / "docs" / "adr").glob("[0-9]*.md"))
LONGEST_NOTE = 60  # lines: one page

# --- Environment variables ------------------------------------------------------------------

READERS = {"optional_text", "text", "choice", "flag", "whole_number", "word_list", "url"}
SHARED = {"DATABASE_URL", "PORT"}
# Known to every program, or set by us for one.
NOT_OURS = {"PATH", "DJANGO_SETTINGS_MODULE"}


def read_variables() -> set[str]:
    """Every environment variable that config, tools or the site read."""
    return {name for path in python_files(*CODE) for name in _variables_in(path)} - NOT_OURS


def _variables_in(path: Path) -> Iterator[str]:
    for call in calls_in(path):
        words = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
        if not isinstance(words, str) or not re.fullmatch(r"[A-Z][A-Z_]+", words):
            continue
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name_called(call) == "secret_or_file":
            yield from (_full(words), f"{_full(words)}_FILE")
        elif isinstance(owner, ast.Name) and owner.id == "env" and name_called(call) in READERS:
            yield _full(words)
        elif isinstance(owner, ast.Attribute) and owner.attr == "environ":
            yield words


def _full(name: str) -> str:
    return name if name in SHARED else f"TRIALFINDER_{name}"


def test_every_setting_is_documented_and_none_that_is_gone() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \**`([A-Z_]+)`", readme, flags=re.MULTILINE)
    assert sorted(rows) == sorted(read_variables())


# --- Links and commands ---------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_commands_named_exist(path: Path) -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, flags=re.MULTILINE))
    words = path.read_text(encoding="utf-8")
    made = set(re.findall(r"(?:`|^    )make ([a-z][a-z0-9-]*)", words, flags=re.MULTILINE))
    modules = set(re.findall(r"python -m ((?:tests|tools|config|trials)[\w.]*)", words))
    assert made <= targets
    assert [module for module in modules if not _is_module(module)] == []


def _is_module(name: str) -> bool:
    place = PROJECT / Path(*name.split("."))
    return (place / "__main__.py").exists() or place.with_suffix(".py").exists()


# --- Changelog ------------------------------------------------------------------------------


def test_changelog_has_unreleased_at_its_head() -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"^## (.+)$", changelog, flags=re.MULTILINE)
    assert releases[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[[0-9.]+\] - \d{4}-\d\d-\d\d", head) for head in releases[1:])


def test_changelog_groups_what_changed() -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    groups = set(re.findall(r"^### (.+)$", changelog, flags=re.MULTILINE))
    assert groups <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


# --- Decision notes -------------------------------------------------------------------------


def test_decision_notes_are_numbered_without_a_gap() -> None:
    numbers = [int(note.name[:4]) for note in NOTES]
    assert numbers == list(range(1, len(NOTES) + 1))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_decision_note_is_one_page_with_its_parts(note: Path) -> None:
    lines = note.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", note.name)
    assert not re.search(r"\d{4}", lines[0])
    assert re.fullmatch(r"Date: \d{4}-\d\d-\d\d · Status: (accepted|superseded by .+)", lines[2])
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Alternatives, and why not",
        "## Consequences",
    ]
    assert len(lines) <= LONGEST_NOTE


def test_decision_notes_are_all_listed() -> None:
    listed = (PROJECT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert [note.name for note in NOTES if f"({note.name})" not in listed] == []


# --- Data -----------------------------------------------------------------------------------


def test_every_file_of_data_names_its_source() -> None:
    sources = (PROJECT / "docs" / "data-sources.md").read_text(encoding="utf-8")
    files = [*(PROJECT / "fixtures").glob("*.json"), *(PROJECT / "tests" / "data").rglob("*.*")]
    assert [named(path) for path in files if f"`{path.name}`" not in sources] == []
