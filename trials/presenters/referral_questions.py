"""What to find out next: the missing facts, those first that settle most studies."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.formats import number_format

from trials.eligibility.catalogue import FactKind
from trials.eligibility.person import Person
from trials.eligibility.questions import Question
from trials.presenters.referral_rows import FactLink, PersonWords

QUESTIONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A missing fact, and what an answer does.

    ``settles``  studies that an answer settles on average, as a number in words.
    ``decides``  studies that some answer rules out and another does not.
    ``needed``   studies that ask for it, where no answer can be tried; else None.
    ``open``     studies that are undetermined now.
    """

    fact: FactLink
    settles: str
    decides: int
    needed: int | None
    open: int


def question_lines(
    questions: Iterable[Question], who: PersonWords, named: Collection[str]
) -> tuple[QuestionLine, ...]:
    """Those about facts that a study asks for itself: ``named``.

    A fact from which one of those follows settles no more than it does, and would only
    make the list longer.
    """
    return tuple(_line(question, who) for question in questions if question.fact.key in named)


def _line(question: Question, who: PersonWords) -> QuestionLine:
    fact = question.fact
    return QuestionLine(
        fact=FactLink(str(fact.label), who.fields.get(fact.key, "")),
        settles=number_format(question.settles, 0 if question.settles >= 10 else 1),
        decides=question.decides,
        needed=None if _can_be_tried(question, who.person) else question.decides,
        open=question.open,
    )


def _can_be_tried(question: Question, person: Person) -> bool:
    """Whether the gain was worked out answer by answer."""
    kind = question.fact.kind
    if kind is FactKind.DISEASE:
        return any(person.graph.children(named) for named in person.facts.diagnoses)
    return kind not in (FactKind.DATE, FactKind.AGE)
