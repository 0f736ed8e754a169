"""Rows that tests commit for a server to read, and how they go away again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def rows_taken_away_after() -> Iterator[None]:
    """Afterwards every table that was empty is empty again; the others must not be written.

    AssertionError names those that were. The tables are asked of the database, so that none is
    forgotten: many rows are written by its triggers. Sequences go on, so that no later row has
    the number of an earlier one.
    """
    were_empty = empty_tables()
    before = _contents(were_empty)
    try:
        yield
    finally:
        empty([table for table in were_empty if table not in empty_tables()])
    after = _contents(were_empty)
    written = [table for table in before if before[table] != after[table]]
    assert not written, f"rows of migrations were changed: {', '.join(written)}"


def empty_tables() -> list[str]:
    """All tables of the database without a row."""
    tables = connection.introspection.table_names()
    asked = ", ".join(f'NOT EXISTS (SELECT FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        are_empty = cursor.fetchone()
    return [table for table, is_empty in zip(tables, are_empty, strict=True) if is_empty]


def _contents(but_not: list[str]) -> dict[str, str]:
    """A digest of the rows of every other table."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - set(but_not):
            cursor.execute(
                f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'
            )
            (found[table],) = cursor.fetchone()
    return found


def empty(tables: list[str]) -> None:
    """And every table that refers to them."""
    if not tables:
        return
    names = [f'"{table}"' for table in tables]
    everything = [f'"{table}"' for table in connection.introspection.table_names()]
    with transaction.atomic(), connection.cursor() as cursor:
        # What refuses removal, such as the triggers of an audit trail, is not asked; neither in
        # the tables that only refer to these.
        for name in everything:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        for name in everything:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
