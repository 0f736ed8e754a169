"""Steps of a trial between draft and the public list. Rows are never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trials.models.trial import Trial


class ReviewEvent(models.Model):
    """Somebody moved a trial from one state to another."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="review_events")
    from_state = models.CharField(max_length=12, choices=Trial.ReviewState)
    to_state = models.CharField(max_length=12, choices=Trial.ReviewState)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_event_changes_state", condition=~Q(from_state=F("to_state"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.from_state} → {self.to_state}"
