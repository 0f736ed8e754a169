"""Fill a database, check every answer, measure, print a line for each goal."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from benchmarks import textbook
from benchmarks.databases import prepare, used
from benchmarks.engine import engine_figures
from benchmarks.exactness import Oracle, inexact
from benchmarks.filling import drawn_registry
from benchmarks.floor import Floor
from benchmarks.goals import (
    HEAD,
    Figure,
    milliseconds,
    skipped,
    worse_than_before,
    write_baseline,
)
from benchmarks.importing import import_figures
from benchmarks.load import load_figures
from benchmarks.measuring import Measured, Way, measure
from benchmarks.peers import TantivySearch, tantivy_search
from benchmarks.queries import (
    KINDS,
    NEAR,
    NEAREST,
    OF_ONE_PATIENT,
    PATIENT,
    ROOT,
    WORDED,
    Query,
    draw_queries,
)
from benchmarks.site import Site, cookie_of
from benchmarks.updating import update_figure
from trials.finder.candidates import candidates
from trials.finder.search import LOOKED_AT

QUICK, WHOLE = 5_800, 580_000
RUNS = 3
PAGE, FLOOR, TEXTBOOK, SEARCH, TANTIVY = "page", "floor", "textbook", "search", "tantivy"
WITHOUT_PLACE = tuple(kind for kind in KINDS if kind not in (NEAR, NEAREST))


@dataclass(frozen=True)
class Effort:
    """How much is asked: queries of each kind, passes of a run, and how often what is slow.

    ``closed_every``  of so many queries one is checked with the trials that are closed too.
    """

    queries: int
    passes: int
    textbook_every: int
    closed_every: int

    @classmethod
    def for_size(cls, size: int) -> "Effort":
        told = os.environ.get("BENCH_QUERIES", "")
        if size <= QUICK:
            return cls(int(told or 8), 3, 4, 1)
        return cls(int(told or 20), 3, 5, 16)


@dataclass
class Outcome:
    """``wrong`` are answers that are not exact."""

    figures: list[Figure]
    wrong: list[str]
    measured: Measured


def main() -> int:
    size = int(os.environ.get("BENCH_N", "") or QUICK)
    name = prepare(size, _say)
    with used(name):
        _say(_machine())
        outcome = _whole_run(name, size)
    if size > QUICK:
        figures = _growth(outcome.measured, size)
    else:
        figures = [skipped(4, f"page p50 at {WHOLE:,} ÷ {QUICK:,}", 3, "full run only")]
    outcome.figures.extend(figures)
    return _report(outcome, size)


def _whole_run(name: str, size: int) -> Outcome:
    effort = Effort.for_size(size)
    registry = drawn_registry()
    oracle = Oracle(registry, size)
    queries = draw_queries(registry, effort.queries)
    with _raw_connection() as raw:
        wrong = inexact(queries, oracle, raw, closed_every=effort.closed_every)
        peer = tantivy_search(oracle.open)
        measured = _measured(queries, effort, raw, peer)
    exact = 1 - len(wrong) / len(queries)
    figures = [
        *_page_figures(measured),
        *_peer_figures(measured, peer),
        Figure(4, "page p95 ÷ p50, one patient", *_tail(measured), 4, has_a_gate=False),
    ]
    of_engine, wrong_engine = engine_figures(queries)
    of_load, faults = load_figures(name, queries)
    figures += [
        *of_load,
        *of_engine,
        *import_figures(registry, size),
        update_figure(name, queries),
        Figure(9, "answers as brute force has them", "", f"{len(queries)} asked", exact, 1, False),
    ]
    return Outcome(figures, [*wrong, *wrong_engine, *faults], measured)


def _measured(
    queries: Sequence[Query],
    effort: Effort,
    raw: psycopg.Connection[Any],
    peer: TantivySearch | None,
    *,
    is_short: bool = False,
) -> Measured:
    """``is_short``: only the page and its floor."""
    ways = [Way(PAGE, _page()), Way(FLOOR, _floor(raw))]
    if not is_short:
        ways += [Way(TEXTBOOK, _textbook(), effort.textbook_every), Way(SEARCH, _search)]
    if peer is not None:
        ways.append(Way(TANTIVY, _tantivy(peer)))
    return measure(queries, ways, runs=RUNS, passes=effort.passes, backends=_backends(raw))


# ------------------------------------------------------------ ways to answer


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


def _search(query: Query) -> Callable[[], object]:
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
def _raw_connection() -> Iterator[psycopg.Connection[Any]]:
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


def _backends(raw: psycopg.Connection[Any]) -> list[int]:
    """Of all connections to this database."""
    connection.ensure_connection()
    rows = raw.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    return [pid for (pid,) in rows]


# ------------------------------------------------------------ figures


def _page_figures(measured: Measured) -> Iterator[Figure]:
    for kind in (*OF_ONE_PATIENT, ROOT):
        yield _beside(1, f"page ÷ floor, {kind}", measured, PAGE, FLOOR, (kind,), _limit(kind))
    name = "textbook ÷ page, one patient"
    yield _beside(2, name, measured, TEXTBOOK, PAGE, OF_ONE_PATIENT, 6, is_at_most=False)


def _limit(kind: str) -> float:
    return 1.5 if kind == ROOT else 2.0


def _beside(
    goal: int,
    name: str,
    measured: Measured,
    way: str,
    other: str,
    kinds: Sequence[str],
    limit: float,
    *,
    is_at_most: bool = True,
) -> Figure:
    return Figure(
        goal,
        name,
        milliseconds(measured.p50(other, *kinds, like=way)),
        milliseconds(measured.p50(way, *kinds, like=other)),
        measured.ratio(way, other, *kinds),
        limit,
        is_at_most,
    )


def _peer_figures(measured: Measured, peer: TantivySearch | None) -> Iterator[Figure]:
    named = [(f"search ÷ tantivy, {kind}", kind, 1.0) for kind in (PATIENT, WORDED)]
    if peer is None:
        for name in (*(name for name, _, _ in named), "search ÷ tantivy, worst kind"):
            yield skipped(3, name, 1, "skipped: no tantivy")
        return
    worst = max(WITHOUT_PLACE, key=lambda kind: measured.ratio(SEARCH, TANTIVY, kind))
    for name, kind, limit in (*named, ("search ÷ tantivy, worst kind", worst, 2.5)):
        yield _beside(3, name, measured, SEARCH, TANTIVY, (kind,), limit)


def _tail(measured: Measured) -> tuple[str, str, float]:
    middle, slow = measured.p50(PAGE, *OF_ONE_PATIENT), measured.p95(PAGE, *OF_ONE_PATIENT)
    return milliseconds(middle), milliseconds(slow), measured.spread(PAGE, *OF_ONE_PATIENT)


def _growth(large: Measured, size: int) -> list[Figure]:
    """The same questions of the small registry."""
    name = prepare(QUICK, _say)
    effort = Effort.for_size(size)
    with used(name), _raw_connection() as raw:
        queries = draw_queries(drawn_registry(), effort.queries)
        small = _measured(queries, effort, raw, None, is_short=True)
    p50s = [one.p50(PAGE, *OF_ONE_PATIENT) for one in (small, large)]
    return [
        Figure(
            4,
            f"page p50 at {size:,} ÷ {QUICK:,}",
            *map(milliseconds, p50s),
            p50s[1] / p50s[0],
            3,
        )
    ]


# ------------------------------------------------------------ what is said


def _report(outcome: Outcome, size: int) -> int:
    _say("")
    _say(_table(outcome.measured))
    _say("")
    _say(HEAD)
    for figure in sorted(outcome.figures, key=lambda figure: figure.goal):
        _say(figure.line())
    worse = worse_than_before(outcome.figures, size)
    for fault in outcome.wrong:
        _say(f"WRONG ANSWER: {fault}")
    for fault in worse:
        _say(f"WORSE THAN THE BASELINE: {fault}")
    if os.environ.get("BENCH_BASELINE") and not outcome.wrong:
        write_baseline(outcome.figures, size)
        return 0
    return 1 if outcome.wrong or worse else 0


def _table(measured: Measured) -> str:
    """p50 / p95 of every way and kind, and CPU per request."""
    ways = list(measured.runs[0].seconds)
    lines = [f"{'p50 / p95 in ms':26}" + "".join(f"{way:>18}" for way in ways)]
    for kind in KINDS:
        cells = (f"{_cell(measured, way, kind):>18}" for way in ways)
        lines.append(f"{kind:26}" + "".join(cells))
    cpu = (measured.cpu(way) for way in ways)
    told = (f"{1000 * python:.1f} + {1000 * database:.1f}" for python, database in cpu)
    lines.append(f"{'CPU, Python + PostgreSQL':26}" + "".join(f"{one:>18}" for one in told))
    return "\n".join(lines)


def _cell(measured: Measured, way: str, kind: str) -> str:
    middle, slow = measured.p50(way, kind), measured.p95(way, kind)
    return f"{1000 * middle:.1f} / {1000 * slow:.1f}"


def _machine() -> str:
    """What the times mean: load, and two things every machine can do."""
    with connection.cursor() as cursor:
        select = statistics.median(
            _seconds(lambda: cursor.execute("SELECT 1")) for _ in range(200)
        )
    connection.close()
    text = json.dumps([{"number": number, "text": "a" * 50} for number in range(2_000)])
    loads = statistics.median(_seconds(lambda: json.loads(text)) for _ in range(50))
    version = connection.pg_version
    return (
        f"Python {platform.python_version()}, PostgreSQL {version // 10_000}.{version % 10_000}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, SELECT 1 {milliseconds(select)}, "
        f"json.loads of {len(text) // 1000} kB {milliseconds(loads)}"
    )


def _seconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
