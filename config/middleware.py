"""What a visitor gets while the database is away: a plain 503 that says when to come back."""

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.views.defaults import server_error
from psycopg.errors import QueryCanceled

from config.database import REPLICA
from config.routers import failed, is_in_room, readers, reading_from

logger = logging.getLogger("trialfinder.database")

# Django turns everything psycopg and its pool raise when a server is down, too busy or too slow
# (connection lost, pool timeout, statement or lock timeout) into one of these two.
OUTAGES = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 30
FALLBACK_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    "<title>The trial finder is not available right now</title></head><body>"
    "<main><h1>The trial finder is not available right now</h1>"
    "<p>Try again in a minute. Nothing you told us has been saved or shared.</p>"
    "</main></body></html>"
)


class Unavailable(HttpResponse):
    """The 503 page. ``is_gone`` when the server is, and not one query too slow for it."""

    is_gone = False


class DatabaseOutageMiddleware:
    """Answers from another database when one fails, and 503 when there is no other.

    Answering twice is safe: outside the coordinators' room, which has no other database,
    nothing is written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first, *others = readers(request)
        response = self._answer(request, first)
        for other in others:
            if not (isinstance(response, Unavailable) and response.is_gone):
                break
            failed(first)
            logger.warning("reading from %s failed, reading from %s", first, other)
            response = self._answer(request, other)
        return response

    def _answer(self, request: HttpRequest, database: str) -> HttpResponse:
        with reading_from(database):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if isinstance(exception, OUTAGES) else None


def error_page(request: HttpRequest) -> HttpResponse:
    """Django's handler500, for errors outside a view, such as in another middleware."""
    exception = sys.exc_info()[1]
    if isinstance(exception, OUTAGES):
        return unavailable(request, exception)
    return server_error(request)


def unavailable(request: HttpRequest, exception: BaseException) -> Unavailable:
    """The static 503 page. It needs neither the database nor anything the visitor told."""
    # The kind of error only: its text may repeat values from a query.
    logger.error("database unavailable: %s", type(exception.__cause__ or exception).__name__)
    try:
        page: str = render_to_string(_template(request))
    except TemplateDoesNotExist:
        page = FALLBACK_PAGE
    response = Unavailable(page, status=503)
    response.is_gone = not isinstance(exception.__cause__, QueryCanceled)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _template(request: HttpRequest) -> str:
    """Where there is a replica, the coordinators' room alone is closed."""
    is_room_alone = is_in_room(request) and REPLICA in settings.DATABASES
    return "503_room.html" if is_room_alone else "503.html"
