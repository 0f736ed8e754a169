"""The closest place of a trial at which somebody may be able to enrol.

A place that is closed is never the nearest: the way there would be for nothing. One whose
status nobody knows counts while the trial itself is open.
"""

from collections.abc import Iterable

from django.db.models import Q

from trials.eligibility.distance import Place, kilometres_between
from trials.finder.matches import Nearest
from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus

_OPEN = OverallStatus.open_now()
_SURELY_OPEN = tuple(status for status in _OPEN if status is not OverallStatus.UNKNOWN)


def nearest_place(trial: Trial, place: Place | None) -> Nearest | None:
    """Of a trial whose places were fetched; None without ``place`` or any on the map."""
    if place is None:
        return None
    may_enrol = _OPEN if trial.overall_status in _OPEN else _SURELY_OPEN
    rows = (row for row in trial.trial_sites.all() if row.status in may_enrol)
    return _closest((row for row in rows if row.site.latitude is not None), place).get(trial.pk)


def nearest_places(trials: Iterable[Trial], place: Place | None) -> dict[int, Nearest]:
    """By the keys of trials; two queries, or none without ``place``.

    Trials without a place on the map that may enrol somebody are left out.
    """
    if place is None:
        return {}
    in_open_trial = Q(status=OverallStatus.UNKNOWN, trial__overall_status__in=_OPEN)
    rows = TrialSite.objects.filter(
        Q(status__in=_SURELY_OPEN) | in_open_trial,
        trial__in=[trial.pk for trial in trials],
        site__latitude__isnull=False,
    )
    return _closest(rows.only("trial", "status", "site").prefetch_related("site"), place)


def _closest(rows: Iterable[TrialSite], place: Place) -> dict[int, Nearest]:
    """One of each trial. Of several as near the first, as the rows are in order."""
    km_to: dict[int, float] = {}
    nearest: dict[int, Nearest] = {}
    for row in rows:
        if row.site_id not in km_to:
            km_to[row.site_id] = _kilometres(row, place)
        km = km_to[row.site_id]
        if row.trial_id not in nearest or km < nearest[row.trial_id].km:
            nearest[row.trial_id] = Nearest(row, km, place.country)
    return nearest


def _kilometres(row: TrialSite, place: Place) -> float:
    latitude, longitude = row.site.latitude or 0.0, row.site.longitude or 0.0
    return kilometres_between(place.latitude, place.longitude, latitude, longitude)
