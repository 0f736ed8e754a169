"""Tables, constraints and query sets; one file per noun."""

from trials.models.age_rule import AgeRule
from trials.models.approved_treatment import ApprovedTreatment
from trials.models.audit import AuditEvent
from trials.models.change import TrialChange
from trials.models.criteria_text import CriteriaText, SentenceMark
from trials.models.disease import (
    Disease,
    DiseaseCatalogue,
    DiseaseName,
    DiseaseParent,
    DiseasePath,
)
from trials.models.disease_rule import DiseaseRule
from trials.models.fact_rule import FactRule, TextRule, WashoutRule
from trials.models.glossary_term import GlossaryTerm
from trials.models.guide import Guide, GuideSection, GuideSource
from trials.models.import_run import ImportRun
from trials.models.invented_patient import ExpectedVerdict, InventedPatient
from trials.models.news import TrialNews
from trials.models.participant_group import ParticipantGroup
from trials.models.reference_rule import CreatinineRule, PerformanceRule
from trials.models.registry_record import ProposedChange, RegistryRecord
from trials.models.review import ReviewEvent
from trials.models.reviewed_text import ReviewedText
from trials.models.rule import CriterionBox
from trials.models.rules_version import RulesDocument, RulesVersion, SentencesRead
from trials.models.search_row import SearchCount, SearchRow
from trials.models.sheet_download import SheetDownload
from trials.models.sheet_upload import SheetUpload
from trials.models.site import Contact, Site, TrialSite
from trials.models.site_profile import SiteProfile
from trials.models.translation import Translation
from trials.models.trial import Trial, TrialSource

__all__ = [
    "AgeRule",
    "ApprovedTreatment",
    "AuditEvent",
    "Contact",
    "CreatinineRule",
    "CriteriaText",
    "CriterionBox",
    "Disease",
    "DiseaseCatalogue",
    "DiseaseName",
    "DiseaseParent",
    "DiseasePath",
    "DiseaseRule",
    "ExpectedVerdict",
    "FactRule",
    "GlossaryTerm",
    "Guide",
    "GuideSection",
    "GuideSource",
    "ImportRun",
    "InventedPatient",
    "ParticipantGroup",
    "PerformanceRule",
    "ProposedChange",
    "RegistryRecord",
    "ReviewEvent",
    "ReviewedText",
    "RulesDocument",
    "RulesVersion",
    "SearchCount",
    "SearchRow",
    "SentenceMark",
    "SentencesRead",
    "SheetDownload",
    "SheetUpload",
    "Site",
    "SiteProfile",
    "TextRule",
    "Translation",
    "Trial",
    "TrialChange",
    "TrialNews",
    "TrialSite",
    "TrialSource",
    "WashoutRule",
]
