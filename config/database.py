"""The database: DATABASE_URL if it is given, else the embedded PostgreSQL.

This is the only module that knows which of the two is in use. DATABASE_URL takes everything
libpq takes, for any PostgreSQL 15 or newer:

    postgres://user:password@host:5432/name
    postgres://user@/name?host=/run/postgresql          (Unix socket)

TRIALFINDER_DATABASE_LIMITS says how long the server lets us work:

    web       set for the web processes and when nothing is said: a statement may take 5 s, wait
              2 s for a lock, and a transaction may idle for 10 s; connections come from a pool
    command   set by manage.py and the tests: no limit on a statement, 30 s for a lock
    none      nothing is sent, for a connection pooler such as pgbouncer that refuses start-up
              options; set the limits on the role instead (ALTER ROLE ... SET ...)
"""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config import env, localdb

# Milliseconds; 0 means no limit.
LIMITS: dict[str, dict[str, int]] = {
    "web": {
        "statement_timeout": 5_000,
        "lock_timeout": 2_000,
        "idle_in_transaction_session_timeout": 10_000,
    },
    "command": {
        "statement_timeout": 0,
        "lock_timeout": 30_000,
        "idle_in_transaction_session_timeout": 0,
    },
    "none": {},
}
MEANINGS = {
    "web": "pages: seconds",
    "command": "imports and migrations: no limit on a statement",
    "none": "the server's own settings",
}
# A page waits this many seconds for a free connection before it answers 503. It outlasts a
# restart of the server after a crash (1 to 2 s), and stays within a browser's patience.
POOL_TIMEOUT = 10


def databases() -> dict[str, dict[str, Any]]:
    """The value of Django's DATABASES."""
    return {"default": _database(limits=env.choice("DATABASE_LIMITS", MEANINGS, default="web"))}


def start_embedded_server() -> None:
    """Start the embedded PostgreSQL if it is the one in use; quick when it runs already."""
    if not os.environ.get("DATABASE_URL", "").strip():
        localdb.start()


def _database(*, limits: str) -> dict[str, Any]:
    place = _place()
    options: dict[str, Any] = {
        **place.pop("OPTIONS"),
        # psycopg prepares a statement on its own from the fifth time on, and at once when asked
        # to; Django switches both off. Under pgbouncer prepared statements must stay off.
        "prepare_threshold": None if limits == "none" else 5,
    }
    if LIMITS[limits]:
        settings = [f"-c {name}={value}" for name, value in LIMITS[limits].items()]
        options["options"] = " ".join(filter(None, [options.get("options"), *settings]))
    if limits == "web":
        options["pool"] = {
            "min_size": 1,
            "max_size": env.whole_number("DATABASE_POOL_SIZE", 10, at_least=1, at_most=200),
            "timeout": POOL_TIMEOUT,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        "OPTIONS": options,
        # The pool checks a connection before it hands it out; without a pool Django does it.
        "CONN_HEALTH_CHECKS": True,
        # The pool keeps connections open; Django insists on 0 with a pool.
        "CONN_MAX_AGE": 0,
    }


def _place() -> dict[str, Any]:
    """Where the server is, in Django's words, everything else libpq was told under OPTIONS."""
    address = env.url(
        "DATABASE_URL",
        schemes=("postgres", "postgresql"),
        example="postgres://user:password@host:5432/name",
    )
    if address is None:
        embedded = localdb.Server.from_environment()
        parameters: dict[str, Any] = {
            "dbname": localdb.DATABASE,
            "user": localdb.ROLE,
            "host": str(embedded.socket_folder),
        }
    else:
        try:
            parameters = dict(conninfo_to_dict(address))
        except ProgrammingError:
            # `from None`: libpq's message repeats the address, password included.
            raise ImproperlyConfigured(
                "DATABASE_URL is not an address we can use. "
                "Give one like postgres://user:password@host:5432/name"
            ) from None
    if not parameters.get("dbname"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. Give one like postgres://user:password@host:5432/name"
        )
    return {
        "NAME": parameters.pop("dbname"),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "OPTIONS": parameters,
    }
