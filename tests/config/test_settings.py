"""Settings in production: read in a process of their own, since Django reads them once."""

import json
from functools import cache
from typing import Any

import pytest

from tests.config.production import PRODUCTION, python

PRINT_SETTINGS = """
import json, django
from django.conf import settings
django.setup()
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: repr(getattr(settings, name)) for name in names}))
"""


@cache  # a process takes a second and a half to say them
def settings_with(**values: str) -> dict[str, Any]:
    done = python("-c", PRINT_SETTINGS, **values)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_passes_the_deployment_check_without_a_warning() -> None:
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    # The one that is silenced is security.W021; config/settings.py says why.
    assert done.stdout == "System check identified no issues (1 silenced).\n"


def test_production_cookies_belong_to_this_host_and_https_alone() -> None:
    found = settings_with(**PRODUCTION)
    for kind, name in {
        "SESSION": "__Host-sessionid",
        "CSRF": "__Host-csrftoken",
        "LANGUAGE": "__Host-language",
    }.items():
        assert found[f"{kind}_COOKIE_NAME"] == repr(name)
        assert found[f"{kind}_COOKIE_SECURE"] == found[f"{kind}_COOKIE_HTTPONLY"] == "True"
        assert found[f"{kind}_COOKIE_SAMESITE"] == "'Lax'"


def test_production_insists_on_https() -> None:
    found = settings_with(**PRODUCTION)
    assert found["SECURE_SSL_REDIRECT"] == "True"
    assert found["SECURE_HSTS_SECONDS"] == "31536000"
    assert found["DEBUG"] == "False"


def test_proxy_header_is_believed_only_when_told_so() -> None:
    assert "None" in settings_with(**PRODUCTION)["SECURE_PROXY_SSL_HEADER"]
    behind = settings_with(**PRODUCTION, TRIALFINDER_BEHIND_PROXY="1")
    assert "HTTP_X_FORWARDED_PROTO" in behind["SECURE_PROXY_SSL_HEADER"]


def test_sessions_end_within_a_working_day() -> None:
    assert int(settings_with(**PRODUCTION)["SESSION_COOKIE_AGE"]) <= 8 * 60 * 60


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param(
            {"TRIALFINDER_SECRET_KEY": ""},
            "TRIALFINDER_SECRET_KEY is not set",
            id="no key",
        ),
        pytest.param(
            {"TRIALFINDER_SECRET_KEY": "short"},
            "TRIALFINDER_SECRET_KEY is too short",
            id="short key",
        ),
        pytest.param({"TRIALFINDER_HOSTS": ""}, "TRIALFINDER_HOSTS is not set", id="no hosts"),
        pytest.param(
            {"TRIALFINDER_DEBUG": "1"},
            "TRIALFINDER_DEBUG is 1 without TRIALFINDER_LOCAL=1",
            id="debug pages",
        ),
        pytest.param(
            {"TRIALFINDER_LOG_LEVEL": "loud"},
            "TRIALFINDER_LOG_LEVEL is 'loud'",
            id="unknown log level",
        ),
    ],
)
def test_production_with_a_wrong_value_does_not_start_and_says_why(
    changed: dict[str, str], told: str
) -> None:
    done = python("-c", PRINT_SETTINGS, **{**PRODUCTION, **changed})
    assert done.returncode != 0
    assert told in done.stderr.splitlines()[-1]


def test_admin_path_can_be_set() -> None:
    done = python(
        "-c",
        "import django; django.setup(); from django.urls import reverse;"
        "print(reverse('admin:index'))",
        **PRODUCTION,
        TRIALFINDER_ADMIN_PATH="/office",
    )
    assert done.stdout == "/office/\n", done.stderr


def test_imported_studies_wait_for_a_coordinator_unless_told_otherwise() -> None:
    assert settings_with(**PRODUCTION)["IMPORTED_TRIALS"] == "'in_review'"
    assert settings_with(TRIALFINDER_LOCAL="1")["IMPORTED_TRIALS"] == "'published'"
    told = settings_with(**PRODUCTION, TRIALFINDER_IMPORTED_TRIALS="published")
    assert told["IMPORTED_TRIALS"] == "'published'"


def test_a_wrong_word_for_imported_studies_names_the_variable_and_the_right_ones() -> None:
    done = python("-c", PRINT_SETTINGS, **PRODUCTION, TRIALFINDER_IMPORTED_TRIALS="hidden")
    assert done.returncode != 0
    assert "TRIALFINDER_IMPORTED_TRIALS is 'hidden'. Give one of: published (" in done.stderr
