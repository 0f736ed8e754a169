"""Why a trial is in no section of the list."""

from enum import StrEnum


class LeftOutReason(StrEnum):
    """The one clearest reason why a trial is in no section.

    ``TOO_YOUNG`` and ``TOO_OLD`` say how the person stands to the trial. ``PLACE`` is a
    radius around a place and ``CHOICE`` what was chosen of the list: status, phase, kind,
    country. ``ANSWER`` is an answer to a question that goes beyond role, age and disease.
    """

    ROLE = "role"
    DISEASE = "disease"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    WORDS = "words"
    PLACE = "place"
    CHOICE = "choice"
    ANSWER = "answer"
