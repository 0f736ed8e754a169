"""The whole site in this process, asked as a web server asks it."""

import io
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from benchmarks.queries import Query
from trials.answers import FAMILY, write_answers
from trials.views import clock


class Site:
    def __init__(self) -> None:
        self._application = get_wsgi_application()

    def get(self, address: str, cookie: str = "") -> bytes:
        """The body of a page. RuntimeError unless it was answered with 200."""
        statuses: list[str] = []

        def start(status: str, *_told: object) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _body: None

        parts = self._application(_request(address, cookie), start)
        try:
            body = b"".join(parts)
        finally:
            # Django ends the request here, and gives its connection back.
            getattr(parts, "close", lambda: None)()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{address} answered {statuses[0]}")
        return body


def cookie_of(query: Query) -> str:
    """The answers as the browser sends them along, good for half an hour."""
    carrier = HttpResponse()
    write_answers(carrier, query.answers, now=clock.now())
    return f"{FAMILY.name}={carrier.cookies[FAMILY.name].value}"


def _request(address: str, cookie: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
