"""Every way to answer gets the same question back to back, and all questions rotate.

    runs × passes (the first of each run only warms up) × queries × ways

A time is the median of one query's passes; p50 and p95 are over queries. Ratios are taken
within a run, and the median of the runs counts: what else the machine does hits both sides.
It still hits the longer side harder, so work is measured too: what the processors did for
an answer, in this process and in the database's.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds: until it was there, and of processors in Python and in PostgreSQL."""

    seconds: float
    python: float
    database: float

    @property
    def work(self) -> float:
        return self.python + self.database


Run = Mapping[str, Mapping[Query, Answer]]
"""By way, for each query asked the medians over the passes."""


@dataclass
class Measured:
    runs: list[Run]

    def p50(self, way: str, *kinds: str, like: str = "") -> float:
        """Seconds. ``like``: over the queries that this other way was asked too."""
        return statistics.median(
            statistics.median(_seconds(run, way, kinds, like)) for run in self.runs
        )

    def p95(self, way: str, *kinds: str) -> float:
        return statistics.median(_p95(_seconds(run, way, kinds)) for run in self.runs)

    def ratio(self, way: str, to: str, *kinds: str) -> float:
        """Of the p50s, over the queries that both were asked."""
        return statistics.median(
            statistics.median(_seconds(run, way, kinds, to))
            / statistics.median(_seconds(run, to, kinds, way))
            for run in self.runs
        )

    def ratio_of_work(self, way: str, to: str, *kinds: str) -> float:
        """The same of what the processors did."""
        return statistics.median(
            statistics.median(answer.work for answer in _answers(run, way, kinds, to))
            / statistics.median(answer.work for answer in _answers(run, to, kinds, way))
            for run in self.runs
        )

    @property
    def knows_work(self) -> bool:
        """Whether the system tells what the database's processes did."""
        return any(
            answer.database for run in self.runs for way in run.values() for answer in way.values()
        )

    def spread(self, way: str, *kinds: str) -> float:
        """p95 ÷ p50."""
        return statistics.median(
            _p95(_seconds(run, way, kinds)) / statistics.median(_seconds(run, way, kinds))
            for run in self.runs
        )

    def work(self, way: str) -> tuple[float, float]:
        """Seconds of Python and of PostgreSQL per request, over all kinds."""
        answers = [answer for run in self.runs for answer in run[way].values()]
        return (
            statistics.fmean(answer.python for answer in answers),
            statistics.fmean(answer.database for answer in answers),
        )


@dataclass(frozen=True)
class Plan:
    """``backends`` are the process ids of the database's side of our connections."""

    runs: int
    passes: int
    backends: Sequence[int]


def measure(queries: Sequence[Query], ways: Sequence[Way], plan: Plan) -> Measured:
    return Measured([_run(queries, ways, plan) for _ in range(plan.runs)])


def _run(queries: Sequence[Query], ways: Sequence[Way], plan: Plan) -> Run:
    found: dict[str, dict[Query, list[Answer]]] = {way.name: defaultdict(list) for way in ways}
    kinds = len({query.kind for query in queries})
    for number in range(plan.passes):
        for position, query in enumerate(queries):
            for way in ways:
                if (position // kinds) % way.every:
                    continue
                answer = _asked(way.ask(query), plan.backends)
                if number:
                    found[way.name][query].append(answer)
    return {
        way: {query: _median(answers) for query, answers in of_way.items()}
        for way, of_way in found.items()
    }


def _asked(answer: Callable[[], object], backends: Sequence[int]) -> Answer:
    database, python, started = _on_cpu(backends), time.process_time(), time.perf_counter()
    answer()
    seconds = time.perf_counter() - started
    return Answer(seconds, time.process_time() - python, _on_cpu(backends) - database)


def _on_cpu(processes: Iterable[int]) -> float:
    """Seconds that processes have worked; 0 where the system does not tell (only Linux does)."""
    total = 0
    for process in processes:
        try:
            total += int(Path(f"/proc/{process}/schedstat").read_text().split()[0])
        except OSError:
            return 0.0
    return total / 1e9


def _median(answers: Sequence[Answer]) -> Answer:
    return Answer(
        statistics.median(answer.seconds for answer in answers),
        statistics.median(answer.python for answer in answers),
        statistics.median(answer.database for answer in answers),
    )


def _answers(run: Run, way: str, kinds: Iterable[str], like: str = "") -> list[Answer]:
    wanted, others = frozenset(kinds), run[like or way]
    return [
        answer for query, answer in run[way].items() if query.kind in wanted and query in others
    ]


def _seconds(run: Run, way: str, kinds: Iterable[str], like: str = "") -> list[float]:
    return [answer.seconds for answer in _answers(run, way, kinds, like)]


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
