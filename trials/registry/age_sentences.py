"""Finds the sentences about age in the criteria, whose age they mean, and what they say.

A sentence is sure when every heading above it leaves it a rule for everybody of its role.
Below "High risk, one of the following" an age is a risk factor and no limit: such a
sentence may confirm what the age fields say, and never narrows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from trials.eligibility.age_phrases import AgeReading, Refusal, read_age_phrase
from trials.eligibility.ages import AgeLimit, AgeRule, AgeRuleError, AgeScale, AgeStatus
from trials.eligibility.criteria import Side
from trials.eligibility.facts import Role
from trials.registry.ages import Said
from trials.registry.criteria_text import CriterionSentence

__all__ = [
    "AgeSentence",
    "RefusedSentence",
    "age_sentences",
    "ages_named",
    "excepted_days",
    "is_for_everybody",
    "is_under_age",
    "role_of",
    "said_together",
]


@dataclass(frozen=True, slots=True)
class AgeSentence:
    """A sentence about the age of one role, read.

    ``said`` is what it lets in, also where the sentence itself keeps out: "Exclusion: age
    less than 18" lets in from 18 on.
    """

    sentence: CriterionSentence
    role: Role
    said: Said
    is_sure: bool
    keeps_out: bool = False


@dataclass(frozen=True, slots=True)
class RefusedSentence:
    """A sentence that may state a limit of age and was not read."""

    sentence: CriterionSentence
    role: Role
    refusal: Refusal


_REMEMBERED = 4_096
"""The same headings and "Age 18 years or older" stand in thousands of records."""


def age_sentences(
    sentences: Iterable[CriterionSentence],
) -> Iterator[AgeSentence | RefusedSentence]:
    """Yield the sentences about age in their order, one for each role they name."""
    for sentence in sentences:
        if _may_be_age(sentence) and _LIMIT.search(sentence.words):
            yield from _read(sentence)


def _may_be_age(sentence: CriterionSentence) -> bool:
    words = sentence.words
    if is_under_age(sentence):
        return True
    if not _is_hinted_at(words.lower()):  # far quicker than the patterns
        return False
    return bool(_NAMES_AGE.search(words)) or _is_alone(words)


def _is_hinted_at(lower: str) -> bool:
    if "age" in lower or "old" in lower or "year" in lower or "month" in lower:
        return True
    return "young" in lower or "birth" in lower or "yr" in lower


def _is_alone(words: str) -> bool:
    return len(words) <= _LONGEST_ALONE and bool(_ALONE.search(words))


_ALONE = re.compile(r"(?<![a-z])(?:year|yr|month)s?\b", re.IGNORECASE)
_LONGEST_ALONE = 60
"""A short item may be nothing but an age: "18-65 years"."""
_LIMIT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b"
    r"|\b(?:any|all) ages?\b|\bno (?:upper |lower |maximum |minimum )?(?:age )?"
    r"(?:limit|restriction)",
    re.IGNORECASE,
)
_NAMES_AGE = re.compile(r"\bage[sd]?\b|\bage(?=\d)|\bold|\byoung|\bbirth", re.IGNORECASE)
_AGE_HEADING = re.compile(
    r"ages?(?: \(.*\)| requirements?| limits?)?|demographics?", re.IGNORECASE
)
_OTHER_MATTER = re.compile(
    r"consent|assent|guardian|contracep|child[- ]?bearing|pregnan|birth control|menopaus"
    r"|karnofsky|lansky|performance (?:status|score)|creatinine|mg/d?l|/mm|ejection|\bwbc\b"
    r"|\b(?:for|by) (?:their )?age\b|\blegal\b|age[- ](?:matched|appropriate|adjusted)",
    re.IGNORECASE,
)


def is_under_age(sentence: CriterionSentence) -> bool:
    """Whether the heading above the sentence says that it is about age."""
    return bool(sentence.headings and _AGE_HEADING.fullmatch(sentence.headings[-1]))


_reading_of = lru_cache(maxsize=_REMEMBERED)(read_age_phrase)


def _read(sentence: CriterionSentence) -> Iterator[AgeSentence | RefusedSentence]:
    reading = _reading_of(sentence.words)
    above = role_of(sentence.headings)
    if reading.refusal is not None:
        yield from _refused(sentence, above or Role.PATIENT, reading.refusal)
    elif reading.rule is None:
        yield from _of_roles(sentence, reading)
    else:
        yield from _of_one(sentence, above or Role.PATIENT, reading)


def _refused(
    sentence: CriterionSentence, role: Role, refusal: Refusal
) -> Iterator[RefusedSentence]:
    """Keep a sentence that may state a limit; most others only happen to name an age."""
    if refusal in (Refusal.NO_AGE_STATED, Refusal.OTHER_FACT, Refusal.LEGAL_AGE):
        return
    words = sentence.words
    is_alone = is_under_age(sentence) and len(words) <= _LONGEST_ALONE
    if (_NAMES_AGE.search(words) or is_alone) and not _OTHER_MATTER.search(words):
        yield RefusedSentence(sentence, Role.DONOR if _DONOR.match(words) else role, refusal)


_DONOR = re.compile(r"\W*(?!no\b|avail)(?:[\w-]+ ){0,2}donors?\b(?! avail)", re.IGNORECASE)

_ROLE_OF_WORD = {
    "donor": Role.DONOR,
    "recipient": Role.PATIENT,
    "patient": Role.PATIENT,
    "sibling": Role.SIBLING,
    "parent_caregiver": Role.PARENT_CAREGIVER,
}


def _of_roles(sentence: CriterionSentence, reading: AgeReading) -> Iterator[AgeSentence]:
    if sentence.side is not Side.EXCLUDE:
        for word, rule in reading.ranges.items():
            said = Said(rule, rule.minimum is not None, rule.maximum is not None)
            yield AgeSentence(sentence, _ROLE_OF_WORD[word], said, _is_sure(sentence))


def _of_one(
    sentence: CriterionSentence, role: Role, reading: AgeReading
) -> Iterator[AgeSentence | RefusedSentence]:
    said = Said.in_sentence(reading)
    if _HEALTHY.search(sentence.words):
        role = Role.HEALTHY_VOLUNTEER
    is_sure = _is_sure(sentence) and (reading.names_age or is_under_age(sentence))
    if sentence.side is Side.EXCLUDE:
        keeps_out = reading.names_age and not _LETS_IN.search(sentence.words)
        said = _let_in(said.rule) if said and keeps_out else None
    if said is not None:
        yield AgeSentence(sentence, role, said, is_sure, sentence.side is Side.EXCLUDE)


_LETS_IN = re.compile(
    r"\b(?:must|will|shall|should|may|can|eligible|allowed|permitted|all)\b", re.IGNORECASE
)
"""Says in a list of exclusions whom the study takes: "All subjects will be adults"."""
_HEALTHY = re.compile(r"\b(?:healthy|normal)\b|\bcontrols?\b", re.IGNORECASE)


def _let_in(kept_out: AgeRule) -> Said | None:
    """Turn ages kept out at one end into the ages let in; None for anything else.

    Whether "over 65 years" keeps out from the day after the 65th birthday or from the
    66th on, it leaves open.
    """
    if not kept_out.anchor.is_now or (kept_out.minimum is None) is (kept_out.maximum is None):
        return None
    if kept_out.minimum is None:
        return Said(AgeRule(minimum=kept_out.maximum), states_minimum=True, states_maximum=False)
    last = kept_out.minimum
    if not last.plus_day:
        rule = AgeRule(maximum=last)
    else:
        rule = AgeRule(maximum=AgeLimit(last.count, last.scale), wide_maximum=_next(last))
    return Said(rule, states_minimum=False, states_maximum=True)


def _next(limit: AgeLimit) -> AgeLimit:
    """Return the age one unit later, in the unit that the number probably had."""
    is_years = limit.scale is AgeScale.MONTHS and limit.count % 12 == 0
    return AgeLimit(limit.count + (12 if is_years else 1), limit.scale)


_EXCEPTION = re.compile(
    r"\b(?:eligible|allow|permit|accept|consider|approv|accru|enrol|may\b|unless)"
    r"|\bcase[- ]by[- ]case",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?<![\d.,])(\d{1,3})(?![\d,]|\.\d)[ -]?(years?|yrs?|months?|weeks?|days?)?", re.IGNORECASE
)
_DAYS_OF_UNIT = {"y": 365.2425, "m": 30.436875, "w": 7.0, "d": 1.0}


def excepted_days(refused: RefusedSentence) -> Iterator[float]:
    """Yield the ages, in days, that a refused sentence names where it makes an exception.

    "Patients aged 24 to 29 years are eligible if diagnosed before the age of 21".
    """
    words = refused.sentence.words
    if _EXCEPTION.search(words):
        yield from ages_named(words)


def ages_named(words: str) -> Iterator[float]:
    """Yield the numbers that may be ages, in days; without a unit they are years."""
    for number, unit in _AGE.findall(words):
        yield int(number) * _DAYS_OF_UNIT[(unit or "y")[0].lower()]


# ---------------------------------------------------------------- headings above

_ROLE_WORDS = (
    (re.compile(r"\bdonors?\b", re.IGNORECASE), Role.DONOR),
    (re.compile(r"\bsiblings?\b", re.IGNORECASE), Role.SIBLING),
    (re.compile(r"\b(?:parent|caregiver|guardian)s?\b", re.IGNORECASE), Role.PARENT_CAREGIVER),
    (
        re.compile(r"\bcontrols?\b|\b(?:healthy|normal) volunteers?\b", re.IGNORECASE),
        Role.HEALTHY_VOLUNTEER,
    ),
)
_PATIENT = re.compile(r"\b(?:patient|recipient)s?\b", re.IGNORECASE)
_ABOUT_A_ROLE = re.compile(
    r"criteri|eligib|\bmust\b|selection|characteristics|(?:donor|sibling|parent|caregiver|control"
    r"|volunteer)s?\)?$|^(?:healthy |normal |stem cell |marrow )*(?:donor|sibling|parent|control)",
    re.IGNORECASE,
)
_LONGEST_ROLE_HEADING = 100


@lru_cache(maxsize=_REMEMBERED)
def role_of(headings: tuple[str, ...]) -> Role | None:
    """Return whom the headings are about, the innermost first; None when none tells."""
    for label in reversed(headings):
        if len(label) > _LONGEST_ROLE_HEADING:
            continue
        if _PATIENT.search(label):
            return Role.PATIENT
        for words, role in _ROLE_WORDS:
            if words.search(label) and _ABOUT_A_ROLE.search(label):
                return role
    return None


_FOR_EVERYBODY = re.compile(
    r"(?:(?:key|main|major|general|other|patient|participant|subject|donor|recipient|study|core"
    r"|sibling|parent|caregiver|control|healthy|volunteer|disease|criteria|for|the|all|entry"
    r"|and|protocol)s?[ /:,()-]*)*"
    r"(?:(?:inclusion|exclusion|eligibility|selection)?[ /-]*(?:criteri(?:a|on))?"
    r"|characteristics)[ -]*(?:(?:for|of)? ?(?:the |all )?"
    r"(?:patient|participant|subject|donor|recipient|sibling|parent|control|volunteer)s?)?",
    re.IGNORECASE,
)
_WHO_MUST = re.compile(
    r"(?:in order |to be |for )*(?:eligible|inclusion|(?:all |the |each |a |an |your )*"
    r"(?:patient|participant|subject|individual|volunteer|you|child|children|adult|people|person"
    r"|donor|recipient|men|women)s?)\b[^<>≤≥\d]*",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\beligib|\bmust\b|\binclu|\bmeet|\bfulfil|\bsatisf|\bif (?:they|you)|\bexclu", re.IGNORECASE
)
_SOME_OF_THEM = re.compile(
    r"\b(?:cohort|part|arm|strat|group|phase|stage|step|risk|any|one|either|least|with|who|only"
    r"|following conditions)\b",
    re.IGNORECASE,
)
_LEUKEMIA = re.compile(r"ALL\b(?! [A-Z]{3,})")
"""Not "all", unless the words after it shout as well."""


def _is_sure(sentence: CriterionSentence) -> bool:
    return all(is_for_everybody(label) for label in sentence.headings)


@lru_cache(maxsize=_REMEMBERED)
def is_for_everybody(label: str) -> bool:
    """Whether what stands below a heading holds for everybody of its role."""
    if _LEUKEMIA.match(label):
        return False
    if _FOR_EVERYBODY.fullmatch(label) or _AGE_HEADING.fullmatch(label):
        return True
    is_rule = _WHO_MUST.fullmatch(label) and _MUST.search(label)
    return bool(is_rule) and not _SOME_OF_THEM.search(label)


# ------------------------------------------------------------- several sentences


def said_together(sayings: Iterable[Said]) -> Said | None:
    """Join what several sentences say: certain where all agree, possible where any does.

    None when no age would be certain; then a person has to read them.
    """
    sayings = list(sayings)
    lows = [said.rule for said in sayings if said.states_minimum]
    highs = [said.rule for said in sayings if said.states_maximum]
    minimum = max((low.minimum for low in lows if low.minimum), key=_about_days, default=None)
    maximum = min((high.maximum for high in highs if high.maximum), key=_about_days, default=None)
    outer_minimum = _outermost([low.outer_minimum for low in lows], youngest=True)
    outer_maximum = _outermost([high.outer_maximum for high in highs], youngest=False)
    if minimum is None and maximum is None:
        rule = AgeRule(anchor=sayings[0].rule.anchor, status=AgeStatus.NO_LIMIT)
        return Said(rule, bool(lows), bool(highs))
    try:
        rule = AgeRule(
            minimum=minimum,
            maximum=maximum,
            wide_minimum=outer_minimum if outer_minimum != minimum else None,
            wide_maximum=outer_maximum if outer_maximum != maximum else None,
            wide_minimum_open=minimum is not None and outer_minimum is None,
            wide_maximum_open=maximum is not None and outer_maximum is None,
            anchor=sayings[0].rule.anchor,
        )
    except AgeRuleError:
        return None
    return Said(rule, bool(lows), bool(highs))


def _outermost(limits: list[AgeLimit | None], *, youngest: bool) -> AgeLimit | None:
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits):
        return None
    pick = min if youngest else max
    return pick(known, key=_about_days, default=None)


def _about_days(limit: AgeLimit) -> float:
    return limit.about_days
