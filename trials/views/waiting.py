"""Several people in one visit: one is looked at, the answers of the others wait.

The answers of the person looked at are in the cookie of the family, as if there were no other
person; each of the others has an encrypted cookie of its own, so that nobody's answers take
room from another's. A person has a number and no name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from django.http import HttpRequest, HttpResponse

from trials.answers import (
    Answers,
    AnswersCookie,
    AnswersState,
    ReadAnswers,
    clear_answers,
    read_answers,
    write_answers,
)

MOST_PEOPLE = 4
NUMBERS = range(1, MOST_PEOPLE + 1)
PERSON = "person"
"""Kept among the answers: the number of whose they are. The first person's do not say so."""
COOKIES: Mapping[int, AnswersCookie] = {
    number: AnswersCookie(f"answers-{number}") for number in NUMBERS
}


@dataclass(frozen=True, slots=True)
class People:
    """``read`` are the answers of the person looked at, ``waiting`` those of the others."""

    read: ReadAnswers = field(default_factory=ReadAnswers)
    waiting: Mapping[int, Answers] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest, now: datetime) -> Self:
        """Never raises; whoever's answers cannot be read any more is nobody."""
        read = read_answers(request, now=now)
        others = {
            number: read_answers(request, now=now, cookie=cookie)
            for number, cookie in COOKIES.items()
            if cookie.name in request.COOKIES
        }
        own = _number_in(read.answers)
        return cls(
            read,
            {
                number: other.answers
                for number, other in others.items()
                if other.state is AnswersState.OK and number != own
            },
        )

    @property
    def number(self) -> int:
        """Of the person looked at."""
        return _number_in(self.read.answers)

    @property
    def numbers(self) -> list[int]:
        return sorted({self.number, *self.waiting})

    @property
    def next_number(self) -> int | None:
        """For one more person; None when there is no room."""
        return next((number for number in NUMBERS if number not in self.numbers), None)

    def turned_to(self, number: int) -> Self:
        """Looking at somebody else, who has told nothing yet if there is nobody so far.

        Not when the answers were lost, which has to be said first.
        """
        is_lost = self.read.state in (AnswersState.EXPIRED, AnswersState.UNREADABLE)
        if is_lost or number == self.number or number not in NUMBERS:
            return self
        waiting = {other: told for other, told in self.waiting.items() if other != number}
        if self.read.state is AnswersState.OK:
            waiting[self.number] = self.read.answers
        return replace(self, read=_told(self.waiting.get(number, {}), number), waiting=waiting)

    def without(self, number: int) -> Self | None:
        """One person less; None when that was the last."""
        others = self if number != self.number else self._turned_to_next()
        if others is None:
            return None
        left = {other: told for other, told in others.waiting.items() if other != number}
        return replace(others, waiting=left)

    def _turned_to_next(self) -> Self | None:
        return self.turned_to(min(self.waiting)) if self.waiting else None

    def telling(self, answers: Answers) -> Self:
        """The same people, of whom the one looked at told this."""
        return replace(self, read=_told(answers, self.number))

    def write(self, request: HttpRequest, response: HttpResponse, now: datetime) -> None:
        """Another half an hour for everybody; nothing is left of who is gone."""
        write_answers(response, self.read.answers, now=now)
        for number, cookie in COOKIES.items():
            if number in self.waiting:
                write_answers(response, self.waiting[number], now=now, cookie=cookie)
            elif cookie.name in request.COOKIES:
                clear_answers(response, cookie)


def forget_everybody(request: HttpRequest, response: HttpResponse) -> None:
    clear_answers(response)
    for cookie in COOKIES.values():
        if cookie.name in request.COOKIES:
            clear_answers(response, cookie)


def _told(answers: Answers, number: int) -> ReadAnswers:
    told = {name: text for name, text in answers.items() if name != PERSON}
    return ReadAnswers(told if number == 1 else {**told, PERSON: str(number)}, AnswersState.OK)


def _number_in(answers: Answers) -> int:
    told = answers.get(PERSON, "")
    return int(told) if told.isdecimal() and int(told) in NUMBERS else 1
