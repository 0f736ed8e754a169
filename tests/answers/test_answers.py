import base64
import random
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.http import HttpRequest, HttpResponse, QueryDict
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from trials.answers import (
    LARGEST_COOKIE,
    Answers,
    AnswersState,
    ReadAnswers,
    clear_answers,
    cookie_name,
    read_answers,
    write_answers,
)
from trials.eligibility.catalogue import Persona
from trials.forms.facts import FactsForm, askable_facts, posted_answers
from trials.forms.finder import FinderForm

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
ANSWERS = {"age_years": "7", "diagnosis": "leucemia linfoblástica", "words": "CAR T 😀"}
UNREADABLE = ReadAnswers(state=AnswersState.UNREADABLE)


def token_of(answers: Answers, now: datetime = NOON) -> str:
    response = HttpResponse()
    write_answers(response, answers, now=now)
    return response.cookies[cookie_name()].value


def read(token: str | None, now: datetime = NOON) -> ReadAnswers:
    request = HttpRequest()
    if token is not None:
        request.COOKIES[cookie_name()] = token
    return read_answers(request, now=now)


def test_answers_come_back_as_they_were() -> None:
    assert read(token_of(ANSWERS)) == ReadAnswers(ANSWERS, AnswersState.OK)


def test_no_cookie_is_no_answers() -> None:
    assert read(None) == ReadAnswers({}, AnswersState.NONE)


@pytest.mark.parametrize(
    ("idle", "state"),
    [
        pytest.param(timedelta(minutes=30), AnswersState.OK, id="30 minutes"),
        pytest.param(timedelta(minutes=30, seconds=1), AnswersState.EXPIRED, id="a second more"),
        pytest.param(timedelta(days=400), AnswersState.EXPIRED, id="a year"),
    ],
)
def test_answers_can_be_read_for_half_an_hour(idle: timedelta, state: AnswersState) -> None:
    found = read(token_of(ANSWERS), NOON + idle)

    assert found.state is state
    assert found.answers == (ANSWERS if state is AnswersState.OK else {})


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("x", id="no token"),
        pytest.param("gAAAA" * 400, id="looks like a token"),
        pytest.param("schön", id="not ASCII"),
        pytest.param("\ud800", id="half a surrogate pair"),
        pytest.param(
            Fernet(base64.urlsafe_b64encode(b"k" * 32)).encrypt(b"{}").decode(), id="foreign key"
        ),
    ],
)
def test_cookie_we_did_not_write_is_unreadable(token: str) -> None:
    assert read(token) == UNREADABLE


@given(st.data())
def test_changed_cookie_is_unreadable(data: st.DataObject) -> None:
    token = token_of(ANSWERS)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("aZ0_-=é "))

    changed = token[:place] + letter + token[place + 1 :]

    # The last letters of base64 hold bits that nobody reads.
    if base64.urlsafe_b64decode(token) != _decoded(changed):
        assert read(changed) == UNREADABLE


def _decoded(text: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(text.encode())
    except ValueError:
        return None


def test_cut_cookie_is_unreadable() -> None:
    assert read(token_of(ANSWERS)[:-10]) == UNREADABLE


def test_cookie_shows_nothing_of_the_answers() -> None:
    token = token_of({"diagnosis": "neuroblastoma"})

    assert "neuroblastoma" not in token
    assert b"neuroblastoma" not in base64.urlsafe_b64decode(token)
    assert token_of({"diagnosis": "neuroblastoma"}) != token


def test_cookie_is_for_the_server_alone_and_ends_with_the_browser_session() -> None:
    response = HttpResponse()
    write_answers(response, ANSWERS, now=NOON)

    cookie = response.cookies["answers"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert not cookie["secure"]


def test_cookie_is_tied_to_host_and_https_where_there_is_https(
    settings: Settings,
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    write_answers(response, ANSWERS, now=NOON)

    assert response.cookies["__Host-answers"]["secure"]
    assert read(response.cookies["__Host-answers"].value).answers == ANSWERS


@pytest.mark.parametrize("secure", [False, True])
def test_cleared_cookie_is_one_that_the_browser_removes(secure: bool, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    response = HttpResponse()
    clear_answers(response)

    cookie = response.cookies[cookie_name()]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/")
    assert bool(cookie["secure"]) is secure


def test_answers_outlive_a_change_of_the_secret_key(settings: Settings) -> None:
    token = token_of(ANSWERS)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be one " * 2

    assert read(token).answers == ANSWERS

    settings.SECRET_KEY_FALLBACKS = []
    assert read(token) == UNREADABLE


def _chance_letters(chance: random.Random, count: int) -> str:
    """Four bytes for every letter, and nothing in them that could be compressed."""
    return "".join(chr(chance.randrange(0x20000, 0x2A6DF)) for _ in range(count))


def _worst_of_the_finder(chance: random.Random) -> Answers:
    typed = {name: _chance_letters(chance, 300) for name in FinderForm.base_fields}
    return FinderForm.answers_in(typed)


def _worst_of_the_questions(chance: random.Random, letters: str) -> Answers:
    """Every question answered: chosen by chance, or written in ``letters`` by chance."""
    posted = QueryDict(mutable=True)
    questions = FactsForm(None, facts=askable_facts(Persona.FAMILY), today=NOON.date()).questions
    for question in questions:
        chosen = [option.value for option in question.options]
        is_one = question.control == "radios"
        posted.setlist(question.html_name, [chance.choice(chosen)] if is_one else chosen)
        for box in question.boxes:
            posted.appendlist(box.name, "".join(chance.choices(letters, k=40)))
        posted.setlist(f"{question.html_name}.unit", [unit.value for unit in question.units])
        if not question.options and not question.boxes:
            posted.setlist(question.html_name, ["unknown"])
    answers = posted_answers(posted, [each.fact for each in questions], NOON.date())
    assert all(answers.values())
    return answers


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param("0123456789", id="digits"),
        pytest.param("".join(map(chr, range(0xA1, 0x100))), id="letters with accents"),
        pytest.param("😀", id="no letters"),
    ],
)
def test_worst_answers_fit_well_into_a_cookie(letters: str) -> None:
    """Everything that families can be asked, each answer as long as it can be."""
    chance = random.Random(1)
    answers = _worst_of_the_finder(chance) | _worst_of_the_questions(chance, letters)
    response = HttpResponse()
    write_answers(response, answers, now=NOON)

    assert len(response.cookies.output()) < 0.9 * LARGEST_COOKIE
    assert read(response.cookies[cookie_name()].value).answers == answers


def test_answers_packed_with_other_words_are_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a new release with another catalogue."""
    token = token_of({"fact.mrd": "positive", "fact.down_syndrome": "no"})
    monkeypatch.setattr("trials.answers._common_words", lambda: b"other words")

    assert read(token) == UNREADABLE
