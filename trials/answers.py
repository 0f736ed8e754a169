"""The answers of a family between two pages: in an encrypted cookie, nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest, HttpResponse

Answers = dict[str, str]
"""Form field → text as it was typed. Only fields with something in them."""


class AnswersState(StrEnum):
    NONE = "none"
    OK = "ok"
    EXPIRED = "expired"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """``answers`` is empty unless ``state`` is OK."""

    answers: Answers = field(default_factory=dict)
    state: AnswersState = AnswersState.NONE


def kept(typed: Mapping[str, str], limits: Mapping[str, int]) -> Answers:
    """What of a posted form is kept: known fields with something in them, cut to length.

    ``limits`` is the greatest length of each known field (``FinderForm.limits()``). A text
    above it is cut so that it is still above it, and fails again with the same message.
    """
    raise NotImplementedError


def read_answers(request: HttpRequest, *, now: datetime) -> ReadAnswers:
    """The answers that came with the request. Never raises."""
    raise NotImplementedError


def write_answers(response: HttpResponse, answers: Answers, *, now: datetime) -> None:
    """Give the answers to the browser, readable for the next 30 minutes."""
    raise NotImplementedError


def clear_answers(response: HttpResponse) -> None:
    """Have the browser forget the answers."""
    raise NotImplementedError
