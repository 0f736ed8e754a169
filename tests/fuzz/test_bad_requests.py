"""No request, however odd, brings the site down: the answer is a page that says what to do."""

import os
import time

import pytest
from django.test import Client

from tests.fuzz.requests import HostileRequest, hostile_requests
from tests.seven_studies import load_seven_studies
from trials.answers import cookie_name

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

SEED = int(os.environ.get("FUZZ_SEED", "20261120"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2400"))
SLOWEST = 2.0
"""Seconds. Whoever takes longer is asked again: a busy machine is not slow every time."""
TRIES = 3


def send(client: Client, hostile: HostileRequest) -> tuple[int, str, float]:
    if hostile.cookie != "keep":
        client.cookies[cookie_name()] = hostile.cookie
    began = time.perf_counter()
    response = client.generic(
        hostile.method,
        hostile.address,
        hostile.body if hostile.method not in ("GET", "HEAD") else b"",
        content_type=hostile.content_type,
        QUERY_STRING=hostile.query,
    )
    text = b"" if response.streaming else response.content
    return response.status_code, text.decode(errors="replace"), time.perf_counter() - began


def test_hostile_requests_never_break_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    load_seven_studies()
    client = Client(raise_request_exception=False)
    faults, slow = [], []
    for hostile in hostile_requests(SEED, EXAMPLES):
        status, text, seconds = send(client, hostile)
        if status >= 500 or "Traceback" in text:
            faults.append(f"{status} {hostile}")
        again = (send(client, hostile)[2] for _try in range(1, TRIES))
        if seconds > SLOWEST and all(another > SLOWEST for another in again):
            slow.append(f"{seconds:.1f} s {hostile}")

    told = f"FUZZ_SEED={SEED} FUZZ_EXAMPLES={EXAMPLES}"
    assert not faults, f"{told}: {len(faults)} broken, the first: {faults[0]}"
    assert not slow, f"{told}: {len(slow)} slow, the first: {slow[0]}"


def test_the_same_seed_makes_the_same_requests() -> None:
    assert list(hostile_requests(7, 50)) == list(hostile_requests(7, 50))
    assert list(hostile_requests(7, 50)) != list(hostile_requests(8, 50))


def test_requests_reach_the_pages_they_are_meant_for() -> None:
    """A generator that only ever met refusals would prove nothing."""
    load_seven_studies()
    client = Client(raise_request_exception=False)
    statuses = {send(client, hostile)[0] for hostile in hostile_requests(SEED, 300)}

    assert {200, 302, 303, 404, 405} <= statuses
