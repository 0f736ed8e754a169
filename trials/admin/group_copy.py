"""A copy of a group with all its rules: cohorts of a trial often differ in one of them."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.actions.group_rules import copy_group
from trials.admin.base import staff
from trials.admin.group_views import GroupView, group_page
from trials.admin.group_words import rules_in_words
from trials.admin.guarding import is_guarded, published_sentence
from trials.eligibility.ages import AgeRuleError
from trials.eligibility.facts import Role
from trials.forms.group_copy import GroupCopyForm
from trials.models import ParticipantGroup


class CopyView(GroupView):
    title = gettext_lazy("Copy group")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(GroupCopyForm.for_copy_of(self.group))

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A published trial gets its groups in a working copy."""
        found = ParticipantGroup.objects.select_related("trial").filter(pk=pk).first()
        if found is not None and is_guarded(found) and self.may_enter(request):
            messages.warning(request, published_sentence(found.trial))
            return HttpResponseRedirect(group_page(found))
        return super().dispatch(request, pk)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GroupCopyForm(request.POST, trial=self.group.trial)
        if not form.is_valid():
            return self._page(form)
        try:
            copy = copy_group(
                self.group,
                key=form.cleaned_data["key"],
                label=form.cleaned_data["label"],
                roles=[Role(role) for role in form.cleaned_data["roles"]],
                by=staff(request),
                now=timezone.now(),
            )
        except AgeRuleError:
            form.add_error(None, _("Mend the age limits of this group first: nobody meets them."))
            return self._page(form)
        except IntegrityError:  # somebody else took the short name a moment ago
            form.add_error("key", _("Another group of this trial has this short name."))
            return self._page(form)
        words = _("“%(label)s” is a copy of “%(group)s”. Change what differs.")
        names = {"label": copy.label, "group": self.group.label}
        messages.success(request, words % names)
        return HttpResponseRedirect(group_page(copy))

    def _page(self, form: GroupCopyForm) -> HttpResponse:
        context = self.context(form=form, rules=rules_in_words(self.group))
        template = "admin/trials/participantgroup/copy.html"
        return TemplateResponse(self.request, template, context)
