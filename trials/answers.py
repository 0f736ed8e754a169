"""The answers of a family between two pages: in an encrypted cookie, nowhere else.

Nothing is kept on the server, so any web process can serve any request, and nothing about
a patient is ever in an address. The cookie ends with the browser session; the time inside
it ends its use after 30 minutes without a page, whatever the browser does.
"""

import base64
import json
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

IDLE_LIMIT = timedelta(minutes=30)
LARGEST_COOKIE = 4096
"""What browsers keep at least of one cookie, name and attributes included (RFC 6265, 6.1)."""

Answers = dict[str, str]
"""Form field → text, as ``FinderForm.answers_in`` gives it: never long."""


class AnswersState(StrEnum):
    """What became of the answers that a browser sent."""

    NONE = "none"
    OK = "ok"
    EXPIRED = "expired"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """``answers`` is empty unless ``state`` is OK."""

    answers: Answers = field(default_factory=dict)
    state: AnswersState = AnswersState.NONE


def read_answers(request: HttpRequest, *, now: datetime) -> ReadAnswers:
    """The answers that came with the request. Never raises."""
    token = request.COOKIES.get(cookie_name())
    if not token:
        return ReadAnswers()
    try:
        packed = _cipher().decrypt(token.encode())
        written = _cipher().extract_timestamp(token.encode())
    except (InvalidToken, UnicodeEncodeError):
        return ReadAnswers(state=AnswersState.UNREADABLE)
    if now.timestamp() - written > IDLE_LIMIT.total_seconds():
        return ReadAnswers(state=AnswersState.EXPIRED)
    return ReadAnswers(json.loads(zlib.decompress(packed)), AnswersState.OK)


def write_answers(response: HttpResponse, answers: Answers, *, now: datetime) -> None:
    """Give the answers to the browser, readable for the next 30 minutes."""
    packed = zlib.compress(json.dumps(answers, ensure_ascii=False).encode(), level=9)
    token = _cipher().encrypt_at_time(packed, int(now.timestamp()))
    response.set_cookie(
        cookie_name(),
        token.decode(),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def clear_answers(response: HttpResponse) -> None:
    """Have the browser forget the answers."""
    response.delete_cookie(cookie_name(), path="/", samesite="Lax")
    # A browser obeys a __Host- cookie, its removal too, only when it is marked secure.
    response.cookies[cookie_name()]["secure"] = settings.SESSION_COOKIE_SECURE
    response.cookies[cookie_name()]["httponly"] = True


def cookie_name() -> str:
    """With the prefix that ties the cookie to this host and to HTTPS, where there is HTTPS."""
    return "__Host-answers" if settings.SESSION_COOKIE_SECURE else "answers"


def _cipher() -> MultiFernet:
    """Encrypts with the key in use, reads what older keys encrypted as well."""
    return _cipher_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=2)
def _cipher_of(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(Fernet(_key(secret)) for secret in secrets)


def _key(secret: str) -> bytes:
    """A key for this purpose alone: who learns it cannot sign sessions, nor the reverse."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"trials.answers")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
