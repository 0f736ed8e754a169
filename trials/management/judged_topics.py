"""Age and sex of the patients in sets of judged trials, read from their case reports.

    "A 5-month-old boy ..."  "74M hx of CAD"  "65 yo African-American male with ..."

Only the words that introduce the patient count. What they do not tell stays unknown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trials.eligibility.ages import BirthInterval

ON = date(2024, 3, 1)
"""The day on which the ages hold. Any would do: only the age counts, not the date."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One patient; None for what the words do not tell.

    ``words`` are the introduction from which ``births`` and ``sex`` ("female" or "male")
    were read.
    """

    id: str
    words: str
    births: BirthInterval | None
    sex: str | None


_AGE = re.compile(
    r"\b(?P<number>\d{1,3})(?:"
    r"[ -]?(?P<unit>years?|yrs?|y(?=[/ -]?o\b)|months?|mos?|weeks?|wks?|days?)"
    r"(?P<old>[/ -]?(?:old|o)\b|(?=\s+(?:(?:fe)?male|(?:wo)?man|boy|girl)\b))"
    r"|(?= ?[MF]\b))",
    re.IGNORECASE,
)
_SEX = re.compile(
    r"[\s,-]*(?:(?!(?:is|was|were|with|who|whose|for|by|of|to|from|had|has|and|presents?|comes?"
    r"|presented|came|undergoes|diagnosed)\b)[\w'/+&-]+\s+){0,6}?"
    r"(?:(?P<female>woman|girl|female|F)|(?P<male>man|boy|male|M))\b(?!['’])"
)
_PARTS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_LONGEST_INTRODUCTION = 90
_OLDEST_YEARS = 120


def read_topic(row: Mapping[str, object]) -> Topic:
    """Read one row of a topics file: its id and its text."""
    text = str(row["text"])
    age = _AGE.search(text[:_LONGEST_INTRODUCTION])
    if age is None:
        return Topic(str(row["id"]), text[:_LONGEST_INTRODUCTION], None, None)
    sex = _SEX.match(text, age.end())
    end = sex.end() if sex else age.end()
    return Topic(str(row["id"]), text[:end], _births(age), _sex(sex))


def _births(age: re.Match[str]) -> BirthInterval | None:
    number, part = int(age["number"]), _PARTS[(age["unit"] or "y")[0].lower()]
    if part == "years" and number > _OLDEST_YEARS:
        return None
    return BirthInterval.of_age(ON, **{part: number})


def _sex(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    return "female" if found["female"] else "male"
