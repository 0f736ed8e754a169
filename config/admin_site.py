"""The front page of the coordinators' room.

Not in trials.admin: Django looks for this class before it imports the rooms themselves.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

SECTIONS = (
    (_("Trials"), ("Trial", "ParticipantGroup", "Translation", "InventedPatient", "SheetUpload")),
    (_("Registry"), ("ProposedChange", "RegistryRecord", "ImportRun")),
    (_("Diseases"), ("Disease",)),
    (_("Places and contacts"), ("Site", "Contact")),
    (_("Texts for families"), ("Guide", "GlossaryTerm", "ApprovedTreatment")),
    (_("This site"), ("SiteProfile",)),
    (_("Records"), ("AuditEvent", "ReviewEvent")),
)


class CoordinatorsSite(AdminSite):
    """Our tables by what they are about; the tables of other apps follow as they come."""

    site_header = _("Trial finder: the coordinators’ room")
    site_title = _("Trial finder")
    index_title = _("The list")
    index_template = "admin/trials/desk.html"
    desk: Callable[[HttpRequest], dict[str, Any]] = staticmethod(lambda _request: {})
    """What the front page shows above the lists; the rooms say it once they are there."""

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {**self.desk(request), **(extra_context or {})})

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        ours = next((app for app in apps if app["app_label"] == "trials"), None)
        if ours is None:
            return apps
        others = [app for app in apps if app is not ours]
        return [*_sections(ours), *others]


def _sections(ours: dict[str, Any]) -> list[dict[str, Any]]:
    left = {model["object_name"]: model for model in ours["models"]}
    sections = []
    for name, wanted in SECTIONS:
        models = [left.pop(each) for each in wanted if each in left]
        if models:
            sections.append({**ours, "name": name, "models": models})
    if left:
        sections.append({**ours, "models": list(left.values())})
    return sections
