"""Which texts for families have to be read again."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trials.models import ApprovedTreatment, GlossaryTerm, Guide, ReviewedText

KINDS: tuple[type[ReviewedText], ...] = (Guide, GlossaryTerm, ApprovedTreatment)


class Command(BaseCommand):
    help = (
        "List the guides, words and approved treatments whose review is due, and those that no "
        "clinician has reviewed yet. Ends with an error when a review is due, so that a timer "
        "can send a message."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--by", type=_day, metavar="YYYY-MM-DD", help="due by this day; today if left out"
        )

    def handle(self, *, by: date | None, **options: Any) -> None:
        day = by or timezone.localdate()
        number_due = 0
        for kind in KINDS:
            rows = kind._default_manager.filter(is_shown=True).select_related("owner")
            due = rows.filter(next_review_on__lte=day).order_by("next_review_on", "slug")
            number_due += due.count()
            for line in _lines(due):
                self.stdout.write(line)
            waiting = rows.filter(reviewed_on__isnull=True).count()
            name = kind._meta.verbose_name_plural
            self.stdout.write(f"{name}: {due.count()} due, {waiting} not yet reviewed")
        if number_due:
            raise CommandError(f"{number_due} texts are to be reviewed by {day.isoformat()}.")


def _lines(rows: Any) -> Iterator[str]:
    for text in rows:
        owner = text.owner.get_username() if text.owner else "nobody keeps it"
        kind = text._meta.model_name
        yield f"{text.next_review_on.isoformat()}  {kind} {text}  {owner}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text}: write the day as 2027-05-21.") from None
