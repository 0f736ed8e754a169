"""Print how age sentences are read, one JSON object a line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trials.eligibility.age_notation import range_notation
from trials.eligibility.age_phrases import read_age_phrase
from trials.eligibility.ages import AgeRule

STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = (
        "Read age sentences, one a line, and print for each a JSON object with its text, "
        "status (ok, no_limit, refused), range and anchor. The range is in half-open notation, "
        "per role where the sentence names roles, null where it was refused."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            help="a UTF-8 text file with one sentence a line, a JSON file with a list "
            '"phrases" of objects with a "text", or - for standard input',
        )

    def handle(self, *, file: str, **options: Any) -> None:
        for text in _texts(_decoded(_content(file), file)):
            self.stdout.write(json.dumps(_as_object(text), ensure_ascii=False))


def _content(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise CommandError(f"{file}: {reason}. Give the path of a text file, or -.") from error


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CommandError(
            f"{file}, line {line}: the file is not UTF-8. Save it again as UTF-8."
        ) from error


def _texts(content: str) -> list[str]:
    """Return the sentences of a JSON file with phrases, else every line, empty ones too."""
    try:
        phrases = json.loads(content)["phrases"]
        return [str(phrase["text"]) for phrase in phrases]
    except (ValueError, TypeError, KeyError):  # not such a file: it has lines
        lines = content.removesuffix("\n").split("\n") if content else []
        return [line.removesuffix("\r") for line in lines]


def _as_object(text: str) -> dict[str, object]:
    reading = read_age_phrase(text)
    return {
        "text": text,
        "status": reading.status,
        "range": _range(reading.ranges),
        "anchor": reading.anchor,
    }


def _range(ranges: Mapping[str, AgeRule]) -> str | dict[str, str] | None:
    """Write the ranges: one for a sentence without roles, None for a refusal."""
    notations = {role: range_notation(rule) for role, rule in ranges.items()}
    return notations.get("", notations) or None
