"""Statements written by hand, where Django takes longer to write them than they take.

The connection prepares them, which Django's own cursors do not.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections
from psycopg.rows import dict_row, tuple_row

from trials.models import SearchRow

Params = Sequence[object] | Mapping[str, object]


def all_rows(statement: str, params: Params) -> list[tuple[Any, ...]]:
    with _cursor(tuple_row) as cursor:
        return cursor.execute(statement, params, prepare=True).fetchall()


def one_row(statement: str, params: Params) -> Mapping[str, Any]:
    """By the names of the columns; empty when there is no row."""
    with _cursor(dict_row) as cursor:
        return cursor.execute(statement, params, prepare=True).fetchone() or {}


@contextmanager
def _cursor(rows: Any) -> Iterator[psycopg.Cursor[Any]]:
    connection = connections[SearchRow.objects.all().db]  # where there is a replica, there
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection, row_factory=rows) as cursor,
    ):
        yield cursor
