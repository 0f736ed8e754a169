"""Log lines that cannot carry what a family told us."""

import logging
import time
import traceback
from types import TracebackType


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
    """`time=... level=... logger=... message`, then the place of an exception without its text.

    The text of an exception often repeats a value ("invalid input syntax for integer: ..."), so
    only its class and the lines of code it came through are written.
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
        if record.exc_info and record.exc_info[0] is not None:
            line += "\n" + _where(record.exc_info[0], record.exc_info[2])
        return line


def _where(kind: type[BaseException], trace: TracebackType | None) -> str:
    frames = "".join(traceback.format_tb(trace))
    return f"{frames}{kind.__module__}.{kind.__qualname__}"
