"""Steps of a trial between draft and the public list. Rows are never changed or removed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trials.models.trial import Trial


class ReviewEvent(models.Model):
    """Somebody moved a trial, or its working copy, from one state to another.

    ``revision``    the key of the working copy that moved, None when it was the trial itself.
                    The copy goes when it is published or discarded; its steps stay.
    ``from_state``  empty for the first step of a working copy: it begins.
    ``actor``       a person, or ``system`` names the part of the site; never both.
    ``is_alone``    published by the person who had prepared it, where the site allows that.
    """

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="review_events")
    revision = models.BigIntegerField(_("working copy"), null=True, blank=True)
    from_state = models.CharField(max_length=12, choices=Trial.ReviewState, blank=True)
    to_state = models.CharField(max_length=12, choices=Trial.ReviewState)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    system = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    is_alone = models.BooleanField(_("prepared and published by one person"), default=False)

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_event_changes_state", condition=~Q(from_state=F("to_state"))
            ),
            models.CheckConstraint(
                name="review_event_has_one_actor",
                condition=(Q(actor__isnull=False) & Q(system=""))
                | (Q(actor__isnull=True) & ~Q(system="")),
            ),
            models.CheckConstraint(
                name="review_event_begins_a_copy",
                condition=~Q(from_state="") | Q(revision__isnull=False, to_state="draft"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["revision"], name="review_event_revision")]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.from_state} → {self.to_state}"
