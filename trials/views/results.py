"""What the answers come to: every published study once, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trials.finder import (
    FinderResult,
    LeftOutReason,
    Listed,
    Match,
    left_out_matches,
    listed,
)
from trials.presenters.contacts import contact_card
from trials.presenters.facets import (
    Chosen,
    chosen,
    closed_words,
    facets,
    reach_words,
    sort_options,
)
from trials.presenters.results import (
    SECTION_SIZE,
    Section,
    left_out_words,
    page_words,
    questions_to_take,
    relax_buttons,
    results_heading,
    section,
    section_heading,
)
from trials.presenters.verdicts import Verdict
from trials.templatetags.site import site_profile
from trials.views.age_days import age_days_shown
from trials.views.answers import renew, see_other
from trials.views.people import people_shown
from trials.views.questions import error_links
from trials.views.searching import Search

MOST_LEFT_OUT = 20 * SECTION_SIZE
"""Nobody reads further; what was left out of a large registry is found by its words."""

_Part = Sequence[tuple[Match, LeftOutReason | None]]

_SECTIONS = {verdict.value: verdict for verdict in Verdict}


@require_safe
@never_cache
def results(request: HttpRequest) -> HttpResponse:
    search = Search.of_request(request)
    if search is None:
        return see_other("trials:finder")  # which says what became of the answers
    response = render(
        request,
        "trials/results.html",
        {**_context(request, _Shown(search)), **people_shown(request)},
    )
    renew(request, response, search.answers)
    return response


@dataclass(frozen=True, slots=True)
class _Shown:
    """The answer to one request, section by section."""

    search: Search

    @property
    def result(self) -> FinderResult:
        return self.search.result

    def matches(self, verdict: Verdict) -> list[Match]:
        return {
            Verdict.FITS: self.result.fits,
            Verdict.POSSIBLE: self.result.possible,
            Verdict.SOON: self.result.soon,
            Verdict.NOT_OPEN: self.result.not_open,
        }[verdict]

    def total(self, verdict: Verdict) -> int:
        if verdict is Verdict.LEFT_OUT:
            # Those not looked at yet are neither shown nor left out.
            result = self.result
            is_whole = result.reach.is_whole and not (result.not_looked_at + result.closed_unasked)
            return min(result.left_out.total, MOST_LEFT_OUT) if is_whole else 0
        return len(self.matches(verdict))

    def part(self, verdict: Verdict, part: slice) -> _Part:
        """The matches of a part of a section, each with why it was left out if it was."""
        if verdict is Verdict.LEFT_OUT:
            return left_out_matches(self.result, part)
        return [(match, None) for match in self.matches(verdict)[part]]

    def sections(self, parts: Mapping[Verdict, slice]) -> list[Section]:
        """Sections with the cards of one part each; what the cards show is fetched at once."""
        shown = {verdict: self.part(verdict, part) for verdict, part in parts.items()}
        studies = listed(match.trial.pk for part in shown.values() for match, _ in part)
        return [self._section(verdict, part, studies) for verdict, part in shown.items()]

    def _section(self, verdict: Verdict, part: _Part, studies: Mapping[int, Listed]) -> Section:
        maker = self.search.maker
        cards = (
            maker.card(match, studies[match.trial.pk], verdict, why)
            for match, why in part
            if match.trial.pk in studies
        )
        return section(verdict, cards, self.total(verdict), is_judged=self.result.is_judged)


def _context(request: HttpRequest, shown: _Shown) -> dict[str, Any]:
    result, search = shown.result, shown.search
    offered = facets(result)
    context = {
        "heading": results_heading(result),
        "chips": search.chips,
        "total_published": result.total_published,
        "facets": offered,
        "chosen": [(each.label, _without(request, each)) for each in chosen(offered)],
        "sorts": sort_options(result),
        "reach": result.reach,
        "reach_words": reach_words(result),
        "closed_words": closed_words(result),
        "with_closed": search.shown.with_closed,
        "not_looked_at": result.not_looked_at,
        "today": search.today,
    }
    verdict = _SECTIONS.get(request.GET.get("section", ""))
    if verdict and shown.total(verdict):
        return {**context, **_one_section(shown, verdict, request.GET.get("page"))}
    return {**context, **_all_sections(shown)}


def _all_sections(shown: _Shown) -> dict[str, Any]:
    result, site = shown.result, site_profile()
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.LEFT_OUT]
    return {
        "sections": shown.sections(
            {verdict: slice(SECTION_SIZE) for verdict in verdicts if shown.total(verdict)}
        ),
        **age_days_shown(shown.search),
        **_asking(shown.search),
        "left_out": left_out_words(result.left_out),
        "left_out_heading": section_heading(Verdict.LEFT_OUT, result.left_out.total),
        "shows_left_out": bool(shown.total(Verdict.LEFT_OUT)),
        "relaxations": relax_buttons(result.relaxations),
        "site": site,
        "diagnosis_codes": shown.result.case.person.facts.diagnoses,
        "contact": contact_card(site.contact) if site.contact else None,
        "questions": questions_to_take([*result.fits, *result.possible][:SECTION_SIZE]),
    }


def _without(request: HttpRequest, taken_back: Chosen) -> str:
    """The address of the list without one choice, from its beginning."""
    query = request.GET.copy()
    for name in ("section", "page", "after", "seen"):
        query.pop(name, None)
    left = [value for value in query.getlist(taken_back.name) if value != taken_back.value]
    query.setlist(taken_back.name, left)
    return f"{request.path}?{query.urlencode()}"


def _asking(search: Search) -> dict[str, Any]:
    """The one question, what has to be mended, and answers that do not go together."""
    return {
        "asked": search.asked_now,
        "are_questions_skipped": search.are_questions_skipped,
        "clashes": search.clashes,
        "form": {"errors": search.errors},
        "error_links": error_links(search.errors[:1]),
    }


def _one_section(shown: _Shown, verdict: Verdict, number: str | None) -> dict[str, Any]:
    page: Page[int] = Paginator(range(shown.total(verdict)), SECTION_SIZE).get_page(number)
    part = slice(page.start_index() - 1, page.end_index())
    return {
        "sections": shown.sections({verdict: part}),
        "only": verdict,
        "page": page,
        "page_words": page_words(page),
        "page_numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1),
    }
