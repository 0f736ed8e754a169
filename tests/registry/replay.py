"""A registry on this machine that answers as it is told, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from trials.registry.client import Service

DATA = Path(__file__).parents[1] / "data" / "ctgov"


@cache
def _recorded() -> str:
    return (DATA / "leukemia_answers.json").read_text(encoding="utf-8")


def recorded_answers() -> list[dict[str, Any]]:
    """Three pages of two studies each, as the registry answers."""
    answers: list[dict[str, Any]] = json.loads(_recorded())
    return answers


def recorded_studies() -> list[dict[str, Any]]:
    return [study for answer in recorded_answers() for study in answer["studies"]]


@dataclass(frozen=True)
class Reply:
    """One answer. ``cut`` promises so many bytes more than it sends; ``never`` sends none."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    never: bool = False


def json_reply(content: object) -> Reply:
    return Reply(json.dumps(content).encode(), headers={"Content-Type": "application/json"})


@dataclass
class Registry:
    """``asked`` has the parameters of every request, and ``moments`` when it came.

    ``read_seconds`` is how long a client must wait for an answer on a busy machine.
    """

    address: str
    asked: list[dict[str, str]]
    moments: list[float]
    read_seconds: float

    def service(self, **changed: Any) -> Service:
        """Impatient, so that tests are quick."""
        patience = {
            "requests_per_second": 1_000,
            "read_seconds": self.read_seconds,
            "first_wait": 0.01,
            "longest_wait": 1,
            "attempts": 3,
        }
        return Service(**{"address": self.address, **patience, **changed})


@contextmanager
def registry(replies: Iterable[Reply | Mapping[str, Any]]) -> Iterator[Registry]:
    """Answers the first request with the first reply, and so on; the last one stays."""
    script = [reply if isinstance(reply, Reply) else json_reply(reply) for reply in replies]
    asked: list[dict[str, str]] = []
    moments: list[float] = []
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parameters = parse_qs(urlsplit(self.path).query)
            reply = script[min(len(asked), len(script) - 1)]
            asked.append({name: values[0] for name, values in parameters.items()})
            moments.append(time.monotonic())
            if reply.never:
                closing.wait()
            else:
                _send(self, reply)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/api/v2/studies"
        yield Registry(address, asked, moments, _read_seconds(script))
    finally:
        closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _read_seconds(script: list[Reply]) -> float:
    """Short only where waiting is in vain."""
    if all(reply.never for reply in script):
        return 0.3
    return 6 if any(reply.never for reply in script) else 60


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    try:
        handler.send_response_only(reply.status)  # without a Date of its own
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body) + reply.cut))
        handler.end_headers()
        handler.wfile.write(reply.body)
    except (BrokenPipeError, ConnectionResetError):
        pass  # the client gave up, as some tests want it to
