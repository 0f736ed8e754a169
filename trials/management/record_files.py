"""Files with one JSON object a line, plain or packed with gzip."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.core.management.base import CommandError

from trials.registry.records import StudyRecord
from trials.registry.studies import NotAStudy, read_study


def json_lines(path: Path) -> Iterator[tuple[int, object]]:
    """Yield every line that is not blank, decoded, with its number from 1 on.

    Raises CommandError, which names the file, the line and what to do.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise CommandError(f"{path}, line {number}: not JSON ({error}).") from error
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be read to its end"
        raise CommandError(f"{path}: {reason}. Give a .jsonl file, or one in .gz.") from error


def study_records(path: Path) -> Iterator[StudyRecord]:
    """Yield the study records of a file of ClinicalTrials.gov records, one a line."""
    for number, raw in json_lines(path):
        try:
            yield read_study(raw)
        except NotAStudy as refused:
            raise CommandError(f"{path}, line {number}: no study record ({refused}).") from refused
