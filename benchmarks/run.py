"""Fill a database, check every answer, measure, print a line for each goal."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection

from benchmarks.databases import prepare, used
from benchmarks.engine import engine_figures
from benchmarks.exactness import Oracle, inexact
from benchmarks.filling import drawn_registry
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
from benchmarks.measuring import Measured, Plan, measure
from benchmarks.peers import TantivySearch, tantivy_search
from benchmarks.queries import (
    KINDS,
    NEAR,
    NEAREST,
    OF_ONE_PATIENT,
    PATIENT,
    ROOT,
    WORDED,
    draw_queries,
)
from benchmarks.rooms import room_figures
from benchmarks.updating import update_figure
from benchmarks.ways import (
    FLOOR,
    PAGE,
    SEARCH,
    TANTIVY,
    TEXTBOOK,
    all_ways,
    backends,
    page_and_floor,
    raw_connection,
)

QUICK, WHOLE = 5_800, 580_000
RUNS = 3
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
        return cls(int(told or 20), 2, 4, 16)


@dataclass(frozen=True)
class Bench:
    """One size. ``wrong`` grows with every answer that is not exact."""

    name: str
    size: int
    wrong: list[str]

    @property
    def effort(self) -> Effort:
        return Effort.for_size(self.size)

    def figures(self) -> Iterator[Figure]:
        """As soon as each is there; what decides whether the others count comes first."""
        registry, effort = drawn_registry(), self.effort
        queries, oracle = draw_queries(registry, effort.queries), Oracle(registry, self.size)
        with raw_connection() as raw:
            faults = inexact(queries, oracle, raw, closed_every=effort.closed_every)
            self.wrong.extend(faults)
            exact = 1 - len(self.wrong) / len(queries)
            asked = f"{len(queries)} asked"
            yield Figure(9, "answers as brute force has them", "", asked, exact, 1, False)
            peer = tantivy_search(oracle.open)
            ways = all_ways(raw, peer, effort.textbook_every)
            measured = measure(queries, ways, Plan(RUNS, effort.passes, backends(raw)))
        _say(_table(measured))
        yield from _page_figures(measured)
        yield from _peer_figures(measured, peer)
        yield from self._growth(measured)
        yield update_figure(self.name, queries)
        yield from self._with_faults(engine_figures(queries))
        yield from self._with_faults(load_figures(self.name, queries))
        yield from import_figures(registry, self.size)

    def _with_faults(self, measured: tuple[list[Figure], list[str]]) -> list[Figure]:
        figures, faults = measured
        self.wrong.extend(faults)
        return figures

    def _growth(self, large: Measured) -> Iterator[Figure]:
        """The same questions of the small registry, and how far the slow ones are off."""
        name = f"page p50 at {WHOLE:,} ÷ {QUICK:,}"
        if self.size == WHOLE:
            small = self._of_the_small_one()
            p50s = [one.p50(PAGE, *OF_ONE_PATIENT) for one in (small, large)]
            floor, ours = map(milliseconds, p50s)
            yield Figure(4, name, floor, ours, p50s[1] / p50s[0], 3)
        else:
            yield skipped(4, name, 3, "full run only")
        yield Figure(4, "page p95 ÷ p50, one patient", *_tail(large), 4)

    def _of_the_small_one(self) -> Measured:
        name = prepare(QUICK, _say)
        with used(name), raw_connection() as raw:
            queries = draw_queries(drawn_registry(), self.effort.queries)
            plan = Plan(RUNS, self.effort.passes, backends(raw))
            return measure(queries, page_and_floor(raw), plan)


def main() -> int:
    size = int(os.environ.get("BENCH_N", "") or QUICK)
    name = prepare(size, _say)
    bench, figures = Bench(name, size, []), []
    with used(name):
        _say(_machine())
        _say(HEAD)
        for figure in chain(bench.figures(), room_figures(_say)):
            _say(figure.line())
            figures.append(figure)
    return _judged(figures, bench)


def _judged(figures: Sequence[Figure], bench: Bench) -> int:
    """The exit code."""
    worse = worse_than_before(figures, bench.size)
    for fault in bench.wrong:
        _say(f"WRONG ANSWER: {fault}")
    for fault in worse:
        _say(f"WORSE THAN THE BASELINE: {fault}")
    if os.environ.get("BENCH_BASELINE") and not bench.wrong:
        write_baseline(figures, bench.size)
        return 0
    return 1 if bench.wrong or worse else 0


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
        measured.ratio_of_work(way, other, *kinds) if measured.knows_work else None,
    )


def _peer_figures(measured: Measured, peer: TantivySearch | None) -> Iterator[Figure]:
    named = [(f"search ÷ tantivy, {kind}", kind, 1.0) for kind in (PATIENT, WORDED)]
    if peer is None:
        for name in (*(name for name, _, _ in named), "search ÷ tantivy, worst kind"):
            yield skipped(3, name, 1, "skipped: no tantivy")
        return
    compare = measured.ratio_of_work if measured.knows_work else measured.ratio
    worst = max(WITHOUT_PLACE, key=lambda kind: compare(SEARCH, TANTIVY, kind))
    for name, kind, limit in (*named, ("search ÷ tantivy, worst kind", worst, 2.5)):
        yield _beside(3, name, measured, SEARCH, TANTIVY, (kind,), limit)


def _tail(measured: Measured) -> tuple[str, str, float]:
    middle, slow = measured.p50(PAGE, *OF_ONE_PATIENT), measured.p95(PAGE, *OF_ONE_PATIENT)
    return milliseconds(middle), milliseconds(slow), measured.spread(PAGE, *OF_ONE_PATIENT)


# ------------------------------------------------------------ what is said


def _table(measured: Measured) -> str:
    """p50 / p95 of every way and kind, and what processors did per request."""
    ways = list(measured.runs[0])
    lines = [f"{'p50 / p95 in ms':26}" + "".join(f"{way:>18}" for way in ways)]
    for kind in KINDS:
        cells = (f"{_cell(measured, way, kind):>18}" for way in ways)
        lines.append(f"{kind:26}" + "".join(cells))
    work = (measured.work(way) for way in ways)
    told = (f"{1000 * python:.1f} + {1000 * database:.1f}" for python, database in work)
    lines.append(f"{'work, Python + PostgreSQL':26}" + "".join(f"{one:>18}" for one in told))
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
    version = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's
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
