"""Every way to answer gets the same question back to back, and all questions rotate.

    runs × passes (the first of each run only warms up) × queries × ways

A time is the median of one query's passes; p50 and p95 are over queries. Ratios are taken
within a run, and the median of the runs counts: what else the machine does hits both sides.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.queries import Query

Ask = Callable[[Query], Callable[[], object]]
"""Gets everything ready for one query, and gives back what is timed."""


@dataclass(frozen=True)
class Way:
    """``every``: only so many-th query of each kind is asked, where it takes long."""

    name: str
    ask: Ask
    every: int = 1


@dataclass
class Spent:
    """Seconds of CPU per request, of this process and of the database's."""

    python: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)


@dataclass
class Run:
    """``seconds`` by way: for each query asked the median over the passes."""

    seconds: dict[str, dict[Query, float]]
    spent: dict[str, Spent]

    def of(self, way: str, kinds: Iterable[str], like: str = "") -> list[float]:
        """``like``: only queries that this other way was asked too."""
        wanted, others = frozenset(kinds), self.seconds[like or way]
        return [
            seconds
            for query, seconds in self.seconds[way].items()
            if query.kind in wanted and query in others
        ]


@dataclass
class Measured:
    runs: list[Run]

    def p50(self, way: str, *kinds: str, like: str = "") -> float:
        """Seconds."""
        return statistics.median(statistics.median(run.of(way, kinds, like)) for run in self.runs)

    def p95(self, way: str, *kinds: str) -> float:
        return statistics.median(_at(run.of(way, kinds), 0.95) for run in self.runs)

    def ratio(self, way: str, to: str, *kinds: str) -> float:
        """Of the p50s, over the queries that both were asked; the median of the runs."""
        return statistics.median(
            statistics.median(run.of(way, kinds, to)) / statistics.median(run.of(to, kinds, way))
            for run in self.runs
        )

    def spread(self, way: str, *kinds: str) -> float:
        """p95 ÷ p50."""
        return statistics.median(
            _at(run.of(way, kinds), 0.95) / statistics.median(run.of(way, kinds))
            for run in self.runs
        )

    def cpu(self, way: str) -> tuple[float, float]:
        """Seconds of Python and of PostgreSQL per request, over all kinds."""
        spent = [run.spent[way] for run in self.runs]
        python = [seconds for one in spent for seconds in one.python]
        database = [seconds for one in spent for seconds in one.database]
        return statistics.fmean(python), statistics.fmean(database)


def measure(
    queries: Sequence[Query],
    ways: Sequence[Way],
    *,
    runs: int,
    passes: int,
    backends: Sequence[int],
) -> Measured:
    """``backends`` are the process ids of the database's side of our connections."""
    return Measured([_run(queries, ways, passes, backends) for _ in range(runs)])


def _run(
    queries: Sequence[Query], ways: Sequence[Way], passes: int, backends: Sequence[int]
) -> Run:
    times: dict[str, dict[Query, list[float]]] = {way.name: defaultdict(list) for way in ways}
    spent = {way.name: Spent() for way in ways}
    kinds = len({query.kind for query in queries})
    for number in range(passes):
        for position, query in enumerate(queries):
            for way in ways:
                if (position // kinds) % way.every:
                    continue
                seconds = _timed(way.ask(query), spent[way.name], backends)
                if number:
                    times[way.name][query].append(seconds)
    return Run({name: _medians(of_way) for name, of_way in times.items()}, spent)


def _timed(answer: Callable[[], object], spent: Spent, backends: Sequence[int]) -> float:
    database, python, started = _on_cpu(backends), time.process_time(), time.perf_counter()
    answer()
    seconds = time.perf_counter() - started
    spent.python.append(time.process_time() - python)
    spent.database.append(_on_cpu(backends) - database)
    return seconds


def _on_cpu(processes: Iterable[int]) -> float:
    """Seconds that processes have worked; 0 where the system does not tell (only Linux does)."""
    total = 0
    for process in processes:
        try:
            total += int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
        except OSError:
            return 0.0
    return total / 1e9


def _medians(times: Mapping[Query, list[float]]) -> dict[Query, float]:
    return {query: statistics.median(seconds) for query, seconds in times.items()}


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
