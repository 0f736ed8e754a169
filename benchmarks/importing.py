"""The real import beside the least that reading the same file could take.

Every import runs in a process of its own, so that its peak memory is its own.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.databases import scratch_database
from benchmarks.drawing import Registry
from benchmarks.goals import Figure, skipped
from benchmarks.records import study_record

DATABASE = "bench_import"
LARGE, SMALL = 29_000, 5_800
QUICK = 1_000
LIMITS = {"first": 0.35, "unchanged": 2.5, "1 % changed": 2.0}
MEMORY = f"peak memory, {LARGE:,} ÷ {SMALL:,}"


@dataclass(frozen=True)
class Imported:
    seconds: float
    peak: int
    """Bytes."""


def import_figures(registry: Registry, size: int) -> list[Figure]:
    """A thousand records for a quick run, more for a full one; memory in a full run only."""
    is_full = size >= LARGE
    records = LARGE if is_full else QUICK
    with TemporaryDirectory(prefix="trialfinder-bench-", dir="/tmp") as folder:
        first, changed = Path(folder, "first.jsonl"), Path(folder, "changed.jsonl")
        _write(first, registry, records)
        _write(changed, registry, records, changed_every=100)
        floor = _seconds_of_json(first)
        with scratch_database(DATABASE) as name:
            took = {
                "first": _import(name, first),
                "unchanged": _import(name, first),
                "1 % changed": _import(name, changed),
            }
        memory = _memory(registry, folder, took["first"]) if is_full else None
    figures = [_speed(what, records, floor, one) for what, one in took.items()]
    return [*figures, memory or skipped(7, MEMORY, 1.1, "full run only")]


def _memory(registry: Registry, folder: str, large: Imported) -> Figure:
    small_file = Path(folder, "small.jsonl")
    _write(small_file, registry, SMALL)
    with scratch_database(DATABASE) as name:
        small = _import(name, small_file)
    megabytes = [f"{one.peak / 1e6:.0f} MB" for one in (small, large)]
    ratio = large.peak / small.peak
    return Figure(7, MEMORY, megabytes[0], megabytes[1], ratio, 1.1)


def _speed(what: str, records: int, floor: float, took: Imported) -> Figure:
    """Records a second: of json.loads alone, and of the import."""
    return Figure(
        *(7, f"import ÷ json.loads, {what}", f"{records / floor:,.0f}/s"),
        *(f"{records / took.seconds:,.0f}/s", floor / took.seconds, LIMITS[what]),
        is_at_most=False,
    )


def _write(path: Path, registry: Registry, records: int, changed_every: int = 0) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for record in _records(registry, records, changed_every):
            lines.write(json.dumps(record) + "\n")


def _records(registry: Registry, records: int, changed_every: int) -> Iterator[dict[str, Any]]:
    for trial in registry.trials(records):
        record = study_record(trial)
        if changed_every and trial.number % changed_every == 0:
            record["protocolSection"]["descriptionModule"]["briefSummary"] += " Revised."
        yield record


def _seconds_of_json(path: Path) -> float:
    def read() -> None:
        with path.open("rb") as lines:
            for line in lines:
                json.loads(line)

    return min(_timed(read) for _ in range(3))


def _timed(what: Callable[[], None]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def _import(name: str, path: Path) -> Imported:
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.import_once", str(path)],
        env={
            **os.environ,
            "BENCH_DATABASE": name,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "TRIALFINDER_DATABASE_LIMITS": "command",
        },
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds, peak = json.loads(answer.stdout)
    return Imported(seconds, peak)
