"""The closest place of a trial, among those that take people now if any does."""

from collections.abc import Iterable

from trials.eligibility.distance import Place, kilometres_between
from trials.finder.matches import Nearest
from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus


def nearest_place(trial: Trial, place: Place | None) -> Nearest | None:
    """Of a trial whose places were fetched; None without ``place`` or any on the map."""
    mapped = [row for row in trial.trial_sites.all() if row.site.latitude is not None]
    return _closest(mapped, place).get(trial.pk) if place else None


def nearest_places(trials: Iterable[Trial], place: Place | None) -> dict[int, Nearest]:
    """By the keys of trials; two queries, or none without ``place``.

    Trials without a place on the map are left out.
    """
    if place is None:
        return {}
    rows = TrialSite.objects.filter(trial__in=[trial.pk for trial in trials])
    mapped = rows.filter(site__latitude__isnull=False).only("trial", "status", "site")
    return _closest(mapped.prefetch_related("site"), place)


def _closest(rows: Iterable[TrialSite], place: Place) -> dict[int, Nearest]:
    km_to: dict[int, float] = {}
    best: dict[int, tuple[tuple[bool, float], TrialSite]] = {}
    for row in rows:
        if row.site_id not in km_to:
            km_to[row.site_id] = _kilometres(row, place)
        rank = not OverallStatus(row.status).is_open_now, km_to[row.site_id]
        if row.trial_id not in best or rank < best[row.trial_id][0]:
            best[row.trial_id] = rank, row
    return {trial: Nearest(row, km) for trial, ((_is_closed, km), row) in best.items()}


def _kilometres(row: TrialSite, place: Place) -> float:
    latitude, longitude = row.site.latitude or 0.0, row.site.longitude or 0.0
    return kilometres_between(place.latitude, place.longitude, latitude, longitude)
