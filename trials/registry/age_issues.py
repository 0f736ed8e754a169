"""What the age fields and the age sentence of a record differ in, for the review list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AgeIssueCode(StrEnum):
    """What a coordinator should look at."""

    EXCLUSIVE_LIMIT = "exclusive_limit"
    UNITS = "units"
    MINIMUM_DIFFERS = "minimum_differs"
    MAXIMUM_DIFFERS = "maximum_differs"
    RANGES_APART = "ranges_apart"
    OTHER_DATE = "other_date"
    IN_DOUBT = "in_doubt"
    SEVERAL_ROLES = "several_roles"
    TEXT_NOT_READ = "text_not_read"
    FIELDS_NOT_READ = "fields_not_read"


@dataclass(frozen=True, slots=True)
class AgeIssue:
    """One difference, with what the fields and the text say about it."""

    code: AgeIssueCode
    registry: str = ""
    text: str = ""


_ISSUE_TEXTS = {
    AgeIssueCode.EXCLUSIVE_LIMIT: (
        "registry field stores the exclusive limit ({registry}); text used"
    ),
    AgeIssueCode.UNITS: (
        "units: the field says {registry}, the text gives the same numbers in {text}; "
        "text used, needs review"
    ),
    AgeIssueCode.MINIMUM_DIFFERS: "minimum: registry {registry}, text {text}",
    AgeIssueCode.MAXIMUM_DIFFERS: "maximum: registry {registry}, text {text}",
    AgeIssueCode.RANGES_APART: "registry and text share no age; text used, needs review",
    AgeIssueCode.OTHER_DATE: "date: text counts the age at {text}; registry {registry} left out",
    AgeIssueCode.IN_DOUBT: (
        "{registry} in doubt: the text counts it at another date, or not for all; left open"
    ),
    AgeIssueCode.SEVERAL_ROLES: "text: separate ages for {text}; registry used, needs review",
    AgeIssueCode.TEXT_NOT_READ: "text not read ({text}); registry used",
    AgeIssueCode.FIELDS_NOT_READ: "registry fields not read ({registry})",
}


def issue_text(issue: AgeIssue) -> str:
    """Return the line of the coordinator's review list (staff only, English)."""
    return _ISSUE_TEXTS[issue.code].format(registry=issue.registry, text=issue.text)
