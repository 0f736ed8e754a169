"""Headers that every answer carries, whatever made it."""

from contextlib import closing

import pytest
from django.conf import settings
from django.http.response import ResponseHeaders
from django.test import Client, override_settings

CONTENT_SECURITY_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
EVERY_KIND_OF_ANSWER = [
    pytest.param("/", id="first page"),
    pytest.param("/admin/login/", id="admin sign-in"),
    pytest.param("/admin/", id="redirect to the sign-in"),
    pytest.param("/no-such-page/", id="page not found"),
    pytest.param("/healthz", id="health"),
    pytest.param("/static/admin/css/base.css", id="static file"),
    pytest.param("/i18n/setlang/", id="method not allowed"),
]

pytestmark = pytest.mark.django_db


def headers_of(path: str, *, secure: bool = False) -> ResponseHeaders:
    # Not the page-checking client: what stands in the page is others' business.
    with closing(Client().get(path, secure=secure)) as answer:
        return answer.headers


@pytest.mark.parametrize("path", EVERY_KIND_OF_ANSWER)
def test_answer_carries_the_strict_content_security_policy(path: str) -> None:
    policy = headers_of(path)["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("path", EVERY_KIND_OF_ANSWER)
def test_answer_keeps_addresses_frames_and_devices_to_itself(path: str) -> None:
    headers = headers_of(path)
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(), " in headers["Permissions-Policy"]
    assert set(headers["Permissions-Policy"].split(", ")) == {
        f"{feature}=()" for feature in settings.PERMISSIONS_POLICY
    }


def test_answer_over_https_demands_https_for_a_year() -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        headers = headers_of("/healthz", secure=True)
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_form_larger_than_a_megabyte_is_refused(client: Client) -> None:
    answer = client.post(
        "/i18n/setlang/",
        "a=" + "x" * (1024 * 1024 + 1),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in {400, 413}


def test_form_with_too_many_fields_is_refused(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {f"field{number}": "x" for number in range(501)})
    assert answer.status_code == 400
