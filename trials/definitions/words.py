"""The words of a document beside those of the stored trial, each pair once."""

from trials.eligibility.ages import AgeAnchor, AgeLimit
from trials.eligibility.conditions import Operator

STATUSES = {
    "recruiting": "RECRUITING",
    "enrolling by invitation": "ENROLLING_BY_INVITATION",
    "not yet recruiting": "NOT_YET_RECRUITING",
    "active, not recruiting": "ACTIVE_NOT_RECRUITING",
    "suspended": "SUSPENDED",
    "terminated": "TERMINATED",
    "completed": "COMPLETED",
    "withdrawn": "WITHDRAWN",
    "available": "AVAILABLE",
    "unknown": "UNKNOWN",
}
KINDS = {
    "treatment": "treatment",
    "supportive": "supportive_care",
    "survivorship": "survivorship",
    "screening": "screening",
    "observational": "observational",
    "prevention": "prevention",
    "approved_therapy": "approved_therapy",
    "other": "other",
}
REVIEWS = {state: state for state in ("draft", "in_review", "published", "withdrawn")}
UNITS = {
    "years": AgeLimit.years,
    "months": AgeLimit.months,
    "weeks": AgeLimit.weeks,
    "days": AgeLimit.days,
}
ANCHORS = {
    **{anchor.value: anchor for anchor in AgeAnchor},
    "infusion": AgeAnchor.TREATMENT,
}
OPERATORS = {
    "is": Operator.IS,
    "in": Operator.IN,
    ">=": Operator.AT_LEAST,
    ">": Operator.ABOVE,
    "<=": Operator.AT_MOST,
    "<": Operator.BELOW,
    "==": Operator.EQUALS,
}
