"""What was imported from the registry, when, and how far it got."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def unfinished(self) -> "ImportRunQuerySet":
        """Of the registry itself, and with a page to go on from."""
        return self.filter(ended_at__isnull=True, files=[]).exclude(next_token="")

    def asking(self, term: str, since_day: object) -> "ImportRunQuerySet":
        return self.filter(term=term, since_day=since_day)

    def begun_after(self, now: datetime, age: timedelta) -> "ImportRunQuerySet":
        return self.filter(began_at__gt=now - age)


class ImportRun(models.Model):
    """One import. Written in the transaction of every page that it stored.

    ``term`` and ``since_day`` are what the registry was asked for; for an import of files
    both are empty and ``files`` has their names. ``next_token`` is the page that the run
    would have read next. ``counts`` is the summary: see trials.actions.importing.
    """

    term = models.TextField(_("search in the registry"), blank=True)
    since_day = models.DateField(_("changed since"), null=True)
    files = ArrayField(models.TextField(), verbose_name=_("files"), default=list, blank=True)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    failure = models.TextField(_("why it stopped"), blank=True)
    next_token = models.TextField(blank=True)
    received = models.PositiveIntegerField(_("studies read"), default=0)
    total = models.PositiveIntegerField(_("studies in all"), null=True)
    counts = models.JSONField(_("what became of them"), default=dict)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-began_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_run_of_files_or_registry",
                condition=Q(files=[]) | Q(term="", since_day__isnull=True, next_token=""),
            )
        ]

    def __str__(self) -> str:
        began = self.began_at.astimezone(get_current_timezone())
        return f"{began:%Y-%m-%d %H:%M}"
