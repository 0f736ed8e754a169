"""How fast searches are right after a hundredth of the registry changed."""

import statistics
import time
from collections.abc import Sequence

from django.db import connection, transaction

from benchmarks.databases import changing
from benchmarks.goals import Figure, milliseconds
from benchmarks.queries import Query
from trials.actions.rules_documents import write_rules_documents
from trials.actions.search_rows import search_rows_later
from trials.finder.candidates import candidates
from trials.finder.search import LOOKED_AT

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
    ratios, before, after = [], [], []
    with changing(name):
        for rest in range(RUNS):
            before.append(_p50(queries))
            _apply(_CHANGE, rest)
            after.append(_p50(queries))
            ratios.append(after[-1] / before[-1])
            _apply(_TAKE_BACK, rest)
            write_rules_documents()
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE trials_searchrow, trials_registryrecord")
    middle = (milliseconds(statistics.median(before)), milliseconds(statistics.median(after)))
    return Figure(8, NAME, *middle, statistics.median(ratios), 1.1)


def _apply(statement: str, rest: int) -> None:
    with transaction.atomic(), search_rows_later() as touched, connection.cursor() as cursor:
        cursor.execute(statement, [rest])
        touched |= {trial for (trial,) in cursor.fetchall()}


def _p50(queries: Sequence[Query]) -> float:
    """Of the statement that answers a search, over queries; the faster of two times each."""
    return statistics.median(min(_timed(query), _timed(query)) for query in queries)


def _timed(query: Query) -> float:
    wish = query.wish()
    wish.diseases, wish.sure_diseases, wish.ages  # noqa: B018  # worked out beforehand
    started = time.perf_counter()
    candidates(wish, is_open=True, limit=LOOKED_AT + 1)
    return time.perf_counter() - started
