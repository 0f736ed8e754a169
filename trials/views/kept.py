"""Studies that somebody keeps: their short names in a cookie on that device, nowhere else."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from trials.answers import AnswersCookie
from trials.models import Trial
from trials.presenters.asking import questions_about
from trials.presenters.compare import MOST_COMPARED
from trials.presenters.verdicts import Verdict
from trials.views import clock
from trials.views.answers import renew
from trials.views.people import people_shown
from trials.views.searching import Search
from trials.views.standings import standings_of

COOKIE = AnswersCookie("kept")
MOST_KEPT = 20
"""Twenty of the longest short names take 1,620 bytes of the 4,096 that a browser keeps."""
KEPT_FOR = timedelta(days=30)
_SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
_BETWEEN = "."
"""Stands in no short name, and is sent as it is."""


def kept_slugs(request: HttpRequest) -> tuple[str, ...]:
    """What this device keeps, in the order in which it was put there. Never raises."""
    told = request.COOKIES.get(COOKIE.name, "").split(_BETWEEN)
    return tuple(dict.fromkeys(filter(_SLUG.fullmatch, told)))[:MOST_KEPT]


def kept_context(request: HttpRequest) -> dict[str, Any]:
    """For every page: the header says how many there are, and each card whether it is one."""
    return {"kept": kept_slugs(request)}


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a study, let it go, or let all go; then back to the page one came from."""
    slugs = list(kept_slugs(request))
    wanted, dropped = request.POST.get("keep", ""), request.POST.get("drop", "")
    if "empty" in request.POST:
        slugs = []
    elif dropped in slugs:
        slugs.remove(dropped)
    elif wanted and wanted not in slugs and len(slugs) >= MOST_KEPT:
        return HttpResponseRedirect(reverse("trials:kept"), status=303)  # which says it is full
    elif wanted not in slugs and Trial.objects.public(clock.today()).filter(slug=wanted).exists():
        slugs.append(wanted)
    response = HttpResponseRedirect(_back(request, wanted or dropped), status=303)
    _write(response, slugs)
    return response


def _back(request: HttpRequest, slug: str) -> str:
    """A page of this site; without one, the list."""
    page = request.POST.get("next", "")
    if not page.startswith("/") or not url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return reverse("trials:kept")
    return f"{page}#{slug}" if _SLUG.fullmatch(slug) else page


def _write(response: HttpResponse, slugs: Iterable[str]) -> None:
    response.set_cookie(
        COOKIE.name,
        _BETWEEN.join(slugs),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@require_safe
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """The studies on the list, each as it stands to the answers."""
    search = Search.of_request(request)
    slugs = kept_slugs(request)
    found = standings_of(slugs, search or Search.empty())
    cards = [standing.card for standing in found]
    shown = {card.about.slug for card in cards}
    context = {
        **people_shown(request),
        "cards": cards,
        "gone": [slug for slug in slugs if slug not in shown],
        "is_full": len(slugs) >= MOST_KEPT,
        "most": MOST_KEPT,
        "most_compared": MOST_COMPARED,
        "has_answers": bool(search and search.chips),
        "asked": questions_about(
            [standing.match for standing in found if standing.card.verdict is not Verdict.LEFT_OUT]
        ),
    }
    response = render(request, "trials/kept.html", context)
    if search:
        renew(request, response, search.answers)
    return response
