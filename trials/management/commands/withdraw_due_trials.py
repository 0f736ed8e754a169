"""Take the step of withdrawal for trials whose day to leave the list has come."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from trials.actions.publishing import withdraw_due

SYSTEM = "withdraw_due_trials"


class Command(BaseCommand):
    help = (
        "Withdraws trials whose last day on the list is past. Families do not see them from "
        "that day on, whether this runs or not; once a day is often enough."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = withdraw_due(timezone.localdate(), system=SYSTEM, now=timezone.now())
        for trial in gone:
            self.stdout.write(f"{trial.slug}: withdrawn")
        if not gone:
            self.stdout.write("No trial leaves the list today.")
