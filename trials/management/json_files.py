"""The JSON files that people hand to a command."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from django.core.management.base import CommandError

LARGEST_MB = 20


def read_json(path: Path) -> object:
    """What the file holds. Raises CommandError, in one line that says what to do.

    Stricter than ``json.loads``: a key that stands twice in one object is refused, since
    one of the two would be lost, and so is NaN, which is no JSON.
    """
    text = _decoded(_content(path), path)
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        _check_characters(text, found)
        return found
    except json.JSONDecodeError as fault:
        raise CommandError(
            f"{path}, line {fault.lineno}, column {fault.colno}: this is not JSON "
            f"({fault.msg}). Mend it there."
        ) from None
    except RecursionError:
        raise CommandError(
            f"{path}: lists and objects stand too deep in one another. Check the brackets."
        ) from None
    except ValueError as fault:
        raise CommandError(f"{path}: {fault}. Mend it there.") from None


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_MB * 1_000_000 + 1)
    except OSError as fault:
        reason = fault.strerror or "it cannot be read"
        raise CommandError(f"{path}: {reason}. Give the path of a JSON file.") from None
    if len(content) > LARGEST_MB * 1_000_000:
        raise CommandError(
            f"{path}: the file is larger than {LARGEST_MB} MB. Split its list into several files."
        )
    return content


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise CommandError(
            f"{path}, line {line}: this is not JSON in UTF-8. Save it again as UTF-8."
        ) from None


def _object(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        found[key] = value
    return found


def _check_characters(text: str, found: object) -> None:
    """An escape such as ``\\ud83d`` alone is half of a character, which no text can hold."""
    if "\\ud" in text.lower():
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError as fault:
            half = ascii(fault.object[fault.start]).strip("'")
            raise ValueError(f"{half} is half of a character") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
