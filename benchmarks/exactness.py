"""Whether every answer is what brute force finds: no speed counts where one is not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg

from benchmarks.drawing import Registry
from benchmarks.floor import SHOWN, Floor
from benchmarks.oracle import Known, expected, expected_fits, known
from benchmarks.queries import Query
from trials.eligibility.evaluation import Fit
from trials.finder import find
from trials.finder.candidates import Candidates, candidates
from trials.finder.search import LOOKED_AT, LOOKED_AT_CLOSED


class Oracle:
    """All trials of a drawn registry, open ones and the others."""

    def __init__(self, registry: Registry, size: int) -> None:
        self.open: list[Known] = []
        self.closed: list[Known] = []
        for trial in registry.trials(size):
            (self.open if trial.is_open else self.closed).append(known(trial))


def inexact(
    queries: Sequence[Query],
    oracle: Oracle,
    raw: psycopg.Connection[Any],
    *,
    closed_every: int = 1,
) -> list[str]:
    """What differs, one line for each answer; empty when everything is exact.

    Closed trials are gone through for every so many-th query: in the whole registry there
    are half a million of them.
    """
    faults: list[str] = []
    for number, query in enumerate(queries):
        closed = oracle.closed if number % closed_every == 0 else None
        faults += [
            f"{query.kind} {query.answers}: {fault}"
            for fault in _faults(query, oracle.open, closed, raw)
        ]
    return faults


def _faults(
    query: Query,
    open_now: Sequence[Known],
    closed: Sequence[Known] | None,
    raw: psycopg.Connection[Any],
) -> list[str]:
    wish = query.wish()
    right = expected(wish, open_now, LOOKED_AT + 1)
    found = candidates(wish, is_open=True, limit=LOOKED_AT + 1)
    faults = _differences("open", found, right)
    if closed is not None:
        closed_found = candidates(wish, is_open=False, limit=LOOKED_AT_CLOSED)
        # Nobody chooses among closed trials: they are not counted by what can be chosen.
        right_closed = replace(expected(wish, closed, LOOKED_AT_CLOSED), facets={})
        faults += _differences("closed", closed_found, right_closed)
    floor = Floor.of(wish).answer(raw)
    if (floor.found, floor.facets, floor.first) != (
        right.kept,
        right.facets,
        right.trials[:SHOWN],
    ):
        faults.append("the floor answers otherwise")
    return faults + _wrong_sections(query, open_now, right)


def _differences(part: str, found: Candidates, right: Candidates) -> list[str]:
    return [
        f"{part} {name}: {getattr(found, name)!r:.200} instead of {getattr(right, name)!r:.200}"
        for name in Candidates.__slots__
        if getattr(found, name) != getattr(right, name)
    ]


def _wrong_sections(query: Query, open_now: Sequence[Known], right: Candidates) -> list[str]:
    """The sections of the page, beside rules that were never stored."""
    wish = query.wish()
    result = find(wish)
    fits = expected_fits(wish, open_now, right.trials[:LOOKED_AT])
    shown = {Fit.FITS: result.fits, Fit.POSSIBLE: result.possible}
    return [
        f"section {fit}: other trials"
        for fit, matches in shown.items()
        if {match.trial.pk for match in matches} != fits[fit]
    ]
