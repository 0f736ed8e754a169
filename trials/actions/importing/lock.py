"""One import at a time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

LOCK = 0x5452_4941_4C53  # "TRIALS"
WAIT = "3s"
"""How long a database may take to notice that an earlier import was killed."""


class ImportRunningError(Exception):
    """Another import is at work in the same database."""


@contextmanager
def only_import() -> Iterator[None]:
    """Hold the lock of imports; it is gone with the connection, however that ends.

    Raises ImportRunningError.
    """
    _take()
    try:
        yield
    finally:
        # Where the connection is gone, so is the lock.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _take() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    except OperationalError as failure:
        if isinstance(failure.__cause__, LockNotAvailable):
            raise ImportRunningError from None
        raise
