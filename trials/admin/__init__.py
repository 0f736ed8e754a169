"""The coordinators' room: the stock Django admin, whose every save goes through actions."""

from django.contrib import admin

from trials.admin.accounts import AccountAdmin
from trials.admin.audit import AuditEventAdmin, ReviewEventAdmin
from trials.admin.desk import on_the_desk
from trials.admin.disease import DiseaseAdmin
from trials.admin.group import ParticipantGroupAdmin
from trials.admin.import_run import ImportRunAdmin
from trials.admin.places import TrialSiteAdmin
from trials.admin.profile import SiteProfileAdmin
from trials.admin.registry import ProposedChangeAdmin, RegistryRecordAdmin
from trials.admin.sheets import SheetAdmin
from trials.admin.site import ContactAdmin, SiteAdmin
from trials.admin.texts import ApprovedTreatmentAdmin, GlossaryTermAdmin, GuideAdmin
from trials.admin.translation import TranslationAdmin
from trials.admin.trial import TrialAdmin

admin.site.desk = on_the_desk  # type: ignore[attr-defined]  # of config.admin_site

__all__ = [
    "AccountAdmin",
    "ApprovedTreatmentAdmin",
    "AuditEventAdmin",
    "ContactAdmin",
    "DiseaseAdmin",
    "GlossaryTermAdmin",
    "GuideAdmin",
    "ImportRunAdmin",
    "ParticipantGroupAdmin",
    "ProposedChangeAdmin",
    "RegistryRecordAdmin",
    "ReviewEventAdmin",
    "SheetAdmin",
    "SiteAdmin",
    "SiteProfileAdmin",
    "TranslationAdmin",
    "TrialAdmin",
    "TrialSiteAdmin",
]
