"""Write the held trials as a JSON document, which load_trial_definitions reads again."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trials.actions.definitions import (
    ContradictoryTrialError,
    UnknownTrialsError,
    dump_definitions,
    vocabulary,
)
from trials.definitions import read_definitions


class Command(BaseCommand):
    help = (
        "Write the held trials as a JSON document, in the order in which they were added. "
        "The form is described in docs/definitions.md. The same trials give the same text."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="where to write; standard output when left out"
        )
        parser.add_argument(
            "--only", nargs="+", metavar="SLUG", help="only the trials of these short names"
        )

    def handle(self, *, file: Path | None, only: list[str] | None, **options: Any) -> None:
        try:
            document = dump_definitions(only)
        except UnknownTrialsError as unknown:
            raise CommandError(
                f"no trial is held under {', '.join(unknown.slugs)}. Correct the short names."
            ) from None
        except ContradictoryTrialError as fault:
            raise CommandError(
                f"{fault.slug}: its age limits contradict each other. Correct them, or name "
                "the other trials with --only."
            ) from None
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        if file is None:
            self.stdout.write(text, ending="")
        else:
            _write(file, text)
        for line in read_definitions(document, vocabulary()).faults:
            self.stderr.write(f"not complete yet, and would not load again: {line}")


def _write(file: Path, text: str) -> None:
    """Beside the file first, so that an older one stays whole when this fails."""
    beside = file.with_name(f"{file.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(file)
    except OSError as fault:
        reason = fault.strerror or "it cannot be written"
        raise CommandError(f"{file}: {reason}. Give a place where you may write.") from None
