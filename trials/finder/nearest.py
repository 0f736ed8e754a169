"""The closest place of a trial at which somebody may be able to enrol.

A place that is closed is never the nearest: the way there would be for nothing. One whose
status nobody knows counts while the trial itself is open.
"""

from collections.abc import Iterable

from trials.eligibility.distance import Place, kilometres_between
from trials.finder.matches import Nearest, OpenPlace
from trials.finder.statements import all_rows
from trials.models import Site, Trial
from trials.models.site import OverallStatus

_OPEN = OverallStatus.open_now()
_SURELY_OPEN = tuple(status for status in _OPEN if status is not OverallStatus.UNKNOWN)


def nearest_place(trial: Trial, place: Place | None) -> Nearest | None:
    """Of a trial whose places were fetched; None without ``place`` or any on the map."""
    if place is None:
        return None
    may_enrol = _OPEN if trial.overall_status in _OPEN else _SURELY_OPEN
    rows = (row for row in trial.trial_sites.all() if row.status in may_enrol)
    found = (_nearest(place, OpenPlace.of(row), row.site) for row in rows)
    # Of several as near the first, as the rows are in order.
    return min(filter(None, found), key=_km, default=None)


def nearest_places(trials: Iterable[int], place: Place | None) -> dict[int, Nearest]:
    """By the keys of trials; one query, or none without ``place``.

    Trials without a place on the map that may enrol somebody are left out.
    """
    if place is None:
        return {}
    rows = all_rows(
        _STATEMENT,
        {"trials": list(trials), "latitude": place.latitude, "longitude": place.longitude},
    )
    nearest = {}
    for latitude, longitude, *row in rows:
        found = OpenPlace._make(row)
        nearest[found.trial] = Nearest(
            found, _kilometres(place, latitude, longitude), place.country
        )
    return nearest


def _nearest(place: Place, row: OpenPlace, site: Site) -> Nearest | None:
    """None for a site that is not on the map."""
    if site.latitude is None or site.longitude is None:
        return None
    return Nearest(row, _kilometres(place, site.latitude, site.longitude), place.country)


def _km(nearest: Nearest) -> float:
    return nearest.km


def _kilometres(place: Place, latitude: float, longitude: float) -> float:
    return kilometres_between(place.latitude, place.longitude, latitude, longitude)


def _listed(statuses: Iterable[str]) -> str:
    return ", ".join(f"'{status}'" for status in statuses)


_STATEMENT = f"""
SELECT DISTINCT ON (place.trial_id) site.latitude, site.longitude, place.id, place.trial_id,
    place.status, place.status_checked_on, site.id, site.name, site.city, site.state, site.country
FROM trials_trialsite AS place
JOIN trials_site AS site ON site.id = place.site_id
JOIN trials_trial AS trial ON trial.id = place.trial_id
WHERE place.trial_id = ANY(%(trials)s::bigint[]) AND site.latitude IS NOT NULL
    AND (
        place.status IN ({_listed(_SURELY_OPEN)})
        OR (
            place.status = '{OverallStatus.UNKNOWN}'
            AND trial.overall_status IN ({_listed(_OPEN)})
        )
    )
ORDER BY place.trial_id,
    trials_km(%(latitude)s, %(longitude)s, site.latitude, site.longitude), site.name, place.id
"""
