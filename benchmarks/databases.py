"""Databases with a drawn registry, made once and kept for the next run.

They stand in a server of their own (``settings.cache_folder``), or on that of DATABASE_URL.
A database is named after what was drawn, and counts only when it was finished; new
migrations are applied to it as to any other.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks import drawing
from benchmarks.filling import fill
from config.database import start_embedded_server
from trials.actions.rules_documents import write_rules_documents

READY, CHANGING = "ready", "changing"
DISEASES = "fixtures/diseases.json"

Say = Callable[[str], None]


def prepare(size: int, say: Say) -> str:
    """The name of a database with so many trials; minutes when it has to be made."""
    start_embedded_server()
    name = f"bench_{size}_{_digest()}"
    if _state(name) == READY:
        _manage(name, "migrate", "--verbosity", "0")
    else:
        started = time.perf_counter()
        _make_empty(name)
        with used(name), _without_limits():
            fill(size)
            write_rules_documents()
            _tidy()
        _mark(name, READY)
        say(f"{size:,} trials written in {time.perf_counter() - started:.0f} s")
    return name


@contextmanager
def used(name: str) -> Iterator[None]:
    """Django works with this database inside; the one before is back afterwards."""
    before = connection.settings_dict["NAME"]
    _switch(name)
    try:
        yield
    finally:
        _switch(before)


@contextmanager
def changing(name: str) -> Iterator[None]:
    """For changes that are taken back: a database left half-way is made anew."""
    _mark(name, CHANGING)
    with _without_limits():
        yield
    _mark(name, READY)


@contextmanager
def scratch_database(name: str) -> Iterator[str]:
    """Empty but for the diseases; dropped at the end."""
    _make_empty(name)
    try:
        with used(name), _without_limits():
            yield name
    finally:
        _drop(name)


def _switch(name: str) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's
    connection.settings_dict["NAME"] = name


@contextmanager
def _without_limits() -> Iterator[None]:
    """The limits of the web processes are for pages."""
    _set_timeout("0")
    yield
    _set_timeout("60s")


def _set_timeout(timeout: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [timeout])
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [timeout]
        )


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _digest() -> str:
    """Of what is drawn and how it is written; ``drawing.VERSION`` stands for our own code."""
    digest = hashlib.sha256(f"{drawing.VERSION} {drawing.SEED}".encode())
    digest.update(Path(settings.BASE_DIR, DISEASES).read_bytes())
    return digest.hexdigest()[:10]


def _state(name: str) -> str | None:
    with _server() as server:
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
    return row[0] if row else None


def _mark(name: str, state: str) -> None:
    with _server() as server:
        server.execute(f"COMMENT ON DATABASE {name} IS '{state}'")


def _make_empty(name: str) -> None:
    _drop(name)
    with _server() as server:
        server.execute(f"CREATE DATABASE {name}")
    _manage(name, "migrate", "--verbosity", "0")
    _manage(name, "loaddata", "diseases", "--verbosity", "0")


def _manage(name: str, *command: str) -> None:
    environment = {
        **os.environ,
        "BENCH_DATABASE": name,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "TRIALFINDER_DATABASE_LIMITS": "command",
    }
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
    )


def _drop(name: str) -> None:
    with _server() as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _server() -> Iterator[psycopg.Connection[tuple[str]]]:
    """A connection to the database that the settings name, for work on other databases."""
    place = settings.DATABASES["default"]
    parameters = {
        "dbname": place["NAME"],
        "user": place["USER"],
        "password": place["PASSWORD"],
        "host": place["HOST"],
        "port": place["PORT"],
    }
    told = {name: value for name, value in parameters.items() if value}
    with psycopg.connect(**told, autocommit=True) as server:
        yield server
