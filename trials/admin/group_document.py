"""The rules of a group as a JSON document: for boxes deeper than the forms go.

Only superusers change rules in this way; the document is read before anything is saved.
"""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.actions.completeness import IncompleteTrialError
from trials.actions.definitions import vocabulary
from trials.actions.group_rules import criteria_held, replace_rules
from trials.admin.base import staff
from trials.admin.conflicts import SEEN, StaleEditError, digest, stale_sentence
from trials.admin.group_parts import RULE_PARTS
from trials.admin.group_views import GroupView, group_page
from trials.admin.group_words import diagnosis_names
from trials.admin.guarding import (
    PublishedTrialError,
    is_guarded,
    published_sentence,
    refuse_guarded,
)
from trials.admin.refusals import sentences
from trials.definitions import DefinitionFault, read_group_criteria, write_criteria
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.criteria import AllOf
from trials.models import ParticipantGroup
from trials.presenters.criteria_outline import outline

LONGEST = 400_000
"""Characters; the longest group of the shipped studies has 12,000."""
TEMPLATE = "admin/trials/participantgroup/document.html"


class DocumentForm(forms.Form):
    document = forms.CharField(
        label=gettext_lazy("Rules as a document"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea({"rows": 30, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("As in the files of trial definitions, from “criteria” on."),
        error_messages={"required": gettext_lazy("Write the rules, or leave the page.")},
    )
    tree: AllOf

    def clean_document(self) -> str:
        text: str = self.cleaned_data["document"]
        try:
            self.tree = read_group_criteria(json.loads(text), vocabulary())
        except json.JSONDecodeError as error:
            self.add_error(
                "document",
                _("Line %(line)d, column %(column)d: this is no JSON (%(what)s).")
                % {"line": error.lineno, "column": error.colno, "what": error.msg},
            )
        except RecursionError:
            self.add_error("document", _("The boxes stand too deep in each other."))
        except DefinitionFault as fault:
            self.add_error("document", str(fault))
        return text


class DocumentView(GroupView):
    title = gettext_lazy("Rules as a document")

    def get(self, request: HttpRequest) -> HttpResponse:
        form = DocumentForm(initial={"document": _written(self.group)})
        return self._page(form, self._digest())

    def post(self, request: HttpRequest) -> HttpResponse:
        if not _may_change(request):
            raise PermissionDenied
        form = DocumentForm(request.POST)
        seen = request.POST.get(SEEN, "")
        if not form.is_valid():
            return self._page(form, seen)
        if "check" in request.POST:
            return self._page(form, seen, is_checked=True)
        try:
            self._save(form.tree, seen)
        except (IncompleteTrialError, PublishedTrialError, StaleEditError) as refused:
            for sentence in sentences(refused):
                form.add_error(None, sentence)
            is_stale = isinstance(refused, StaleEditError)
            return self._page(form, self._digest() if is_stale else seen)
        messages.success(request, _("The rules of “%(group)s” are saved.") % {"group": self.group})
        return HttpResponseRedirect(group_page(self.group))

    @transaction.atomic
    def _save(self, tree: AllOf, seen: str) -> None:
        refuse_guarded([self.group])
        ParticipantGroup.objects.select_for_update().get(pk=self.group.pk)
        if seen != self._digest():
            raise StaleEditError(stale_sentence(self.group))
        replace_rules(self.group, tree, by=staff(self.request), now=timezone.now())

    def _digest(self) -> str:
        return digest(self.group, [part.model for part in RULE_PARTS])

    def _page(self, form: DocumentForm, seen: str, *, is_checked: bool = False) -> HttpResponse:
        # What was typed before somebody published is shown again, with the reason.
        is_shown = not form.is_bound and is_guarded(self.group)
        may_change = _may_change(self.request) and not is_shown
        more: dict[str, Any] = {"form": form, "seen": seen, "may_change": may_change}
        if is_shown:
            more["guarded"] = published_sentence(self.group.trial)
        if is_checked:
            more["lines"] = outline(form.tree, diagnosis_names())
        return TemplateResponse(self.request, TEMPLATE, self.context(**more))


def _may_change(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def _written(group: ParticipantGroup) -> str:
    """Empty where the stored limits contradict each other: they cannot be written down."""
    try:
        document = write_criteria(criteria_held(group))
    except AgeRuleError:
        return ""
    return json.dumps(document, ensure_ascii=False, indent=1)
