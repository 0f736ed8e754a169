"""What waits for a coordinator: one query set each, for the desk and for its filtered list."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trials.actions import sentences
from trials.finder.openings import AGE_BANDS, rows_for
from trials.models import AgeRule, DiseaseRule, Trial
from trials.models.site import OverallStatus

STALE_AFTER = timedelta(days=30)
MOST_READ_AT_ONCE = 300
"""Trials whose sentences are read while somebody waits: more would take seconds."""
_OVER = (
    OverallStatus.COMPLETED,
    OverallStatus.TERMINATED,
    OverallStatus.WITHDRAWN,
    OverallStatus.NO_LONGER_AVAILABLE,
    OverallStatus.APPROVED_FOR_MARKETING,
)


class Waiting(StrEnum):
    """What a trial waits for."""

    REVIEW = "review"
    UNREVIEWED = "unreviewed"
    STALE = "stale"
    CONFLICTS = "conflicts"
    SENTENCES = "sentences"
    LEAVING = "leaving"


def in_review(today: date) -> QuerySet[Trial]:
    """Working copies too: somebody else looks at them before families see them."""
    return Trial.objects.filter(review_state=Trial.ReviewState.IN_REVIEW)


def unreviewed(today: date) -> QuerySet[Trial]:
    """Families read them in the registry's words."""
    return Trial.objects.published().filter(is_reviewed=False)


def stale(today: date) -> QuerySet[Trial]:
    """Public and not over, and nobody has looked at the status for longer than a month."""
    unchecked = Q(status_checked_on__isnull=True) | Q(status_checked_on__lt=today - STALE_AFTER)
    return Trial.objects.published().filter(unchecked).exclude(overall_status__in=_OVER)


def with_conflicts(today: date) -> QuerySet[Trial]:
    """Two sources do not agree, on the trial or on one of its limits or diseases."""
    rules = [
        Exists(model.objects.filter(group__trial=OuterRef("pk")).exclude(conflict=""))
        for model in (AgeRule, DiseaseRule)
    ]
    at_odds = ~Q(conflicts=[]) | Q(rules[0]) | Q(rules[1])
    kept = Trial.objects.originals().exclude(review_state=Trial.ReviewState.WITHDRAWN)
    return kept.filter(at_odds)


def with_open_sentences(today: date) -> QuerySet[Trial]:
    """Those that changed are read first, as far as a page may take."""
    sentences.read_sentences(at_most=MOST_READ_AT_ONCE)
    return sentences.with_open_sentences()


def leaving(today: date) -> QuerySet[Trial]:
    """A day has been set on which families do not see them any more."""
    return Trial.objects.published().filter(withdraw_on__isnull=False)


TRIALS: Mapping[Waiting, Callable[[date], QuerySet[Trial]]] = {
    Waiting.REVIEW: in_review,
    Waiting.UNREVIEWED: unreviewed,
    Waiting.STALE: stale,
    Waiting.CONFLICTS: with_conflicts,
    Waiting.SENTENCES: with_open_sentences,
    Waiting.LEAVING: leaving,
}
NAMES = {
    Waiting.REVIEW: _("To review"),
    Waiting.UNREVIEWED: _("Public in the registry’s words, not reviewed by us"),
    Waiting.STALE: _("Status not checked for 30 days"),
    Waiting.CONFLICTS: _("Sources that do not agree"),
    Waiting.SENTENCES: _("Sentences of the source that no rule says"),
    Waiting.LEAVING: _("About to leave the public list"),
}


class WaitingFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(waiting.value, str(name)) for waiting, name in NAMES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trial]) -> QuerySet[Trial]:
        if self.value() not in set(Waiting):
            return queryset
        wanted = TRIALS[Waiting(self.value() or "")](timezone.localdate())
        return queryset.filter(pk__in=wanted.order_by().values("pk"))


def unread_words(request: HttpRequest) -> str:
    """That a list lacks trials whose sentences are still to be read; empty for a whole one."""
    if request.GET.get(WaitingFilter.parameter_name) != Waiting.SENTENCES:
        return ""
    unread = sentences.count_unread()
    if not unread:
        return ""
    return ngettext(
        "%(count)d trial is not read yet and may be missing from this list. Open it again.",
        "%(count)d trials are not read yet and may be missing from this list. Open it again.",
        unread,
    ) % {"count": unread}


class OpenForFilter(admin.SimpleListFilter):
    """``code:0`` are the open studies that a count on the desk counts; offers nothing itself."""

    title = _("may take")
    parameter_name = "open_for"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        told = request.GET.get(self.parameter_name, "")
        code, _colon, band = told.partition(":")
        if not band.isascii() or not band.isdecimal() or int(band) >= len(AGE_BANDS):
            return []
        ages = AGE_BANDS[int(band)]
        return [(told, f"{code}, {ages.first}–{ages.last}")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Trial]) -> QuerySet[Trial]:
        if not self.value() or not self.lookup_choices:
            return queryset
        code, _colon, band = (self.value() or "").partition(":")
        rows = rows_for(code, AGE_BANDS[int(band)], timezone.localdate())
        return queryset.filter(pk__in=rows.order_by().values("trial_id"))
