"""The words of age sentences and what each one does.

The vocabulary is closed on purpose.  A word that is not in it may change the meaning
("with", "except", a place, a disease), so the reader refuses the sentence.
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import NamedTuple

from trials.eligibility.age_dates import DATE_WORDS, UNTOLD_DATE_WORDS
from trials.eligibility.age_reading import Refusal


class Word(StrEnum):
    """What a word or fixed expression does in the sentence."""

    NUMBER = auto()
    UNIT = auto()
    AT_LEAST = auto()
    OLDER_THAN = auto()
    AT_MOST = auto()
    YOUNGER_THAN = auto()
    OR_OLDER = auto()
    OR_YOUNGER = auto()
    FROM = auto()
    BETWEEN = auto()
    TO = auto()
    AND = auto()
    OR = auto()
    PAUSE = auto()
    STOP = auto()
    BIRTH = auto()
    AGE = auto()
    PERSON = auto()
    FILLER = auto()
    PAST = auto()
    INCLUSIVE = auto()
    DATE = auto()
    NO_LIMIT = auto()
    NO_MINIMUM = auto()
    NO_MAXIMUM = auto()
    NOT_STATED = auto()
    REFUSED = auto()
    UNKNOWN = auto()


UP_TO = "up to"
ADULT = "adult"
MINOR = "minor"
BABY = "baby"


class Entry(NamedTuple):
    """A pattern, what it does, and which one of its kind it is.

    ``meaning`` is a unit (year, month, week, day), a stage of life, "up to" where a
    number may also stand before it, or the reason to refuse.
    """

    word: Word
    pattern: str
    meaning: str = ""


def _words(word: Word, *alternatives: str, meaning: str = "") -> Entry:
    return Entry(word, rf"(?:{'|'.join(alternatives)})\b", meaning)


def _signs(word: Word, *alternatives: str, meaning: str = "") -> Entry:
    return Entry(word, f"(?:{'|'.join(alternatives)})", meaning)


def _refused(refusal: Refusal, *alternatives: str) -> Entry:
    return _words(Word.REFUSED, *alternatives, meaning=refusal)


_MORE = "(?:older|elder|greater|more|higher|over|above)"
_LESS = "(?:younger|less|lower|fewer|under|below)"
_EQUAL = "(?:equals?(?: to| than)?)"
_NOT = "(?:(?:can)?not|no|never)(?: be)?"
_OR = "(?:, ?)?(?:and/or|or|and|&|/) ?"
_LIMIT = "(?:limits?|limitations?|restrictions?)"
_UPPER = "(?:upper|maximum)"
_LOWER = "(?:lower|minimum)"
_OF = "(?: of| is| ?:| ?=)*"
_ENDS_THERE = r"\b(?!\s*(?:than\b|the\b|ages?\b|aged\b|\d))"
_UNITS = "years?|yrs?|months?|mos?|mths?|weeks?|wks?|days?"

_ABOUT_ALL_AGES = (
    _signs(Word.NO_LIMIT, r"n/?a(?: ?(?=$)| no limits?\b)"),
    _words(
        Word.NO_LIMIT,
        f"no (?:(?:{_LOWER}|{_UPPER}) (?:or|and|nor) (?:no )?(?:{_LOWER}|{_UPPER}) )?"
        f"(?:age )?{_LIMIT}(?: (?:on|of|for) age)?",
        "(?:of )?(?:any|all) ages?",
        "(?:regardless|irrespective) of age",
    ),
    _words(
        Word.NO_MAXIMUM,
        f"(?:with )?(?:no|without) (?:an )?{_UPPER} (?:age )?limit",
        "(?:with )?no maximum(?: age)?",
    ),
    _words(
        Word.NO_MINIMUM,
        f"(?:with )?(?:no|without) (?:a )?{_LOWER} (?:age )?limit",
        "(?:with )?no minimum(?: age)?",
    ),
    _words(Word.NOT_STATED, "not (?:specified|stated|given|reported)"),
)

_REASONS_TO_REFUSE = (
    _words(Word.FILLER, "age (?:groups?|range|bracket|limits?|criteria|requirements?)"),
    _refused(Refusal.HOURS, "hours?", "hrs?", "minutes?", r"(?<=\d )h"),
    _refused(
        Refusal.GESTATIONAL_AGE,
        r"gestation\w*",
        "corrected",
        "adjusted",
        r"post-?(?:menstrual|conception)\w*",
        "pre-?term",
        r"premature\w*",
        "pma",
        "pca",
    ),
    _refused(
        Refusal.WEIGHT, "kg", "kilograms?", "lbs?", "pounds?", r"weigh\w*", "body mass", "bmi"
    ),
    _refused(
        Refusal.LEGAL_AGE, r"legal\w*", "laws?", "majority", "age of consent", r"jurisdiction\w*"
    ),
    _refused(
        Refusal.DIFFERS_BY_SITE,
        "sites?",
        r"institution\w*",
        "cent(?:er|re)s?",
        "hospitals?",
        "countr(?:y|ies)",
        r"local\w*",
        r"region\w*",
        r"st\.? jude",
    ),
    _refused(
        Refusal.DIFFERS_BY_GROUP,
        "cohorts?",
        "parts?",
        "arms?",
        "stages?",
        "phases?",
        "strat(?:um|a)",
        "groups?",
        "backfills?",
        "escalation",
        "expansion",
        "sub-?stud(?:y|ies)",
        r"(?:initial|first) (?:\d+ )?(?:participant|patient|subject)s?",
        "donors?",
        "recipients?",
        "parents?",
        "caregivers?",
        "siblings?",
    ),
    _refused(
        Refusal.OTHER_FACT,
        "karnofsky",
        "lansky",
        "ecog",
        "performance",
        "life expectancy",
        "creatinine",
        "duration",
        "survival",
        "education",
    ),
    _refused(
        Refusal.CONDITION,
        r"except\w*",
        "unless",
        "if",
        "however",
        "provided",
        r"depend\w*",
        "whichever",
        "case-by-case",
        "only",
    ),
)

_DATES = (
    _signs(Word.DATE, DATE_WORDS),
    _signs(Word.REFUSED, UNTOLD_DATE_WORDS, meaning=Refusal.UNKNOWN_DATE),
)

# The longer expressions stand before those they begin with.
_COMPARISONS = (
    _signs(
        Word.AT_LEAST,
        f"≥(?: ?/ ?=| or (?:=|{_EQUAL}))?",
        f"> ?(?:=|/ ?=|or ?(?:=|{_EQUAL}))",
        "= ?(?:or|/)? ?>",
    ),
    _signs(
        Word.AT_MOST,
        f"≤(?: ?/ ?=| or (?:=|{_EQUAL}))?",
        f"< ?(?:=|/ ?=|or ?(?:=|{_EQUAL}))",
        "= ?(?:or|/)? ?<",
    ),
    _words(
        Word.AT_LEAST,
        f"{_MORE} (?:than ?)?(?:or|/) ?{_EQUAL}",
        f"equal (?:to )?or {_MORE}(?: than)?",
        "at least",
        f"{_NOT} {_LESS} than",
        "at or (?:above|over)",
        "not (?:be )?(?:under|below)",
        "start(?:ing)? (?:at|from)",
        "(?<!not )(?<!yet )(?:reached|attained)",
    ),
    _words(
        Word.AT_MOST,
        f"{_LESS} (?:than ?)?(?:or|/) ?{_EQUAL}",
        f"equal (?:to )?or {_LESS}(?: than)?",
        "at most",
        f"{_NOT} {_MORE} than",
        "at or (?:below|under)",
        "not (?:be )?(?:over|above)",
        "not (?:to )?exceed(?:ing)?",
    ),
    _signs(Word.AT_LEAST, rf"(?:a )?(?:{_LOWER}\b|min\b\.?)(?: age)?(?: limit)?{_OF}"),
    _signs(Word.AT_MOST, rf"(?:a )?(?:{_UPPER}\b|max\b\.?)(?: age)?(?: limit)?{_OF}"),
    _words(Word.YOUNGER_THAN, "up to,? but not including", "not (?:yet )?(?:have )?reached"),
    _words(Word.AT_MOST, "up (?:to|until),? and including", meaning=UP_TO),
    _signs(Word.TO, r"up to(?= ?(?:<|≤|=<|less\b|under\b|younger\b|below\b))"),
    _words(Word.AT_MOST, "up to", meaning=UP_TO),
    _signs(
        Word.OR_OLDER,
        rf"{_OR}(?:{_MORE}|beyond|up(?:wards?)?(?! to\b)|onwards?|plus){_ENDS_THERE}",
        r"\+",
        r"(?:plus|onwards?|upwards?)\b",
    ),
    _signs(Word.OR_YOUNGER, rf"{_OR}{_LESS}{_ENDS_THERE}"),
    _signs(Word.OLDER_THAN, ">", rf"{_MORE} than\b", r"(?:over|above)\b"),
    _signs(Word.YOUNGER_THAN, "<", rf"{_LESS} than\b", r"(?:under|below)\b"),
)

_PERSONS = (
    _words(
        Word.PERSON,
        "(?:older |young |younger |healthy )?adults?",
        "(?:wo)?m[ae]n",
        "elderly",
        meaning=ADULT,
    ),
    _words(
        Word.PERSON,
        "child(?:ren)?",
        "adolescents?",
        "teen(?:ager)?s?",
        "pa?ediatrics?",
        "boys?",
        "girls?",
        "youths?",
        "minors?",
        "kids?",
        "toddlers?",
        meaning=MINOR,
    ),
    _signs(
        Word.BIRTH,
        r"(?:birth|new-?borns?)(?= ?(?:(?:to|through|thru|up to)\b|-|and [<\d]|<|≤))",
    ),
    _words(Word.PERSON, "infants?", "new-?borns?", "neonates?", "bab(?:y|ies)", meaning=BABY),
    _words(
        Word.PERSON,
        "patients?",
        "participants?",
        "subjects?",
        "individuals?",
        "persons?",
        "people",
        "volunteers?",
        "candidates?",
        "survivors?",
        "(?:fe)?males?",
        "enrollees?",
    ),
    _words(
        Word.FILLER,
        "(?:of )?(?:either|any|both|all) (?:sex|gender|race)(?:e?s)?(?: and gender)?",
        "of (?:any|all) (?:race|ethnicity|racial|ethnic)",
        "(?:regardless|irrespective) of (?:their )?(?:sex|gender)",
        r"(?:either|both) (?=(?:fe)?males?\b|(?:wo)?men\b)\b",
        "(?:sex|gender)(?: ?:)? (?:is )?(?:not limited|any|all|both)",
        "no (?:sex|gender) limit",
        "(?:overtly )?healthy",
        "normal",
        "consenting",
    ),
)

_JOINTS = (
    _words(
        Word.FILLER,
        "(?:be|are|is) included",
        "being",
        "to be",
        r"with (?=(?:an )?ages?\b)",
    ),
    _words(Word.FROM, "from"),
    _words(Word.BETWEEN, "between"),
    _words(Word.TO, "(?:and )?through", "thru", "to"),
    _signs(Word.FILLER, rf"-(?=(?:{_UNITS}|olds?)\b)"),
    _signs(Word.TO, "-", "~"),
    _words(Word.OR, "and/or", "or"),
    _signs(Word.OR, "/"),
    _words(Word.AND, "and", "but"),
    _signs(Word.AND, "&"),
    _signs(Word.STOP, "[;.]"),
    _signs(Word.PAUSE, "[,:]"),
)

_AMOUNTS = (
    _signs(Word.NUMBER, r"\d+(?:\.\d+)?(?![.,]?\d|(?:st|nd|rd|th)\b)"),
    _signs(Word.UNIT, r"(?:years?\b|yrs?\b|y/o\b|y\.? ?o\b|y\b)\.?", meaning="year"),
    _signs(Word.UNIT, r"(?:months?|mos?|mths?)\b\.?", meaning="month"),
    _signs(Word.UNIT, r"(?:weeks?|wks?)\b\.?", meaning="week"),
    _words(Word.UNIT, "days?", "d", meaning="day"),
)

_WITHOUT_WEIGHT = (
    _signs(Word.FILLER, r"i\.?e\b\.?", r"in (?=years\b)"),
    _words(
        Word.FILLER,
        "ages eligible for study",
        "eligible ages?",
        "ages? accepted",
        "(?:day )?of life",
        "for (?:study )?enroll?ment",
        "(?:for|on|in) (?:the|this) (?:study|trial|protocol)",
        "that is",
    ),
    _words(Word.INCLUSIVE, "(?:both |limits? )?(?:inclusive(?:ly)?|included)"),
    _words(Word.AGE, "(?:at )?(?:the )?age[ds]?"),
    _words(Word.PAST, "were", "was", "been", "had"),
    _words(
        Word.FILLER,
        "of|olds?|the|an?|in|all|there|that|their|his|her",
        "who (?=(?:is|are|was|were|has|have)\\b)",  # WHO alone is a performance scale
        "be|is|are|has|have|must|should|shall|will",
        "eligible|eligibility|inclusion|criteri(?:on|a)|completed|ranging|ranges?",
    ),
    _refused(Refusal.EXCLUSION, "not", "no", "non", "never", r"exclu\w*", "ineligible", "without"),
    _signs(Word.UNKNOWN, r"[a-z]+", r"\d[\d.,]*[a-z]*", r"\S"),
)

VOCABULARY: tuple[Entry, ...] = (
    *_ABOUT_ALL_AGES,
    *_REASONS_TO_REFUSE,
    *_DATES,
    *_COMPARISONS,
    *_PERSONS,
    *_JOINTS,
    *_AMOUNTS,
    *_WITHOUT_WEIGHT,
)
"""In the order of trying: the first entry that matches wins."""
