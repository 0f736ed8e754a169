"""Where a study takes place, nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import ngettext

from trials.models import TrialSite
from trials.presenters.statuses import StatusWords, status_words

KM_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """``distance`` is empty when no ZIP code was given or the place is not on our map."""

    name: str
    where: str
    distance: str
    status: StatusWords


def place_words(trial_site: TrialSite, today: date, km: float | None = None) -> PlaceWords:
    site = trial_site.site
    where = (part for part in (site.city, site.state, site.country) if part)
    return PlaceWords(
        name=site.name,
        where=", ".join(where),
        distance="" if km is None else distance_words(km),
        status=status_words(trial_site, today),
    )


def distance_words(km: float) -> str:
    """Straight-line distance, whole miles and kilometres; never nought."""
    miles = max(1, round(km / KM_PER_MILE))
    return ngettext(
        "about %(miles)s mile (%(km)s km) away", "about %(miles)s miles (%(km)s km) away", miles
    ) % {
        "miles": number_format(miles, force_grouping=True),
        "km": number_format(max(1, round(km)), force_grouping=True),
    }


def places_with(
    trial_sites: Iterable[TrialSite], today: date, nearest: TrialSite | None, km: float | None
) -> list[PlaceWords]:
    """All places; the nearest one first, with its distance, when it is known."""
    others = [row for row in trial_sites if nearest is None or row.pk != nearest.pk]
    words = [place_words(row, today) for row in others]
    return words if nearest is None else [place_words(nearest, today, km), *words]
