"""The only place of the public pages that reads the clock."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """The day where the site is, not where its server stands (settings.TIME_ZONE)."""
    return timezone.localdate()
