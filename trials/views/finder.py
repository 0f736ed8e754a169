"""The questions, and the suggestions under the diagnosis."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trials.answers import AnswersState
from trials.disease_search import disease_names
from trials.forms.finder import AGE_BOXES, BIRTH_BOXES, FinderForm
from trials.views import clock
from trials.views.answers import take_answers
from trials.views.people import people_shown
from trials.views.waiting import People, forget_everybody

LONGEST_QUERY = 200
IN_ORDER = ("diagnosis", *AGE_BOXES, *BIRTH_BOXES, "role", "near", "radius", "words")
"""The fields as they follow each other on the page."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def finder(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return take_answers(request)
    now = clock.now()
    people = People.of(request, now)
    read = people.read
    form = FinderForm(read.answers or None, today=clock.today(), catalogue=disease_names())
    response = render(
        request,
        "trials/finder.html",
        {**_context(form), **people_shown(request), "state": read.state},
    )
    if read.state is AnswersState.OK:
        people.write(request, response, now)
    elif read.state is not AnswersState.NONE:
        forget_everybody(request, response)
    return response


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Several small boxes under one question."""

    fields: tuple[BoundField, ...]

    @classmethod
    def named(cls, form: FinderForm, names: Iterable[str]) -> "_Boxes":
        return cls(tuple(form[name] for name in names))

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)

    @property
    def is_filled(self) -> bool:
        return any(field.value() for field in self.fields)


def _context(form: FinderForm) -> dict[str, Any]:
    return {
        "form": form,
        "age_boxes": _Boxes.named(form, AGE_BOXES),
        "birth_boxes": _Boxes.named(form, BIRTH_BOXES),
        "error_links": [_error_link(form, form[name]) for name in IN_ORDER if form[name].errors],
        # Known once the form has been read for errors.
        "candidates": form.candidates,
        "places": form.places,
    }


def _error_link(form: FinderForm, field: BoundField) -> dict[str, str]:
    """The words of the error, and what to jump to: the first choice where there is one."""
    target = field.id_for_label
    if field.name == "diagnosis" and form.candidates:
        target = "diagnosis-code-1"
    elif field.name == "near" and form.places:
        target = "near-name-1"
    return {"target": target, "message": str(field.errors[0])}


@require_POST
@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """Diagnoses whose names fit what was typed so far, best first."""
    found = disease_names().suggest(request.POST.get("q", "")[:LONGEST_QUERY])
    suggestions = [
        {
            "code": candidate.code,
            "name": candidate.name,
            "plain_name": candidate.plain_name,
            "found_by": candidate.found_by,
        }
        for candidate in found
    ]
    return JsonResponse({"suggestions": suggestions})
