"""The page of one change in the registry: what was, what is, and what counts from now on."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from trials.actions.deciding import NotOpenError, decide
from trials.actions.publishing import PUBLISH
from trials.admin.base import staff
from trials.admin.conflicts import SEEN, digest, stale_sentence
from trials.forms.proposed_change import DecisionForm
from trials.models import ProposedChange, TrialSite
from trials.presenters.registry import ItemWords, item_words

State = ProposedChange.State
LOOK_AT_RULES = frozenset(
    {"minimum_age", "maximum_age", "sex", "healthy_volunteers", "conditions", "criteria_text"}
)


class DecisionView(View):
    """Shows a change, and takes the decision of whoever may publish."""

    room: ModelAdmin[ProposedChange] | None = None

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        assert self.room is not None
        if not self.room.has_view_permission(request):
            raise PermissionDenied
        self.change = get_object_or_404(ProposedChange.objects.select_related("trial"), pk=pk)
        self.items = item_words(self.change, self.change.trial)
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        form = self._form(request.POST)
        if self.change.state != State.OPEN:
            return self._too_late(form, self.change)
        if not form.is_valid():
            return self._page(form)
        if request.POST.get(SEEN) != self._digest():
            messages.warning(request, stale_sentence(self.change.trial))
            return self._page(form)
        accepted, reason = form.cleaned_data["accepted"], form.cleaned_data["reason"]
        try:
            decide(self.change, accepted, reason=reason, by=staff(request), now=timezone.now())
        except NotOpenError as refused:
            return self._too_late(form, refused.change)
        return self._done(accepted)

    def _form(self, entries: Any = None) -> DecisionForm:
        return DecisionForm(entries, items=[(item.field, item.label) for item in self.items])

    def _done(self, accepted: list[str]) -> HttpResponse:
        trial = self.change.trial
        messages.success(self.request, _("Decided: %(trial)s.") % {"trial": trial})
        if LOOK_AT_RULES.isdisjoint(accepted):
            return HttpResponseRedirect(reverse("admin:trials_proposedchange_changelist"))
        messages.info(
            self.request,
            _(
                "No rule was changed: look whether ages and diseases still say "
                "what the registry does."
            ),
        )
        groups = list(trial.groups.all())
        if len(groups) == 1:
            page = reverse("admin:trials_participantgroup_change", args=[groups[0].pk])
            return HttpResponseRedirect(page)
        return HttpResponseRedirect(reverse("admin:trials_trial_change", args=[trial.pk]))

    def _too_late(self, form: DecisionForm, change: ProposedChange) -> HttpResponse:
        """What was ticked and written stays on the page."""
        self.change = ProposedChange.objects.select_related("trial", "decided_by").get(
            pk=change.pk
        )
        messages.warning(
            self.request,
            _(
                "Nothing was changed: this was decided or replaced meanwhile. "
                "What you ticked and wrote is still below."
            ),
        )
        return self._page(form)

    def _page(self, form: DecisionForm) -> HttpResponse:
        assert self.room is not None
        change, trial = self.change, self.change.trial
        may_decide = self.request.user.has_perm(PUBLISH)
        ticked = form["accepted"].value() or []
        newer = trial.proposed_changes.filter(state=State.OPEN).exclude(pk=change.pk).first()
        context: dict[str, Any] = {
            **self.room.admin_site.each_context(self.request),
            "opts": ProposedChange._meta,
            "title": _("Change in the registry"),
            "subtitle": str(trial),
            "change": change,
            "trial": trial,
            "rows": [self._row(item, ticked) for item in self.items],
            "form": form,
            "newer": newer,
            "is_open": change.state == State.OPEN,
            "may_decide": may_decide and change.state == State.OPEN,
            "has_no_right": not may_decide,
            "seen_name": SEEN,
            "seen": self._digest(),
            "groups": trial.groups.all(),
        }
        template = "admin/trials/proposedchange/decide.html"
        return TemplateResponse(self.request, template, context)

    def _row(self, item: ItemWords, ticked: list[str]) -> dict[str, Any]:
        """``is_accepted`` is the decision, once there is one, else the tick."""
        is_decided = self.change.state == State.DECIDED
        return {
            "item": item,
            "is_ticked": item.field in ticked,
            "is_decided": is_decided,
            "is_accepted": item.field in self.change.accepted,
            "looks_at_rules": item.field in LOOK_AT_RULES,
        }

    def _digest(self) -> str:
        """Of what accepting would write over."""
        return digest(self.change.trial, [TrialSite])
