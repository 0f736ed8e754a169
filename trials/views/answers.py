"""Between the pages: keep, take back or forget the answers. Nothing of them is in an address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from trials.answers import Answers, cookie_name
from trials.disease_search import disease_names
from trials.eligibility.findings import BIRTH_DATE
from trials.eligibility.person import DIAGNOSIS
from trials.forms.fact_fields import PREFIX, field_name
from trials.forms.finder import ANSWERS, FinderForm
from trials.views import clock
from trials.views.waiting import PERSON, People, forget_everybody


def take_answers(request: HttpRequest) -> HttpResponse:
    """To the results if the answers read well, else back to the form, which says what to mend.

    Answers to questions are kept: the form does not ask for them.
    """
    people = people_posted(request)
    kept = people.read.answers
    answers = FinderForm.answers_in(request.POST)
    form = FinderForm(answers, today=clock.today(), catalogue=disease_names())
    others = {name: text for name, text in kept.items() if name not in FinderForm.base_fields}
    for question, boxes in _DECLINED_UNTIL.items():
        if any(answers.get(box) != kept.get(box) for box in boxes):
            others.pop(field_name(question), None)
    page = "trials:results" if form.is_valid() else "trials:finder"
    return onwards(request, page, people.telling(answers | others))


_DECLINED_UNTIL = {DIAGNOSIS: ANSWERS["diagnosis"], BIRTH_DATE: ANSWERS["age"]}
""""I don't know" to a question of the first form holds until its boxes are filled otherwise."""


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one answer back; an answer nobody knows of is none."""
    people = people_posted(request)
    field = request.POST.get("field", "")
    taken_back = ANSWERS.get(field, (field,) if field.startswith(PREFIX) else ())
    told = people.read.answers
    left = {name: text for name, text in told.items() if name not in taken_back}
    return onwards(request, "trials:results", people.telling(left))


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Everybody's; a way back to one person would need them."""
    response = see_other("trials:finder")
    forget_everybody(request, response)
    return response


def see_other(url_name: str) -> HttpResponse:
    """303: the browser fetches the next page with GET, and Back does not send anything again."""
    return HttpResponseRedirect(reverse(url_name), status=303)


def people_posted(request: HttpRequest) -> People:
    """Who a form is about. It says so itself: another window may look at somebody else."""
    people = People.of(request, clock.now())
    told = request.POST.get(PERSON, "")
    return people.turned_to(int(told)) if told.isdecimal() and len(told) == 1 else people


def renew(request: HttpRequest, response: HttpResponse, answers: Answers) -> None:
    """Another half an hour for answers that came with the request."""
    if cookie_name() in request.COOKIES:
        now = clock.now()
        People.of(request, now).telling(answers).write(request, response, now)


def onwards(request: HttpRequest, url_name: str, people: People) -> HttpResponse:
    """To another page, with these answers."""
    response = see_other(url_name)
    people.write(request, response, clock.now())
    return response
