"""Test patients: what the rules of a trial come to for invented people."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials.actions import expecting
from trials.actions.checks import original_of
from trials.actions.trying import (
    Changed,
    Verdicts,
    compared,
    expected_of,
    held_rules,
    never_failed,
    patients_for,
    people,
    verdicts,
)
from trials.admin.base import CoordinatorAdmin, staff
from trials.admin.trial_view import TrialView
from trials.forms.invented_patient import InventedPatientForm
from trials.models import InventedPatient, Trial
from trials.presenters.trying import (
    change_counts,
    facts_in_short,
    verdict_counts,
    verdict_name,
)

EXPECT, FORGET = "_expect", "_forget"


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One patient with the verdicts in words; ``before`` is empty without a comparison."""

    name: str
    facts: str
    after: str
    before: str = ""
    expected: str = ""
    is_own: bool = False
    is_changed: bool = False
    is_flipped: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial tried on everybody; ``changes`` are told by verdict, with their numbers."""

    lines: tuple[PatientLine, ...]
    counts: tuple[str, ...]
    changes: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[PatientLine, ...]:
        return tuple(line for line in self.lines if line.is_changed or line.is_flipped)


def tried(trial: Trial, before: Verdicts | None) -> Tried:
    """The rules as the database holds them now, beside the verdicts of before if any."""
    original = original_of(trial)
    patients = patients_for(original)
    after = verdicts(held_rules(trial), people(patients, today=timezone.localdate()))
    rows = compared(patients, before, after, expected_of(original))
    pairs = [(row.before, row.after) for row in rows] if before is not None else []
    return Tried(
        tuple(_line(row) for row in rows),
        tuple(verdict_counts(row.after for row in rows)),
        tuple(change_counts(pairs)),
    )


def verdicts_now(trial: Trial) -> Verdicts:
    patients = patients_for(original_of(trial))
    return verdicts(held_rules(trial), people(patients, today=timezone.localdate()))


def public_verdicts(trial: Trial) -> Verdicts | None:
    """What families are told now; None for a trial that none of them sees."""
    shown = original_of(trial)
    is_public = shown.review_state == Trial.ReviewState.PUBLISHED
    return verdicts_now(shown) if is_public else None


def if_published(trial: Trial) -> Tried:
    """What families would be told, beside what they are told now.

    A study that is still the registry's has its sentences become rules for the team on the
    way, which changes no verdict: they are for the team now.
    """
    return tried(trial, public_verdicts(trial))


def _line(row: Changed) -> PatientLine:
    patient = row.patient
    return PatientLine(
        name=patient.name,
        facts=facts_in_short(patient.facts),
        after=verdict_name(row.after),
        before=verdict_name(row.before) if row.before is not None else "",
        expected=verdict_name(row.expected) if row.expected is not None else "",
        is_own=patient.trial_id is not None,
        is_changed=row.is_changed,
        is_flipped=row.is_flipped,
        address=reverse("admin:trials_inventedpatient_change", args=[patient.pk]),
    )


class PatientsView(TrialView):
    """Looking is for whoever sees trials, expecting for whoever changes them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        assert self.room is not None
        shown = original_of(self.trial)
        before = public_verdicts(self.trial) if shown != self.trial else None
        original = reverse("admin:trials_inventedpatient_add") + f"?trial={shown.pk}"
        context: dict[str, Any] = {
            **self.room.admin_site.each_context(request),
            "opts": Trial._meta,
            "title": _("Test patients"),
            "subtitle": str(self.trial),
            "trial": self.trial,
            "tried": tried(self.trial, before),
            "has_before": before is not None,
            "unfailed": self._unfailed(),
            "may_expect": self.may_change,
            "add_address": original,
        }
        return TemplateResponse(request, "admin/trials/checks/patients.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        by, now = staff(request), timezone.now()
        if FORGET in request.POST:
            expecting.expect_nothing(self.trial, by=by, now=now)
            messages.success(request, _("No verdict is expected any more."))
        elif EXPECT in request.POST:
            count = expecting.expect_as_now(self.trial, by=by, now=now, today=timezone.localdate())
            said = ngettext(
                "%(count)d verdict is expected from now on.",
                "%(count)d verdicts are expected from now on.",
                count,
            )
            messages.success(request, said % {"count": count})
        address = reverse("admin:trials_trial_patients", args=[self.trial.pk])
        return HttpResponseRedirect(address)

    def _unfailed(self) -> list[str]:
        """Sentences of rules in which a mistake would not be seen."""
        rules = held_rules(self.trial)
        if rules is None:
            return []
        patients = patients_for(original_of(self.trial))
        persons = people(patients, today=timezone.localdate()).values()
        labels = {group.key: group.label for group in self.trial.groups.all()}
        return [
            f"{labels.get(key, key)}: {leaf.origin.quote or leaf.origin.note or leaf.origin.ref}"
            for key, leaf in never_failed(rules, persons)
        ]


@admin.register(InventedPatient)
class InventedPatientAdmin(CoordinatorAdmin):
    """People who do not exist: those of one trial, and the standing cast.

    The rights are those on trials: who may change a trial may try it on somebody.
    """

    form = InventedPatientForm
    fields = (
        "trial",
        "name",
        "role",
        ("age", "age_unit"),
        "diagnosis_names",
        "more",
        "persona",
    )
    list_display = ("name", "trial", "told")
    list_select_related = ("trial",)
    list_filter = (("trial", admin.EmptyFieldListFilter),)
    search_fields = ("name", "trial__acronym", "trial__plain_title")
    search_help_text = gettext_lazy("Name, or acronym or title of the trial")
    ordering = ("trial", "position", "pk")
    autocomplete_fields = ("trial",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("trials.view_trial")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("trials.change_trial")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = self.has_change_permission(request, obj)
        return self.fields if may_change else ("trial", "name", "told", "persona")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else ("told",)

    @admin.display(description=gettext_lazy("what is told"))
    def told(self, patient: InventedPatient) -> str:
        return facts_in_short(patient.facts)

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm]:
        made = super().get_form(request, obj, change, **kwargs)
        today = timezone.localdate()

        class OnThisDay(made):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **more: Any) -> None:
                super().__init__(*args, today=today, **more)

        return OnThisDay
