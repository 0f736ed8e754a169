"""Load the diseases and trials that come with the project."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from trials.models import SiteProfile

FIRST = "diseases.json"
"""The other files name diseases."""


class Command(BaseCommand):
    help = (
        "Load the diseases and trials that come with the project. A file is loaded only "
        "while its tables are empty, so that nobody's work is overwritten; running the "
        "command again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="load every file again: entries that came from it become as the file has "
            "them, whatever was changed since; other entries stay",
        )

    def handle(self, *, refresh: bool, **options: Any) -> None:
        fixtures = _fixtures()
        if not fixtures:
            folders = ", ".join(str(folder) for folder in settings.FIXTURE_DIRS)
            raise CommandError(f"There is no fixture in {folders}. Restore the folder.")
        with transaction.atomic():
            for path, entries in fixtures:
                self.stdout.write(f"{path.name}: {_load(path, entries, refresh=refresh)}")


def _load(path: Path, entries: Counter[str], *, refresh: bool) -> str:
    """Load a file where it is due, and say what was done."""
    filled = [] if refresh else [model for model in entries if _has_rows(model)]
    # Naming the site is the first thing a coordinator may do; it is no reason to go
    # without trials.
    profile = SiteProfile._meta.label_lower
    in_use = ", ".join(_plural(model) for model in filled if model != profile)
    if in_use:
        return f"left alone, because there are {in_use} already"
    call_command("loaddata", path, exclude=filled, verbosity=0)
    return f"loaded {sum(entries.values()) - sum(entries[model] for model in filled)} entries"


def _fixtures() -> list[tuple[Path, Counter[str]]]:
    """The files and how many entries of each model they have, those first that others name."""
    paths = [path for folder in settings.FIXTURE_DIRS for path in Path(folder).glob("*.json")]
    paths.sort(key=lambda path: (path.name != FIRST, path.name))
    contents = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return [
        (path, Counter(entry["model"] for entry in content))
        for path, content in contents
        if isinstance(content, list)  # files of another kind lie there too
    ]


def _has_rows(model: str) -> bool:
    return bool(apps.get_model(model)._default_manager.exists())


def _plural(model: str) -> str:
    return str(apps.get_model(model)._meta.verbose_name_plural)
