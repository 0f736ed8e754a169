"""Typed readers for environment variables.

Every reader raises ImproperlyConfigured with the variable's name and what a right value looks
like; an empty value counts as not set. Names are given without the prefix they share:
`flag("LOCAL")` reads TRIALFINDER_LOCAL. The exceptions are names other tools agree on
(DATABASE_URL, PORT), which are read as they are.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "TRIALFINDER_"
SHARED_NAMES = frozenset({"DATABASE_URL", "PORT"})
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


def variable(name: str) -> str:
    """The full name of an environment variable."""
    return name if name in SHARED_NAMES else PREFIX + name


def optional_text(name: str) -> str | None:
    """The value without surrounding spaces, or None when it is not set."""
    return os.environ.get(variable(name), "").strip() or None


def text(name: str, default: str | None = None) -> str:
    """The value without surrounding spaces; not set and no default is an error."""
    value = optional_text(name) or default
    if value is None:
        raise ImproperlyConfigured(f"{variable(name)} is not set. Give it a value.")
    return value


def choice(name: str, options: Mapping[str, str], default: str) -> str:
    """One of the keys of `options`; their values say what each of them means."""
    value = optional_text(name) or default
    if value not in options:
        meanings = ", ".join(f"{key} ({meaning})" for key, meaning in options.items())
        raise _wrong(name, value, f"one of: {meanings}")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = optional_text(name)
    if value is None:
        return default
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise _wrong(name, value, "1 (yes) or 0 (no)")


def whole_number(name: str, default: int, *, at_least: int = 0, at_most: int | None = None) -> int:
    """A whole number in ASCII digits; both ends of the range are allowed."""
    value = optional_text(name)
    if value is None:
        return default
    upper = "" if at_most is None else f" to {at_most}"
    wanted = f"a whole number from {at_least}{upper}, such as {default}"
    if not (value.isascii() and value.isdigit()) or len(value) > len(str(2**63)):
        raise _wrong(name, value, wanted)
    number = int(value)
    if number < at_least or (at_most is not None and number > at_most):
        raise _wrong(name, value, wanted)
    return number


def word_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words; empty ones are dropped."""
    value = optional_text(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def secret_or_file(name: str, *, at_least: int) -> str | None:
    """The secret in NAME, or the content of the file that NAME_FILE points at; None if neither.

    `at_least` is the smallest number of characters. The value itself is never shown.
    """
    value, file_name = optional_text(name), optional_text(f"{name}_FILE")
    if value and file_name:
        raise ImproperlyConfigured(
            f"{variable(name)} and {variable(name)}_FILE are both set. Keep one of them."
        )
    if file_name:
        try:
            value = Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{variable(name)}_FILE is {file_name!r}, which cannot be read "
                f"({type(error).__name__}). Give the path of a text file that holds the secret."
            ) from error
    elif value is None:
        return None
    if len(value) < at_least:
        raise ImproperlyConfigured(
            f"{variable(name)} is too short. Give at least {at_least} random characters."
        )
    return value


def url(name: str, *, schemes: tuple[str, ...], example: str) -> str | None:
    """An address that starts with one of `schemes`; None when it is not set.

    The wrong value is not repeated, since addresses may hold passwords.
    """
    value = optional_text(name)
    if value is None:
        return None
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if scheme not in schemes or "://" not in value:
        raise ImproperlyConfigured(
            f"{variable(name)} is not an address we can use. Give one like {example}"
        )
    return value


def set_default(full_name: str, value: str) -> None:
    """Set an environment variable unless it has a value."""
    if not os.environ.get(full_name, "").strip():
        os.environ[full_name] = value


def assume_local_when_nothing_is_set() -> None:
    """Let `manage.py` and the tests work in a fresh checkout.

    Local mode (generated key, no HTTPS) is assumed only when none of the variables that every
    production set-up has is present, so that a forgotten key on a server stays an error.
    """
    names = ("LOCAL", "SECRET_KEY", "SECRET_KEY_FILE", "HOSTS", "DATABASE_URL")
    if not any(optional_text(name) for name in names):
        os.environ[variable("LOCAL")] = "1"


def _wrong(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{variable(name)} is {value!r}. Give {wanted}.")
