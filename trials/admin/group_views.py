"""What the further pages of a group have in common: who may come in, and where they lead."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View
from django_stubs_ext import StrOrPromise

from trials.models import ParticipantGroup


class GroupView(View):
    """A page about one group, for those who may change groups."""

    room: ModelAdmin[ParticipantGroup] | None = None
    title: StrOrPromise = ""

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        groups = ParticipantGroup.objects.select_related("trial")
        self.group = get_object_or_404(groups, pk=pk)
        if not self.may_enter(request):
            raise PermissionDenied
        return super().dispatch(request)

    def may_enter(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trials.change_participantgroup")

    def context(self, **more: Any) -> dict[str, Any]:
        assert self.room is not None
        return {
            **self.room.admin_site.each_context(self.request),
            "opts": ParticipantGroup._meta,
            "title": self.title,
            "subtitle": str(self.group),
            "group": self.group,
            "back": group_page(self.group),
            **more,
        }


def group_page(group: ParticipantGroup) -> str:
    return reverse("admin:trials_participantgroup_change", args=[group.pk])
