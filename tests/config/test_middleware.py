"""What a visitor gets while the database is away."""

import logging

import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from config.middleware import DatabaseOutageMiddleware, error_page
from tests.page_checks import html_faults


def page_that_fails(request: HttpRequest) -> HttpResponse:
    raise OperationalError("SELECT ... WHERE zip = '38105': server closed the connection")


urlpatterns = [path("fails/", page_that_fails)]
handler500 = "config.middleware.error_page"


@override_settings(ROOT_URLCONF=__name__)
def test_page_that_lost_the_database_is_a_plain_503(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/fails/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    assert "not available right now" in answer.content.decode()
    assert not html_faults(answer.content.decode())
    assert "38105" not in caplog.text + answer.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_error_outside_a_view_is_a_503_too(rf: RequestFactory, error: type[Exception]) -> None:
    try:
        raise error("connection lost")
    except error:
        assert error_page(rf.get("/")).status_code == 503


def test_error_of_another_kind_stays_a_500(rf: RequestFactory) -> None:
    try:
        raise DataError("value out of range")
    except DataError:
        assert error_page(rf.get("/")).status_code == 500
    outage = DatabaseOutageMiddleware(lambda request: HttpResponse())
    assert outage.process_exception(rf.get("/"), DataError()) is None
