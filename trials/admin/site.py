"""Hospitals, and the offices that take calls."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from trials.admin.base import CoordinatorAdmin
from trials.models import Contact, Site


@admin.register(Site)
class SiteAdmin(CoordinatorAdmin):
    list_display = ("name", "city", "state", "country", "contact")
    list_select_related = ("contact",)
    search_fields = ("name", "city", "state", "country")
    search_help_text = gettext_lazy("Name or place")
    autocomplete_fields = ("contact",)
    fields = (
        "name",
        ("city", "state"),
        "country",
        ("latitude", "longitude"),
        "contact",
    )


@admin.register(Contact)
class ContactAdmin(CoordinatorAdmin):
    list_display = ("name", "phone", "email")
    search_fields = ("name", "phone", "email")
    search_help_text = gettext_lazy("Name, phone or e-mail")
    fields = (
        "name",
        "referral_rule",
        ("phone", "local_phone"),
        ("fax", "pager"),
        "email",
        "url",
        "source",
        "retrieved_on",
    )
