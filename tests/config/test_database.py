"""Which database is used, with which limits, and that the pool heals itself."""

import os
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from config import database, localdb
from config.localdb import Server

ADDRESS = "postgres://nurse:s%40fe@db.example.org:6432/finder?sslmode=verify-full"


def settings_for(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, Any]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return database.databases()["default"]


def test_database_without_address_is_the_embedded_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_for(monkeypatch, DATABASE_URL="")
    assert (found["NAME"], found["USER"]) == ("trialfinder", "trialfinder")
    assert found["HOST"] == str(Server.from_environment().socket_folder)


def test_database_address_is_taken_apart_as_libpq_does(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_for(monkeypatch, DATABASE_URL=ADDRESS)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "6432", "finder")
    assert (found["USER"], found["PASSWORD"]) == ("nurse", "s@fe")
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_database_address_may_name_a_unix_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_for(monkeypatch, DATABASE_URL="postgres://me@/finder?host=/run/postgresql")
    assert found["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("postgres://nurse:geheim@db.example.org", id="no database name"),
        pytest.param("postgres://nurse:geheim@[db/finder", id="half a bracket"),
        pytest.param("postgres://nurse:geheim@db/finder?colour=red", id="unknown option"),
    ],
)
def test_database_address_that_is_wrong_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL") as caught:
        settings_for(monkeypatch, DATABASE_URL=address)
    assert "geheim" not in str(caught.value)


def test_web_processes_give_up_after_seconds_and_share_a_pool(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = settings_for(monkeypatch, TRIALFINDER_DATABASE_LIMITS="web")
    assert found["OPTIONS"]["options"] == (
        "-c statement_timeout=5000 -c lock_timeout=2000"
        " -c idle_in_transaction_session_timeout=10000"
    )
    assert found["OPTIONS"]["pool"] == {
        "min_size": 1,
        "max_size": 10,
        "timeout": 10,
        "reconnect_timeout": 10,
    }
    assert found["CONN_HEALTH_CHECKS"] is True


def test_replica_is_another_server_that_nobody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIALFINDER_DATABASE_LIMITS", "web")
    monkeypatch.setenv("TRIALFINDER_REPLICA_URL", "postgres://reader@/finder?host=/run/replica")
    found = database.databases()

    assert set(found) == {"default", "replica"}
    assert (found["replica"]["HOST"], found["replica"]["USER"]) == ("/run/replica", "reader")
    assert found["replica"]["OPTIONS"]["pool"]["timeout"] == 1
    assert found["default"]["OPTIONS"]["pool"]["timeout"] == 5
    assert found["replica"]["OPTIONS"]["connect_timeout"] == 2
    assert "statement_timeout=5000" in found["replica"]["OPTIONS"]["options"]
    assert found["default"]["HOST"] != "/run/replica"


def test_replica_address_that_is_wrong_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRIALFINDER_REPLICA_URL", "postgres://reader:geheim@db.example.org")
    with pytest.raises(ImproperlyConfigured, match="^TRIALFINDER_REPLICA_URL") as caught:
        database.databases()
    assert "geheim" not in str(caught.value)


def test_commands_may_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_for(monkeypatch, TRIALFINDER_DATABASE_LIMITS="command")
    assert "statement_timeout=0" in found["OPTIONS"]["options"]
    assert "pool" not in found["OPTIONS"]


def test_pooler_in_between_gets_no_options_and_no_prepared_statements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = settings_for(monkeypatch, TRIALFINDER_DATABASE_LIMITS="none", DATABASE_URL=ADDRESS)
    assert "options" not in found["OPTIONS"]
    assert found["OPTIONS"]["prepare_threshold"] is None


def test_options_in_the_address_stay_beside_our_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgres://me@db/finder?options=-c%20search_path%3Dfinder"
    found = settings_for(monkeypatch, DATABASE_URL=address, TRIALFINDER_DATABASE_LIMITS="command")
    assert found["OPTIONS"]["options"].startswith("-c search_path=finder -c statement_timeout=0")


@pytest.mark.django_db
def test_pool_hands_out_no_connection_the_server_has_cut(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    # On the site's own database, not the tests': a pool opens connections behind our back, and
    # one of them may outlive this test. Nothing is written. The alias is "default" because the
    # signals of django.contrib.postgres look a connection up by it.
    found = settings_for(monkeypatch, TRIALFINDER_DATABASE_LIMITS="web")
    pooled = DatabaseWrapper({**connection.settings_dict, **found}, alias="default")
    request.addfinalizer(pooled.close_pool)
    first = backend_and_limit(pooled)
    pooled.close()  # back to the pool
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [first[0]])

    second = backend_and_limit(pooled)
    pooled.close()

    assert first[1] == second[1] == "5s"
    assert first[0] != second[0]


def backend_and_limit(wrapper: DatabaseWrapper) -> tuple[int, str]:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), current_setting('statement_timeout')")
        row = cursor.fetchone()
    return row[0], row[1]


def test_embedded_database_lets_in_only_its_owner_and_without_superuser_rights() -> None:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("this run uses another server")
    server = localdb.start()
    with psycopg.connect(
        host=str(server.socket_folder), user=localdb.ROLE, dbname=localdb.DATABASE
    ) as opened:
        rights = opened.execute(
            "SELECT rolsuper, rolcreatedb, current_setting('listen_addresses'),"
            " current_setting('data_checksums') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert rights == (False, True, "", "on")
