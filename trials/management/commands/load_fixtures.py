"""Load the diseases, the site and the trials that come with the project."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from trials.actions.definitions import Loader, load_definitions
from trials.actions.texts import TextDocumentError, TextReport, load_texts
from trials.management.commands.load_trial_definitions import summary
from trials.management.json_files import read_json
from trials.models import AuditEvent, SiteProfile, Trial

FIRST = "diseases.json"
"""The other files name diseases."""
LOADED = "loaded"
TEXTS = ("guides", "glossary", "treatments")
"""Folders of texts for families, with a folder for every language."""


class Command(BaseCommand):
    help = (
        "Load the diseases, the site, the trials and the texts for families that come with the "
        "project. A file is loaded only while its tables are empty, a text only while there is "
        "none of its name, so that nobody's work is overwritten; running the command again "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="load every file again: entries that came from it become as the file has "
            "them, whatever was changed since; other entries stay. A text for families that a "
            "person has changed or reviewed stays as well",
        )

    def handle(self, *, refresh: bool, **options: Any) -> None:
        fixtures, documents = _files()
        if not fixtures:
            folders = ", ".join(str(folder) for folder in settings.FIXTURE_DIRS)
            raise CommandError(f"There is no fixture in {folders}. Restore the folder.")
        with transaction.atomic():
            done = {path: _load(path, entries, refresh=refresh) for path, entries in fixtures}
            is_our_own = all(words.startswith(LOADED) for words in done.values())
            for path, document in documents:
                done[path] = _load_trials(path, document, refresh=refresh, is_our_own=is_our_own)
            texts = _load_texts(refresh=refresh)
        for path, words in done.items():
            self.stdout.write(f"{path.name}: {words}")
        for name, report in texts.items():
            self.stdout.write(
                f"{name}: {report.added} added, {report.renewed} renewed, {report.left} left alone"
            )


def _load(path: Path, entries: Counter[str], *, refresh: bool) -> str:
    """Load a file where it is due, and say what was done."""
    filled = [] if refresh else [model for model in entries if _has_rows(model)]
    # Naming the site is the first thing a coordinator may do; it is no reason to go
    # without its referral contact.
    profile = SiteProfile._meta.label_lower
    in_use = ", ".join(_plural(model) for model in filled if model != profile)
    if in_use:
        return f"left alone, because there are {in_use} already"
    call_command("loaddata", path, exclude=filled, verbosity=0)
    return f"{LOADED} {sum(entries.values()) - sum(entries[model] for model in filled)} entries"


def _load_trials(path: Path, document: object, *, refresh: bool, is_our_own: bool) -> str:
    """Load definitions once, even when all of them have been removed since.

    ``is_our_own``: the other files were loaded just now, so that nothing can be missing.
    Where somebody has set up diseases, contacts or sites before, trials that name ours
    are not wanted.
    """
    if not refresh:
        if Trial.objects.exists():
            return "left alone, because there are trials already"
        if AuditEvent.objects.filter(system=Loader.SHIPPED).exists():
            return "left alone, because its trials were here before and have been removed"
    report = load_definitions(document, by=Loader.SHIPPED, now=timezone.now(), overwrite=refresh)
    if report.faults and (is_our_own or refresh):
        raise CommandError(f"{path}: {report.faults[0]}. Nothing was loaded.")
    if report.faults:
        return f"left alone, because it does not fit what is held: {report.faults[0]}"
    return f"{LOADED}: {summary(report)}"


def _load_texts(*, refresh: bool) -> dict[str, TextReport]:
    """Load the texts of every language, and say for each folder what became of them."""
    reports: dict[str, TextReport] = {}
    for folder in settings.FIXTURE_DIRS:
        for name in TEXTS:
            for path in sorted(Path(folder, name).glob("*/*.json")):
                report = _load_text(path, refresh=refresh)
                reports.setdefault(name, TextReport()).count(report)
    return reports


def _load_text(path: Path, *, refresh: bool) -> TextReport:
    document = read_json(path)
    if not isinstance(document, dict):
        raise CommandError(f"{path}: this is no text for families. See fixtures/README.md.")
    language = path.parent.name
    try:
        return load_texts(document, language=language, now=timezone.now(), refresh=refresh)
    except TextDocumentError as fault:
        raise CommandError(f"{path}: {fault}. Nothing was loaded.") from None


def _files() -> tuple[list[tuple[Path, Counter[str]]], list[tuple[Path, object]]]:
    """Fixtures with their entries of each model, those first that others name; definitions."""
    paths = [path for folder in settings.FIXTURE_DIRS for path in Path(folder).glob("*.json")]
    paths.sort(key=lambda path: (path.name != FIRST, path.name))
    contents = [(path, read_json(path)) for path in paths]
    fixtures = [
        (path, Counter(str(entry["model"]) for entry in content))
        for path, content in contents
        if isinstance(content, list)
    ]
    documents: list[tuple[Path, object]] = [
        (path, content)
        for path, content in contents
        if isinstance(content, dict) and "trials" in content
    ]
    return fixtures, documents


def _has_rows(model: str) -> bool:
    return bool(apps.get_model(model)._default_manager.exists())


def _plural(model: str) -> str:
    return str(apps.get_model(model)._meta.verbose_name_plural)
