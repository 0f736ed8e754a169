"""The ways to answer one question: our page and the parts and peers it is compared with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks import textbook
from benchmarks.floor import Floor
from benchmarks.measuring import Way
from benchmarks.peers import TantivySearch
from benchmarks.queries import Query
from benchmarks.site import Site, cookie_of
from trials.finder.candidates import candidates
from trials.finder.search import LOOKED_AT

PAGE, FLOOR, TEXTBOOK, SEARCH, TANTIVY = "page", "floor", "textbook", "search", "tantivy"


def all_ways(
    raw: psycopg.Connection[Any], peer: TantivySearch | None, textbook_every: int
) -> list[Way]:
    """``raw`` is a connection of the floor's own."""
    ways = [
        *page_and_floor(raw),
        Way(TEXTBOOK, _textbook(), textbook_every),
        Way(SEARCH, search),
    ]
    return ways if peer is None else [*ways, Way(TANTIVY, _tantivy(peer))]


def page_and_floor(raw: psycopg.Connection[Any]) -> list[Way]:
    return [Way(PAGE, _page()), Way(FLOOR, _floor(raw))]


def _page() -> Callable[[Query], Callable[[], object]]:
    site = Site()

    def ask(query: Query) -> Callable[[], object]:
        cookie = cookie_of(query)
        return lambda: site.get(query.address, cookie)

    return ask


def _textbook() -> Callable[[Query], Callable[[], object]]:
    site = Site()

    def ask(query: Query) -> Callable[[], object]:
        asked = query.filter()
        address = textbook.address(
            asked.wish(), query.answers.get("age_years"), asked.form.disease_code
        )
        return lambda: site.get(address)

    return ask


def _floor(raw: psycopg.Connection[Any]) -> Callable[[Query], Callable[[], object]]:
    def ask(query: Query) -> Callable[[], object]:
        floor = Floor.of(query.wish())
        return lambda: floor.ask(raw)

    return ask


def search(query: Query) -> Callable[[], object]:
    """The statement that answers a search, by the function that the site calls."""
    wish = query.wish()
    wish.diseases, wish.sure_diseases, wish.ages  # noqa: B018  # worked out beforehand
    connection.ensure_connection()
    return lambda: candidates(wish, is_open=True, limit=LOOKED_AT + 1)


def _tantivy(peer: TantivySearch) -> Callable[[Query], Callable[[], object]]:
    def ask(query: Query) -> Callable[[], object]:
        return peer.ask(query.wish())

    return ask


@contextmanager
def raw_connection() -> Iterator[psycopg.Connection[Any]]:
    place = settings.DATABASES["default"]
    told = {
        "dbname": connection.settings_dict["NAME"],
        "user": place["USER"],
        "password": place["PASSWORD"],
        "host": place["HOST"],
        "port": place["PORT"],
    }
    parameters = {name: value for name, value in told.items() if value}
    with psycopg.connect(**parameters, autocommit=True) as raw:
        yield raw


def backends(raw: psycopg.Connection[Any]) -> list[int]:
    """Of all connections to this database."""
    connection.ensure_connection()
    rows = raw.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    return [pid for (pid,) in rows]
