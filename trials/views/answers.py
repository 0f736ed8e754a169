"""Between the pages: keep, take back or forget the answers. Nothing of them is in an address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from trials.answers import (
    Answers,
    clear_answers,
    cookie_name,
    read_answers,
    write_answers,
)
from trials.disease_search import disease_names
from trials.eligibility.findings import BIRTH_DATE
from trials.eligibility.person import DIAGNOSIS
from trials.forms.fact_fields import PREFIX, field_name
from trials.forms.finder import ANSWERS, FinderForm
from trials.views import clock


def take_answers(request: HttpRequest) -> HttpResponse:
    """To the results if the answers read well, else back to the form, which says what to mend.

    Answers to questions are kept: the form does not ask for them.
    """
    kept = read_answers(request, now=clock.now()).answers
    answers = FinderForm.answers_in(request.POST)
    form = FinderForm(answers, today=clock.today(), catalogue=disease_names())
    others = {name: text for name, text in kept.items() if name not in FinderForm.base_fields}
    for question, boxes in _DECLINED_UNTIL.items():
        if any(answers.get(box) != kept.get(box) for box in boxes):
            others.pop(field_name(question), None)
    return onwards("trials:results" if form.is_valid() else "trials:finder", answers | others)


_DECLINED_UNTIL = {DIAGNOSIS: ANSWERS["diagnosis"], BIRTH_DATE: ANSWERS["age"]}
""""I don't know" to a question of the first form holds until its boxes are filled otherwise."""


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one answer back; an answer nobody knows of is none."""
    answers = read_answers(request, now=clock.now()).answers
    field = request.POST.get("field", "")
    taken_back = ANSWERS.get(field, (field,) if field.startswith(PREFIX) else ())
    left = {name: text for name, text in answers.items() if name not in taken_back}
    return onwards("trials:results", left)


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    response = see_other("trials:finder")
    clear_answers(response)
    return response


def see_other(url_name: str) -> HttpResponse:
    """303: the browser fetches the next page with GET, and Back does not send anything again."""
    return HttpResponseRedirect(reverse(url_name), status=303)


def renew(request: HttpRequest, response: HttpResponse, answers: Answers) -> None:
    """Another half an hour for answers that came with the request."""
    if cookie_name() in request.COOKIES:
        write_answers(response, answers, now=clock.now())


def onwards(url_name: str, answers: Answers) -> HttpResponse:
    """To another page, with these answers."""
    response = see_other(url_name)
    write_answers(response, answers, now=clock.now())
    return response
