"""The page of one study, and how it stands to the answers if there are any."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.answers import AnswersState, read_answers
from trials.disease_search import disease_names
from trials.finder import with_everything
from trials.models import Disease, Trial
from trials.presenters.names import DiagnosisNames, plain_names
from trials.presenters.trial_pages import TrialPage, trial_page
from trials.rulebook import disease_graph
from trials.templatetags.site import site_profile
from trials.views import clock
from trials.views.answers import renew
from trials.views.people import people_shown
from trials.views.searching import Search
from trials.views.standings import judged_groups, standing_of


@require_safe
@never_cache
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    catalogue, graph, now = disease_names(), disease_graph(), clock.now()
    published = with_everything(Trial.objects.public(clock.today())).prefetch_related("sources")
    found = get_object_or_404(published, slug=slug)
    diagnoses = frozenset(Disease.objects.diagnoses().values_list("code", flat=True))
    names = DiagnosisNames(plain_names(catalogue), graph, diagnoses)
    site = site_profile()
    read = read_answers(request, now=now)
    search = Search.of(read.answers, catalogue, graph) if read.answers else None
    near = search.trial_filter.form.place if search else None
    page = trial_page(found, names, clock.today(), site.contact, near)
    stands = _stands(found, search) if search else {}
    shown = {"page": page, "site": site, "unread": _unread(request, page), **stands}
    shown |= people_shown(request) if search else {}
    response = render(request, "trials/trial_detail.html", shown)
    if read.state is AnswersState.OK:
        renew(request, response, read.answers)
    return response


def _unread(request: HttpRequest, page: TrialPage) -> tuple[str, ...]:
    """Parts of the record that could not be read; families could do nothing with them."""
    unread = page.registry.unread if page.registry else ()
    is_staff = any(map(request.user.has_perm, ("trials.view_trial", "trials.use_referral_check")))
    return unread if unread and is_staff else ()


def _stands(found: Trial, search: Search) -> dict[str, Any]:
    """What the answers come to for this study alone."""
    stands = standing_of(found, search)
    return {"card": stands.card, "judged_groups": judged_groups(stands, search)}
