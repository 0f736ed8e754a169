"""The words that say on which date an age counts: "at the time of informed consent"."""

from __future__ import annotations

import re

from trials.eligibility.age_rules import AgeAnchor

_NOUNS = (
    r"diagnos(?:is|es|ed)|relapsed?|recurrence|consent(?:ing|ed)?|assent|icf|sign(?:ing|ature|ed)?"
    r"|screening|screened|infusion|dos(?:e|ing)|administration|treatment|therapy"
    r"|enroll?(?:ment|ed|ing)?|entry|entering|registration|registering|registered"
    r"|randomi[sz](?:ation|ed|ing)|inclusion|included|recruitment|recruited|accrual"
)
_LINKS = (
    r"the|a|an|of|their|his|her|this|time|date|day|moment|point|first|initial(?:ly)?"
    r"|original(?:ly)?|primary|study|trial|protocol|clinical|informed|written|parental|form"
    r"|visit|start(?:ing)?|beginning|initiati(?:on|ng)|commence(?:ment)?|commencing|providing"
    r"|giving|given|obtaining|obtained|signed|drug|product|medication|they|are|is|the patient"
    r"|the subject"
    r"|(?<=treatment )p(?:hase|eriod)"
    r"|(?:in|into|on|onto|to|for) (?:(?:this|the) )?(?:study|trial|protocol)"
)
_RESERVED = (
    r"than|less|more|older|younger|over|under|above|below|and|or|but|to|at|on|if|in|for|up"
    r"|between|years?|months?|weeks?|days?|age[ds]?|relapse\w*|recurrence|consent"
)
_DISEASE = rf"(?:\s(?:of|with)(?:\s(?!(?:{_RESERVED})\b)[a-z][a-z-]*){{1,5}}(?=\s*(?:$|[.,;])))?"
_GAP = r"(?:\s|\s?[/-]\s?)"

DATE_WORDS = (
    rf"(?:at|on|upon|as of|by|when|during){_GAP}(?:(?:{_LINKS}){_GAP})*(?:{_NOUNS})\b"
    rf"(?:{_GAP}(?:(?:and|or) (?:(?:{_LINKS}) )*(?:{_NOUNS})|{_LINKS}|{_NOUNS})\b)*{_DISEASE}"
    rf"|(?<=\bage )of (?:(?:{_LINKS}) )*diagnosis\b"
    r"|(?<!newly )(?:(?:first|initially|originally) )?diagnosed(?: at| when)?"
    r"(?= (?:[<≤>≥\d]|between|under|age))"
    r"|current(?:ly)?\b|now\b|today\b|at present\b"
)
"""One date; the last lines are "diagnosed at 2 years" and "currently"."""

UNTOLD_DATE_WORDS = r"(?:at|on|by) (?:the )?(?:time|date|day|moment|start|end)\b"

_SIGNS: tuple[tuple[AgeAnchor, re.Pattern[str]], ...] = (
    (AgeAnchor.DIAGNOSIS, re.compile(r"diagnos")),
    (AgeAnchor.RELAPSE, re.compile(r"relaps|recurren")),
    (AgeAnchor.CONSENT, re.compile(r"consent|assent|icf|\bsign")),
    (AgeAnchor.SCREENING, re.compile(r"screen")),
    (
        AgeAnchor.TREATMENT,
        re.compile(
            r"infusion|dos(?:e|ing)|administration"
            r"|(?:start|initiat|begin|commenc|first).*(?:treatment|therapy)"
            r"|(?:treatment|therapy) (?:start|initiation|commencement)"
        ),
    ),
    (
        AgeAnchor.ENROLMENT,
        re.compile(
            r"enrol|entry|entering|regist|randomi|inclu|recruit|accrual|^(?:cur|now|tod|at pres)"
        ),
    ),
)


def anchors_in(words: str) -> list[AgeAnchor]:
    """Return the dates named by a match of DATE_WORDS; none for "on therapy".

    More than one when the words name several ("at screening or relapse").
    """
    return [anchor for anchor, sign in _SIGNS if sign.search(words)]
