"""Which database answers a query, where there is a replica (TRIALFINDER_REPLICA_URL).

    who asks            first      when that fails
    ------------------  ---------  ---------------
    visitors            replica    primary
    people signed in    primary    replica           they may just have changed something
    coordinators' room  primary    nothing           decisions rest on what is true now
    commands, writes    primary    nothing

A request reads from one database alone; when that fails, it is answered anew from the next
one (config/middleware.py).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest

from config.database import PRIMARY, REPLICA

SKIPPED_FOR = 15
"""Seconds for which a process asks a database that failed only when the other one fails too."""

_reading_from: ContextVar[str] = ContextVar("reading_from", default=PRIMARY)
_failed_at: dict[str, float] = {}


class ReplicaRouter:
    """Reads go where :func:`reading_from` says, writes to the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _reading_from.get()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


@contextmanager
def reading_from(database: str) -> Iterator[None]:
    token = _reading_from.set(database)
    try:
        yield
    finally:
        _reading_from.reset(token)


def readers(request: HttpRequest) -> list[str]:
    """The databases that may answer a request, in the order in which to ask them."""
    if REPLICA not in settings.DATABASES or is_in_room(request):
        return [PRIMARY]
    is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    order = [PRIMARY, REPLICA] if is_signed_in else [REPLICA, PRIMARY]
    return sorted(order, key=_failed_lately)


def failed(database: str) -> None:
    """Remember for a while that a database did not answer."""
    _failed_at[database] = time.monotonic()


def is_in_room(request: HttpRequest) -> bool:
    """Whether the page is one of the coordinators'."""
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def _failed_lately(database: str) -> bool:
    failed_at = _failed_at.get(database)
    return failed_at is not None and time.monotonic() - failed_at < SKIPPED_FOR
