"""What every room has: saves through actions, refusals beside the entries, and a history."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import connection, models, transaction
from django.db.models import Max
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trials.actions import editing
from trials.actions.completeness import Gap, gaps, refuse_new_gaps
from trials.admin.comparing import (
    SEEN_EVENT,
    Compared,
    chosen_so_far,
    compared,
    is_undecided,
    kept_as_held,
    with_gone_rows_as_new,
    without_rows_left_out,
)
from trials.admin.conflicts import (
    SEEN,
    StaleEditError,
    UndecidedError,
    digest,
    last_event,
    link_name,
    stale_sentence,
)
from trials.admin.error_summary import error_summary
from trials.admin.gone import gone_page
from trials.admin.guarding import refuse_guarded, trial_of
from trials.admin.history import events_of
from trials.admin.refusals import REFUSALS, sentences
from trials.forms.coordinator import CoordinatorForm, CoordinatorFormSet
from trials.forms.reading import MORE_BUTTON, READ_BUTTON
from trials.models import Trial
from trials.models.disease import asked_once
from trials.presenters.changes import change_words

EVENTS_PER_PAGE = 50
LONGEST_VALUE = 300
"""Characters of one field in a history; the event's own page shows all of it."""
_HTTPS: dict[Any, Any] = {models.URLField: {"assume_scheme": "https"}}
LONG_TEXTS: dict[Any, Any] = {
    **_HTTPS,
    models.TextField: {"widget": forms.Textarea({"class": "vLargeTextField", "rows": 4})},
}
SHORT_TEXTS: dict[Any, Any] = {
    **_HTTPS,
    models.TextField: {"widget": forms.Textarea({"class": "vLargeTextField", "rows": 2})},
}


class CoordinatorAdmin(admin.ModelAdmin):
    """A room of the list."""

    form = CoordinatorForm
    formfield_overrides: ClassVar = LONG_TEXTS
    object_history_template = "admin/trials/history.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "GET":
            with asked_once():
                page = super().changeform_view(request, object_id, form_url, extra_context)
                return page.render() if isinstance(page, TemplateResponse) else page
        if request.method == "POST" and object_id is not None:
            self._keep_rows_that_are_gone(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as refused:
            request.refused = refused  # type: ignore[attr-defined]
            # Once more: now the form itself says why, and what was typed is still there.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Django's own leads home, and what was typed would be lost."""
        if SEEN in request.POST:
            return gone_page(self, request, object_id)
        missing = super()._get_obj_does_not_exist_redirect  # type: ignore[misc]
        home: HttpResponse = missing(request, opts, object_id)
        return home

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        view = super().delete_view
        return self._or_refusal(request, lambda: view(request, object_id, extra_context))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        view = super().changelist_view
        return self._or_refusal(request, lambda: view(request, extra_context))

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm]:
        made = super().get_form(request, obj, change, **kwargs)
        form = cast("type[CoordinatorForm]", made)  # a class of its own for every request
        form.is_only_reading = is_only_reading(request)
        refused = getattr(request, "refused", None)
        form.kept_as_held = _kept_as_held(request)
        form.refusals = sentences(refused) if refused else ()
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context["original"]
        context["error_summary"] = error_summary(
            context["adminform"], context["inline_admin_formsets"]
        )
        if row is not None:
            is_stale = isinstance(getattr(request, "refused", None), StaleEditError)
            seen = None if is_stale else request.POST.get(SEEN)
            context["seen"] = seen or self._digest(row)
            seen_event = None if is_stale else request.POST.get(SEEN_EVENT)
            context["seen_event"] = seen_event or last_event(row)
            if is_stale or chosen_so_far(request):
                context["compared"] = self._compared(request, context)
            # A browser sends no entry that is greyed out: it would count as emptied.
            context["still_kept"] = [name for form in _forms(context) for name in _kept_in(form)]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool
    ) -> None:
        self.refuse_direct_edit(request, obj)
        if change:
            self._refuse_stale_edit(request, obj)
        request.gaps_before = self._gaps([obj])  # type: ignore[attr-defined]
        editing.save(obj, by=staff(request), now=timezone.now(), chosen=chosen_in(form))

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: Iterable[BaseInlineFormSet],
        change: bool,
    ) -> None:
        self.save_parts(request, form, formsets, change)
        connection.check_constraints()  # those that the database puts off until the end
        _refuse_new_gaps(request.gaps_before)  # type: ignore[attr-defined]

    def save_parts(
        self,
        request: HttpRequest,
        form: ModelForm,
        formsets: Iterable[BaseInlineFormSet],
        change: bool,
    ) -> None:
        """In the order of the page; a room whose parts need another order has its own."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        to_save = formset.save(commit=False)
        by, now = staff(request), timezone.now()
        editing.remove(formset.deleted_objects, by=by, now=now)
        for part_form in formset.forms:
            if any(part_form.instance is row for row in to_save):
                _put_last(part_form)
                editing.save(part_form.instance, by=by, now=now, chosen=chosen_in(part_form))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self._remove(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        self._remove(request, list(queryset))

    def trials_of(self, rows: Sequence[models.Model]) -> list[Trial]:
        """The trials that would lack something if these rows or their parts were missing."""
        return []

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        context: dict[str, Any] = {"title": _("History"), "subtitle": str(row)}
        if row is not None:
            page = Paginator(events_of(row), EVENTS_PER_PAGE).get_page(request.GET.get("p"))
            changes = [change_words(event, longest=LONGEST_VALUE) for event in page]
            context |= {"page": page, "changes": changes}
        return super().history_view(request, object_id, context | (extra_context or {}))

    def refuse_direct_edit(self, request: HttpRequest, row: models.Model) -> None:
        """Raises PublishedTrialError when families would see what somebody is typing."""
        refuse_guarded([row])

    def _remove(self, request: HttpRequest, rows: list[models.Model]) -> None:
        with transaction.atomic():
            refuse_guarded(rows)
            before = self._gaps(rows)
            editing.remove(rows, by=staff(request), now=timezone.now())
            connection.check_constraints()
            _refuse_new_gaps(before)

    def _gaps(self, rows: Sequence[models.Model]) -> list[tuple[Trial, tuple[Gap, ...]]]:
        return [(trial, gaps(trial)) for trial in self.trials_of(rows)]

    def _or_refusal(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        try:
            return view()
        except REFUSALS as refused:
            for sentence in sentences(refused):
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())

    def _refuse_stale_edit(self, request: HttpRequest, row: models.Model) -> None:
        # Two pages may show the same rows: who saves one of a trial waits for the other.
        if trial := trial_of(row):
            Trial.objects.select_for_update().filter(pk=trial.pk).first()
        type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
        seen = request.POST.get(SEEN)
        if seen and seen != self._digest(row):
            raise StaleEditError(stale_sentence(row))
        if is_undecided(request):
            raise UndecidedError

    def _compared(self, request: HttpRequest, context: dict[str, Any]) -> list[Compared]:
        known = request.POST.get(SEEN_EVENT, "")
        since = int(known) if known.isascii() and known.isdigit() else 0
        events = events_of(context["original"]).filter(pk__gt=since)
        others = events.exclude(actor=staff(request)) or events
        return compared(_forms(context), others, chosen_so_far(request))

    def _keep_rows_that_are_gone(self, request: HttpRequest, object_id: str) -> None:
        """Somebody removed a part while somebody else typed in it: it can be added again."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return
        left_out = kept_as_held(request)
        for inline in self.get_inline_instances(request, row):
            link = link_name(type(row), inline.model)
            parts = inline.model._base_manager.filter(**{link: row.pk})
            held = {str(pk) for pk in parts.values_list("pk", flat=True)}
            prefix = inline.get_formset(request, row).get_default_prefix()
            sent = without_rows_left_out(request.POST, prefix, left_out)
            request.POST = with_gone_rows_as_new(sent, prefix, held)  # type: ignore[assignment]

    def _digest(self, row: models.Model) -> str:
        return digest(row, [inline.model for inline in self.inlines])


class Parts(admin.StackedInline):
    """Parts of a row; stacked, since a table gives its fields no labels."""

    form = CoordinatorForm
    formset = CoordinatorFormSet
    formfield_overrides: ClassVar = SHORT_TEXTS
    extra = 0
    ordering: ClassVar = None

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        formset = cast("type[CoordinatorFormSet]", super().get_formset(request, obj, **kwargs))
        form = cast("type[CoordinatorForm]", formset.form)
        formset.is_only_reading = form.is_only_reading = is_only_reading(request)
        form.kept_as_held = _kept_as_held(request)
        return formset


def staff(request: HttpRequest) -> User:
    """Who is at work. Nobody else gets into the room."""
    assert isinstance(request.user, User)
    return request.user


def is_only_reading(request: HttpRequest) -> bool:
    """Whether the page is shown again as it was typed, and nothing is to be saved."""
    is_tried = getattr(request, "tried", None) is not None
    buttons = tuple(f"-{button}" for button in (READ_BUTTON, MORE_BUTTON))
    return is_tried or any(name.endswith(buttons) for name in request.POST)


def _kept_as_held(request: HttpRequest) -> frozenset[str]:
    """Nothing while both versions are shown: then all that was typed stands in the forms."""
    return frozenset() if hasattr(request, "refused") else kept_as_held(request)


def _forms(context: dict[str, Any]) -> list[ModelForm]:
    """Of the row and of its parts, in the order of the page."""
    parts = [form for each in context["inline_admin_formsets"] for form in each.formset.forms]
    return [context["adminform"].form, *parts]


def _kept_in(form: ModelForm) -> list[str]:
    """Names of its entries that stay as they are held, whatever was typed."""
    if not isinstance(form, CoordinatorForm):
        return []
    return [form.add_prefix(name) for name in form.fields if form.keeps(name)]


def chosen_in(form: ModelForm) -> dict[str, Any]:
    """What a form says about the many-to-many fields of its row."""
    return {
        field.name: form.cleaned_data[field.name]
        for field in form.instance._meta.many_to_many
        if field.name in form.cleaned_data
    }


def _put_last(form: ModelForm) -> None:
    """Give a new row the position after the others, unless the form asks for it."""
    row = form.instance
    names = {field.name for field in row._meta.concrete_fields}
    if row.pk is not None or "position" not in names or "position" in form.fields:
        return
    parent = next(each for each in ("trial", "group") if each in names)
    others = type(row)._base_manager.filter(**{parent: getattr(row, parent)})
    last = others.aggregate(last=Max("position"))["last"]
    row.position = 0 if last is None else last + 1


def _refuse_new_gaps(before: Iterable[tuple[Trial, tuple[Gap, ...]]]) -> None:
    for trial, gaps_before in before:
        refuse_new_gaps(trial, gaps_before)
