"""Where the time of one page goes."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db import connection
from django.template.backends.django import Template

from trials.filters import TrialFilter


@dataclass
class Split:
    """Milliseconds. ``search`` and ``template`` are without their own SQL."""

    total: float = 0
    sql: float = 0
    queries: int = 0
    search: float = 0
    template: float = 0

    @property
    def rest(self) -> float:
        """Middleware, cookie, form and cards."""
        return self.total - self.sql - self.search - self.template


@contextmanager
def measured() -> Iterator[Split]:
    """Fill in a split for everything that is done inside."""
    split = Split()

    def run_query(execute: Callable[..., Any], *arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            split.sql += _milliseconds_since(started)
            split.queries += 1

    def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            started, sql = time.perf_counter(), split.sql
            try:
                return function(*arguments, **named)
            finally:
                own = _milliseconds_since(started) - (split.sql - sql)
                setattr(split, part, getattr(split, part) + own)

        return run

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(run_query))
        for owner, name, part in (
            (TrialFilter, "find", "search"),
            (Template, "render", "template"),
        ):
            wrapped = timed(part, getattr(owner, name))
            stack.enter_context(mock.patch.object(owner, name, wrapped))
        started = time.perf_counter()
        yield split
        split.total = _milliseconds_since(started)


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
