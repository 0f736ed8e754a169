"""Read the sentences of every reviewed trial that changed: the desk does so bit by bit."""

from typing import Any

from django.core.management.base import BaseCommand

from trials.actions.sentences import read_sentences, with_open_sentences


class Command(BaseCommand):
    help = (
        "Find the published trials whose source has sentences that no rule says. Worth a run "
        "after many trials were changed at once; the first page of the coordinators' room "
        "otherwise reads a few hundred each time it is opened."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        read_sentences()
        count = with_open_sentences().count()
        self.stdout.write(f"trials with sentences that no rule says: {count}")
