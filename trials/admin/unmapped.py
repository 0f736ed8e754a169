"""Terms of the registry that name no disease of ours, and how one becomes a disease's name."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from trials.actions import editing
from trials.admin.base import staff
from trials.forms.disease import AddedNameForm
from trials.models import DiseaseName, RegistryRecord, Trial

TERMS_PER_PAGE = 50
STUDIES_SHOWN = 3

_TERMS = """
    SELECT min(term), count(DISTINCT trial_id), (array_agg(DISTINCT trial_id))[1:%(shown)s]
    FROM trials_registryrecord, unnest(unmapped_terms) AS term
    WHERE position(lower(%(words)s) IN lower(term)) > 0
    GROUP BY lower(term)
    ORDER BY count(DISTINCT trial_id) DESC, min(term)
"""


@dataclass(frozen=True, slots=True)
class UnmappedTerm:
    """``studies`` are a few of them; ``count`` is of all."""

    term: str
    count: int
    studies: tuple[Trial, ...]

    @property
    def others(self) -> int:
        return self.count - len(self.studies)


def unmapped_terms(words: str = "") -> list[tuple[str, int, list[int]]]:
    """Every term that holds ``words``, with its number of studies and the keys of a few.

    The most frequent first; capitals make no other term.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, {"words": words, "shown": STUDIES_SHOWN})
        return cursor.fetchall()


class RegistryView(View):
    """A page of the registry's room."""

    room: ModelAdmin[RegistryRecord] | None = None

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        assert self.room is not None
        if not self.room.has_view_permission(request):
            raise PermissionDenied
        return super().dispatch(request)

    def page(self, template: str, **more: Any) -> HttpResponse:
        assert self.room is not None
        context = {
            **self.room.admin_site.each_context(self.request),
            "opts": RegistryRecord._meta,
            **more,
        }
        return TemplateResponse(
            self.request, f"admin/trials/registryrecord/{template}.html", context
        )


class UnmappedTermsView(RegistryView):
    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()
        found = Paginator(unmapped_terms(words), TERMS_PER_PAGE)
        shown = found.get_page(request.GET.get("p"))
        studies = Trial.objects.in_bulk({pk for _term, _count, pks in shown for pk in pks})
        terms = [
            UnmappedTerm(term, count, tuple(studies[pk] for pk in pks if pk in studies))
            for term, count, pks in shown
        ]
        return self.page(
            "terms",
            title=_("Terms of no disease we know"),
            words=words,
            shown=shown,
            terms=terms,
            may_add=request.user.has_perm("trials.add_diseasename"),
        )


class AddNameView(RegistryView):
    """Makes a term a name of a disease; the next import maps it."""

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.has_perm("trials.add_diseasename"):
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        term = request.GET.get("term", "").replace("\0", "")
        return self._asking(AddedNameForm(initial={"name": term}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddedNameForm(request.POST)
        if not form.is_valid():
            return self._asking(form)
        name: DiseaseName = form.save(commit=False)
        editing.save(name, by=staff(request), now=timezone.now())
        messages.success(
            request,
            _("“%(term)s” is a name of %(disease)s now. The next import maps it.")
            % {"term": name.name, "disease": name.disease},
        )
        return HttpResponseRedirect(reverse("admin:trials_registryrecord_terms"))

    def _asking(self, form: AddedNameForm) -> HttpResponse:
        assert self.room is not None
        form.fields["disease"].widget = AutocompleteSelect(
            DiseaseName._meta.get_field("disease"),
            self.room.admin_site,
            choices=form.fields["disease"].choices,  # type: ignore[attr-defined]
        )
        return self.page("add_name", title=_("Name of a disease"), form=form)
