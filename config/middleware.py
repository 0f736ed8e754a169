"""What a visitor gets while the database is away: a plain 503 that says when to come back."""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.views.defaults import server_error

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


class DatabaseOutageMiddleware:
    """Answers 503 when a view fails because of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(exception) if isinstance(exception, OUTAGES) else None


def error_page(request: HttpRequest) -> HttpResponse:
    """Django's handler500, for errors outside a view, such as in another middleware."""
    exception = sys.exc_info()[1]
    return unavailable(exception) if isinstance(exception, OUTAGES) else server_error(request)


def unavailable(exception: BaseException) -> HttpResponse:
    """The static 503 page. It needs neither the database nor anything the request holds."""
    # The kind of error only: its text may repeat values from a query.
    logger.error("database unavailable: %s", type(exception.__cause__ or exception).__name__)
    try:
        page: str = render_to_string("503.html")
    except TemplateDoesNotExist:
        page = FALLBACK_PAGE
    response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
