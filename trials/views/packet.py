"""What a family takes to the doctor. Made from the cookies; nothing of it is in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.presenters.packet import Packet, packet_of, packet_text
from trials.presenters.results import SECTION_SIZE
from trials.templatetags.site import site_profile
from trials.views.answers import renew, see_other
from trials.views.kept import kept_slugs
from trials.views.people import people_shown
from trials.views.searching import Search
from trials.views.standings import standings_of


@require_safe
@never_cache
def packet(request: HttpRequest) -> HttpResponse:
    """On paper: answers, studies with what is open, questions, whom to call, room for notes."""
    return _show(request, "trials/packet.html")


@require_safe
@never_cache
def text(request: HttpRequest) -> HttpResponse:
    """The same as plain text, to be pasted into a message."""
    return _show(request, "trials/packet_text.html")


def _show(request: HttpRequest, template: str) -> HttpResponse:
    search = Search.of_request(request)
    if search is None:
        return see_other("trials:finder")  # which says what became of the answers
    shown = people_shown(request)
    made = _packet(request, search, shown["person_label"])
    context = {**shown, "packet": made, "text": packet_text(made)}
    response = render(request, template, context)
    renew(request, response, search.answers)
    return response


def _packet(request: HttpRequest, search: Search, person: str) -> Packet:
    own = standings_of(kept_slugs(request), search)
    found = own or standings_of(_first_results(search), search)
    return packet_of(
        [(each.match, each.card) for each in found],
        case=search.trial_filter.seeker.case,
        site=site_profile(),
        today=search.today,
        person=person,
        answers=[chip.label for chip in search.chips],
        is_own_list=bool(own),
    )


def _first_results(search: Search) -> list[str]:
    """Those to ask about first; nobody takes a hundred studies to an appointment."""
    return [match.trial.slug for match in search.result.open[:SECTION_SIZE]]
