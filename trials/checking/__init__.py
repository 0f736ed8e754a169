"""Whether the rules of a trial can be meant, and whether they say what its text says.

Plain data goes in, coded findings come out. Nothing here knows rows, sentences for people,
or the clock: the day is an argument.
"""

from trials.checking.all_checks import check
from trials.checking.coverage import (
    Coverage,
    CoveredSentence,
    Mark,
    MarkKind,
    cover,
    folded,
)
from trials.checking.findings import CheckFinding, Code, Level
from trials.checking.study import StudyToCheck, Words

__all__ = [
    "CheckFinding",
    "Code",
    "Coverage",
    "CoveredSentence",
    "Level",
    "Mark",
    "MarkKind",
    "StudyToCheck",
    "Words",
    "check",
    "cover",
    "folded",
]
