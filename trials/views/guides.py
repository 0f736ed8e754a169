"""Guides to diseases, the glossary, and the way from a guide to the studies."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from trials.models import ApprovedTreatment, GlossaryTerm, Guide
from trials.models.translation import page_language
from trials.presenters.glossary import letters_of
from trials.presenters.guides import guide_page, guides_by_group
from trials.views import clock
from trials.views.answers import onwards
from trials.views.waiting import People


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    held = Guide.objects.shown().in_language(page_language()).select_related("disease")
    return render(request, "guides/list.html", {"groups": guides_by_group(held)})


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    found, language = _found(slug), page_language()
    treatments = ApprovedTreatment.objects.shown().in_language(language)
    page = guide_page(found, treatments.below([found.disease.code]), language=language)
    return render(request, "guides/guide.html", {"page": page})


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """To the finder, with the diagnosis filled in; answers given before are kept.

    The guide is named in the body: that somebody searches for its disease is an answer of
    theirs, and no answer is in an address.
    """
    disease = _found(request.POST.get("guide", "")).disease
    people = People.of(request, clock.now())
    _medical, plain = disease.names_in(page_language())
    diagnosis = {"diagnosis": plain, "diagnosis_code": disease.code}
    told = people.telling(people.read.answers | diagnosis)
    return onwards(request, "trials:finder", told)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    held = GlossaryTerm.objects.shown().in_language(page_language())
    shown: dict[str, Any] = {"letters": letters_of(held), "language": page_language()}
    return render(request, "glossary/list.html", shown)


def _found(slug: str) -> Guide:
    held = Guide.objects.shown().in_language(page_language())
    found: Guide | None = held.filter(slug=slug).select_related("disease").first()
    if found is None:
        raise Http404
    return found
