"""Tables, constraints and query sets; one file per noun."""

from .audit import AuditEvent
from .disease import (
    Disease,
    DiseaseCatalogue,
    DiseaseName,
    DiseaseParent,
    DiseasePath,
)
from .participant_group import AgeRule, DiseaseRule, ParticipantGroup
from .review import ReviewEvent
from .site import Contact, Site, TrialSite
from .site_profile import SiteProfile
from .trial import Trial, TrialSource

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
