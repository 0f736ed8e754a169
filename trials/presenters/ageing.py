"""How long somebody is still young enough, said in time."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(days=180)
VERY_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AgeingNote:
    """``is_urgent`` when the day is at most 60 days away."""

    words: str
    is_urgent: bool


def ageing_note(closes_on: date | None, today: date) -> AgeingNote | None:
    """``closes_on`` is the last day on which the age fits; None while that is far away."""
    if closes_on is None or not today <= closes_on <= today + SOON:
        return None
    left = (closes_on - today).days
    values = {"day": date_format(closes_on), "count": left}
    if left > VERY_SOON.days:
        return AgeingNote(
            _("Can be considered until %(day)s, because of the age.") % values, False
        )
    words = ngettext(
        "Ask soon: because of the age, only until %(day)s, %(count)d day from now.",
        "Ask soon: because of the age, only until %(day)s, %(count)d days from now.",
        left,
    )
    return AgeingNote(words % values, is_urgent=True)
