"""The first page of the room: what needs somebody today, and where no study is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.actions import sentences
from trials.admin.waiting import MOST_READ_AT_ONCE, NAMES, TRIALS, Waiting
from trials.finder.openings import AGE_BANDS, AgeBand, Openings, openings
from trials.models import ProposedChange, ReviewEvent, Trial

MOST_GAPS_SHOWN = 15
"""More of them are folded, so that the lists below stay in sight."""
LOOK, CHANGE = "trials.view_trial", "trials.change_trial"


@dataclass(frozen=True, slots=True)
class Task:
    """``since`` says in words how long the oldest waits; empty when nothing does."""

    name: str
    count: int
    since: str
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """``is_named``: some of the studies name the diagnosis."""

    count: int
    is_named: bool
    address: str


@dataclass(frozen=True, slots=True)
class DiagnosisRow:
    name: str
    cells: tuple[Cell, ...]
    has_gap: bool


def on_the_desk(request: HttpRequest) -> dict[str, Any]:
    """What the page shows, by what the account may do: a fixed number of queries."""
    user, today = request.user, timezone.localdate()
    context: dict[str, Any] = {}
    if user.has_perm(CHANGE):
        context["tasks"] = list(tasks(user, today))
    if user.has_perm(LOOK):
        rows = [_diagnosis_row(each) for each in openings(today)]
        context |= {
            "bands": [band_words(band) for band in AGE_BANDS],
            "with_gap": [row for row in rows if row.has_gap],
            "shows_gaps": sum(row.has_gap for row in rows) <= MOST_GAPS_SHOWN,
            "without_gap": [row for row in rows if not row.has_gap],
        }
    return context


def tasks(user: User | AnonymousUser, today: date) -> Iterator[Task]:
    """In the order in which families are touched by them."""
    trials = reverse("admin:trials_trial_changelist")
    unread = sentences.read_sentences(at_most=MOST_READ_AT_ONCE)
    for waiting, name in NAMES.items():
        is_spoken = waiting is Waiting.SENTENCES
        held = sentences.with_open_sentences() if is_spoken else TRIALS[waiting](today)
        count, oldest = _counted(waiting, held)
        since = _since(waiting, oldest)
        if is_spoken and unread:
            since = _partly(since, unread)
        yield Task(str(name), count, since, f"{trials}?waiting={waiting}")
    changes = ProposedChange.objects.filter(state=ProposedChange.State.OPEN)
    found = changes.aggregate(count=Count("pk"), oldest=Min("proposed_at"))
    yield Task(
        _("Changes in the registry to decide"),
        found["count"],
        _since(None, found["oldest"]),
        reverse("admin:trials_proposedchange_changelist"),
    )


def band_words(band: AgeBand) -> str:
    if band.last == 0:
        return _("under 1 year")
    return _("%(first)d to %(last)d years") % {"first": band.first, "last": band.last}


def _counted(waiting: Waiting, trials: QuerySet[Trial]) -> tuple[int, date | datetime | None]:
    found = _with_day(waiting, trials.order_by()).aggregate(count=Count("pk"), oldest=Min("day"))
    return found["count"], found["oldest"]


def _with_day(waiting: Waiting, trials: QuerySet[Trial]) -> QuerySet[Trial]:
    """``day``: since when it waits, or the day on which it leaves."""
    if waiting is Waiting.STALE:
        return trials.annotate(day=F("status_checked_on"))
    if waiting is Waiting.LEAVING:
        return trials.annotate(day=F("withdraw_on"))
    if waiting is Waiting.REVIEW:
        steps = ReviewEvent.objects.filter(
            Q(trial=OuterRef("pk"), revision__isnull=True) | Q(revision=OuterRef("pk")),
            to_state=Trial.ReviewState.IN_REVIEW,
        )
        last = steps.order_by().values("to_state").annotate(last=Max("at")).values("last")
        return trials.annotate(day=Coalesce(Subquery(last), F("created_at")))
    return trials.annotate(day=F("created_at"))


def _since(waiting: Waiting | None, day: date | datetime | None) -> str:
    if day is None:
        return ""
    told = date_format(timezone.localtime(day) if isinstance(day, datetime) else day)
    if waiting is Waiting.LEAVING:
        return _("the next on %(day)s") % {"day": told}
    if waiting is Waiting.STALE:
        return _("the oldest was checked on %(day)s") % {"day": told}
    return _("the oldest since %(day)s") % {"day": told}


def _partly(since: str, unread: int) -> str:
    """After a change of many trials at once, until all of them were read again."""
    part = ngettext(
        "%(count)d trial is not read yet", "%(count)d trials are not read yet", unread
    ) % {"count": unread}
    return f"{since}, {part}" if since else part


def _diagnosis_row(found: Openings) -> DiagnosisRow:
    trials = reverse("admin:trials_trial_changelist")
    cells = tuple(
        Cell(band.count, band.named > 0, f"{trials}?open_for={found.code}:{number}")
        for number, band in enumerate(found.bands)
    )
    return DiagnosisRow(found.name, cells, found.has_gap)
