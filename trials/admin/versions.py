"""The history of a trial: its steps, every version row by row, and the way back to one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, models
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from trials.actions.contents import contents_of, differences
from trials.actions.publishing import CHANGE
from trials.actions.revising import HasWorkingCopyError, NotRestorableError, restore_version
from trials.admin.base import staff
from trials.models import ReviewEvent, Trial, TrialChange
from trials.presenters.changes import ChangeWords
from trials.presenters.history import (
    Key,
    Known,
    Row,
    VersionWords,
    difference_words,
    keys_of_others,
    version_words,
)

VERSIONS_PER_PAGE = 20
State = Trial.ReviewState


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step of a trial or of a working copy (``copy``: its key, None for the trial)."""

    event: ReviewEvent
    who: str
    copy: int | None


def history_context(trial: Trial, request: HttpRequest) -> dict[str, Any]:
    """What the page shows; ``?copy=`` asks for the history of a working copy, gone or not."""
    copies = set(_copies(trial))
    asked = request.GET.get("copy", "")
    key = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in copies else trial.pk
    page = _transactions(key, request.GET.get("p"))
    return {
        "steps": [_step(event) for event in _events(trial)],
        "page": page,
        "versions": list(_versions(trial, key, page)),
        "copy": key if key != trial.pk else None,
        "may_restore": key == trial.pk and request.user.has_perm(CHANGE),
    }


def _copies(trial: Trial) -> Iterable[int]:
    events = ReviewEvent.objects.filter(trial=trial, revision__isnull=False)
    return (pk for pk in events.values_list("revision", flat=True).distinct() if pk)


def _events(trial: Trial) -> models.QuerySet[ReviewEvent]:
    """Of a working copy its own alone."""
    events = ReviewEvent.objects.select_related("actor").order_by("-pk")
    if trial.revision_of_id:
        return events.filter(revision=trial.pk)
    return events.filter(trial=trial)


def _step(event: ReviewEvent) -> StepWords:
    return StepWords(event, event.system or str(event.actor), event.revision)


def _transactions(key: int, number: str | None) -> Page[int]:
    """The keys of transactions, the newest first."""
    changes = TrialChange.objects.filter(trial=key).order_by().values("transaction")
    newest = changes.annotate(last=Max("pk")).order_by("-last")
    return Paginator(newest.values_list("transaction", flat=True), VERSIONS_PER_PAGE).get_page(
        number
    )


def _versions(trial: Trial, key: int, page: Page[int]) -> Iterator[VersionWords]:
    changes = TrialChange.objects.filter(trial=key, transaction__in=list(page))
    held = list(changes.select_related("actor").order_by("transaction", "pk"))
    known = _known(trial, key, held)
    found = {
        transaction: version_words(group, known)
        for transaction, group in groupby(held, key=lambda change: change.transaction)
    }
    return (found[transaction] for transaction in page)


def _known(trial: Trial, key: int, changes: Iterable[TrialChange]) -> Known:
    """The names of all that the changes are about; three queries and one for each kind."""
    rows: dict[Key, Row] = {}
    removed = TrialChange.objects.filter(trial=key, operation=TrialChange.Operation.REMOVED)
    for subject, pk, before in removed.values_list("subject", "subject_id", "before"):
        rows[subject, pk] = before or {}
    held = trial if key == trial.pk else Trial.objects.filter(pk=key).first()
    for subject, by_key in (contents_of(held) if held else {}).items():
        rows |= {(subject, pk): row for pk, row in by_key.items()}
    return _with_others(rows, changes)


def _with_others(rows: dict[Key, Row], changes: Iterable[TrialChange]) -> Known:
    wanted: dict[type[models.Model], set[int]] = {}
    for change in changes:
        states = [change.was, change.became, rows.get((change.subject, change.subject_id), {})]
        for model, pk in keys_of_others(states, change.subject):
            wanted.setdefault(model, set()).add(pk)
    others = {
        (model, pk): str(row)
        for model, pks in wanted.items()
        for pk, row in model._base_manager.in_bulk(list(pks)).items()
    }
    return Known(rows, others)


def copy_differences(copy: Trial, original: Trial) -> tuple[ChangeWords, ...]:
    """What families would read otherwise, once the working copy is published."""
    changes = differences(contents_of(copy), original, now=timezone.now())
    rows: dict[Key, Row] = {}
    for subject, by_key in contents_of(original).items():
        rows |= {(subject, pk): row for pk, row in by_key.items()}
    for change in changes:
        key = (change.subject, change.subject_id)
        rows[key] = {**rows.get(key, {}), **change.became}
    return difference_words(changes, _with_others(rows, changes))


class RestoreView(View):
    """Asks before an old version becomes a draft again, and does it."""

    room: ModelAdmin[Trial] | None = None

    def dispatch(self, request: HttpRequest, pk: int, change: int) -> HttpResponseBase:
        self.trial = get_object_or_404(Trial, pk=pk)
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        self.change = TrialChange.objects.filter(trial=self.trial, pk=change).first()
        if self.change is None:
            raise Http404
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        assert self.room is not None
        context = {
            **self.room.admin_site.each_context(request),
            "opts": Trial._meta,
            "title": _("Restore this version"),
            "subtitle": str(self.trial),
            "trial": self.trial,
            "change": self.change,
            "is_published": self.trial.review_state == State.PUBLISHED,
            "back": reverse("admin:trials_trial_history", args=[self.trial.pk]),
        }
        return TemplateResponse(request, "admin/trials/trial/restore.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        assert self.change is not None
        pk = self.trial.pk
        try:
            draft = restore_version(
                self.trial, self.change.pk, by=staff(request), now=timezone.now()
            )
        except HasWorkingCopyError as refused:
            self._say(
                messages.WARNING,
                _("There is a working copy of %(trial)s already. Publish or discard it first."),
            )
            return _to(refused.copy)
        except NotRestorableError:
            self._say(
                messages.WARNING,
                _("Return %(trial)s to draft first: nothing of it changes before."),
            )
            return _to(self.trial)
        except IntegrityError:
            self._say(
                messages.ERROR,
                _("That version of %(trial)s names a row that is gone, such as a disease."),
            )
            return HttpResponseRedirect(reverse("admin:trials_trial_history", args=[pk]))
        self._say(
            messages.SUCCESS,
            _("What %(trial)s said then is a draft now. Families do not see it."),
        )
        return _to(draft)

    def _say(self, level: int, sentence: str) -> None:
        messages.add_message(self.request, level, sentence % {"trial": self.trial})


def _to(trial: Trial) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:trials_trial_change", args=[trial.pk]))
