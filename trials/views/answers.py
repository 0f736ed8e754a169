"""Between the pages: keep, take back or forget the answers. Nothing of them is in an address."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from trials.answers import Answers, clear_answers, read_answers, write_answers
from trials.disease_search import disease_names
from trials.forms.finder import ANSWERS, FinderForm
from trials.views import clock


def take_answers(typed: Mapping[str, str]) -> HttpResponse:
    """To the results if the answers read well, else back to the form, which says what to mend."""
    answers = FinderForm.answers_in(typed)
    form = FinderForm(answers, today=clock.today(), catalogue=disease_names())
    return _onwards("trials:results" if form.is_valid() else "trials:finder", answers)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one answer back; an answer nobody knows of is none."""
    answers = read_answers(request, now=clock.now()).answers
    taken_back = ANSWERS.get(request.POST.get("field", ""), ())
    left = {name: text for name, text in answers.items() if name not in taken_back}
    return _onwards("trials:results", left)


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    response = see_other("trials:finder")
    clear_answers(response)
    return response


def see_other(url_name: str) -> HttpResponse:
    """303: the browser fetches the next page with GET, and Back does not send anything again."""
    return HttpResponseRedirect(reverse(url_name), status=303)


def _onwards(url_name: str, answers: Answers) -> HttpResponse:
    response = see_other(url_name)
    write_answers(response, answers, now=clock.now())
    return response
