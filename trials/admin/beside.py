"""What stands beside the rules of a group: checks, test patients, and the source.

The rules as they are typed can be tried before they are saved: they are saved, judged, and
taken back, all in one transaction, so that what is tried is what would be saved.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trials.actions.checks import fetched
from trials.actions.trying import Verdicts
from trials.admin.found import Found, found_in_fetched
from trials.admin.patients import Tried, tried, verdicts_now
from trials.admin.source import beside
from trials.models import ParticipantGroup, Trial

TRY = "_try"


@dataclass(frozen=True, slots=True)
class TriedRules:
    """What the rules as typed would come to."""

    people: Tried
    found: Found


class _Judged(Exception):
    """Everything was saved and judged; raised so that all of it is taken back."""

    def __init__(self, result: TriedRules) -> None:
        super().__init__()
        self.result = result


class BesideTheRules:
    """For the room of participant groups."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        view = super().changeform_view  # type: ignore[misc]
        trial = _trial_of(object_id) if TRY in request.POST else None
        if trial is None:
            answer: HttpResponse = view(request, object_id, form_url, extra_context)
            return answer
        request.verdicts_before = verdicts_now(trial)  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                refused: HttpResponse = view(request, object_id, form_url, extra_context)
                return refused
        except _Judged as judged:
            request.tried = judged.result  # type: ignore[attr-defined]
        # Once more: nothing is saved now, and what was typed is still there.
        shown: HttpResponse = view(request, object_id, form_url, extra_context)
        return shown

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The last act of saving, and the first that may be told to people."""
        before: Verdicts | None = getattr(request, "verdicts_before", None)
        if before is not None:
            trial = fetched(obj.trial)
            raise _Judged(TriedRules(tried(trial, before), _of_group(trial, obj.key)))
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        group = context["original"]
        if isinstance(group, ParticipantGroup):
            trial = fetched(group.trial)
            judged: TriedRules | None = getattr(request, "tried", None)
            context["tried"] = judged
            context["found"] = judged.found if judged else _of_group(trial, group.key)
            # Shown in words further down the page.
            group.as_fetched = next(each for each in trial.groups.all() if each == group)  # type: ignore[attr-defined]
            context["source_beside"] = beside(trial)
            context["may_try"] = self.has_change_permission(request, group)  # type: ignore[attr-defined]
        answer: HttpResponse = super().render_change_form(  # type: ignore[misc]
            request, context, *args, **kwargs
        )
        return answer


def _trial_of(object_id: str | None) -> Trial | None:
    """None for a group that is only being added, or for no key at all."""
    if not object_id or not object_id.isdecimal():
        return None
    return Trial.objects.filter(groups__pk=int(object_id)).first()


def _of_group(trial: Trial, key: str) -> Found:
    """Findings of this group; those of the trial stand on its own page."""
    return found_in_fetched(trial, timezone.localdate()).of_group(key)
