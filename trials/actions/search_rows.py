"""Search rows made once for many changes, where every statement would make them anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

from trials.models import (
    AgeRule,
    DiseaseRule,
    ParticipantGroup,
    RegistryRecord,
    SearchRow,
    Trial,
    TrialSite,
)

READ = (
    Trial,
    ParticipantGroup,
    AgeRule,
    DiseaseRule,
    DiseaseRule.includes.through,
    RegistryRecord,
    TrialSite,
    SearchRow,
)
"""The tables that search rows are made from, and their own."""
SMALL = 20_000
"""Rows up to which a table is told apart from an empty one before many rows are made: later
PostgreSQL notices by itself how it grows."""


@contextmanager
def search_rows_later(*, is_first: bool = True) -> Iterator[set[int]]:
    """Add the keys of the trials that change to the set; their rows are made at the end.

    The caller holds a transaction. When the block fails nothing is made, and the
    transaction is the caller's to roll back. Blocks after the first of a transaction find
    the tables described already.
    """
    changed: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL trials.search_rows = 'later'")
        yield changed
        cursor.execute("SET LOCAL trials.search_rows = 'now'")
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        if is_first:
            _describe_small_tables(cursor, len(changed))
        cursor.execute("SELECT trials_refresh_search_rows(%s)", [sorted(changed)])
        cursor.execute("SET LOCAL plan_cache_mode = auto")


def _describe_small_tables(cursor: CursorWrapper, changed: int) -> None:
    """A plan that was made for one trial, or for empty tables, takes minutes for a thousand.

    Looking at the tables anew takes longer than making a few rows, so that it is done only
    where the change is large beside what PostgreSQL saw there last.
    """
    cursor.execute(
        """SELECT coalesce(sum(reltuples), 0) FROM pg_class JOIN pg_inherits ON inhrelid = oid
           WHERE inhparent = 'trials_searchrow'::regclass"""
    )
    (rows,) = cursor.fetchone()
    if rows < min(SMALL, 2 * changed):
        tables = ", ".join(model._meta.db_table for model in READ)
        cursor.execute(f"ANALYZE {tables}")
