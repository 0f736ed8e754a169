"""Some studies side by side. The address names the studies and nobody: it can be shared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.models import Disease
from trials.presenters.compare import MOST_COMPARED, comparison
from trials.presenters.names import DiagnosisNames, plain_names
from trials.views.answers import renew
from trials.views.searching import Search
from trials.views.standings import standings_of

LONGEST_SLUG = 80


@require_safe
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """``?trial=a&trial=b``. How they stand to somebody is shown to that browser alone."""
    asked = [slug for slug in request.GET.getlist("trial") if 0 < len(slug) <= LONGEST_SLUG]
    slugs = list(dict.fromkeys(asked))
    own = Search.of_request(request)
    search = own or Search.empty()
    found = standings_of(slugs[:MOST_COMPARED], search)
    diagnoses = frozenset(Disease.objects.diagnoses().values_list("code", flat=True))
    names = DiagnosisNames(plain_names(search.catalogue), search.graph, diagnoses)
    trials = [standing.match.trial for standing in found]
    cards = [standing.card for standing in found] if own and own.chips else []
    context = {
        "trials": trials,
        "rows": comparison(trials, names, search.today, cards) if trials else (),
        "left_away": len(slugs) - len(found),
        "most": MOST_COMPARED,
        "link": request.build_absolute_uri(_address(request.path, [t.slug for t in trials])),
    }
    response = render(request, "trials/compare.html", context)
    if own:
        renew(request, response, own.answers)
    return response


def _address(path: str, slugs: list[str]) -> str:
    """Short names need no escaping."""
    return f"{path}?{'&'.join(f'trial={slug}' for slug in slugs)}"
