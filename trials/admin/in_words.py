"""Codes as words, for those who look at a page and cannot change it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trials.eligibility.facts import Role
from trials.models import ParticipantGroup
from trials.models.participant_group import ROLE_NAMES


class InWords:
    """Lists of codes are shown as words to those who only look.

    ``in_words`` maps such a field to the method that words it.
    """

    in_words: ClassVar[Mapping[str, str]] = {}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        return [
            (name, {**options, "fields": self._worded(options["fields"])})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return (*shown, *self.in_words.values())

    def _worded(self, fields: Iterable[Any]) -> list[Any]:
        return [
            self.in_words.get(name, name) if isinstance(name, str) else tuple(self._worded(name))
            for name in fields
        ]


class RolesInWords(InWords):
    in_words: ClassVar[Mapping[str, str]] = {"roles": "roles_in_words"}

    @admin.display(description=_("Roles"))
    def roles_in_words(self, group: ParticipantGroup) -> str:
        roles: Sequence[str] = group.roles or [Role.PATIENT]
        return ", ".join(str(ROLE_NAMES[Role(role)]) for role in roles)
