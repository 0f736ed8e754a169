"""Answers about a patient between two pages: in an encrypted cookie, nowhere else.

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

from trials.catalogue import CATALOGUE

IDLE_LIMIT = timedelta(minutes=30)
LARGEST_COOKIE = 4096
"""What browsers keep at least of one cookie, name and attributes included (RFC 6265, 6.1)."""
LONGEST_TOKEN = 3800
"""Leaves room for the name and the attributes of the longest of our cookies."""

Answers = dict[str, str]
"""Form field → text, as ``FinderForm.answers_in`` and ``posted_answers`` give it: never long."""


@dataclass(frozen=True, slots=True)
class AnswersCookie:
    """One kind of answers.

    ``path``    only pages below it get the cookie.
    ``holder``  who alone can read it, for example a session; empty: whoever has the cookie.
    """

    kind: str = "answers"
    path: str = "/"
    holder: str = ""

    @property
    def name(self) -> str:
        """With the prefix that ties it to HTTPS, and to this host, where there is HTTPS."""
        if not settings.SESSION_COOKIE_SECURE:
            return self.kind
        return f"__Host-{self.kind}" if self.path == "/" else f"__Secure-{self.kind}"


FAMILY = AnswersCookie()


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


def read_answers(
    request: HttpRequest, *, now: datetime, cookie: AnswersCookie = FAMILY
) -> ReadAnswers:
    """The answers that came with the request. Never raises."""
    token = request.COOKIES.get(cookie.name)
    if not token:
        return ReadAnswers()
    cipher = _cipher(cookie)
    try:
        packed = cipher.decrypt(token.encode())
        written = cipher.extract_timestamp(token.encode())
    except (InvalidToken, UnicodeEncodeError):
        return ReadAnswers(state=AnswersState.UNREADABLE)
    if now.timestamp() - written > IDLE_LIMIT.total_seconds():
        return ReadAnswers(state=AnswersState.EXPIRED)
    try:
        return ReadAnswers(json.loads(_unpacked(packed)), AnswersState.OK)
    except zlib.error:  # packed before the catalogue changed
        return ReadAnswers(state=AnswersState.UNREADABLE)


def write_answers(
    response: HttpResponse, answers: Answers, *, now: datetime, cookie: AnswersCookie = FAMILY
) -> None:
    """Give the answers to the browser, readable for the next 30 minutes."""
    response.set_cookie(
        cookie.name,
        _token(answers, now, cookie),
        path=cookie.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_too_long(answers: Answers, *, now: datetime, cookie: AnswersCookie = FAMILY) -> bool:
    """Whether a browser might not keep them all."""
    return len(_token(answers, now, cookie)) > LONGEST_TOKEN


def clear_answers(response: HttpResponse, cookie: AnswersCookie = FAMILY) -> None:
    """Have the browser forget the answers."""
    response.delete_cookie(cookie.name, path=cookie.path, samesite="Lax")
    # A browser obeys a __Host- cookie, its removal too, only when it is marked secure.
    response.cookies[cookie.name]["secure"] = settings.SESSION_COOKIE_SECURE
    response.cookies[cookie.name]["httponly"] = True


def cookie_name() -> str:
    """Of the answers of a family."""
    return FAMILY.name


def _token(answers: Answers, now: datetime, cookie: AnswersCookie) -> str:
    return _cipher(cookie).encrypt_at_time(_packed(answers), int(now.timestamp())).decode()


def _packed(answers: Answers) -> bytes:
    packer = zlib.compressobj(level=9, zdict=_common_words())
    text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
    return packer.compress(text.encode()) + packer.flush()


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(zdict=_common_words())
    return unpacker.decompress(packed) + unpacker.flush()


@lru_cache(maxsize=1)
def _common_words() -> bytes:
    """What answers are full of, so that each question takes a few bytes of the cookie.

    What is most common stands last: the nearer, the shorter.
    """
    values = dict.fromkeys(value for fact in CATALOGUE for value in fact.values)
    questions = "".join(f',"fact.{fact.key}":"unknown"' for fact in CATALOGUE)
    return f'{" ".join(values)}{questions}","negative","positive","no","yes"'.encode()


def _cipher(cookie: AnswersCookie) -> MultiFernet:
    """Encrypts with the key in use, reads what older keys encrypted as well."""
    purpose = "trials.answers"
    if cookie != FAMILY:
        purpose = f"{purpose}:{cookie.kind}:{cookie.holder}"
    return _cipher_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), purpose)


@lru_cache(maxsize=32)
def _cipher_of(secrets: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet(Fernet(_key(secret, purpose)) for secret in secrets)


def _key(secret: str, purpose: str) -> bytes:
    """A key for this purpose alone: who learns it cannot sign sessions, nor the reverse."""
    derived = HKDF(SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
