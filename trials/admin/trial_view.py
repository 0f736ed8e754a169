"""Pages about one trial, beside the form that changes it."""

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import View

from trials.models import Trial


class TrialView(View):
    """Looking is for whoever sees trials; ``may_change`` is whoever changes them."""

    room: ModelAdmin[Trial] | None = None

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        assert self.room is not None
        self.trial = get_object_or_404(Trial.objects.select_related("revision_of"), pk=pk)
        if not self.room.has_view_permission(request, self.trial):
            raise PermissionDenied
        self.may_change = request.user.has_perm("trials.change_trial")
        return super().dispatch(request)
