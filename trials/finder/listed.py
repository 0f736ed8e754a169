"""All that the cards of a page show of their trials, in one statement.

What it gives can be compared, so that words made of it are made once and never stale.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from trials.finder.statements import all_rows
from trials.models import Trial, TrialSite
from trials.models.site import OverallStatus

PLACES_SHOWN = 2
"""A trial may have a thousand; its own page has them all."""


class ListedPlace(NamedTuple):
    """``key`` is that of the row that joins the trial and the site."""

    key: int
    name: str
    city: str
    state: str
    country: str


class Listed(NamedTuple):
    """One trial as its card shows it, whoever looks.

    ``labels`` are the names of its groups, by their keys. ``places`` are the first few,
    those that may take people before the others; ``place_count`` counts all.
    """

    pk: int
    slug: str
    nct_id: str | None
    acronym: str
    plain_title: str
    goal: str
    overall_status: str
    status_checked_on: date | None
    status_source: str
    ends_note: str
    is_reviewed: bool
    place_count: int
    labels: tuple[tuple[str, str], ...]
    places: tuple[ListedPlace, ...]


def listed(trials: Iterable[int]) -> dict[int, Listed]:
    """By the keys of trials; without those that were removed meanwhile. One query."""
    found = all_rows(_STATEMENT, [sorted(trials)])
    return {
        row[0]: Listed._make(
            (
                *row,
                tuple((key, label) for key, label in labels),
                tuple(ListedPlace(int(key), *where) for key, *where in places),
            )
        )
        for *row, labels, places in found
    }


def listed_of(trial: Trial) -> Listed:
    """The same of a trial that came through ``with_everything``; no query."""
    rows = sorted(trial.trial_sites.all(), key=_is_closed)
    return Listed(
        trial.pk,
        trial.slug,
        trial.nct_id,
        trial.acronym,
        trial.plain_title,
        trial.goal,
        trial.overall_status,
        trial.status_checked_on,
        trial.status_source,
        trial.ends_note,
        trial.is_reviewed,
        len(rows),
        tuple((group.key, group.label) for group in trial.groups.all()),
        tuple(map(_place, rows[:PLACES_SHOWN])),
    )


def _is_closed(row: TrialSite) -> bool:
    return not OverallStatus(row.status).is_open_now


def _place(row: TrialSite) -> ListedPlace:
    site = row.site
    return ListedPlace(row.pk, site.name, site.city, site.state, site.country)


_OPEN = ", ".join(f"'{status}'" for status in OverallStatus.open_now())
_STATEMENT = f"""
SELECT id, slug, nct_id, acronym, plain_title, goal, overall_status, status_checked_on,
    status_source, ends_note, is_reviewed,
    (SELECT count(*) FROM trials_trialsite WHERE trial_id = trial.id),
    ARRAY(
        SELECT ARRAY[key, label] FROM trials_participantgroup WHERE trial_id = trial.id
        ORDER BY position, id
    ),
    ARRAY(
        SELECT ARRAY[place.id::text, site.name, site.city, site.state, site.country]
        FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
        WHERE place.trial_id = trial.id
        ORDER BY place.status NOT IN ({_OPEN}), site.name, place.id LIMIT {PLACES_SHOWN}
    )
FROM trials_trial AS trial WHERE trial.id = ANY(%s)
"""
