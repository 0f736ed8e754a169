"""How fast searches are right after a hundredth of the registry changed."""

import statistics
from collections.abc import Sequence

from django.db import connection, transaction

from benchmarks.databases import changing
from benchmarks.goals import Figure, milliseconds
from benchmarks.measuring import Measured, Plan, Way, measure
from benchmarks.queries import KINDS, Query
from benchmarks.ways import SEARCH, search
from trials.actions.rules_documents import write_rules_documents
from trials.actions.search_rows import search_rows_later

RUNS = 3
NAME = "search after 1 % changed ÷ before"
_CHANGE = """
UPDATE trials_registryrecord
SET updated_on = updated_on + 1, keywords = array_append(keywords, 'revised')
WHERE trial_id %% 100 = %s RETURNING trial_id
"""
_TAKE_BACK = """
UPDATE trials_registryrecord
SET updated_on = updated_on - 1, keywords = array_remove(keywords, 'revised')
WHERE trial_id %% 100 = %s RETURNING trial_id
"""


def update_figure(name: str, queries: Sequence[Query]) -> Figure:
    """Takes back what it changes; ``name`` of the database."""
    before: list[Measured] = []
    after: list[Measured] = []
    with changing(name):
        for rest in range(RUNS):
            before.append(_searches(queries))
            _apply(_CHANGE, rest)
            after.append(_searches(queries))
            _apply(_TAKE_BACK, rest)
            write_rules_documents()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE trials_searchrow, trials_registryrecord")
    both = list(zip(before, after, strict=True))
    ratio = statistics.median(_p50([then]) / _p50([now]) for now, then in both)
    steady = statistics.median(_work(then) / _work(now) for now, then in both)
    times = milliseconds(_p50(before)), milliseconds(_p50(after))
    return Figure(8, NAME, *times, ratio, 1.1, steady=steady)


def _apply(statement: str, rest: int) -> None:
    with transaction.atomic(), search_rows_later() as touched, connection.cursor() as cursor:
        cursor.execute(statement, [rest])
        touched |= {trial for (trial,) in cursor.fetchall()}


def _searches(queries: Sequence[Query]) -> Measured:
    backend = connection.connection.info.backend_pid
    return measure(queries, [Way(SEARCH, search)], Plan(runs=1, passes=2, backends=[backend]))


def _p50(measured: Sequence[Measured]) -> float:
    return statistics.median(one.p50(SEARCH, *KINDS) for one in measured)


def _work(measured: Measured) -> float:
    return sum(measured.work(SEARCH))
