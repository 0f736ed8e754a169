"""What is due once a day: withdraw trials, and remove the files of sheets that nobody fetched."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from trials.actions.publishing import withdraw_due
from trials.actions.sheets import drop_old_files

SYSTEM = "withdraw_due_trials"


class Command(BaseCommand):
    help = (
        "Withdraws trials whose last day on the list is past. Families do not see them from "
        "that day on, whether this runs or not; once a day is often enough. Removes too what "
        "is left of sheets, sent or made, that nobody can fetch any more."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        gone = withdraw_due(timezone.localdate(), system=SYSTEM, now=now)
        for trial in gone:
            self.stdout.write(f"{trial.slug}: withdrawn")
        if not gone:
            self.stdout.write("No trial leaves the list today.")
        if files := drop_old_files(now):
            self.stdout.write(f"Files of sheets that were removed: {files}")
