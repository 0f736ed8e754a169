"""Sentences that settle no limit and yet put a limit of the age fields in doubt.

    "< 21 when originally diagnosed and > 1 year at study entry"    field "21 Years"
    "No age limit for relapsed patients; newly diagnosed 1-18"      field "18 Years"

The fields do not say whom and which day they mean. Whoever was diagnosed at 20 and is 23 by
now may be let in, so such a limit is possible and not certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trials.eligibility.age_phrases import Refusal
from trials.eligibility.criteria import Side
from trials.registry.age_sentences import AgeSentence, RefusedSentence, ages_named
from trials.registry.ages import AgeField, RegistryAges

__all__ = ["AgeDoubt", "age_doubts"]


@dataclass(frozen=True, slots=True)
class AgeDoubt:
    """A sentence and the ends that it puts in doubt.

    ``is_date`` tells that it ties the limit to a day long past. A sentence that states the
    limit for today settles that. Otherwise it says that some people have no limit, and
    nothing else in the record settles whom.
    """

    part: AgeSentence | RefusedSentence
    minimum: bool
    maximum: bool
    is_date: bool = False


def age_doubts(
    unused: Sequence[AgeSentence | RefusedSentence], fields: RegistryAges
) -> Iterator[AgeDoubt]:
    """Yield what sentences that settle nothing put in doubt, each at most once for either reason.

    They were refused, or hold for some people only: "High risk: under 10 years at diagnosis".
    """
    for part in unused:
        words = part.sentence.words
        if part.sentence.side is not Side.EXCLUDE:
            any_age = bool(_ANY_AGE.search(words))
            no_minimum = any_age and not _ADULTS.search(words)
            no_minimum = no_minimum or bool(_NO_MINIMUM.search(words))
            no_maximum = any_age or bool(_NO_MAXIMUM.search(words))
            if no_minimum or no_maximum:
                yield AgeDoubt(part, no_minimum, no_maximum)
        if _ties_maximum(part, fields.maximum):
            yield AgeDoubt(part, minimum=False, maximum=True, is_date=True)


# ------------------------------------------------------------- no limit for some

_ANY_AGE = re.compile(
    r"\b(?:no age (?:limit|restriction)|no (?:limit|restriction)s? (?:of|on|to|as to) age)s?\b"
    r"(?! (?:for|of|on) (?:the )?(?:[a-z]+ )?(?:donor|sibling|parent|caregiver|control|volunteer))"
    r"|(?:patient|subject|participant|child|children|individual|person|people|proband)s?\b"
    r"[^.;]{0,90}?(?<!diagnosed at )\b(?:any|all) ages?\b|(?-i:\bA(?:ny|ll) ages?\b)",
    re.IGNORECASE,
)
"""Not "bleeding of any age" nor "a man with cancer diagnosed at any age"."""
_NO_MINIMUM = re.compile(r"\bno (?:lower|minimum) (?:age )?limit", re.IGNORECASE)
_NO_MAXIMUM = re.compile(r"\bno (?:upper|maximum) (?:age )?limit", re.IGNORECASE)
_ADULTS = re.compile(r"\badults?\b", re.IGNORECASE)

# ------------------------------------------------------------- another date

_LINKS = (
    r"(?:(?:the|a|time|date|day|age|of|their|his|her|first|initial(?:ly)?|original(?:ly)?"
    r"|primary|disease|cancer|tumou?r|leuk[a]?emia|is|are|was|were|they|when) )*"
)
_THEN = r"(?:diagnos|relaps|recurren|onset|presentation)"
_AGE_THEN = re.compile(
    rf"(?P<age>\d+[^.;\d]{{0,40}}?)\b(?:at|when|upon|by) {_LINKS}{_THEN}", re.IGNORECASE
)
_THEN_AGE = re.compile(
    rf"{_THEN}\w*\b[^.;\d]{{0,40}}?(?:\b(?:before|prior to|by|at|under|than|below|up to|between"
    r"|when|while|age[sd]?|as|from)\b|[<≤>≥=:])[^.;\d]{0,20}"
    r"(?P<age>\d+[^.;\d]{0,12}(?:\b(?:to|and|through)\b|[-–])[^.;\d]{0,4}\d+[ -]?\w*|\d+[ -]?\w*)",
    re.IGNORECASE,
)
_AGE_NOW = re.compile(
    rf"\d+(?:(?!{_THEN})[^.;\d]){{0,40}}?\b(?:at|on|upon|by|of) {_LINKS}"
    r"(?:(?:study|trial|protocol|informed|starting) )*"
    r"(?:enrol|entry|inclu|screen|consent|regist|random|recruit|treatment|infusion)\w*",
    re.IGNORECASE,
)
_RELATIVES = re.compile(r"\brelatives?\b|\bfamily history\b", re.IGNORECASE)


def _ties_maximum(part: AgeSentence | RefusedSentence, field: AgeField) -> bool:
    """Whether the maximum may be the one that the sentence counts on a day long past.

    Then its number is there, one less where the field holds the first age refused, or a
    later age, which nobody who is younger today has ever been. A minimum of that day is
    no doubt: nobody has become younger since.
    """
    words = part.sentence.words
    limit, after = field.limit, field.next_limit
    if limit is None or after is None or _RELATIVES.search(words):
        return False
    unit = after.about_days - limit.about_days
    return any(days > limit.about_days - 1.5 * unit for days in _days_then(part))


def _days_then(part: AgeSentence | RefusedSentence) -> Iterator[float]:
    """Yield the ages, in days, that a sentence counts at diagnosis or relapse.

    In a sentence of two dates that is every number which does not clearly count today.
    """
    words = _AGE_NOW.sub(" ", part.sentence.words)
    is_two = isinstance(part, RefusedSentence) and part.refusal is Refusal.TWO_DATES
    if is_two and re.search(_THEN, words, re.IGNORECASE):
        yield from ages_named(words)
    for found in (*_AGE_THEN.finditer(words), *_THEN_AGE.finditer(words)):
        yield from ages_named(found["age"])
