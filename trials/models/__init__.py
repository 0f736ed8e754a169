"""Tables, constraints and query sets; one file per noun."""

from trials.models.audit import AuditEvent
from trials.models.disease import (
    Disease,
    DiseaseCatalogue,
    DiseaseName,
    DiseaseParent,
    DiseasePath,
)
from trials.models.participant_group import AgeRule, DiseaseRule, ParticipantGroup
from trials.models.review import ReviewEvent
from trials.models.site import Contact, Site, TrialSite
from trials.models.site_profile import SiteProfile
from trials.models.trial import Trial, TrialSource

__all__ = [
    "AgeRule",
    "AuditEvent",
    "Contact",
    "Disease",
    "DiseaseCatalogue",
    "DiseaseName",
    "DiseaseParent",
    "DiseasePath",
    "DiseaseRule",
    "ParticipantGroup",
    "ReviewEvent",
    "Site",
    "SiteProfile",
    "Trial",
    "TrialSite",
    "TrialSource",
]
