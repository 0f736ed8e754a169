"""Questions beyond age and disease: one at a time beside the results, or many on a page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trials.answers import Answers, AnswersState
from trials.eligibility.catalogue import Persona
from trials.forms.fact_fields import NOT_KNOWN, UNANSWERED, FactQuestion, field_name
from trials.forms.facts import askable_facts, posted_answers
from trials.views import clock
from trials.views.answers import onwards, people_posted, renew, see_other
from trials.views.people import people_shown
from trials.views.searching import QUESTIONS, SKIPPED, Search

SHOWN_AT_ONCE = 8
"""Questions that are shown before the others are folded."""
FROM_RESULTS = "results"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def questions(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _take(request)
    search = Search.of_request(request)
    if search is None:
        return see_other("trials:finder")
    response = render(
        request, "trials/questions.html", {**_context(search), **people_shown(request)}
    )
    renew(request, response, search.answers)
    return response


@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """No more questions beside the results, or some again; what needed mending is let go."""
    people = people_posted(request)
    read = people.read
    search = Search.now(read.answers)
    if search is None or read.state in (AnswersState.EXPIRED, AnswersState.UNREADABLE):
        return see_other("trials:finder")
    dropped = {QUESTIONS, *(question.name for question in search.errors)}
    answers = {name: text for name, text in read.answers.items() if name not in dropped}
    if request.POST.get("ask") != "again":
        answers[QUESTIONS] = SKIPPED
    return onwards(request, "trials:results", people.telling(answers))


def _take(request: HttpRequest) -> HttpResponse:
    """Keep what was answered; to the results, or back to the questions to mend one."""
    people = people_posted(request)
    read = people.read
    if read.state in (AnswersState.EXPIRED, AnswersState.UNREADABLE):
        return see_other("trials:finder")
    is_one = request.POST.get("page") == FROM_RESULTS
    posted = _posted(request.POST, if_empty=UNANSWERED if is_one else "")
    answers = _with(read.answers, posted)
    search = Search.now(answers)
    if search is None:
        return onwards(request, "trials:finder", people.telling(answers))
    has_errors = any(question.name in posted for question in search.errors)
    page = "trials:questions" if has_errors and not is_one else "trials:results"
    return onwards(request, page, people.telling(answers))


def _posted(posted: QueryDict, *, if_empty: str) -> dict[str, str]:
    """The answers to the questions that were on the page; empty for those left empty."""
    asked = set(posted.getlist("asked"))
    facts = [fact for fact in askable_facts(Persona.FAMILY) if fact.key in asked]
    answers = posted_answers(posted, facts, clock.today())
    answers = {name: text or if_empty for name, text in answers.items()}
    not_known = field_name(posted.get("not_known", ""))
    return {**answers, not_known: NOT_KNOWN} if not_known in answers else answers


def _with(answers: Answers, posted: Mapping[str, str]) -> Answers:
    """Whoever answers a question may be asked the next."""
    kept = {**answers, **posted}
    return {name: text for name, text in kept.items() if text and name != QUESTIONS}


def _context(search: Search) -> dict[str, Any]:
    useful = search.still_useful
    in_form = [asked for asked in useful if asked.in_form]
    open_questions = [asked for asked in useful if asked.question and not asked.in_form]
    answered = [question for question in search.answered if question.control != "none"]
    return {
        "answered": answered,
        "first": open_questions[:SHOWN_AT_ONCE],
        "others": open_questions[SHOWN_AT_ONCE:],
        "in_form": in_form,
        "form": {"errors": search.errors},
        "error_links": error_links(search.errors),
        "open_now": len(search.result.open),
    }


def error_links(questions: list[FactQuestion]) -> list[dict[str, str]]:
    """The words of each error, and what to jump to."""
    return [
        {"target": question.first_id, "message": str(question.errors[0])} for question in questions
    ]
