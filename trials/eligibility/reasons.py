"""Why a finding came out as it did: codes, never sentences.

Sentences in two languages are made from these codes in ``trials.presenters``.
"""

from enum import StrEnum


class Reason(StrEnum):
    ROLE_SOUGHT = "role_sought"
    ROLE_NOT_SOUGHT = "role_not_sought"

    AGE_FITS = "age_fits"
    AGE_NO_LIMIT = "age_no_limit"
    AGE_NOT_STATED = "age_not_stated"
    AGE_NOT_TOLD = "age_not_told"
    AGE_TOO_YOUNG = "age_too_young"
    AGE_TOO_OLD = "age_too_old"
    AGE_DEPENDS_ON_BIRTHDAY = "age_depends_on_birthday"
    AGE_LIMIT_UNCLEAR = "age_limit_unclear"

    DISEASE_STUDIED = "disease_studied"
    DISEASE_NOT_TOLD = "disease_not_told"
    DISEASE_NOT_STUDIED = "disease_not_studied"
    DISEASE_EXCEPTED = "disease_excepted"
    DISEASE_TYPE_NEEDED = "disease_type_needed"
    DISEASE_EXCEPTION_OPEN = "disease_exception_open"

    FACT_MET = "fact_met"
    FACT_NOT_MET = "fact_not_met"
    FACT_NOT_TOLD = "fact_not_told"
    FACT_FOR_TEAM = "fact_for_team"

    WASHOUT_NEVER_HAD = "washout_never_had"
    WASHOUT_OVER = "washout_over"
    WASHOUT_RUNNING = "washout_running"
    WASHOUT_NOT_TOLD = "washout_not_told"
    WASHOUT_DAYS_NOT_TOLD = "washout_days_not_told"

    TEAM_CHECKS = "team_checks"
