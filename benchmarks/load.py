"""Two workers on loopback, as in production: how many pages a second, beside the least page."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from django.conf import settings

from benchmarks.goals import Figure, milliseconds
from benchmarks.queries import Query
from benchmarks.site import cookie_of

CLIENTS, SECONDS, WORKERS = 4, 5.0, 2
PATIENCE = 30.0


@dataclass
class Load:
    """``seconds`` of each answer; ``faults`` are answers other than 200."""

    seconds: list[float] = field(default_factory=list)
    faults: int = 0

    @property
    def a_second(self) -> float:
        return len(self.seconds) / SECONDS


def load_figures(name: str, queries: Sequence[Query]) -> tuple[list[Figure], list[str]]:
    """``name`` of the database. The figures, and what went wrong."""
    told = [(query.address, cookie_of(query)) for query in queries]
    with _server(name) as port:
        _ask_all(port, told, SECONDS / 2)  # every worker reads its rules and templates once
        ping = _ask_all(port, [("/ping", "")], SECONDS)
        pages = _ask_all(port, told, SECONDS)
    ordered = sorted(pages.seconds)
    middle, slow = statistics.median(ordered), ordered[int(0.99 * len(ordered))]
    rates = (f"{ping.a_second:,.0f}/s", f"{pages.a_second:,.0f}/s")
    figures = [
        Figure(
            *(5, "requests/s ÷ /ping", *rates, pages.a_second / ping.a_second, 0.08),
            is_at_most=False,
        ),
        Figure(
            *(5, f"p99 ÷ p50, {CLIENTS} connections", milliseconds(middle), milliseconds(slow)),
            *(slow / middle, 4),
        ),
    ]
    faults = ping.faults + pages.faults
    return figures, [f"{faults} requests were not answered with 200"] if faults else []


@contextmanager
def _server(name: str) -> Iterator[int]:
    """gunicorn with the project's own settings; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
        + ["--bind", f"127.0.0.1:{port}", "config.wsgi"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "BENCH_DATABASE": name,
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "TRIALFINDER_WORKERS": str(WORKERS),
        },
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if _ask(port, "/ping", "") == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the web server did not start")


def _ask_all(port: int, told: Sequence[tuple[str, str]], seconds: float) -> Load:
    """All clients at once, each with the next question as soon as it has an answer."""
    load, turns, until = Load(), count(), time.monotonic() + seconds

    def client() -> None:
        while time.monotonic() < until:
            address, cookie = told[next(turns) % len(told)]
            started = time.perf_counter()
            if _ask(port, address, cookie) == 200:
                load.seconds.append(time.perf_counter() - started)
            else:
                load.faults += 1

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return load


def _ask(port: int, address: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", address, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
