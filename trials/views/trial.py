"""The page of one study, and how it stands to the answers if there are any."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.answers import AnswersState, read_answers, write_answers
from trials.disease_search import DiseaseNames, disease_names
from trials.eligibility.diseases import DiseaseGraph
from trials.finder import LeftOutReason, standing, with_everything
from trials.forms.finder import FinderForm
from trials.models import Disease, Trial
from trials.presenters.matches import CardMaker, MatchCard
from trials.presenters.names import DiagnosisNames, plain_names
from trials.presenters.trial_pages import trial_page
from trials.presenters.verdicts import Verdict
from trials.rulebook import disease_graph
from trials.templatetags.site import site_profile
from trials.views import clock


@require_safe
@never_cache
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    catalogue, graph, now = disease_names(), disease_graph(), clock.now()
    published = with_everything(Trial.objects.published()).prefetch_related("sources")
    found = get_object_or_404(published, slug=slug)
    diagnoses = frozenset(Disease.objects.diagnoses().values_list("code", flat=True))
    names = DiagnosisNames(plain_names(catalogue), graph, diagnoses)
    site = site_profile()
    page = trial_page(found, names, clock.today(), site.contact)
    read = read_answers(request, now=now)
    card = _stands(found, read.answers, catalogue, graph) if read.answers else None
    response = render(
        request, "trials/trial_detail.html", {"page": page, "card": card, "site": site}
    )
    if read.state is AnswersState.OK:
        write_answers(response, read.answers, now=now)
    return response


def _stands(
    found: Trial, answers: dict[str, str], catalogue: DiseaseNames, graph: DiseaseGraph
) -> MatchCard | None:
    """What the answers come to for this study alone; None while they need mending."""
    today = clock.today()
    form = FinderForm(answers, today=today, catalogue=catalogue)
    if not form.is_valid():
        return None
    where, match = standing(found, facts=form.facts(), graph=graph, today=today, place=form.place)
    maker = CardMaker(form.facts(), plain_names(catalogue), today)
    if isinstance(where, LeftOutReason):
        return maker.card(match, Verdict.LEFT_OUT, where)
    return maker.card(match, Verdict(where.value))
