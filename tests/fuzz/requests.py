"""Hostile requests, made from a seed: the same seed makes the same requests."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

FORM = "application/x-www-form-urlencoded"
ADDRESSES = (
    "/",
    "/results/",
    "/answers/clear/",
    "/answers/remove/",
    "/answers/tell/",
    "/questions/",
    "/diagnoses/suggest/",
    "/trials/catchaml/",
    "/trials/no-such-study/",
    "/logo/",
    "/referral/",
    "/referral/results/",
    "/i18n/setlang/",
    "/admin/login/",
    "/healthz",
    "/no/such/page",
    "/trials/%00/",
    "/trials/..%2f..%2fetc/passwd/",
)
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE")
FIELDS = (
    "age_years",
    "age_months",
    "age_days",
    "birth_month",
    "birth_day",
    "birth_year",
    "diagnosis",
    "diagnosis_code",
    "role",
    "near",
    "near_name",
    "radius",
    "words",
    "field",
    "fact",
    "value",
    "q",
    "language",
    "next",
    "username",
    "password",
    "section",
    "page",
    "no_such_field",
)
VALUES = (
    b"",
    b"7",
    b"7 years",
    b"200",
    b"-3",
    b"seven",
    b"21",
    b"13",
    b"0",
    b"29",
    b"31",
    b"2",
    b"1890",
    b"2091",
    b"2026",
    b"1e400",
    b"NaN",
    b"7.5",
    b"+7",
    "٧".encode(),
    "７".encode(),
    b"9" * 35_000,
    b"10" * 20,
    b"ALL",
    b"lukemia",
    b"the bad blood",
    b"x" * 10_000,
    b"a\x00b",
    b"\xed\xa0\x80",  # a lone surrogate
    b"\xff\xfe\xfa",  # no UTF-8 at all
    "‮LLA‬".encode(),  # turned round by a bidirectional mark
    b"\r\nSet-Cookie: a=b",
    b"<script>alert(1)</script>",
    b"' OR 1=1 --",
    b"{{ 7 * 7 }} {% debug %}",
    b"%00%0a%25",
    b"../../etc/passwd",
    b"patient",
    b"donor",
    b"emperor",
    b"38105",
    b"38105-3678",
    b"00000",
    b"https://example.org/",
    b"diagnosis",
    b"left_out",
    b"99999999999999999999",
    "𐀀 ÅÄÖ ñ 白血病".encode(),
)


@dataclass(frozen=True, slots=True)
class HostileRequest:
    method: str
    address: str
    query: str
    body: bytes
    content_type: str
    cookie: str

    def __str__(self) -> str:
        shown = self.body[:200]
        return f"{self.method} {self.address}?{self.query[:80]} {self.content_type} {shown!r}"


def hostile_requests(seed: int, count: int) -> Iterator[HostileRequest]:
    source = random.Random(seed)
    for _ in range(count):
        yield HostileRequest(
            method=source.choice(METHODS),
            address=source.choice(ADDRESSES),
            query=_pairs(source, source.choice((0, 0, 1, 3))),
            body=_pairs(source, source.randint(0, 8)).encode(),
            content_type=source.choice((FORM,) * 8 + ("application/json", "multipart/form-data")),
            cookie=_cookie(source),
        )


def _pairs(source: random.Random, count: int) -> str:
    """Fields may be named twice; values are percent-encoded bytes of any kind."""
    return "&".join(
        f"{source.choice(FIELDS)}={quote_from_bytes(source.choice(VALUES))}" for _ in range(count)
    )


def _cookie(source: random.Random) -> str:
    return source.choice(
        (
            "",
            "",
            "keep",  # what an earlier answer set
            "gAAAAA" + "A" * source.randint(0, 4_000),
            "%00%ff",
            "no token",
            str(source.random()),
        )
    )
