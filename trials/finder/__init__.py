"""Which trials somebody may be able to join, in the order in which they are shown.

    published ──narrow──▶ filtered ──first look──▶ fits · possible · soon · not open
        └──────── what the narrowing and the first look left out, counted by reason

The database narrows and may keep too much, never too little; the first look decides, and
once a question beyond role, age and disease was answered, the verdict on all criteria.
"""

from trials.finder.asking import UsefulQuestion, useful_questions
from trials.finder.left_out import left_out_matches
from trials.finder.looking import for_cards, with_everything
from trials.finder.matches import (
    FinderResult,
    LeftOut,
    LeftOutReason,
    Match,
    Nearest,
    Relaxation,
)
from trials.finder.narrowing import HORIZON, ages_in_play, diseases_in_play, narrowed
from trials.finder.placing import Section
from trials.finder.search import find, standing
from trials.finder.seeking import Seeker

__all__ = [
    "HORIZON",
    "FinderResult",
    "LeftOut",
    "LeftOutReason",
    "Match",
    "Nearest",
    "Relaxation",
    "Section",
    "Seeker",
    "UsefulQuestion",
    "ages_in_play",
    "diseases_in_play",
    "find",
    "for_cards",
    "left_out_matches",
    "narrowed",
    "standing",
    "useful_questions",
    "with_everything",
]
