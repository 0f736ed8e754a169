"""How long a committed row takes to be seen on the replica, at rest and while much is written."""

import statistics
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import psycopg

from benchmarks.replica.servers import Postgres

PROBES = 150
ROWS_AT_ONCE = 500
ROW_BYTES = 500
BETWEEN_WRITES = 0.02
"""Seconds. Without a pause the two cores of a small machine do nothing but write."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Milliseconds between the answer to COMMIT and the row being visible on the replica."""

    median: float
    p95: float
    worst: float


def make_tables(primary: Postgres) -> None:
    with primary.connect() as connection:
        connection.execute("CREATE TABLE lag_probe (number integer)")
        connection.execute("CREATE TABLE write_load (words text)")


def measure(primary: Postgres, replica: Postgres) -> Lag:
    waits = []
    with primary.connect() as writer, replica.connect() as reader:
        for number in range(PROBES):
            writer.execute("INSERT INTO lag_probe VALUES (%s)", [number])
            committed = time.perf_counter()
            while not _is_seen(reader, number):
                pass
            waits.append((time.perf_counter() - committed) * 1000)
            time.sleep(0.01)
        writer.execute("DELETE FROM lag_probe")
        while _is_seen(reader, 0):
            time.sleep(0.001)
    return Lag(
        statistics.median(waits),
        statistics.quantiles(waits, n=20, method="inclusive")[-1],
        max(waits),
    )


def _is_seen(reader: psycopg.Connection[Any], number: int) -> bool:
    statement = "SELECT EXISTS (SELECT FROM lag_probe WHERE number = %s)"
    row = reader.execute(statement, [number]).fetchone()
    return row is not None and row[0]


class WriteLoad:
    """Rows written to the primary without end, as an import of a registry writes them.

    ``megabytes_per_second`` is how much went into the write-ahead log, once it is over.
    """

    def __init__(self, primary: Postgres) -> None:
        self.primary = primary
        self.megabytes_per_second = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> "WriteLoad":
        self._began, self._from = time.monotonic(), self.primary.written()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        written = self.primary.written() - self._from
        self.megabytes_per_second = written / 1e6 / (time.monotonic() - self._began)

    def _write(self) -> None:
        with self.primary.connect() as connection:
            while not self._stop.wait(BETWEEN_WRITES):
                connection.execute(
                    "INSERT INTO write_load SELECT repeat(md5(number::text), %s)"
                    " FROM generate_series(1, %s) AS number",
                    [ROW_BYTES // 32, ROWS_AT_ONCE],
                )
