"""Where a study takes place, nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.catalogue.place_names import UNITED_STATES, country_in
from trials.eligibility.distance import KM_PER_MILE
from trials.finder import Nearest
from trials.models import TrialSite
from trials.models.site import OverallStatus
from trials.models.translation import page_language
from trials.presenters.numbers import grouped
from trials.presenters.statuses import StatusWords, status_words


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """``distance`` is empty when nobody said from where, or the place is not the nearest.

    ``checked`` is the status of the nearest place with the day on which it was checked;
    empty when no day is known.
    """

    name: str
    where: str
    distance: str
    status: StatusWords
    checked: str = ""


def place_words(
    trial_site: TrialSite, today: date, km: float | None = None, country: str = UNITED_STATES
) -> PlaceWords:
    """``km`` away from somewhere in ``country``; None when that is not known or not wanted."""
    site = trial_site.site
    country_words = country_in(site.country, page_language())
    where = (part for part in (site.city, site.state, country_words) if part)
    status = status_words(trial_site, today)
    was_checked = trial_site.status_checked_on and trial_site.status != OverallStatus.UNKNOWN
    return PlaceWords(
        name=site.name,
        where=", ".join(where),
        distance="" if km is None else distance_words(km, country),
        status=status,
        checked=status.line if km is not None and was_checked else "",
    )


def distance_words(km: float, country: str) -> str:
    """Straight-line distance, as they count in a country; whole and never nought."""
    if country != UNITED_STATES:
        return _("about %(km)s km away") % {"km": _whole(km)}
    miles = km / KM_PER_MILE
    return ngettext(
        "about %(miles)s mile away", "about %(miles)s miles away", max(1, round(miles))
    ) % {"miles": _whole(miles)}


def _whole(number: float) -> str:
    return grouped(max(1, round(number)))


def nearest_first(
    places: Iterable[tuple[int, PlaceWords]], nearest: Nearest, today: date, most: int
) -> tuple[PlaceWords, ...]:
    """The nearest with its distance, and before ``most`` are reached the others in order.

    ``places`` by the keys of the rows that they were made from.
    """
    others = (words for key, words in places if key != nearest.trial_site.pk)
    first = place_words(nearest.trial_site, today, nearest.km, nearest.country)
    return (first, *islice(others, most - 1))
