"""What the answers come to: every published study once, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.answers import AnswersState, read_answers, write_answers
from trials.disease_search import DiseaseNames, disease_names
from trials.eligibility.diseases import DiseaseGraph
from trials.filters import TrialFilter
from trials.finder import FinderResult, Match, for_cards, left_out_matches
from trials.forms.finder import FinderForm
from trials.models import Trial
from trials.presenters.chips import answer_chips
from trials.presenters.contacts import contact_card
from trials.presenters.matches import CardMaker, MatchCard
from trials.presenters.names import plain_names
from trials.presenters.results import (
    SECTION_SIZE,
    Section,
    left_out_words,
    page_words,
    questions_to_take,
    relax_buttons,
    results_heading,
    section,
)
from trials.presenters.verdicts import Verdict
from trials.rulebook import disease_graph
from trials.templatetags.site import site_profile
from trials.views import clock
from trials.views.answers import see_other

_SECTIONS = {verdict.value: verdict for verdict in Verdict}


@require_safe
@never_cache
def results(request: HttpRequest) -> HttpResponse:
    now, today = clock.now(), clock.today()
    read = read_answers(request, now=now)
    catalogue, graph = disease_names(), disease_graph()
    trial_filter = TrialFilter(read.answers, today=today, catalogue=catalogue, graph=graph)
    was_lost = read.state in (AnswersState.EXPIRED, AnswersState.UNREADABLE)
    if was_lost or not trial_filter.is_valid():
        return see_other("trials:finder")  # which says what became of the answers
    shown = _Shown(trial_filter.find(), trial_filter.form, catalogue, graph, today)
    response = render(request, "trials/results.html", _context(request, shown))
    if read.state is AnswersState.OK:
        write_answers(response, read.answers, now=now)
    return response


@dataclass(frozen=True, slots=True)
class _Shown:
    """The answer to one request, and what its cards are made with."""

    result: FinderResult
    form: FinderForm
    catalogue: DiseaseNames
    graph: DiseaseGraph
    today: date

    @property
    def maker(self) -> CardMaker:
        return CardMaker(self.form.facts(), plain_names(self.catalogue), self.today)

    def matches(self, verdict: Verdict) -> list[Match]:
        return {
            Verdict.FITS: self.result.fits,
            Verdict.POSSIBLE: self.result.possible,
            Verdict.SOON: self.result.soon,
            Verdict.NOT_OPEN: self.result.not_open,
        }[verdict]

    def total(self, verdict: Verdict) -> int:
        if verdict is Verdict.LEFT_OUT:
            return self.result.left_out.total
        return len(self.matches(verdict))

    def cards(self, verdict: Verdict, part: slice) -> Sequence[MatchCard]:
        if verdict is Verdict.LEFT_OUT:
            return [self.maker.card(*left_out) for left_out in self._left_out(part)]
        shown = for_cards(self.matches(verdict)[part])
        return [self.maker.card(match, verdict) for match in shown]

    def _left_out(self, part: slice) -> list[tuple[Match, Verdict, Any]]:
        found = left_out_matches(
            self.result,
            published=Trial.objects.published(),
            facts=self.form.facts(),
            graph=self.graph,
            today=self.today,
            page=part,
        )
        return [(match, Verdict.LEFT_OUT, reason) for match, reason in found]


def _context(request: HttpRequest, shown: _Shown) -> dict[str, Any]:
    result = shown.result
    named = shown.catalogue.named(shown.form.disease_code or "")
    context = {
        "heading": results_heading(result),
        "chips": answer_chips(shown.form.cleaned_data, named.plain_name if named else ""),
        "total_published": result.total_published,
        "today": shown.today,
    }
    verdict = _SECTIONS.get(request.GET.get("section", ""))
    if verdict and shown.total(verdict):
        return {**context, **_one_section(shown, verdict, request.GET.get("page"))}
    return {**context, **_all_sections(shown)}


def _all_sections(shown: _Shown) -> dict[str, Any]:
    result, site = shown.result, site_profile()
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.LEFT_OUT]
    return {
        "sections": [
            _section(shown, verdict, slice(SECTION_SIZE))
            for verdict in verdicts
            if shown.total(verdict)
        ],
        "left_out": left_out_words(result.left_out),
        "left_out_total": result.left_out.total,
        "relaxations": relax_buttons(result.relaxations),
        "site": site,
        "contact": contact_card(site.contact) if site.contact else None,
        "questions": questions_to_take([*result.fits, *result.possible][:SECTION_SIZE]),
    }


def _one_section(shown: _Shown, verdict: Verdict, number: str | None) -> dict[str, Any]:
    page: Page[int] = Paginator(range(shown.total(verdict)), SECTION_SIZE).get_page(number)
    part = slice(page.start_index() - 1, page.end_index())
    return {
        "sections": [_section(shown, verdict, part)],
        "only": verdict,
        "page": page,
        "page_words": page_words(page),
        "page_numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1),
    }


def _section(shown: _Shown, verdict: Verdict, part: slice) -> Section:
    return section(verdict, shown.cards(verdict, part), shown.total(verdict))
