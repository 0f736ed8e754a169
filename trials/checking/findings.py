"""What a check found, in codes. Sentences and remedies stand in the presenters."""

from dataclasses import dataclass
from enum import StrEnum

from trials.eligibility.criteria import Leaf


class Level(StrEnum):
    """An error keeps a trial from being published, a warning asks for a reason."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    # The rules by themselves.
    FACT_UNKNOWN = "fact_unknown"
    FACT_VALUE_UNKNOWN = "fact_value_unknown"
    WASHOUT_NOT_POSITIVE = "washout_not_positive"
    FACT_CONTRADICTS = "fact_contradicts"
    NUMBERS_EMPTY = "numbers_empty"
    AGES_APART = "ages_apart"
    DISEASES_APART = "diseases_apart"
    DISEASES_ALL_EXCLUDED = "diseases_all_excluded"
    BRANCH_UNREACHABLE = "branch_unreachable"
    IMPLIED_OTHERWISE = "implied_otherwise"
    IDENTICAL_GROUPS = "identical_groups"
    # The rules against their sentences.
    AGE_UNITS = "age_units"
    AGE_REVERSED = "age_reversed"
    AGE_DIFFERS = "age_differs"
    AGE_DATE_DIFFERS = "age_date_differs"
    AGE_OF_OTHER_ROLE = "age_of_other_role"
    AGE_BY_SITE = "age_by_site"
    SIGN_REVERSED = "sign_reversed"
    SIGN_DIFFERS = "sign_differs"
    NUMBER_DIFFERS = "number_differs"
    NARROWER_THAN_TEXT = "narrower_than_text"
    BROADER_THAN_TEXT = "broader_than_text"
    STATUS_DIFFERS = "status_differs"
    COHORT_RULE_FOR_ALL = "cohort_rule_for_all"
    FIRST_PARTICIPANTS = "first_participants"
    PERFORMANCE_GAP = "performance_gap"
    PERFORMANCE_OVERLAP = "performance_overlap"
    # The rules against the whole text.
    NO_TEXT = "no_text"
    SENTENCE_NOT_COVERED = "sentence_not_covered"
    QUOTE_NOT_FOUND = "quote_not_found"
    TEXT_AGE_DIFFERS = "text_age_differs"
    REGISTRY_AGE_DIFFERS = "registry_age_differs"
    ROLE_WITHOUT_GROUP = "role_without_group"
    EXCEPTION_MISSING = "exception_missing"
    OTHER_CRITERIA = "other_criteria"
    # The trial as a whole.
    STATUS_NOT_CHECKED = "status_not_checked"
    CLOSED_BUT_SHOWN = "closed_but_shown"
    # Test patients.
    EXPECTATION_FLIPPED = "expectation_flipped"
    NEVER_FAILED = "never_failed"


ERRORS = frozenset(
    {
        Code.FACT_UNKNOWN,
        Code.FACT_VALUE_UNKNOWN,
        Code.WASHOUT_NOT_POSITIVE,
        Code.FACT_CONTRADICTS,
        Code.NUMBERS_EMPTY,
        Code.AGES_APART,
        Code.DISEASES_APART,
        Code.DISEASES_ALL_EXCLUDED,
        Code.AGE_UNITS,
        Code.AGE_REVERSED,
        Code.SENTENCE_NOT_COVERED,
    }
)


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One thing to look at.

    ``group``  key of the group it is in; empty: the trial itself.
    ``leaf``   the rule it is about; None when it is about no single one.
    ``words``  of the source: the sentence, or the part of it, that does not fit.
    ``named``  keys of facts or codes of diseases that it speaks of.
    ``count``  of sentences, days, patients or rules; 0 where there is nothing to count.
    """

    code: Code
    group: str = ""
    leaf: Leaf | None = None
    words: str = ""
    named: tuple[str, ...] = ()
    count: int = 0

    @property
    def level(self) -> Level:
        return Level.ERROR if self.code in ERRORS else Level.WARNING
