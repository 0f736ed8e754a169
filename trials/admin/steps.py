"""The steps of a trial to the public list and back: a button, a page that asks, the step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_stubs_ext import StrOrPromise

from trials.actions import publishing
from trials.actions.checks import FailedChecksError, UnansweredWarningsError
from trials.actions.completeness import IncompleteTrialError, gaps
from trials.actions.publishing import (
    TRANSITIONS,
    NoReasonError,
    Step,
    WrongStateError,
    can_start,
)
from trials.admin.base import staff
from trials.admin.found import Found, found_in
from trials.admin.refusals import gap_sentence
from trials.models import Trial

State = Trial.ReviewState


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step is called, what it means, and what is said once it is done."""

    button: StrOrPromise
    meaning: StrOrPromise
    done: StrOrPromise


WORDS = {
    Step.SUBMIT: StepWords(
        gettext_lazy("Submit for review"),
        gettext_lazy("Somebody else looks at the trial before families can see it."),
        gettext_lazy("%(trial)s is in review now."),
    ),
    Step.PUBLISH: StepWords(
        gettext_lazy("Publish"),
        gettext_lazy("Families will see the trial at once."),
        gettext_lazy("%(trial)s is published: families see it now."),
    ),
    Step.REVIEW: StepWords(
        gettext_lazy("Mark as reviewed"),
        gettext_lazy(
            "From now on the study is shown in our words and with our rules. Every sentence of "
            "the registry’s criteria that no rule quotes becomes a rule the study team checks. "
            "What the registry changes later waits for a decision."
        ),
        gettext_lazy("%(trial)s is reviewed: families see our words and rules now."),
    ),
    Step.RETURN: StepWords(
        gettext_lazy("Return to draft"),
        gettext_lazy("The trial needs more work. It is not on the public list."),
        gettext_lazy("%(trial)s is a draft again."),
    ),
    Step.WITHDRAW: StepWords(
        gettext_lazy("Withdraw"),
        gettext_lazy("Families will not see the trial any more. Its history is kept."),
        gettext_lazy("%(trial)s is withdrawn: families do not see it any more."),
    ),
}
WRONG_STATE = {
    State.DRAFT: gettext_lazy("%(trial)s is a draft: nothing was changed."),
    State.IN_REVIEW: gettext_lazy("%(trial)s is in review: nothing was changed."),
    State.PUBLISHED: gettext_lazy("%(trial)s is published already: nothing was changed."),
    State.WITHDRAWN: gettext_lazy("%(trial)s has been withdrawn: nothing was changed."),
}
_LOOKS_AT_GAPS = (Step.SUBMIT, Step.PUBLISH, Step.REVIEW)


@dataclass(frozen=True, slots=True)
class StepLink:
    address: str
    text: str


class StepForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kept in the history of the trial."),
    )


def step_links(trial: Trial, steps: Iterable[Step]) -> list[StepLink]:
    return [StepLink(_address(trial, step), f"{WORDS[step].button}…") for step in steps]


class StepView(View):
    """Asks before a step is taken, and takes it."""

    room: ModelAdmin[Trial] | None = None

    def dispatch(self, request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
        if step not in set(Step):
            raise Http404
        self.step = Step(step)
        self.trial = get_object_or_404(Trial, pk=pk)
        if not request.user.has_perm(TRANSITIONS[self.step].right):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not can_start(self.step, self.trial):
            return self._back(messages.WARNING, self._wrong_state(State(self.trial.review_state)))
        return self._page(StepForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StepForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        reason = form.cleaned_data["reason"]
        try:
            publishing.take(
                self.step, self.trial, by=staff(request), now=timezone.now(), reason=reason
            )
        except WrongStateError as refused:
            return self._back(messages.WARNING, self._wrong_state(refused.state))
        except NoReasonError:
            form.add_error("reason", _("Say why the trial is withdrawn."))
        except UnansweredWarningsError:
            form.add_error("reason", _("Say why it is right in spite of the warnings."))
        except (IncompleteTrialError, FailedChecksError):
            pass  # The page lists what is missing.
        else:
            return self._back(messages.SUCCESS, WORDS[self.step].done % {"trial": self.trial})
        return self._page(form)

    def _page(self, form: StepForm) -> HttpResponse:
        assert self.room is not None
        transition = TRANSITIONS[self.step]
        missing = [gap_sentence(gap) for gap in gaps(self.trial)]
        looks = self.step in _LOOKS_AT_GAPS
        found = found_in(self.trial, timezone.localdate()) if looks else Found()
        context: dict[str, Any] = {
            **self.room.admin_site.each_context(self.request),
            "opts": Trial._meta,
            "title": WORDS[self.step].button,
            "subtitle": str(self.trial),
            "trial": self.trial,
            "form": form,
            "words": WORDS[self.step],
            "becomes_ours": transition.makes_reviewed and not self.trial.is_reviewed,
            "review_words": WORDS[Step.REVIEW],
            "asks_reason": transition.needs_reason
            or self.step is Step.RETURN
            or (transition.needs_complete and bool(found.warnings)),
            "missing": missing if looks else [],
            "found": found,
            "is_blocked": bool(missing or found.errors) and transition.needs_complete,
            "back": _change_page(self.trial),
        }
        return TemplateResponse(self.request, "admin/trials/trial/step.html", context)

    def _wrong_state(self, state: State) -> str:
        return WRONG_STATE[state] % {"trial": self.trial}

    def _back(self, level: int, text: str) -> HttpResponse:
        messages.add_message(self.request, level, text)
        return HttpResponseRedirect(_change_page(self.trial))


def _address(trial: Trial, step: Step) -> str:
    return reverse("admin:trials_trial_step", args=[trial.pk, step.value])


def _change_page(trial: Trial) -> str:
    return reverse("admin:trials_trial_change", args=[trial.pk])
