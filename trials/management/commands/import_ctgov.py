"""Bring studies of ClinicalTrials.gov into the database, from the registry or from files."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils import timezone

from trials.actions.importing import (
    ImportRunningError,
    ImportSummary,
    Occasion,
    Wish,
    import_files,
    import_query,
    looked_through_rarely,
    unfinished_run,
)
from trials.actions.rules_documents import write_rules_documents
from trials.management.import_words import STOPPED, failure_words, summary_lines
from trials.management.progress import Progress
from trials.models import Disease, Trial
from trials.registry.client import Service, StudyQuery
from trials.registry.diseases import OTHER_CONDITION
from trials.registry.faults import RegistryError


class Command(BaseCommand):
    help = """Import studies of ClinicalTrials.gov: new ones and those that changed.

  manage.py import_ctgov --query "leukemia AND child"     what the registry finds
  manage.py import_ctgov --since 2026-03-01               what changed since a day
  manage.py import_ctgov --file studies.jsonl.gz          records from files

Words of --query are in the registry's own syntax. --query and --since may stand together;
with neither, and no --file, all studies of the registry are imported.

A file holds one record a line (.jsonl), or one record, a list of them or an answer of the
API (.json); each may be compressed (.gz). --file may be given several times.

A trial that somebody here reviewed or changed is never overwritten: what the registry
changed in it is put before a coordinator. An import can be stopped at any moment. When it
is started again it goes on where it was."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Django's formatter refills the text above into one paragraph.
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--query", default="", metavar="WORDS", help="what to search for")
        parser.add_argument("--since", type=_day, metavar="DAY", help="such as 2026-03-01")
        parser.add_argument(
            "--file", type=Path, action="append", nargs="+", default=[], help="a file of records"
        )
        parser.add_argument(
            "--limit", type=_count, metavar="N", help="read no more than N studies"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, **options: Any) -> None:
        files = [path for several in options["file"] for path in several]
        if files and (options["query"] or options["since"]):
            raise CommandError("--file stands alone: leave out --query and --since.")
        with Progress(sys.stderr, is_bytes=bool(files)) as progress, looked_through_rarely():
            wish = wish_of(options, progress)
            try:
                summary = self._import(files, options, wish)
            except RegistryError as failure:
                write_down(wish)
                raise CommandError(failure_words(failure)) from None
            except (ImportRunningError, OperationalError) as failure:
                raise CommandError(failure_words(failure)) from None
            except KeyboardInterrupt:
                raise CommandError(STOPPED, returncode=130) from None
            write_down(wish)
        self.stdout.write("\n".join(summary_lines(summary, is_dry_run=wish.is_dry_run)))
        if summary.has_failed:
            raise CommandError(
                "Some records could not be imported; they are listed above. The others are stored."
            )

    def _import(self, files: list[Path], options: dict[str, Any], wish: Wish) -> ImportSummary:
        if not Disease.objects.filter(code=OTHER_CONDITION).exists():
            raise CommandError(
                f"The list of diseases has no “{OTHER_CONDITION}”, so that studies of other "
                "fields would be for anybody. Load it with manage.py load_fixtures first."
            )
        if files:
            return import_files(files, wish)
        query = StudyQuery(options["query"].strip(), options["since"])
        if earlier := unfinished_run(query, wish):
            self.stderr.write(
                f"Going on with the import of {timezone.localtime(earlier.began_at):%d %B, %H:%M}"
                f" after {earlier.received} studies."
            )
        return import_query(query, service(), wish)


def write_down(wish: Wish) -> None:
    """The rules of what was stored; after an import that was cut off, the next one does it."""
    if not wish.is_dry_run:
        write_rules_documents()


def wish_of(options: dict[str, Any], progress: Progress) -> Wish:
    now = timezone.now()
    state = Trial.ReviewState(settings.IMPORTED_TRIALS)
    return Wish(
        Occasion(now, timezone.localdate(now), state),
        clock=timezone.now,
        limit=options["limit"],
        is_dry_run=options["dry_run"],
        tell=progress.tell,
    )


def service() -> Service:
    """The registry, or the mirror of it that the settings name."""
    address: str | None = settings.REGISTRY_ADDRESS
    return Service() if address is None else Service.at(address)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-03-01") from None


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ArgumentTypeError(f"{text!r} is no number of studies")
    return int(text)
