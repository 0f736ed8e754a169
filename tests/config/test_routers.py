"""Visitors read from the replica, coordinators from the primary, and each outage is bridged."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from config import routers
from config.routers import PRIMARY, REPLICA, ReplicaRouter, readers, reading_from
from tests.config.production import python
from trials.models import Trial

GONE = "postgres://nobody@127.0.0.1:1/none"
"""Nothing listens on this port."""

VISITOR, SIGNED_IN = {}, {settings.SESSION_COOKIE_NAME: "a-session"}


@pytest.fixture
def replica(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There is a replica, and none of the databases has failed yet."""
    monkeypatch.setitem(settings.DATABASES, REPLICA, {})
    monkeypatch.setattr(routers, "_failed_at", {})
    yield


def order(path: str, cookies: dict[str, str]) -> list[str]:
    request = RequestFactory().get(path)
    request.COOKIES = cookies
    return readers(request)


@pytest.mark.parametrize(
    ("path", "cookies", "expected"),
    [
        pytest.param("/results/", VISITOR, [REPLICA, PRIMARY], id="visitor"),
        pytest.param("/results/", SIGNED_IN, [PRIMARY, REPLICA], id="signed in"),
        pytest.param("/admin/", SIGNED_IN, [PRIMARY], id="coordinators' room"),
        pytest.param("/admin/login/", VISITOR, [PRIMARY], id="signing in"),
    ],
)
def test_who_asks_decides_which_database_answers(
    replica: None, path: str, cookies: dict[str, str], expected: list[str]
) -> None:
    assert order(path, cookies) == expected


def test_without_a_replica_everybody_reads_from_the_primary() -> None:
    assert order("/results/", VISITOR) == [PRIMARY]


def test_database_that_failed_is_asked_last_for_a_while(
    replica: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(routers.time, "monotonic", lambda: now)
    routers.failed(REPLICA)

    assert order("/results/", VISITOR) == [PRIMARY, REPLICA]
    now += routers.SKIPPED_FOR
    assert order("/results/", VISITOR) == [REPLICA, PRIMARY]


def test_both_failed_are_still_asked(replica: None) -> None:
    routers.failed(REPLICA)
    routers.failed(PRIMARY)

    assert order("/results/", VISITOR) == [REPLICA, PRIMARY]


def test_reads_follow_the_request_and_writes_never_leave_the_primary() -> None:
    router = ReplicaRouter()
    with reading_from(REPLICA):
        assert router.db_for_read(Trial) == REPLICA
        assert router.db_for_write(Trial) == PRIMARY
    assert router.db_for_read(Trial) == PRIMARY, "a command reads what it writes"


def test_tables_are_made_on_the_primary_alone() -> None:
    router = ReplicaRouter()
    assert router.allow_migrate(PRIMARY, "trials")
    assert not router.allow_migrate(REPLICA, "trials")
    assert router.allow_relation(Trial(), Trial())


ASK = """
import json, sys, types, django
django.setup()
from django.conf import settings
from django.db import connections, router
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from trials.models import Trial

def read_by(request):
    list(Trial.objects.values_list("pk")[:1])  # a query that the router sends
    with connections[router.db_for_read(Trial)].cursor() as cursor:
        cursor.execute("SELECT current_setting('application_name')")
        return HttpResponse(cursor.fetchone()[0])

def too_slow(request):
    with connections[router.db_for_read(Trial)].cursor() as cursor:
        cursor.execute("SET statement_timeout = 10; SELECT pg_sleep(1)")

urls = types.ModuleType("urls_with_a_reader")
urls.handler500 = "config.middleware.error_page"
urls.urlpatterns = [
    path("read_by/", read_by), path("too_slow/", too_slow), path("", include("config.urls"))
]
sys.modules[urls.__name__] = urls
settings.ROOT_URLCONF = urls.__name__
settings.WHITENOISE_AUTOREFRESH = True

def ask(address, cookies):
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    for name, value in cookies.items():
        client.cookies[name] = value
    answer = client.get(address)
    return [answer.status_code, answer.content.decode()]

print(json.dumps([ask(*question) for question in json.loads(sys.argv[1])]))
"""


def address(name: str) -> str:
    """The tests' database under a name by which the server knows who asks."""
    place = connection.settings_dict
    return (
        f"postgres://{place['USER']}@/{place['NAME']}?host={place['HOST']}&application_name={name}"
    )


def answers(
    *questions: tuple[str, dict[str, str]], primary: str, replica: str
) -> tuple[list[Any], str]:
    """What each address answers, with its cookies, and what was logged."""
    done = python(
        "-c",
        ASK,
        json.dumps(questions),
        DJANGO_SETTINGS_MODULE="tests.settings",  # static files as they lie
        DATABASE_URL=primary,
        TRIALFINDER_REPLICA_URL=replica,
        TRIALFINDER_LOCAL="1",
        TRIALFINDER_DATABASE_LIMITS="command",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.mark.django_db
class TestStack:
    @pytest.fixture(autouse=True)
    def socket_without_password(self) -> None:
        if connection.settings_dict["PASSWORD"] or connection.settings_dict["PORT"]:
            pytest.skip("the tests' database is not the embedded one")

    def test_each_reader_is_answered_by_its_database(self) -> None:
        found, log = answers(
            ("/read_by/", VISITOR),
            ("/read_by/", SIGNED_IN),
            ("/readyz", VISITOR),
            primary=address("primary"),
            replica=address("replica"),
        )
        assert found == [[200, "replica"], [200, "primary"], [200, "ok\n"]]
        assert "failed" not in log

    def test_visitors_read_from_the_primary_while_the_replica_is_gone(self) -> None:
        found, log = answers(
            ("/read_by/?near=38105", VISITOR),
            ("/read_by/", VISITOR),
            ("/", VISITOR),
            ("/readyz", VISITOR),
            primary=address("primary"),
            replica=GONE,
        )
        assert found[:2] == [[200, "primary"], [200, "primary"]]
        assert [status for status, _page in found] == [200] * 4
        assert log.count("reading from replica failed, reading from default") == 1
        assert "38105" not in log

    def test_families_search_on_while_the_primary_is_gone_and_the_room_says_so(self) -> None:
        found, log = answers(
            ("/read_by/", VISITOR),
            ("/read_by/", SIGNED_IN),
            ("/", VISITOR),
            ("/readyz", VISITOR),
            ("/admin/", SIGNED_IN),
            primary=GONE,
            replica=address("replica"),
        )
        room = found.pop()
        assert found[:2] == [[200, "replica"], [200, "replica"]]
        assert [status for status, _page in found] == [200] * 4
        assert room[0] == 503
        assert "Nothing can be changed right now" in room[1]
        assert "families can go on searching" in room[1]

    def test_both_gone_is_the_page_for_everybody(self) -> None:
        (page, ready), _log = answers(
            ("/read_by/", VISITOR), ("/readyz", VISITOR), primary=GONE, replica=GONE
        )
        assert page[0] == ready[0] == 503
        assert "not available right now" in page[1]

    def test_query_that_takes_too_long_is_not_asked_again_elsewhere(self) -> None:
        ((status, _page),), log = answers(
            ("/too_slow/", VISITOR), primary=address("primary"), replica=address("replica")
        )
        assert status == 503
        assert "reading from" not in log
