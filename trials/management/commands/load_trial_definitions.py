"""Create and replace trials as a JSON document defines them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trials.actions.definitions import Loader, LoadReport, load_definitions
from trials.definitions import UnreadableDefinitionsError
from trials.management.json_files import read_json
from trials.models import Disease


class Command(BaseCommand):
    help = (
        "Create the trials of a JSON document, or replace those that are held under the same "
        "short name. The form is described in docs/definitions.md. When one trial is wrong "
        "nothing is saved, and every fault is printed with its place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON file in UTF-8")
        parser.add_argument(
            "--keep-going",
            action="store_true",
            help="save the trials that are right although others are wrong",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="replace also the trials that somebody has changed since they were loaded",
        )

    def handle(self, *, file: Path, keep_going: bool, overwrite: bool, **options: Any) -> None:
        document = read_json(file)
        try:
            report = load_definitions(
                document,
                by=Loader.COMMAND,
                now=timezone.now(),
                keep_going=keep_going,
                overwrite=overwrite,
            )
        except UnreadableDefinitionsError as fault:
            raise CommandError(f"{file}: {fault}; docs/definitions.md shows one") from None
        for line in report.faults:
            self.stderr.write(f"{file}: {line}")
        if report.is_saved:
            self._tell(report)
        if report.faults:
            raise CommandError(_failure(report))

    def _tell(self, report: LoadReport) -> None:
        self.stdout.write(summary(report))
        for slug in report.kept:
            self.stdout.write(
                f"{slug}: kept, because somebody has changed it since. Look at both; "
                "--overwrite replaces it."
            )
        for slug in report.hidden:
            self.stdout.write(f"{slug}: no longer on the public list, as the document has it.")


def summary(report: LoadReport) -> str:
    """The counts in one line, nought included."""
    return (
        f"{len(report.created)} created, {len(report.replaced)} replaced, "
        f"{len(report.unchanged)} unchanged, {len(report.kept)} kept"
    )


def _failure(report: LoadReport) -> str:
    count = (
        f"{len(report.faults)} trials are wrong" if len(report.faults) > 1 else "1 trial is wrong"
    )
    if not Disease.objects.exists():
        return f"{count}, and no disease is held: load them first with manage.py load_fixtures."
    if report.is_saved:
        return f"{count} and not saved. Correct them and load the document again."
    return f"{count}: nothing is saved. Correct them, or save the others with --keep-going."
