"""More than one kind of answers: each its own cookie, path and reader."""

import random
import string
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django import Settings

from trials.answers import (
    FAMILY,
    LONGEST_TOKEN,
    Answers,
    AnswersCookie,
    AnswersState,
    clear_answers,
    is_too_long,
    read_answers,
    write_answers,
)

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
ANSWERS = {"cd19": "positive"}
NURSE = AnswersCookie("staff", "/referral/", holder="session of a nurse")


def written(cookie: AnswersCookie, answers: Answers = ANSWERS) -> HttpResponse:
    response = HttpResponse()
    write_answers(response, answers, now=NOON, cookie=cookie)
    return response


def read(token: str, cookie: AnswersCookie) -> AnswersState:
    request = HttpRequest()
    request.COOKIES[cookie.name] = token
    return read_answers(request, now=NOON, cookie=cookie).state


@pytest.mark.parametrize(
    ("reader", "state"),
    [
        pytest.param(NURSE, AnswersState.OK, id="same session"),
        pytest.param(
            AnswersCookie("staff", "/referral/", holder="session of another"),
            AnswersState.UNREADABLE,
            id="another session",
        ),
        pytest.param(AnswersCookie("staff", "/referral/"), AnswersState.UNREADABLE, id="nobody"),
        pytest.param(FAMILY, AnswersState.UNREADABLE, id="as those of a family"),
    ],
)
def test_only_the_holder_reads_the_answers(reader: AnswersCookie, state: AnswersState) -> None:
    token = written(NURSE).cookies["staff"].value

    assert read(token, reader) is state


def test_cookie_goes_to_the_pages_below_its_path_alone() -> None:
    assert written(NURSE).cookies["staff"]["path"] == "/referral/"
    assert written(NURSE).cookies["staff"]["httponly"]


def test_cookie_below_a_path_is_tied_to_https_where_there_is_https(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True

    cookie = written(NURSE).cookies["__Secure-staff"]
    assert cookie["secure"]
    assert read(cookie.value, NURSE) is AnswersState.OK


def test_cleared_cookie_has_the_path_that_it_was_set_with() -> None:
    response = HttpResponse()
    clear_answers(response, NURSE)

    cookie = response.cookies["staff"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/referral/")


@pytest.mark.parametrize(
    ("letters", "too_long"),
    [pytest.param(2_000, False, id="fits"), pytest.param(4_000, True, id="does not")],
)
def test_answers_that_a_browser_might_not_keep_are_too_long(letters: int, too_long: bool) -> None:
    answers = {"diagnosis": "".join(random.Random(1).choices(string.ascii_letters, k=letters))}

    assert is_too_long(answers, now=NOON, cookie=NURSE) is too_long
    token = written(NURSE, answers).cookies["staff"].value
    assert (len(token) > LONGEST_TOKEN) is too_long
