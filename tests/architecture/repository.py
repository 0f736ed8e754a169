"""The files of the repository, as the tests of this folder look at them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CODE = ("config", "trials", "tools")
WRITTEN_BY_US = (*CODE, "tests", "docs", "templates", "fixtures", "benchmarks")
WRITTEN_BY_TOOLS = ("/migrations/", "/vendor/", "/__pycache__/", "/trials/static/trials/site.css")


def named(path: Path) -> str:
    """The path from the top of the repository, with slashes."""
    return path.relative_to(PROJECT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """Modules of these folders, without migrations."""
    found = (path for folder in folders for path in (PROJECT / folder).rglob("*.py"))
    return sorted(path for path in found if _is_ours(path))


def text_files() -> Iterator[tuple[str, str]]:
    """Name and content of every text file that is ours."""
    # In a linked work tree .git is a file that names a folder of this machine.
    top = [path for path in PROJECT.iterdir() if path.is_file() and path.name != ".git"]
    below = (path for folder in WRITTEN_BY_US for path in (PROJECT / folder).rglob("*"))
    for path in sorted([*top, *below]):
        if path.is_file() and _is_ours(path):
            try:
                yield named(path), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # a picture


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def calls_in(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def name_called(call: ast.Call) -> str:
    """``today`` for ``date.today()`` and for ``today()``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_ours(path: Path) -> bool:
    name = f"/{named(path)}"
    return not path.name.startswith(".coverage") and not any(
        part in name for part in WRITTEN_BY_TOOLS
    )
