"""What the database knows of a search: how many trials there are, and which come first.

    rows of the role ──disease──▶ named ──age──▶ ──words──▶ ──place──▶ found ──choices──▶ kept

One statement answers everything: how many trials each step keeps, how the found ones are
distributed over what can be chosen, and the keys of the first of those kept. It is prepared
once per connection. Where no disease was told, words and place narrow before the first
count, because then an index can answer them.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass

from trials.finder.conditions import OPEN_STATUSES, conditions
from trials.finder.reasons_left import LeftOutReason
from trials.finder.statements import all_rows, one_row
from trials.finder.wishes import Sort, Wish


@dataclass(frozen=True, slots=True)
class Candidates:
    """``trials`` are keys, in order, at most as many as were asked for.

    ``named``     of those with the role, for a disease that is in play, or for any.
    ``or_older``  of these, for the person's age or somebody older.
    ``in_age``    of these, for the person's age.
    ``worded``    of these, with the words.
    ``found``     of these, at the place.
    ``kept``      of these, as chosen.
    ``sure``      of these, for a disease that the person certainly has, or for any.
    ``facets``    how many of ``found`` have each value of each choice; only of open trials.
    """

    trials: tuple[int, ...]
    named: int
    or_older: int
    in_age: int
    worded: int
    found: int
    kept: int
    sure: int
    facets: dict[str, dict[str, int]]


def candidates(wish: Wish, *, is_open: bool, limit: int, after: int | None = None) -> Candidates:
    """``after`` is the key of the trial after which to go on; from the start when it is gone."""
    asked = conditions(wish)
    order, nearest = _ORDERS[wish.order], _NEAREST if wish.order is Sort.NEAREST else ""
    statement = _STATEMENT.format(
        is_open="is_open" if is_open else "NOT is_open",
        asked=asked,
        order=order,
        nearest=nearest,
        after=_ALL if after is None else _AFTER,
        since=_SINCE,
        facets=_FACETS if is_open else "'{}'",
    )
    found = one_row(statement, {**asked.values, "after": after, "limit": limit})
    # Django has its connections hand out JSON as text.
    facets = json.loads(found["facets"])
    return Candidates(**{**found, "trials": tuple(found["trials"]), "facets": facets})


def reasons_not_listed(wish: Wish, trials: Collection[int]) -> dict[int, LeftOutReason]:
    """Which of these trials the words, the place or a choice leave out; keys of trials."""
    asked = conditions(wish)
    rows = all_rows(_REASONS.format(asked=asked), {**asked.values, "trials": list(trials)})
    return {
        trial: next(reason for reason, fits in zip(_LIST_REASONS, kept, strict=True) if not fits)
        for trial, *kept in rows
        if not all(kept)
    }


_LIST_REASONS = (LeftOutReason.WORDS, LeftOutReason.PLACE, LeftOutReason.CHOICE)
_REASONS = """
SELECT trial_id, {asked.worded}, {asked.in_place}, {asked.chosen}
FROM trials_searchrow AS row WHERE {asked.role} AND trial_id = ANY(%(trials)s)
"""

_SINCE = "coalesce(date '9999-12-31' - updated_on, 9999999)"
_ORDERS = {
    Sort.FIT: "2 * rank + (status = 'UNKNOWN')::int",
    Sort.NEWEST: "0",
    Sort.NEAREST: "coalesce(near.km::int, 99999)",
}
"""What comes before the day of the last change and the key of the trial."""
_ALL = "true"
_AFTER = """
(place, since, trial_id) > (SELECT place, since, trial_id FROM kept WHERE trial_id = %(after)s)
OR NOT EXISTS (SELECT FROM kept WHERE trial_id = %(after)s)
"""
_NEAREST = f"""
LEFT JOIN LATERAL (
    SELECT min(trials_km(%(latitude)s, %(longitude)s, site.latitude, site.longitude)) AS km
    FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
    WHERE place.trial_id = row.trial_id AND site.latitude IS NOT NULL
      AND (NOT row.is_open OR place.status IN ({OPEN_STATUSES}))
) AS near ON true
"""
_FACETS = """
jsonb_build_object(
    'status', (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT status AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    'kind', (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT kind AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    'phase', (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT unnest(phases) AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    'treatment', (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT unnest(treatments) AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    'country', (SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
        SELECT value, count(*) AS n FROM found, unnest(countries) AS value
        WHERE value <> '' GROUP BY 1) AS each)
)
"""

# Distances are asked last, and only of trials that nothing else leaves out.
_STATEMENT = """
WITH named AS MATERIALIZED (
    SELECT trial_id, is_open, status, kind, phases, treatments, countries, updated_on, cells,
        {asked.young_enough} AS is_or_older,
        {asked.young_enough} AND {asked.old_enough} AS is_in_age,
        {asked.worded} AS is_worded,
        {asked.sure} AS is_sure,
        {asked.rank} AS rank
    FROM trials_searchrow WHERE {asked.role} AND {is_open} AND {asked.first}
), found AS MATERIALIZED (
    SELECT * FROM named AS row WHERE is_in_age AND is_worded AND {asked.in_place}
), kept AS MATERIALIZED (
    SELECT row.trial_id, is_sure, {order} AS place, {since} AS since
    FROM found AS row {nearest} WHERE {asked.chosen}
)
SELECT steps.*, (SELECT count(*) FROM found) AS found, ends.*,
    ARRAY(
        SELECT trial_id FROM kept WHERE {after}
        ORDER BY place, since, trial_id LIMIT %(limit)s
    ) AS trials,
    {facets} AS facets
FROM (
    SELECT count(*) AS named,
        count(*) FILTER (WHERE is_or_older) AS or_older,
        count(*) FILTER (WHERE is_in_age) AS in_age,
        count(*) FILTER (WHERE is_in_age AND is_worded) AS worded
    FROM named
) AS steps, (
    SELECT count(*) AS kept, count(*) FILTER (WHERE is_sure) AS sure FROM kept
) AS ends
"""
