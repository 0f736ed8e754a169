"""Search rows made once for many changes, where every statement would make them anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def search_rows_later() -> Iterator[set[int]]:
    """Add the keys of the trials that change to the set; their rows are made at the end.

    The caller holds a transaction. When the block fails nothing is made, and the
    transaction is the caller's to roll back.
    """
    changed: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL trials.search_rows = 'later'")
        yield changed
        cursor.execute("SET LOCAL trials.search_rows = 'now'")
        # A plan that was made for one trial at a time takes hours for a thousand.
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        cursor.execute("SELECT trials_refresh_search_rows(%s)", [sorted(changed)])
        cursor.execute("SET LOCAL plan_cache_mode = auto")
