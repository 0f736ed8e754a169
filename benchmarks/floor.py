"""The least that the database can do: one prepared statement for all that a page shows.

By raw psycopg, on the same rows: counts, facets, the cards of the first open trials with
their places, and the first of those that are closed. It is given what the page works out
first (ages, diseases in play, cells), and evaluates nothing.
"""

from dataclasses import dataclass, field
from typing import Any

import psycopg

from trials.eligibility.distance import Place
from trials.finder import Sort, Wish
from trials.finder.search import looks_at_closed
from trials.finder.totals import totals
from trials.models.cells import cells_around
from trials.models.search_row import ANY_DISEASE, ANYWHERE

SHOWN, SHOWN_CLOSED = 20, 10

_ROWS = """
SELECT {columns} FROM trials_searchrow AS row
WHERE role = 'patient' AND is_open = {is_open} {conditions}
"""
_NAMED = "AND keys && %(keys)s::varchar[]"
_AGED = """
AND (minimum_months IS NULL OR minimum_months <= %(oldest)s)
AND (maximum_months IS NULL OR maximum_months > %(youngest)s)
"""
_WORDED = "AND words @@ to_tsquery('english', %(words)s)"
_PLACED = """
AND cells && %(cells)s::int[] AND (0 = ANY(cells) OR EXISTS (
    SELECT FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
    WHERE place.trial_id = row.trial_id
      AND (NOT row.is_open
           OR place.status IN ('RECRUITING', 'ENROLLING_BY_INVITATION', 'AVAILABLE', 'UNKNOWN'))
      AND trials_km(%(latitude)s, %(longitude)s, site.latitude, site.longitude) <= %(km)s
))
"""
_FIT = """
CASE WHEN keys && %(sure)s::varchar[] THEN 0 WHEN keys = '{*}' THEN 2 ELSE 1 END,
status = 'UNKNOWN', updated_on DESC, trial_id
"""
_FIT_FOR_ALL = "status = 'UNKNOWN', updated_on DESC, trial_id"
_NEAREST = """
(
    SELECT coalesce(min(trials_km(%(latitude)s, %(longitude)s, site.latitude, site.longitude))
                    ::int, 99999)
    FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
    WHERE place.trial_id = found.trial_id AND site.latitude IS NOT NULL
      AND (NOT found.is_open
           OR place.status IN ('RECRUITING', 'ENROLLING_BY_INVITATION', 'AVAILABLE', 'UNKNOWN'))
), updated_on DESC, trial_id
"""
_COLUMNS = "trial_id, is_open, status, kind, phases, treatments, countries, updated_on, keys"
_STATEMENT = """
WITH found AS MATERIALIZED ({open}), closed AS MATERIALIZED ({closed})
SELECT (SELECT count(*) FROM found), (SELECT count(*) FROM closed),
    ARRAY(SELECT array[status, n::text] FROM (
        SELECT status, count(*) AS n FROM found GROUP BY 1) AS each),
    ARRAY(SELECT array[kind, n::text] FROM (
        SELECT kind, count(*) AS n FROM found GROUP BY 1) AS each),
    ARRAY(SELECT array[value, n::text] FROM (
        SELECT unnest(phases) AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    ARRAY(SELECT array[value, n::text] FROM (
        SELECT unnest(treatments) AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    ARRAY(SELECT array[value, n::text] FROM (
        SELECT unnest(countries) AS value, count(*) AS n FROM found GROUP BY 1) AS each),
    ARRAY(SELECT trial_id FROM found ORDER BY {order} LIMIT {shown}),
    (SELECT jsonb_agg(card) FROM (
        SELECT trial.id, trial.slug, trial.nct_id, trial.plain_title, trial.goal,
            trial.overall_status, trial.status_checked_on, trial.kind, trial.phases,
            (SELECT jsonb_agg(jsonb_build_array(site.name, site.city, site.state, site.country,
                                                place.status))
             FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
             WHERE place.trial_id = trial.id) AS places
        FROM (
            (SELECT trial_id FROM found ORDER BY {order} LIMIT {shown})
            UNION ALL
            (SELECT trial_id FROM closed AS found ORDER BY {order} LIMIT {shown_closed})
        ) AS first JOIN trials_trial AS trial ON trial.id = first.trial_id
    ) AS card)
"""


@dataclass(frozen=True)
class FloorAnswer:
    """``first`` are the keys of the open trials on the page."""

    found: int
    closed: int
    facets: dict[str, dict[str, int]]
    first: tuple[int, ...]


@dataclass(frozen=True)
class Floor:
    """One statement with its values."""

    statement: str
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, wish: Wish) -> "Floor":
        """Of closed trials only what the page looks at."""
        values: dict[str, Any] = {}
        conditions = "".join(_conditions(wish, values))
        order = _NEAREST if wish.order is Sort.NEAREST else _FIT
        if order is _FIT and wish.diseases is None:
            order = _FIT_FOR_ALL
        if wish.place is not None:
            values |= {"latitude": wish.place.latitude, "longitude": wish.place.longitude}
        with_closed = looks_at_closed(wish, totals(wish.seeker.facts.role, wish.seeker.on))
        statement = _STATEMENT.format(
            open=_ROWS.format(columns=_COLUMNS, is_open="true", conditions=conditions),
            closed=_ROWS.format(
                columns=_COLUMNS,
                is_open="false",
                conditions=conditions if with_closed else "AND false",
            ),
            order=order,
            shown=SHOWN,
            shown_closed=SHOWN_CLOSED,
        )
        return cls(statement, values)

    def ask(self, connection: psycopg.Connection[Any]) -> tuple[Any, ...]:
        """The row as it comes."""
        return connection.execute(self.statement, self.values, prepare=True).fetchone() or ()

    def answer(self, connection: psycopg.Connection[Any]) -> FloorAnswer:
        found, closed, *facets, first, _cards = self.ask(connection)
        names = ("status", "kind", "phase", "treatment", "country")
        return FloorAnswer(
            found,
            closed,
            {
                name: {value: int(count) for value, count in counts}
                for name, counts in zip(names, facets, strict=True)
            },
            tuple(first),
        )


def _conditions(wish: Wish, values: dict[str, Any]) -> list[str]:
    """The parts of the statement that this question needs; fills in their values."""
    conditions = []
    if wish.diseases is not None:
        values["keys"] = [ANY_DISEASE, *sorted(wish.diseases)]
        values["sure"] = sorted(wish.sure_diseases)
        conditions.append(_NAMED)
    if wish.ages is not None:
        values["youngest"] = wish.ages.youngest.months
        values["oldest"] = wish.ages.oldest.months
        conditions.append(_AGED)
    if wish.words:
        values["words"] = " & ".join(f"'{word}':*" for word in wish.words.split())
        conditions.append(_WORDED)
    if wish.place is not None and wish.radius_km is not None:
        values["km"] = wish.radius_km
        values["cells"] = [ANYWHERE, *_cells(wish.place, wish.radius_km)]
        conditions.append(_PLACED)
    return conditions


def _cells(place: Place, km: float) -> list[int]:
    return sorted(cells_around(place, km))
