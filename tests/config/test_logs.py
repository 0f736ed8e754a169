"""What may stand in a log, and what never does."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.logs import LineFormatter, WithoutQueryString


def line(message: str, *arguments: object, error: BaseException | None = None) -> str:
    where = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("site", logging.ERROR, "", 0, message, arguments, where)
    WithoutQueryString().filter(record)
    return LineFormatter().format(record)


def test_line_tells_time_level_and_logger() -> None:
    assert line("started").split()[1:] == ["level=error", "logger=site", "started"]
    assert line("started").startswith("time=20")


def test_query_string_is_cut_from_a_request_line() -> None:
    told = line('"%s" %s %s', "GET /trials/?age=7&zip=38105 HTTP/1.1", "200", "512")
    assert told.endswith('"GET /trials/ HTTP/1.1" 200 512')


def test_line_break_in_a_value_does_not_start_a_second_event() -> None:
    assert "\n" not in line("Not Found: %s", "/a\r\ntime=now level=info forged")


@pytest.mark.parametrize(
    ("error", "last_words"),
    [
        pytest.param(ValueError("age 7, ZIP 38105"), "builtins.ValueError", id="text left out"),
        pytest.param(
            ImproperlyConfigured("PORT is wrong"),
            "django.core.exceptions.ImproperlyConfigured: PORT is wrong",
            id="set-up told in full",
        ),
    ],
)
def test_exception_tells_where_and_not_what_a_visitor_gave(
    error: Exception, last_words: str
) -> None:
    try:
        raise error
    except type(error) as caught:
        told = line("failed", error=caught)
    assert told.splitlines()[-1] == last_words
    assert "in test_exception_tells_where" in told
