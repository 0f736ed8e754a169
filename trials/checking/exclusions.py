"""What a sentence shuts out, and what is left of it without that.

"AML; excluded: APL or JMML"                 shuts out   APL or JMML
"Patients with APL are excluded"             shuts out   Patients with APL
"""

import re
from functools import lru_cache

from trials.eligibility.criteria import Side

_OPENS = (
    r"(?:exclud(?:e|es|ed|ing)\b:?|except(?:ing|ion)?(?: for| of)?\b|with the exception of"
    r"|other than|but not|not including|apart from|(?<!whether or )\bnot(?= [A-Z]{2,}| (?:promyelo"
    r"|acute|chronic|myelo|lympho|burkitt|philadelphia|down|juvenile))|\bno (?=[A-Z]{2,}\b))"
)
_CLOSES = (
    r"(?:are|is|will be|must be|being)?\s*(?:excluded|not (?:be )?eligible|ineligible|not allowed)"
)
_AFTER = re.compile(rf"{_OPENS}\s*(?P<shut>[^.;]+)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<shut>[^.;:]+?)\s+{_CLOSES}\b", re.IGNORECASE)
_LETS_IN = re.compile(
    r"\b(?:eligible|allowed|permitted|acceptable|may (?:be )?(?:enrol|includ|particip)|unless"
    r"|except|with the exception|not excluded|provided|if )",
    re.IGNORECASE,
)
_KEEPS_OUT = re.compile(
    r"\b(?:exclu|not eligible|ineligible|not allowed|no |not |without|must not|cannot)\b|\bexclu",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:history of|prior|previous(?:ly)?|secondary|second|concurrent|other|relaps\w*"
    r"|refractory|recurrent|treat\w*|trials?|stud(?:y|ies))\b",
    re.I,
)


def keeps_out(text: str) -> bool:
    """Whether a sentence speaks of keeping people out at all."""
    return bool(_KEEPS_OUT.search(text))


@lru_cache(maxsize=8_192)
def shut_out(text: str, side: Side | None = None) -> tuple[str, ...]:
    """The parts of a sentence that shut somebody out; below "Exclusion", all of it.

    Nothing of a sentence that lets in under a condition, or that speaks of other illnesses
    beside the one that is studied.
    """
    if side is Side.EXCLUDE:
        return () if _LETS_IN.search(text) or _PAST.search(text) else (text,)
    text = _without_marks(text)
    parts = [match["shut"] for match in _AFTER.finditer(text)]
    parts += [match["shut"] for match in _BEFORE.finditer(text)]
    return tuple(part for part in parts if not _PAST.search(part))


@lru_cache(maxsize=8_192)
def let_in(text: str) -> str:
    """A sentence without the parts that shut somebody out."""
    return _BEFORE.sub(" ", _AFTER.sub(" ", _without_marks(text)))


def _without_marks(text: str) -> str:
    """A full stop or semicolon in brackets ends nothing: "(APL, t(15;17))"."""
    return _IN_BRACKETS.sub(lambda found: re.sub("[.;:]", ",", found[0]), text)


_IN_BRACKETS = re.compile(r"\([^()]*\)")
