"""A page that was sent when its row was gone: all that was typed is shown, to be copied.

A working copy goes when somebody publishes or discards it, and its groups go with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.forms import Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trials.admin.comparing import row_names
from trials.admin.conflicts import link_name
from trials.models import ParticipantGroup, ReviewEvent, Trial, TrialChange
from trials.presenters.changes import NOTHING

CONFLICT = 409
_UNTOLD = ("id", "DELETE", "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@dataclass(frozen=True, slots=True)
class _Kind:
    """The forms of a page whose names begin alike. ``untold`` are entries nobody types in."""

    where: str
    fields: dict[str, Field]
    untold: tuple[str, ...] = ()


def gone_page(room: ModelAdmin[Any], request: HttpRequest, object_id: str) -> HttpResponse:
    """Says what became of the row, as far as it is known, and what was typed."""
    key = unquote(object_id)
    copy = _trial_key(room, int(key)) if key.isascii() and key.isdigit() else None
    step = ReviewEvent.objects.filter(revision=copy).order_by("-pk").first() if copy else None
    trial = step.trial if step else Trial.objects.filter(pk=copy or 0).first()
    context = {
        **room.admin_site.each_context(request),
        "opts": room.opts,
        "title": _("This page is gone; what you typed is below"),
        "what_happened": _what_happened(step),
        "trial": trial,
        "history": trial and reverse("admin:trials_trial_history", args=[trial.pk]),
        "typed": list(_typed(room, request)),
    }
    return TemplateResponse(request, "admin/trials/gone.html", context, status=CONFLICT)


def _trial_key(room: ModelAdmin[Any], key: int) -> int | None:
    """Of the trial or working copy that the row was or belonged to."""
    if room.model is Trial:
        return key
    if room.model is not ParticipantGroup:
        return None
    changes = TrialChange.objects.filter(subject="participantgroup", subject_id=key)
    return changes.order_by("-pk").values_list("trial", flat=True).first()


def _what_happened(step: ReviewEvent | None) -> str:
    if step is None:
        return _("Somebody removed this in the meantime. Nothing was saved.")
    if step.to_state == Trial.ReviewState.PUBLISHED:
        return _("The working copy was published in the meantime. Nothing more was saved.")
    return _("The working copy was discarded in the meantime. Nothing more was saved.")


def _typed(room: ModelAdmin[Any], request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values in words, in the order of the page, without what is empty."""
    kinds = {"": _Kind("", room.get_form(request).base_fields, ("csrfmiddlewaretoken",))}
    for inline in room.get_inline_instances(request):
        formset = inline.get_formset(request)
        kinds[formset.get_default_prefix()] = _Kind(
            capfirst(str(inline.verbose_name)),
            formset.form.base_fields,
            (*_UNTOLD, link_name(room.model, inline.model)),
        )
    for name in request.POST:
        values = [value for value in request.POST.getlist(name) if value.strip()]
        prefix, number, entry = _parts(name, kinds)
        kind = kinds[prefix]
        if values and not entry.startswith("_") and entry not in kind.untold:
            where = f"{kind.where} {number}: " if number else ""
            field = kind.fields.get(entry) or kind.fields.get(entry.rpartition("_")[0])
            label = capfirst(str(field.label or entry)) if field else entry
            yield f"{where}{label}", _words(field, values)


def _parts(name: str, kinds: dict[str, _Kind]) -> tuple[str, int | None, str]:
    """Prefix, number on the page from one, and entry; no number for the row itself."""
    prefix, _dash, rest = name.partition("-")
    if prefix not in kinds or not rest:
        return "", None, name
    number, _dash, entry = rest.partition("-")
    if number.isascii() and number.isdigit() and len(number) < 6:
        return prefix, int(number) + 1, entry
    return prefix, None, rest


def _words(field: Field | None, values: list[str]) -> str:
    if isinstance(field, ModelChoiceField):
        known = row_names(field, values)
        return ", ".join(values) if known == NOTHING else known
    names = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    return ", ".join(names.get(value, value) for value in values)
