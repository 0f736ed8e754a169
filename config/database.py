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

TRIALFINDER_REPLICA_URL names a streaming replica that visitors read from (config/routers.py).
"""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config import env, localdb

PRIMARY, REPLICA = "default", "replica"

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
# Beside a replica most pages have another database to ask: the primary is waited for as long as
# a restart takes, the replica not at all.
POOL_TIMEOUT_BESIDE_REPLICA = 5
REPLICA_POOL_TIMEOUT = 1
REPLICA_CONNECT_TIMEOUT = 2  # libpq takes no less
SCHEMES = ("postgres", "postgresql")
EXAMPLE = "postgres://user:password@host:5432/name"


def databases() -> dict[str, dict[str, Any]]:
    """The value of Django's DATABASES."""
    limits = env.choice("DATABASE_LIMITS", MEANINGS, default="web")
    address = env.url("DATABASE_URL", schemes=SCHEMES, example=EXAMPLE)
    primary = _parameters("DATABASE_URL", address) if address else _embedded()
    address = env.url("REPLICA_URL", schemes=SCHEMES, example=EXAMPLE)
    if not address:
        return {PRIMARY: _database(primary, limits=limits, pool_timeout=POOL_TIMEOUT)}
    replica = _parameters("REPLICA_URL", address)
    replica.setdefault("connect_timeout", REPLICA_CONNECT_TIMEOUT)
    return {
        PRIMARY: _database(primary, limits=limits, pool_timeout=POOL_TIMEOUT_BESIDE_REPLICA),
        REPLICA: {
            **_database(replica, limits=limits, pool_timeout=REPLICA_POOL_TIMEOUT),
            "TEST": {"MIRROR": PRIMARY},
        },
    }


def start_embedded_server() -> None:
    """Start the embedded PostgreSQL if it is the one in use; quick when it runs already."""
    if not os.environ.get("DATABASE_URL", "").strip():
        localdb.start()


def _database(parameters: dict[str, Any], *, limits: str, pool_timeout: float) -> dict[str, Any]:
    """``parameters`` as libpq names them; ``pool_timeout`` in seconds."""
    place = _place(parameters)
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
            "timeout": pool_timeout,
            # After this many seconds without a server the pool waits for the next request,
            # instead of trying again at ever longer intervals.
            "reconnect_timeout": pool_timeout,
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


def _embedded() -> dict[str, Any]:
    server = localdb.Server.from_environment()
    return {"dbname": localdb.DATABASE, "user": localdb.ROLE, "host": str(server.socket_folder)}


def _parameters(name: str, address: str) -> dict[str, Any]:
    """What libpq is told by the address in a variable."""
    wrong = f"{env.variable(name)} {{}}. Give one like {EXAMPLE}"
    try:
        parameters: dict[str, Any] = dict(conninfo_to_dict(address))
    except ProgrammingError:
        # `from None`: libpq's message repeats the address, password included.
        raise ImproperlyConfigured(wrong.format("is not an address we can use")) from None
    if not parameters.get("dbname"):
        raise ImproperlyConfigured(wrong.format("names no database"))
    return parameters


def _place(parameters: dict[str, Any]) -> dict[str, Any]:
    """Where the server is, in Django's words, everything else libpq was told under OPTIONS."""
    options = dict(parameters)
    return {
        "NAME": options.pop("dbname"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "OPTIONS": options,
    }
