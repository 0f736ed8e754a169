"""Which trials somebody may be able to join, in the order in which they are shown.

    published ──the database──▶ candidates ──first look──▶ fits · possible · soon · not open
        └──────── what the database and the first look left out, counted by reason

The database narrows and may keep too much, never too little; the first look decides, and
once a question beyond role, age and disease was answered, the verdict on all criteria.
"""

from trials.finder.asking import UsefulQuestion, useful_questions
from trials.finder.left_out import left_out_matches
from trials.finder.listed import Listed, listed, listed_of
from trials.finder.looking import with_everything
from trials.finder.matches import (
    FinderResult,
    LeftOut,
    Match,
    Nearest,
    Reach,
    Relaxation,
)
from trials.finder.narrowing import AGEING, HORIZON, ages_in_play, diseases_in_play, narrowed
from trials.finder.placing import Section
from trials.finder.reasons_left import LeftOutReason
from trials.finder.search import find, standing
from trials.finder.seeking import Seeker
from trials.finder.wishes import Choices, Sort, Wish

__all__ = [
    "AGEING",
    "HORIZON",
    "Choices",
    "FinderResult",
    "LeftOut",
    "LeftOutReason",
    "Listed",
    "Match",
    "Nearest",
    "Reach",
    "Relaxation",
    "Section",
    "Seeker",
    "Sort",
    "UsefulQuestion",
    "Wish",
    "ages_in_play",
    "diseases_in_play",
    "find",
    "left_out_matches",
    "listed",
    "listed_of",
    "narrowed",
    "standing",
    "useful_questions",
    "with_everything",
]
