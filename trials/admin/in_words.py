"""Codes as words, wherever a page shows them and does not let them be changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trials.eligibility.facts import Role
from trials.models import ParticipantGroup
from trials.models.participant_group import ROLE_NAMES


class InWords:
    """Lists of codes are shown as words where they cannot be changed.

    ``in_words`` maps such a field to the method that words it.
    """

    in_words: ClassVar[Mapping[str, str]] = {}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        worded = self._shown_in_words(request, obj)
        return [
            (name, {**options, "fields": _replaced(options["fields"], worded)})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return (*shown, *self.in_words.values())

    def _shown_in_words(self, request: HttpRequest, obj: Any) -> Mapping[str, str]:
        if not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return self.in_words
        shown = self.get_readonly_fields(request, obj)
        return {name: method for name, method in self.in_words.items() if name in shown}


def _replaced(fields: Iterable[Any], worded: Mapping[str, str]) -> list[Any]:
    return [
        worded.get(name, name) if isinstance(name, str) else tuple(_replaced(name, worded))
        for name in fields
    ]


class RolesInWords(InWords):
    in_words: ClassVar[Mapping[str, str]] = {"roles": "roles_in_words"}

    @admin.display(description=_("Roles"))
    def roles_in_words(self, group: ParticipantGroup) -> str:
        roles: Sequence[str] = group.roles or [Role.PATIENT]
        return ", ".join(str(ROLE_NAMES[Role(role)]) for role in roles)
