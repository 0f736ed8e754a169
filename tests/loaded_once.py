"""Rows that many tests begin with: made by the real loading once, then copied."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from tests.committed_rows import empty_tables

Load = Callable[[], None]
Rows = dict[str, bytes]
"""Table → its rows, as COPY writes them."""

_held: dict[str, Rows] = {}


def loaded_once(load: Load) -> Load:
    """``load``, of which the first call in a process counts: the next ones copy its rows.

    It must fill tables that were empty, and none else. Where they are not empty any more,
    or the database does not hold its start any more, it runs in full.
    """

    def load_or_copy() -> None:
        free = set(empty_tables())
        held = _held.get(load.__name__)
        if held is not None and held.keys() <= free:
            _copy_in(held)
            return
        load()
        if held is None:
            filled = free - set(empty_tables())
            _held[load.__name__] = {table: _copied_out(table) for table in sorted(filled)}

    return load_or_copy


_COLUMNS = """
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
"""


def _copied_out(table: str) -> bytes:
    """Asked for as a query, since a table in parts is not copied out as a whole."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        (columns,) = cursor.fetchone()
        with cursor.copy(f'COPY (SELECT {columns} FROM "{table}") TO STDOUT') as rows:
            return b"".join(rows)


def _copy_in(held: Rows) -> None:
    with transaction.atomic(), _no_triggers_on(list(held)), connection.cursor() as cursor:
        for table, rows in held.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)


@contextmanager
def _no_triggers_on(tables: list[str]) -> Iterator[None]:
    """What the triggers wrote is among the rows."""
    _alter(tables, "DISABLE")
    yield
    _alter(tables, "ENABLE")


def _alter(tables: list[str], change: str) -> None:
    with connection.cursor() as cursor:
        # A table that waits for deferred checks cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" {change} TRIGGER USER')
