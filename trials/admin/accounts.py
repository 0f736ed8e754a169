"""Accounts of the staff: rights come through groups, and dates are only shown."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Single rights are left out: who may do what stays readable."""

    filter_horizontal = ()
    list_filter = ("is_active", "groups")
    list_display = ("username", "first_name", "last_name", "is_active", "is_staff")
    readonly_fields = ("last_login", "date_joined")
    formfield_overrides: ClassVar = {
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    }
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
