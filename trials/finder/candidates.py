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
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from trials.eligibility.ages import AgeKey, AgeSpan
from trials.finder.reasons_left import LeftOutReason
from trials.finder.statements import one_row
from trials.finder.wishes import Sort, Wish
from trials.models import SearchRow, TrialSite
from trials.models.cells import cells_around
from trials.models.search_row import (
    SearchRowQuerySet,
    in_cells,
    mentions,
    names,
    within_ages,
)
from trials.models.site import OverallStatus

_OLDER_THAN_ANY_LIMIT = AgeKey(months_key=100 * 12 * 200, days=366 * 200)
_SHOWN = ("trial_id", "is_open", "status", "kind", "phases", "countries", "updated_on")


@dataclass(frozen=True, slots=True)
class Candidates:
    """``trials`` are keys, in order, at most as many as were asked for.

    ``rows``      of the role, whatever else is asked.
    ``named``     of these, for a disease that is in play, or for any.
    ``or_older``  of these, for the person's age or somebody older.
    ``in_age``    of these, for the person's age.
    ``worded``    of these, with the words.
    ``found``     of these, at the place.
    ``kept``      of these, as chosen.
    ``sure``      of these, for a disease that the person certainly has, or for any.
    ``facets``    how many of ``found`` have each value of each choice.
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
    rows = _flagged(_base(wish, is_open), wish)
    sql, params = rows.values(*_SHOWN, *_FLAGS).query.sql_with_params()
    nearest, here = _nearest(wish)
    statement = _STATEMENT.format(rows=sql, nearest=nearest, order=_ORDERS[wish.order])
    found = one_row(statement, [*params, *here, after, after, limit])
    # Django has its connections hand out JSON as text.
    facets = json.loads(found["facets"])
    return Candidates(**{**found, "trials": tuple(found["trials"]), "facets": facets})


def reasons_not_listed(wish: Wish, trials: Collection[int]) -> dict[int, LeftOutReason]:
    """Which of these trials the words, the place or a choice leave out; keys of trials."""
    rows = SearchRow.objects.filter(trial__in=trials).seeking(wish.seeker.facts.role)
    return {
        row["trial_id"]: next(reason for flag, reason in _LIST_REASONS.items() if not row[flag])
        for row in _flagged(rows, wish).values("trial_id", *_LIST_REASONS)
        if not all(row[flag] for flag in _LIST_REASONS)
    }


def _base(wish: Wish, is_open: bool) -> SearchRowQuerySet:
    rows = SearchRow.objects.taking() if is_open else SearchRow.objects.not_taking()
    rows = rows.seeking(wish.seeker.facts.role)
    if wish.diseases is not None:
        return rows.studying(wish.diseases)
    return rows.filter(mentions(wish.words), _in_cells(wish))


def _flagged(rows: SearchRowQuerySet, wish: Wish) -> SearchRowQuerySet:
    ages = wish.ages
    older = AgeSpan(ages.youngest, _OLDER_THAN_ANY_LIMIT) if ages else None
    in_age, worded = within_ages(ages) if ages else Q(), mentions(wish.words)
    return rows.annotate(
        is_or_older=_flag(within_ages(older) if older else Q()),
        is_in_age=_flag(in_age),
        is_worded=_flag(worded),
        # Distances are asked last, and only of trials that nothing else leaves out.
        is_in_place=_flag(in_age & worded & _in_place(wish)),
        is_chosen=_flag(_chosen(wish)),
        is_sure=_flag(names(wish.sure_diseases) if wish.diseases else Q()),
    )


def _flag(condition: Q) -> Any:
    """Not known counts as no; every condition keeps by itself what is not known."""
    if not condition:
        return Value(True, BooleanField())
    return Coalesce(ExpressionWrapper(condition, BooleanField()), Value(False))


def _in_cells(wish: Wish) -> Q:
    if wish.place is None or wish.radius_km is None:
        return Q()
    return in_cells(cells_around(wish.place, wish.radius_km))


def _in_place(wish: Wish) -> Q:
    """By the distance itself; a trial may be near that has a place not on the map, or none."""
    if wish.place is None or wish.radius_km is None:
        return Q()
    places = TrialSite.objects.filter(trial=OuterRef("trial")).within(wish.place, wish.radius_km)
    # One question a row: two of them make the planner read the places of all trials.
    is_closed = Exact(OuterRef("is_open"), Value(False))
    counted = places.filter(Q(status__in=OverallStatus.open_now()) | Q(is_closed))
    return _in_cells(wish) & (in_cells(()) | Q(Exists(counted)))


def _chosen(wish: Wish) -> Q:
    choices, condition = wish.choices, Q()
    if choices.status:
        condition &= Q(status__in=choices.status)
    if choices.kind:
        condition &= Q(kind__in=choices.kind)
    if choices.phase:
        condition &= Q(phases__overlap=choices.phase)
    if choices.country:
        condition &= Q(countries__overlap=choices.country)
    return condition


def _nearest(wish: Wish) -> tuple[str, list[float]]:
    """What adds the distance of the nearest place to every found trial, when it is asked for."""
    if wish.order is not Sort.NEAREST or wish.place is None:
        return "", []
    return _WITH_NEAREST, [wish.place.latitude, wish.place.longitude]


_LIST_REASONS = {
    "is_worded": LeftOutReason.WORDS,
    "is_in_place": LeftOutReason.PLACE,
    "is_chosen": LeftOutReason.CHOICE,
}
_FLAGS = ("is_or_older", "is_in_age", "is_sure", *_LIST_REASONS)

_SINCE = "coalesce(date '9999-12-31' - updated_on, 9999999)"
_ORDERS = {
    Sort.FIT: f"ARRAY[(NOT is_sure)::int, (status = 'UNKNOWN')::int, {_SINCE}]",
    Sort.NEWEST: f"ARRAY[{_SINCE}]",
    Sort.NEAREST: f"ARRAY[coalesce(near.km::int, 99999), {_SINCE}]",
}
"""Arrays are compared from the left; the key of the trial comes last."""

_OPEN_STATUSES = ", ".join(f"'{status}'" for status in OverallStatus.open_now())
_WITH_NEAREST = f"""
LEFT JOIN LATERAL (
    SELECT min(trials_km(%s, %s, site.latitude, site.longitude)) AS km
    FROM trials_trialsite AS place JOIN trials_site AS site ON site.id = place.site_id
    WHERE place.trial_id = found.trial_id AND site.latitude IS NOT NULL
      AND (NOT found.is_open OR place.status IN ({_OPEN_STATUSES}))
) AS near ON true
"""

_STATEMENT = """
WITH named AS MATERIALIZED ({rows}),
found AS MATERIALIZED (
    SELECT * FROM named WHERE is_in_age AND is_worded AND is_in_place
), kept AS MATERIALIZED (
    SELECT found.trial_id, found.is_sure, {order} AS place
    FROM found {nearest} WHERE is_chosen
)
SELECT
    (SELECT count(*) FROM named) AS named,
    (SELECT count(*) FROM named WHERE is_or_older) AS or_older,
    (SELECT count(*) FROM named WHERE is_in_age) AS in_age,
    (SELECT count(*) FROM named WHERE is_in_age AND is_worded) AS worded,
    (SELECT count(*) FROM found) AS found,
    (SELECT count(*) FROM kept) AS kept,
    (SELECT count(*) FROM kept WHERE is_sure) AS sure,
    ARRAY(
        SELECT trial_id FROM kept
        WHERE (place, trial_id) > (SELECT place, trial_id FROM kept WHERE trial_id = %s)
           OR NOT EXISTS (SELECT FROM kept WHERE trial_id = %s)
        ORDER BY place, trial_id LIMIT %s
    ) AS trials,
    jsonb_build_object(
        'status', (SELECT coalesce(jsonb_object_agg(value, n), '{{}}') FROM (
            SELECT status AS value, count(*) AS n FROM found GROUP BY 1) AS each),
        'kind', (SELECT coalesce(jsonb_object_agg(value, n), '{{}}') FROM (
            SELECT kind AS value, count(*) AS n FROM found GROUP BY 1) AS each),
        'phase', (SELECT coalesce(jsonb_object_agg(value, n), '{{}}') FROM (
            SELECT unnest(phases) AS value, count(*) AS n FROM found GROUP BY 1) AS each),
        'country', (SELECT coalesce(jsonb_object_agg(value, n), '{{}}') FROM (
            SELECT unnest(countries) AS value, count(*) AS n FROM found GROUP BY 1) AS each)
    ) AS facets
"""
