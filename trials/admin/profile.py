"""The one row that says whose site this is."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.admin.base import CoordinatorAdmin
from trials.forms.site_profile import SiteProfileForm
from trials.models import SiteProfile


@admin.register(SiteProfile)
class SiteProfileAdmin(CoordinatorAdmin):
    form = SiteProfileForm
    autocomplete_fields = ("contact",)
    readonly_fields = ("current_logo",)
    fields = (
        "site_name",
        "hospital",
        "current_logo",
        "new_logo",
        "remove_logo",
        "contact",
        "notice",
    )

    @admin.display(description=gettext_lazy("Logo"))
    def current_logo(self, profile: SiteProfile) -> str | SafeString:
        if not profile.logo:
            return _("There is none.")
        return format_html(
            '<img class="logo" src="{}" alt="{}">',
            reverse("trials:logo"),
            _("The logo as it is now"),
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if self.has_change_permission(request, obj):
            return tuple(self.fields)
        return tuple(name for name in self.fields if name not in ("new_logo", "remove_logo"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteProfile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one: straight to it."""
        profile = SiteProfile.objects.first()
        if profile is not None and self.has_view_permission(request, profile):
            page = reverse("admin:trials_siteprofile_change", args=[profile.pk])
            return HttpResponseRedirect(page)
        return super().changelist_view(request, extra_context)
