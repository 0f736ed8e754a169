"""ClinicalTrials.gov on a bad day."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import stamina

from tests.registry.replay import Registry, Reply, recorded_answers, registry
from trials.registry.client import StudyQuery, pages
from trials.registry.faults import (
    AnswerTooLargeError,
    BadAnswerError,
    BrokenAnswerError,
    EndlessPagesError,
    HostNotAllowedError,
    RefusedQueryError,
    RegistryError,
    RepeatedTokenError,
    ServerFailedError,
    TooManyRequestsError,
    UnreachableError,
)

LAST = recorded_answers()[2]
LAST_BODY = json.dumps(LAST).encode()


@pytest.fixture(autouse=True)
def quiet_retries() -> Iterator[None]:
    hooks = stamina.instrumentation.get_on_retry_hooks()
    stamina.instrumentation.set_on_retry_hooks([])
    yield
    stamina.instrumentation.set_on_retry_hooks(hooks)


def read(ctgov: Registry, **patience: Any) -> int:
    """How many studies came."""
    return sum(len(page.studies) for page in pages(StudyQuery(), ctgov.service(**patience)))


PASSING = {
    "too slow": Reply(never=True),
    "failed": Reply(b"oops", status=500),
    "unavailable": Reply(status=503),
    "cut": Reply(LAST_BODY[:500], cut=len(LAST_BODY) - 500),
    "a proxy's page": Reply(b"<html>Please log in</html>"),
    "cut without being noticed": Reply(LAST_BODY[:500]),
    "busy": Reply(status=429),
    "busy for a moment": Reply(status=429, headers={"Retry-After": "0"}),
}
LASTING = {
    "too slow": UnreachableError,
    "failed": ServerFailedError,
    "unavailable": ServerFailedError,
    "cut": UnreachableError,
    "a proxy's page": BrokenAnswerError,
    "cut without being noticed": BrokenAnswerError,
    "busy": TooManyRequestsError,
    "busy for a moment": TooManyRequestsError,
}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_tried_again(fault: str) -> None:
    with registry([PASSING[fault], LAST]) as ctgov:  # type: ignore[list-item]
        assert read(ctgov) == 2
    assert len(ctgov.asked) == 2


@pytest.mark.parametrize("fault", PASSING)
def test_what_lasts_has_a_name(fault: str) -> None:
    with registry([PASSING[fault]]) as ctgov, pytest.raises(LASTING[fault]):
        read(ctgov)
    assert len(ctgov.asked) == 3


def test_a_page_that_fails_does_not_take_the_others_with_it() -> None:
    first, second, third = recorded_answers()
    with registry([first, Reply(status=500), second, Reply(status=500), third]) as ctgov:
        assert read(ctgov) == 6


def test_waiting_grows() -> None:
    with registry([Reply(status=500)]) as ctgov, pytest.raises(ServerFailedError):
        read(ctgov, attempts=4, first_wait=0.05)
    first, *_others, last = [later - earlier for earlier, later in pairwise(ctgov.moments)]
    assert first >= 0.05
    assert last >= 0.2


def test_a_busy_registry_is_left_in_peace_as_long_as_it_asks() -> None:
    busy = Reply(status=429, headers={"Retry-After": "1"})
    with registry([busy, LAST]) as ctgov:
        assert read(ctgov) == 2
    assert ctgov.moments[1] - ctgov.moments[0] >= 1


def test_a_moment_counts_from_the_clock_of_the_registry() -> None:
    moment = {
        "Date": "Fri, 01 Mar 2019 12:00:00 GMT",
        "Retry-After": "Fri, 01 Mar 2019 12:00:01 GMT",
    }
    with registry([Reply(status=429, headers=moment), LAST]) as ctgov:
        assert read(ctgov) == 2
    assert 1 <= ctgov.moments[1] - ctgov.moments[0] < 60


def test_a_registry_that_asks_for_an_hour_is_left_until_another_day() -> None:
    busy = Reply(status=429, headers={"Retry-After": "3600"})
    with registry([busy]) as ctgov, pytest.raises(TooManyRequestsError) as refusal:
        read(ctgov)
    assert refusal.value.retry_after == 3600
    assert len(ctgov.asked) == 1


def test_nobody_there_is_unreachable() -> None:
    with registry([LAST]) as ctgov:
        pass
    with pytest.raises(UnreachableError) as failure:
        read(ctgov)
    assert failure.value.address == ctgov.address


def test_an_answer_that_drips_in_for_ever_is_given_up() -> None:
    with registry([LAST]) as ctgov, pytest.raises(UnreachableError, match="whole answer"):
        read(ctgov, answer_seconds=0, attempts=1)


FINAL: dict[str, tuple[Reply, type[RegistryError], str]] = {
    "refused": (
        Reply(b"Unknown field in AREA", status=400),
        RefusedQueryError,
        "400: Unknown field in AREA",
    ),
    "not found": (Reply(b"nothing here", status=404), RefusedQueryError, "404: nothing here"),
    "no studies": (Reply(b'{"results": []}'), BadAnswerError, "studies"),
    "a list": (Reply(b"[1, 2]"), BadAnswerError, "object"),
    "studies of another kind": (Reply(b'{"studies": {}}'), BadAnswerError, "array"),
    "a token of another kind": (
        Reply(b'{"studies": [], "nextPageToken": 7}'),
        BadAnswerError,
        "nextPageToken",
    ),
    "fewer studies than none": (
        Reply(b'{"studies": [], "totalCount": -3}'),
        BadAnswerError,
        "totalCount",
    ),
    "nested too deeply": (
        Reply(b'{"studies": [' + b"[" * 3_000 + b"]" * 3_000 + b"]}"),
        BadAnswerError,
        "nested too deeply to be read",
    ),
    "a page of nothing": (
        Reply(b'{"studies": [], "nextPageToken": "more"}'),
        BadAnswerError,
        "next page",
    ),
}


@pytest.mark.parametrize("fault", FINAL)
def test_what_no_other_try_helps_is_said_at_once(fault: str) -> None:
    reply, error, words = FINAL[fault]
    with registry([reply]) as ctgov, pytest.raises(error, match=words):
        read(ctgov)
    assert len(ctgov.asked) == 1


@pytest.mark.parametrize(
    "target", ["https://example.org/studies", "http://169.254.169.254/latest", "/elsewhere"]
)
def test_redirects_are_not_followed(target: str) -> None:
    away = Reply(status=302, headers={"Location": target})
    with registry([away, LAST]) as ctgov, pytest.raises(HostNotAllowedError, match=target):
        read(ctgov)
    assert len(ctgov.asked) == 1


def pages_before_the_end(ctgov: Registry) -> list[tuple[int, str]]:
    """How many studies each page had before the token that came again, and what it says
    is next."""
    got = []
    with pytest.raises(RepeatedTokenError):
        for page in pages(StudyQuery(), ctgov.service()):
            got.append((len(page.studies), page.next_token))
    return got


def test_a_token_that_comes_again_ends_the_reading_after_its_page() -> None:
    first, second, third = recorded_answers()
    again = third | {"nextPageToken": first["nextPageToken"]}
    with registry([first, second, again]) as ctgov:
        assert pages_before_the_end(ctgov) == [
            (2, first["nextPageToken"]),
            (2, second["nextPageToken"]),
            (2, ""),
        ]
    assert len(ctgov.asked) == 3


def test_a_page_that_names_itself_as_the_next_ends_the_reading() -> None:
    first = recorded_answers()[0]
    with registry([first]) as ctgov:
        assert pages_before_the_end(ctgov) == [(2, first["nextPageToken"]), (2, "")]


def endless(studies: int = 1_000) -> Iterator[dict[str, Any]]:
    study = LAST["studies"][0]
    for number in range(20):
        answer = {"studies": [study] * studies, "nextPageToken": f"page{number}"}
        yield answer | ({"totalCount": 10} if number == 0 else {})


def test_pages_without_end_are_noticed_by_the_number_of_studies() -> None:
    with registry(list(endless())) as ctgov, pytest.raises(EndlessPagesError) as failure:
        read(ctgov)
    assert failure.value.total == 10
    assert len(ctgov.asked) <= 3


def test_pages_without_end_are_noticed_by_their_number() -> None:
    with registry(list(endless(1))) as ctgov, pytest.raises(EndlessPagesError):
        read(ctgov, most_pages=5)
    assert len(ctgov.asked) == 5


def test_an_answer_may_not_fill_the_memory() -> None:
    with registry([LAST]) as ctgov, pytest.raises(AnswerTooLargeError) as refusal:
        read(ctgov, answer_bytes=1_000)
    assert refusal.value.limit == 1_000
