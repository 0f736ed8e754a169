"""Add, switch and remove people in one visit; nothing of them is on the server."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from trials.presenters.people import PersonTab, person_label
from trials.views import clock
from trials.views.answers import onwards, see_other
from trials.views.searching import Search
from trials.views.waiting import People, forget_everybody


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """One of: ``add`` a person, ``look_at`` a number, ``remove`` a number."""
    people = People.of(request, clock.now())
    if "add" in request.POST:
        number = people.next_number
        if number is None:
            return see_other("trials:results")
        return onwards(request, "trials:finder", people.turned_to(number))
    removed = _number(request, "remove")
    if removed is not None:
        left = people.without(removed)
        if left is None:
            response = see_other("trials:finder")
            forget_everybody(request, response)
            return response
        return onwards(request, "trials:results", left)
    wanted = _number(request, "look_at")
    if wanted is not None and wanted in people.waiting:
        people = people.turned_to(wanted)
    return onwards(request, "trials:results", people)


def _number(request: HttpRequest, name: str) -> int | None:
    told = request.POST.get(name, "")
    return int(told) if told.isdecimal() and len(told) == 1 else None


def people_shown(request: HttpRequest) -> dict[str, Any]:
    """For a page: everybody with a label; nobody is listed who is alone."""
    people = People.of(request, clock.now())
    tabs = [
        PersonTab(number, _label(people, number), number == people.number)
        for number in people.numbers
        if people.waiting
    ]
    return {
        "people": tabs,
        "person": people.number,
        "person_label": next((tab.label for tab in tabs if tab.is_current), ""),
        "may_add": people.next_number is not None,
    }


def _label(people: People, number: int) -> str:
    answers = people.read.answers if number == people.number else people.waiting[number]
    search = Search.now(answers)
    if search is None:  # something in the answers has to be mended first
        return person_label(number, {}, "")
    form = search.trial_filter.form
    named = search.catalogue.named(form.disease_code or "")
    return person_label(number, form.cleaned_data, named.plain_name if named else "")
