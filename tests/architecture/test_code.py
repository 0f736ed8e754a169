"""Sizes, the clock, what public pages may read, and errors that are caught."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.repository import (
    CODE,
    calls_in,
    name_called,
    named,
    python_files,
    tree_of,
)

LONGEST_FUNCTION = 49
LONGEST_FILE = 400
# Tests, and modules that are tables of words rather than code.
LONGEST_TABLE = 600
TABLES = ("tests/", "trials/catalogue/")

ALL_FILES = python_files(*CODE, "tests")
MAY_READ_THE_CLOCK = ("trials/views/", "trials/admin/", "trials/management/")
CLOCKS = {"today", "now", "utcnow", "localdate", "localtime"}


def test_files_are_short_enough_to_be_read_at_once() -> None:
    lengths = {named(path): len(_lines(path)) for path in ALL_FILES}
    assert {name: length for name, length in lengths.items() if length > _longest(name)} == {}


def test_functions_are_short_enough_to_be_read_at_once() -> None:
    lengths = {
        f"{named(path)}: {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in ALL_FILES
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_only_the_top_floor_reads_the_clock() -> None:
    read = [
        _place(path, call)
        for path in python_files("trials")
        for call in calls_in(path)
        if name_called(call) in CLOCKS and not named(path).startswith(MAY_READ_THE_CLOCK)
    ]
    assert read == []


def test_public_pages_show_published_trials_only() -> None:
    """``Trial.objects`` is always followed by ``.public(today)``."""
    careless = [
        _place(path, node)
        for path in python_files("trials/views")
        for node in _trial_objects(path)
        if id(node) not in _narrowed_to_public(path)
    ]
    assert careless == []


def test_broad_catches_say_what_they_rescue() -> None:
    """``except Exception`` needs a comment on its line or the next."""
    silent = [
        _place(path, node)
        for path in ALL_FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and _is_broad(node)
        and "#" not in "".join(_lines(path)[node.lineno - 1 : node.lineno + 1])
    ]
    assert silent == []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _longest(name: str) -> int:
    return LONGEST_TABLE if name.startswith(TABLES) else LONGEST_FILE


def _place(path: Path, node: ast.expr | ast.ExceptHandler) -> str:
    return f"{named(path)}:{node.lineno}"


def _narrowed_to_public(path: Path) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "public"
    }


def _trial_objects(path: Path) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id == "Trial":
                yield node


def _is_broad(node: ast.ExceptHandler) -> bool:
    kind = node.type
    return kind is None or (
        isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")
    )
