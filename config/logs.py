"""Log lines that cannot carry what a family told us."""

import logging
import time
import traceback
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = {
    "DEBUG": "everything",
    "INFO": "the usual",
    "WARNING": "what may need a look",
    "ERROR": "what needs one",
}

TOLD_IN_FULL = (ImproperlyConfigured, ImportError, SyntaxError)


def logging_settings(*, level: str, loggers: Iterable[str]) -> dict[str, Any]:
    """A configuration for the logging module: everything to stderr, one line per event.

    `loggers` are those that would else keep handlers of their own.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"no_query_string": {"()": WithoutQueryString}},
        "formatters": {"line": {"()": LineFormatter}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["no_query_string"],
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"handlers": [], "propagate": True} for name in loggers},
    }


class WithoutQueryString(logging.Filter):
    """Cuts query strings out of the arguments of a record.

    Django's development server logs request lines such as 'GET /trials/?age=7 HTTP/1.1'.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(argument) for argument in record.args)
        return True


def _without_query(argument: object) -> object:
    if not isinstance(argument, str) or "?" not in argument:
        return argument
    return " ".join(word.partition("?")[0] for word in argument.split(" "))


class LineFormatter(logging.Formatter):
    """`time=... level=... logger=... message`, then where an exception came from.

    The text of an exception often repeats a value ("invalid input syntax for integer: ..."), so
    only its class and the lines of code it came through are written. Mistakes in the set-up are
    told in full: they hold nothing of a visitor.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        # A line break inside a value must not look like a second event.
        message = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        line = (
            f"time={self.formatTime(record)} level={record.levelname.lower()} "
            f"logger={record.name} {message}"
        )
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + _where(record.exc_info[1])
        return line


def _where(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{frames}{name}: {error}" if isinstance(error, TOLD_IN_FULL) else f"{frames}{name}"
