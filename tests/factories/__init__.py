"""Rows for tests: sensible where a test does not care, explicit where it does."""

from tests.factories.accounts import make_user
from tests.factories.audit import make_audit_event
from tests.factories.criteria_text import make_criteria_text, make_sentence_mark
from tests.factories.disease import make_disease, make_disease_name, make_leukemias
from tests.factories.import_run import make_import_run
from tests.factories.invented_patient import make_expected_verdict, make_invented_patient
from tests.factories.participant_group import make_age_rule, make_disease_rule, make_group
from tests.factories.registry_record import (
    make_proposed_change,
    make_registry_record,
    make_study_record,
)
from tests.factories.review import make_review_event, put_in_state
from tests.factories.site import make_contact, make_site, make_trial_site
from tests.factories.site_profile import make_site_profile
from tests.factories.texts import (
    make_approved_treatment,
    make_guide,
    make_guide_section,
    make_guide_source,
    make_term,
)
from tests.factories.translation import make_translation
from tests.factories.trial import make_trial, make_trial_source

__all__ = [
    "make_age_rule",
    "make_approved_treatment",
    "make_audit_event",
    "make_contact",
    "make_criteria_text",
    "make_disease",
    "make_disease_name",
    "make_disease_rule",
    "make_expected_verdict",
    "make_group",
    "make_guide",
    "make_guide_section",
    "make_guide_source",
    "make_import_run",
    "make_invented_patient",
    "make_leukemias",
    "make_proposed_change",
    "make_registry_record",
    "make_review_event",
    "make_sentence_mark",
    "make_site",
    "make_site_profile",
    "make_study_record",
    "make_translation",
    "make_term",
    "make_trial",
    "make_trial_site",
    "make_trial_source",
    "make_user",
    "put_in_state",
]
