"""The day on which somebody grows into a study or out of it, for the results and a calendar."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from trials.finder import with_everything
from trials.models import Trial
from trials.presenters.age_days import AgeDay, age_days, titled
from trials.presenters.verdicts import Verdict
from trials.views import clock
from trials.views.answers import renew
from trials.views.searching import Search
from trials.views.standings import standing_of

MOST_DAYS = 20
"""More dates than these help nobody; the studies themselves are all listed."""


def age_days_shown(search: Search) -> dict[str, Any]:
    """For the page of results: one query when there is a day to show, else none."""
    result, births = search.result, search.trial_filter.facts.births
    days = age_days(result.soon, result.open, births, search.today)[:MOST_DAYS]
    shown: tuple[AgeDay, ...] = ()
    if days:
        listed = Trial.objects.public(clock.today()).filter(pk__in=[day.trial for day in days])
        shown = titled(days, dict(listed.values_list("pk", "plain_title")))
    return {"age_days": shown, "knows_birth_date": bool(births and births.is_exact)}


@require_safe
@never_cache
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The days of one study for the answers in the cookie. The file names study and day only."""
    search = Search.of_request(request)
    listed = with_everything(Trial.objects.public(clock.today()))
    trial = get_object_or_404(listed, slug=slug)
    if search is None:
        raise Http404
    standing = standing_of(trial, search)
    is_soon = standing.card.verdict is Verdict.SOON
    is_open = standing.card.verdict in (Verdict.FITS, Verdict.POSSIBLE)
    days = age_days(
        [standing.match] if is_soon else [],
        [standing.match] if is_open else [],
        search.trial_filter.facts.births,
        search.today,
    )
    days = tuple(day for day in days if day.is_one_day)
    if not days:
        raise Http404
    response = HttpResponse(_file(days, trial), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    renew(request, response, search.answers)
    return response


def _file(days: tuple[AgeDay, ...], trial: Trial) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Trial finder//")
    made.add("version", "2.0")
    for day in days:
        event = Event()
        event.add("uid", f"{trial.slug}-{day.first:%Y%m%d}@{_HOST}")
        event.add("dtstamp", clock.now())
        event.add("dtstart", day.first)
        event.add("summary", _one_line(trial.plain_title))
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return made.to_ical()


_HOST = "trial-finder.invalid"
"""Of no machine: the file does not say where it was made."""


def _one_line(title: str) -> str:
    return re.sub(r"\s+", " ", title)
