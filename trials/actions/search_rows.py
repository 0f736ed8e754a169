"""Search rows made once for many changes, where every statement would make them anew."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

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
MANY = 100
"""Trials from which on their words go into the indexes together."""


@contextmanager
def search_rows_later(*, is_first: bool = True, is_only_one: bool = False) -> Iterator[set[int]]:
    """Add the keys of the trials that change to the set; their rows are made at the end.

    The caller holds a transaction. When the block fails nothing is made, and the
    transaction is the caller's to roll back. Blocks after the first of a transaction find
    the tables described already. ``is_only_one``: no other transaction says so of itself, or
    one would wait for the end of the other.
    """
    changed: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL trials.search_rows = 'later'")
        yield changed
        cursor.execute("SET LOCAL trials.search_rows = 'now'")
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        if is_first:
            _describe_small_tables(cursor, len(changed))
        is_together = is_only_one and len(changed) >= MANY
        with _indexed_together(cursor) if is_together else nullcontext():
            cursor.execute("SELECT trials_refresh_search_rows(%s)", [sorted(changed)])
        cursor.execute("SET LOCAL plan_cache_mode = auto")


@contextmanager
def _indexed_together(cursor: CursorWrapper) -> Iterator[None]:
    """Words of all rows are put in order first: one row at a time takes three times as long.

    Until the end of the block searches look through those that wait as well. They never wait
    longer: whoever searches next would pay for it.
    """
    cursor.execute(_WORD_INDEXES)
    indexes = [index for (index,) in cursor.fetchall()]
    for index in indexes:
        cursor.execute(f"ALTER INDEX {index} SET (fastupdate = on)")
    yield
    for index in indexes:
        cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute(f"ALTER INDEX {index} SET (fastupdate = off)")


_WORD_INDEXES = """
    SELECT indexrelid::regclass::text FROM pg_index
    JOIN pg_inherits ON inhrelid = indrelid AND inhparent = 'trials_searchrow'::regclass
    JOIN pg_class AS index ON index.oid = indexrelid
    JOIN pg_am AS method ON method.oid = index.relam AND method.amname = 'gin'
    ORDER BY indexrelid"""


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
