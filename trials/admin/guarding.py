"""What families see is changed in a working copy, save for status and places.

A page of a published trial is only looked at. Who had opened it before somebody published
may have typed a good deal: it is shown again, with a sentence, rather than refused.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from trials.models import ParticipantGroup, Trial
from trials.models.rule import Rule

STATUS = (
    "overall_status",
    "status_checked_on",
    "status_source",
    "status_seen",
    "ends_note",
    "nct_id",
)
"""Corrected at once on the page of the published trial, and not in its working copy."""
_WORDS = "plain_title"
"""A form that sends this could change what families read."""


class PublishedTrialError(Exception):
    """Somebody would change directly what families see. ``trial`` is which."""

    def __init__(self, trial: Trial) -> None:
        super().__init__(trial.slug)
        self.trial = trial


def published_sentence(trial: Trial) -> str:
    return _(
        "%(trial)s is published. Its words and rules are changed in a working copy, which "
        "families do not see: choose “Revise” on the page of the trial."
    ) % {"trial": trial}


def trial_of(row: models.Model) -> Trial | None:
    """The trial that a row is, or belongs to."""
    if isinstance(row, Trial):
        return row
    if isinstance(row, Rule):
        row = row.group  # type: ignore[attr-defined]  # every kind of rule has one
    trial = getattr(row, "trial", None)
    return trial if isinstance(trial, Trial) else None


def is_guarded(row: models.Model | None) -> bool:
    """Whether it is a published trial or a group of one."""
    if not isinstance(row, Trial | ParticipantGroup):
        return False
    trial = trial_of(row)
    return trial is not None and trial.review_state == Trial.ReviewState.PUBLISHED


def refuse_guarded(rows: Iterable[models.Model]) -> None:
    """Raises PublishedTrialError for words or rules that families see, by now."""
    for row in rows:
        trial = trial_of(row) if isinstance(row, Trial | ParticipantGroup) else None
        held = trial and Trial.objects.select_for_update().filter(pk=trial.pk).first()
        if held and is_guarded(held):
            raise PublishedTrialError(held)


def sends_words(request: HttpRequest) -> bool:
    """Whether the page of a trial was sent as it is while its words may be changed."""
    return _WORDS in request.POST


def is_only_looked_at(request: HttpRequest, row: Any) -> bool:
    return request.method != "POST" and is_guarded(row)
