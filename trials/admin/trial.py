"""Trials: what families read, whether it is open, who can join, where, and from which source."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials import rulebook
from trials.actions import publishing
from trials.admin.base import CoordinatorAdmin, Parts, staff
from trials.admin.found import found_in
from trials.admin.guarding import STATUS, is_guarded, sends_words
from trials.admin.in_words import InWords, RolesInWords
from trials.admin.patients import PatientsView
from trials.admin.places import PlaceParts, has_many_places, place_list
from trials.admin.registry import ReviewedFilter
from trials.admin.source import SourceView
from trials.admin.steps import StepView, guard_words, state_words, step_links
from trials.admin.versions import RestoreView, history_context
from trials.admin.waiting import OpenForFilter, WaitingFilter, unread_words
from trials.forms.coordinator import ParticipantGroupForm, TrialForm
from trials.models import ParticipantGroup, ProposedChange, Trial, TrialSource
from trials.presenters.ages import age_words


class GuardedParts(Parts):
    """Of a published trial they are only looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _is_kept(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_kept(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_kept(request, obj)


class GroupParts(RolesInWords, GuardedParts):
    model = ParticipantGroup
    form = ParticipantGroupForm
    fields = (("label", "key"), "roles", "rules", "position")
    readonly_fields = ("rules",)
    prepopulated_fields: ClassVar = {"key": ["label"]}
    verbose_name_plural = gettext_lazy("Who can join")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ParticipantGroup]:
        groups = super().get_queryset(request)
        with_trial = groups.select_related("trial")
        return with_trial.prefetch_related("age_rules", "disease_rules__includes")

    @admin.display(description=gettext_lazy("Rules"))
    def rules(self, group: ParticipantGroup) -> str | SafeString:
        if group._state.adding:
            return _("Save first. Then the rules of this group have a page.")
        address = reverse("admin:trials_participantgroup_change", args=[group.pk])
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in _in_short(group)))
        shown = format_html(
            '<ul class="in-short">{}</ul><a class="button-like" href="{}">{}</a>',
            lines,
            address,
            _("Rules of “%(group)s”") % {"group": group.label},
        )
        if is_guarded(group.trial):
            return shown
        return format_html(
            '{} <a class="button-like" href="{}">{}</a>',
            shown,
            reverse("admin:trials_participantgroup_copy", args=[group.pk]),
            _("Copy “%(group)s”…") % {"group": group.label},
        )


class SourceParts(GuardedParts):
    model = TrialSource
    fields = ("reference", "url", "quote", ("retrieved_on", "position"))


@admin.register(Trial)
class TrialAdmin(InWords, CoordinatorAdmin):
    form = TrialForm
    object_history_template = "admin/trials/trial/history.html"
    in_words: ClassVar = {"phases": "phases_in_words"}
    inlines = (GroupParts, PlaceParts, SourceParts)
    list_display = ("name", "review_state", "overall_status", "status_checked_on", "groups_held")
    list_filter = (
        WaitingFilter,
        "review_state",
        ReviewedFilter,
        "overall_status",
        OpenForFilter,
    )
    search_fields = ("acronym", "plain_title", "brief_title", "nct_id", "slug")
    search_help_text = gettext_lazy("Acronym, title or ClinicalTrials.gov number")
    ordering = ("plain_title",)
    autocomplete_fields = ("referral_contact",)
    save_on_top = True
    prepopulated_fields: ClassVar = {"slug": ["acronym"]}
    fieldsets = (
        (
            gettext_lazy("About"),
            {
                "fields": (
                    "acronym",
                    "plain_title",
                    "brief_title",
                    "goal",
                    "summary",
                    "kind",
                    "phases",
                    "phase_text",
                    "sponsor",
                    "nct_id",
                    "slug",
                )
            },
        ),
        (
            gettext_lazy("Status"),
            {
                "fields": (
                    "overall_status",
                    "status_checked_on",
                    "status_source",
                    "status_seen",
                    "ends_note",
                )
            },
        ),
        (gettext_lazy("Referral"), {"fields": ("referral_contact",)}),
        (gettext_lazy("What we read"), {"fields": ("fidelity", "differences")}),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().changelist_view(request, extra_context)
        is_shown = request.method == "GET" and isinstance(page, TemplateResponse)
        if is_shown and (words := unread_words(request)):
            messages.warning(request, words)
        return page

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Many places have a list of their own."""
        return [
            each for each in self.inlines if each is not PlaceParts or not has_many_places(obj)
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if not has_many_places(obj):
            return fieldsets
        return [*fieldsets, (gettext_lazy("Where"), {"fields": ("places",)})]

    @admin.display(description=gettext_lazy("places"))
    def places(self, trial: Trial) -> SafeString:
        return place_list(trial)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Trial]:
        return super().get_queryset(request).annotate(groups_held_count=Count("groups"))

    @admin.display(description=gettext_lazy("trial"), ordering="plain_title")
    def name(self, trial: Trial) -> SafeString | str:
        if not trial.acronym:
            return trial.plain_title
        return format_html("{}<br>{}", trial.acronym, trial.plain_title)

    @admin.display(description=gettext_lazy("groups"), ordering="groups_held_count")
    def groups_held(self, trial: Any) -> int:
        count: int = trial.groups_held_count
        return count

    @admin.display(description=gettext_lazy("Where sources differ"))
    def differences(self, trial: Trial) -> str | SafeString:
        if not trial.conflicts:
            return _("Nowhere that we know of.")
        return format_html_join("", "<p>{}</p>", ((text,) for text in trial.conflicts))

    @admin.display(description=gettext_lazy("phases"))
    def phases_in_words(self, trial: Trial) -> str:
        return ", ".join(str(Trial.Phase(phase).label) for phase in trial.phases) or "-"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        shown = super().get_readonly_fields(request, obj)
        if is_guarded(obj) and not sends_words(request):
            kept: tuple[str, ...] = tuple(_words_of_fieldsets(self.fieldsets))
        elif obj is not None and obj.revision_of_id:
            kept = ("slug", *STATUS)
        else:
            kept = ("slug",) if _keeps_address(obj) else ()
        return (*shown, *kept, "differences", "places")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if _keeps_address(obj) else dict(self.prepopulated_fields)

    def get_urls(self) -> list[URLPattern]:
        step = path(
            "<int:pk>/<str:step>/step/",
            self.admin_site.admin_view(StepView.as_view(room=self)),
            name="trials_trial_step",
        )
        source = path(
            "<int:pk>/source/",
            self.admin_site.admin_view(SourceView.as_view(room=self)),
            name="trials_trial_source",
        )
        patients = path(
            "<int:pk>/patients/",
            self.admin_site.admin_view(PatientsView.as_view(room=self)),
            name="trials_trial_patients",
        )
        restore = path(
            "<int:pk>/restore/<int:change>/",
            self.admin_site.admin_view(RestoreView.as_view(room=self)),
            name="trials_trial_restore",
        )
        return [step, source, patients, restore, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Row by row, as the database wrote it; other rooms show the audit trail."""
        trial = self.get_object(request, unquote(object_id))
        shown = history_context(trial, request) if trial is not None else {}
        return super().history_view(request, object_id, shown | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        trial = context["original"]
        if trial is not None:
            if is_guarded(trial):
                context["guarded"] = guard_words(trial, by=staff(request))
            steps = publishing.open_steps(trial, by=staff(request))
            context["step_links"] = step_links(trial, steps)
            waiting = trial.proposed_changes.filter(state=ProposedChange.State.OPEN)
            context["waiting_change"] = waiting.first()
            context["subtitle"] = f"{trial} – {state_words(trial)}"
            context["found"] = found_in(trial, timezone.localdate())
        return super().render_change_form(request, context, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """What families or the trail have seen is withdrawn, not deleted."""
        going, counts, rights, protected = super().get_deleted_objects(objs, request)
        kept = [
            _("%(trial)s: it is no draft, or has been under review. Withdraw it instead.")
            % {"trial": trial}
            for trial in objs
            if trial.review_state != Trial.ReviewState.DRAFT or trial.review_events.exists()
        ]
        # The steps stand against it too, but nobody lacks a right.
        return going, counts, set() if kept else rights, [*protected, *kept]

    def trials_of(self, rows: Sequence[models.Model]) -> list[Trial]:
        return [row for row in rows if isinstance(row, Trial) and not row._state.adding]

    def refuse_direct_edit(self, request: HttpRequest, row: models.Model) -> None:
        """Status and places are corrected at once; the page sends nothing else."""
        if sends_words(request):
            super().refuse_direct_edit(request, row)


def _is_kept(request: HttpRequest, trial: Trial | None) -> bool:
    return is_guarded(trial) and not sends_words(request)


def _words_of_fieldsets(fieldsets: Any) -> list[str]:
    names = [name for _title, options in fieldsets for name in options["fields"]]
    return [name for name in names if name not in (*STATUS, "differences")]


def _keeps_address(trial: Trial | None) -> bool:
    """The address of a trial that has been public does not change; a copy has none."""
    if trial is None:
        return False
    return trial.review_state != Trial.ReviewState.DRAFT or trial.revision_of_id is not None


def _in_short(group: ParticipantGroup) -> list[str]:
    ages = [age_words(rulebook.age_rule(rule)) for rule in group.age_rules.all()]
    rules = group.disease_rules.all()
    names = {disease.plain_name for rule in rules for disease in rule.includes.all()}
    diseases = ", ".join(sorted(names)) or _("no disease named")
    return [*(ages or [_("no age limit yet")]), diseases]
