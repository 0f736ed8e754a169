"""What became of trials on the public list: newly listed, another status, withdrawn."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from trials.models.site import OverallStatus
from trials.models.trial import Trial


class TrialNews(models.Model):
    """One thing that visitors could see from then on.

    Written by the database alone, whoever changes a trial and how: an import of thousands
    as well as a coordinator. ``before`` and ``after`` are statuses, empty unless ``kind``
    is STATUS. A trial that is not on the public list makes no news.
    """

    class Kind(models.TextChoices):
        LISTED = "listed", _("Newly listed")
        STATUS = "status", _("Changed status")
        WITHDRAWN = "withdrawn", _("No longer listed")

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="news")
    kind = models.CharField(max_length=9, choices=Kind)
    before = models.CharField(max_length=26, choices=OverallStatus, blank=True)
    after = models.CharField(max_length=26, choices=OverallStatus, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="trial_news_newest")]

    def __str__(self) -> str:
        return f"{self.trial_id}: {self.kind}"
