"""What the web server writes about a request."""

import runpy

import pytest

from tools.steps import PROJECT


def test_access_log_holds_no_query_string_address_or_browser() -> None:
    told = runpy.run_path(str(PROJECT / "config" / "gunicorn.py"))["access_log_format"]
    # Names of gunicorn's fields: r and q hold the query string, h the address, a the browser,
    # f the page before.
    assert not {"%(r)s", "%(q)s", "%(h)s", "%(a)s", "%(f)s"} & set(told.replace("=", " ").split())


@pytest.mark.parametrize(("flag", "level"), [("1", "INFO"), ("0", "WARNING")])
def test_lines_per_request_can_be_left_out(
    monkeypatch: pytest.MonkeyPatch, flag: str, level: str
) -> None:
    monkeypatch.setenv("TRIALFINDER_ACCESS_LOG", flag)
    told = runpy.run_path(str(PROJECT / "config" / "gunicorn.py"))["logconfig_dict"]
    assert told["loggers"]["gunicorn.access"]["level"] == level


def test_number_of_workers_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIALFINDER_WORKERS", "7")
    assert runpy.run_path(str(PROJECT / "config" / "gunicorn.py"))["workers"] == 7
