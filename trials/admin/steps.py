"""The steps of a trial to the public list and back: a button, a page that asks, the step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django_stubs_ext import StrOrPromise

from trials.actions import publishing, revising
from trials.actions.checks import FailedChecksError, UnansweredWarningsError
from trials.actions.completeness import IncompleteTrialError, gaps
from trials.actions.publishing import (
    TRANSITIONS,
    NoReasonError,
    OwnWorkError,
    Step,
    WrongDayError,
    WrongStateError,
    can_start,
)
from trials.admin.base import staff
from trials.admin.found import Found, found_in
from trials.admin.patients import if_published
from trials.admin.refusals import gap_sentence
from trials.admin.versions import copy_differences
from trials.models import Trial, TrialChange
from trials.presenters.changes import ChangeWords, model_named

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
    Step.REVISE: StepWords(
        gettext_lazy("Revise"),
        gettext_lazy(
            "A working copy of the trial is made, in which its words, groups, rules and sources "
            "can be changed. Families go on to see the trial as it is until the copy is "
            "published. Status and places are corrected on the trial itself."
        ),
        gettext_lazy("This is the working copy of %(trial)s. Families do not see it."),
    ),
    Step.DISCARD: StepWords(
        gettext_lazy("Discard"),
        gettext_lazy("The working copy goes. Its history is kept, and the trial stays as it is."),
        gettext_lazy("The working copy of %(trial)s is discarded."),
    ),
    Step.SCHEDULE: StepWords(
        gettext_lazy("Withdraw on a day"),
        gettext_lazy(
            "From that day on families do not see the trial any more. Until then its page says "
            "when it leaves the list. An empty day takes an earlier one back."
        ),
        gettext_lazy("Noted: %(trial)s."),
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
WHY = {
    Step.WITHDRAW: gettext_lazy("Say why the trial is withdrawn."),
    Step.SCHEDULE: gettext_lazy("Say why the trial leaves the list, or why it stays."),
    Step.DISCARD: gettext_lazy("Say why the working copy is discarded."),
    Step.PUBLISH: gettext_lazy("Say why the working copy counts, and not what changed meanwhile."),
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


class ScheduleForm(StepForm):
    day = forms.DateField(
        label=gettext_lazy("First day on which families do not see it"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Empty: it stays on the list."),
    )
    field_order = ("day", "reason")


@dataclass(frozen=True, slots=True)
class GuardWords:
    """Why a page is only looked at, and where what it shows is changed."""

    sentence: str
    link: StepLink | None


def guard_words(trial: Trial, *, by: User) -> GuardWords:
    copy = revising.copy_of(trial)
    if copy is not None:
        sentence = _("The trial is published. Its words and rules are being changed already:")
        return GuardWords(sentence, StepLink(_change_page(copy), _("Open the working copy")))
    sentence = _("The trial is published. Its words and rules are changed in a working copy:")
    may = Step.REVISE in publishing.open_steps(trial, by=by)
    return GuardWords(sentence, step_links(trial, [Step.REVISE])[0] if may else None)


def state_words(trial: Trial) -> str:
    """The state, and what else decides who sees the trial."""
    state = trial.get_review_state_display()
    if trial.revision_of_id:
        return _("working copy, %(state)s") % {"state": state}
    if trial.withdraw_on:
        day = date_format(trial.withdraw_on)
        return _("%(state)s; leaves the list on %(day)s") % {"state": state, "day": day}
    return str(state)


def step_links(trial: Trial, steps: Iterable[Step]) -> list[StepLink]:
    return [StepLink(_address(trial, step), f"{WORDS[step].button}…") for step in steps]


class StepView(View):
    """Asks before a step is taken, and takes it."""

    room: ModelAdmin[Trial] | None = None

    def dispatch(self, request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
        if step not in set(Step):
            raise Http404
        self.step = Step(step)
        self.trial = get_object_or_404(Trial.objects.select_related("revision_of"), pk=pk)
        if not request.user.has_perm(TRANSITIONS[self.step].right):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not can_start(self.step, self.trial):
            return self._back(messages.WARNING, self._wrong_state(State(self.trial.review_state)))
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            shown = self._take(form.cleaned_data["reason"], form.cleaned_data.get("day"))
        except WrongStateError as refused:
            return self._back(messages.WARNING, self._wrong_state(refused.state))
        except NoReasonError:
            form.add_error("reason", WHY[self.step])
        except UnansweredWarningsError:
            form.add_error("reason", _("Say why it is right in spite of the warnings."))
        except WrongDayError:
            form.add_error("day", _("Give a day after today, or withdraw the trial now."))
        except (IncompleteTrialError, FailedChecksError, OwnWorkError):
            pass  # The page says what stands against it.
        else:
            self.trial = shown
            done = WORDS[self.step].done % {"trial": shown.revision_of or shown}
            return self._back(messages.SUCCESS, done)
        return self._page(form)

    def _form(self, entries: Any = None) -> StepForm:
        kind = ScheduleForm if self.step is Step.SCHEDULE else StepForm
        held = {"day": self.trial.withdraw_on, "reason": self.trial.withdraw_reason}
        return kind(entries, initial=held if kind is ScheduleForm else None)

    def _take(self, reason: str, day: date | None) -> Trial:
        """Take the step; the trial whose page is shown next."""
        by, now = staff(self.request), timezone.now()
        original = self.trial.revision_of
        if self.step is Step.REVISE:
            return publishing.revise(self.trial, by=by, now=now)
        if self.step is Step.SCHEDULE:
            today = timezone.localdate()
            publishing.schedule(self.trial, day, by=by, now=now, today=today, reason=reason)
            return self.trial
        publishing.take(self.step, self.trial, by=by, now=now, reason=reason)
        goes = self.step in (Step.PUBLISH, Step.DISCARD)
        return original if original and goes else self.trial

    def _page(self, form: StepForm) -> HttpResponse:
        assert self.room is not None
        transition = TRANSITIONS[self.step]
        missing = [gap_sentence(gap) for gap in gaps(self.trial)]
        looks = self.step in _LOOKS_AT_GAPS
        found = found_in(self.trial, timezone.localdate()) if looks else Found()
        is_own_work = settings.SECOND_PERSON_PUBLISHES and publishing.is_own_work(
            self.step, self.trial, staff(self.request)
        )
        is_copy = self.trial.revision_of_id is not None and self.step is Step.PUBLISH
        meanwhile = revising.changed_meanwhile(self.trial) if is_copy else []
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
            or bool(meanwhile)
            or (transition.needs_complete and bool(found.warnings)),
            "missing": missing if looks else [],
            "found": found,
            "is_own_work": is_own_work,
            "is_blocked": (bool(missing or found.errors) and transition.needs_complete)
            or is_own_work,
            "meanwhile": [_meanwhile_words(change) for change in meanwhile],
            "difference": self._difference(),
            "if_published": if_published(self.trial) if transition.makes_reviewed else None,
            "back": _change_page(self.trial),
        }
        return TemplateResponse(self.request, "admin/trials/trial/step.html", context)

    def _difference(self) -> tuple[ChangeWords, ...] | None:
        """None where nothing takes the place of anything."""
        original = self.trial.revision_of
        if original is None or self.step not in (Step.SUBMIT, Step.PUBLISH):
            return None
        return copy_differences(self.trial, original)

    def _wrong_state(self, state: State) -> str:
        return WRONG_STATE[state] % {"trial": self.trial}

    def _back(self, level: int, text: str) -> HttpResponse:
        messages.add_message(self.request, level, text)
        return HttpResponseRedirect(_change_page(self.trial))


def _meanwhile_words(change: TrialChange) -> str:
    kind = model_named(change.subject)
    what = capfirst(str(kind._meta.verbose_name)) if kind else change.subject
    who = change.system or str(change.actor)
    day = date_format(timezone.localtime(change.at))
    return f"{what}: {change.get_operation_display()}, {who}, {day}"


def _address(trial: Trial, step: Step) -> str:
    return reverse("admin:trials_trial_step", args=[trial.pk, step.value])


def _change_page(trial: Trial) -> str:
    return reverse("admin:trials_trial_change", args=[trial.pk])
