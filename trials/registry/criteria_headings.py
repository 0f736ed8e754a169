"""Headings in the criteria of a record, and what stands under which of them.

DONOR                      whom the rest is about, until the next such heading
  Exclusion Criteria:      side, until the next such heading
    Hepatic:               subject, until the next heading of any kind
      One of:              list, until a sentence stands less deep
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from trials.eligibility.criteria import Side

COLONS = (":", "：")

# -------------------------------------------------------------- where a heading ends

_KINDS = (
    "key|main|major|general|other|additional|patient|participant|subject|donor|recipient|study"
    "|specific|core|criteria|for|the|and|registration|screening|randomi[sz]ation|enrol?lment"
    "|sibling|parent|caregiver|control|healthy|volunteer|child|adult|phase \\w+|part \\w+"
    "|cohort \\w+|arm \\w+"
)
_EXCLUSION = r"ex(?:cl|lc|cul|l|c)[a-z]{2,6}n"
"""Exclusion, also mistyped: an age kept out must never be read as one let in."""
_SIDE_HEADING = re.compile(
    rf"(?:(?:{_KINDS})s?[ /:,-]+){{0,4}}"
    rf"(?:non[- ]?inclusion|inclusion|{_EXCLUSION}|in(?:clusion)? ?/ ?ex(?:clusion)?)"
    rf"(?: ?(?:and|or|/|&) ?(?:inclusion|{_EXCLUSION}))?"
    r"(?:(?:[ -]+criteri(?:a|on)\b)(?: ?(?:-|–|for|\()[^:：.\n]{0,60})? ?(?:[:：;.*_]+|$)"
    r"| ?(?:[:：]+|$))",
    re.IGNORECASE,
)
_SIDE_FIRST = re.compile(
    rf"(?:(?:{_KINDS})s?[ /:,-]+){{0,4}}(?:inclusion|{_EXCLUSION})[ -]+criteri", re.IGNORECASE
)
"""A short line that begins so is a heading, whatever follows: "... include the following"."""
_SECTIONS = (
    "disease characteristics|patient characteristics|prior ?/? ?concurrent therapy"
    "|protocol entry criteria|eligibility criteria"
)
_SUBJECTS = (
    "age|sex|gender|menopausal status|hormone receptor status|performance status"
    "|life expectancy|hematopoietic|hematologic|hepatic|renal|cardiovascular|pulmonary"
    "|neurologic|metabolic|immunologic|gastrointestinal|other|biologic therapy|chemotherapy"
    "|endocrine therapy|radiotherapy|surgery"
)
_ENDED = r"(?: ?[:：]| ?--)"
_KNOWN_HEADING = re.compile(rf"(?:-- ?)?(?:{_SECTIONS}|{_SUBJECTS}){_ENDED}", re.IGNORECASE)
_LATER_HEADING = re.compile(rf"(?<=\s)(?:-- ?)?(?=[A-Z])(?i:{_SECTIONS}|{_SUBJECTS}){_ENDED}")
_LATER_SIDE = re.compile(
    rf"(?<=\s)(?=[A-Z])(?i:inclusion|{_EXCLUSION})(?: ?[:：]| (?i:criteria) ?(?:[:：.]|$))"
)
_LONGEST_HEADING = 90
_RUNS_ON = re.compile(r"[\d<>≤≥=]|[.;?!]\s")
"""What makes a line that ends in a colon a criterion rather than a heading."""

_GROUP = re.compile(
    r"\b(?i:cohort|part|arm|stratum|strata|group|phase|stage|tier|step)s? "
    r"(?:\d+[a-zA-Z]?|[A-Z]|[IV]+)\b"
    r"|(?i:\b(?:donor|recipient|sibling|parent|caregiver|control|volunteer)s?\b)",
)
_ROLES = "donor|recipient|patient|sibling|parent|caregiver|control|volunteer|participant|subject"
_BARE = re.compile(rf"(?:healthy )?(?:{_ROLES})s?", re.IGNORECASE)
_WHOM = rf"(?:(?:the|all|each|healthy|normal|related|stem cell|marrow) )*(?:{_ROLES})s?"
_OF_A_ROLE = re.compile(
    rf"{_WHOM}[ /-]+(?:(?:eligibility|selection|entry) )?(?:criteri(?:a|on)|requirements?)"
    rf"|{_WHOM}[ /-]+(?:eligibility|selection|characteristics)"
    rf"|(?:(?:eligibility|selection|entry) )?criteria (?:for|of) {_WHOM}",
    re.IGNORECASE,
)
"""All that one role is asked: "Donor Criteria", "Eligibility criteria for the donors"."""
_SHORTEST_CAPITALS = 10


def heading_end(text: str, start: int, end: int, *, is_item: bool) -> int | None:
    """Return where the heading that begins a block ends; None when none begins it.

    An item of a list that ends in a colon opens a list of its own, unless it is a heading
    by its words.
    """
    for pattern in (_SIDE_HEADING, _KNOWN_HEADING):
        found = pattern.match(text, start, end)
        if found:
            return found.end()
    words = text[start:end]
    if len(words) > _LONGEST_HEADING or "\n" in words:
        return None
    if _SIDE_FIRST.match(words) and not _RUNS_ON.search(words):
        return end
    if words.endswith(COLONS):
        group = _GROUP.match(words)
        runs_on = _RUNS_ON.search(words, group.end() if group else 0, len(words) - 1)
        return end if not runs_on and (group or not is_item) else None
    return end if _is_bare_heading(words) else None


def _is_bare_heading(words: str) -> bool:
    """Whether a line without a colon is a heading: "--Donor--", "DISEASE STATUS", "Donors"."""
    if words.startswith("--") and words.endswith("--"):
        return True
    if _BARE.fullmatch(words) or _OF_A_ROLE.fullmatch(words):
        return True
    if not words.isupper() or words.endswith((".", ";", ",")):
        return False
    letters = sum(character.isalpha() for character in words)
    return len(words.split()) > 1 and letters >= _SHORTEST_CAPITALS


def _may_have_heading(words: str) -> bool:
    """No heading in the middle is without one of these; looking for them is quick."""
    if ":" in words or "：" in words:
        return True
    return "--" in words or "riteria" in words or "RITERIA" in words


def later_heading(text: str, start: int, end: int, *, is_labelled: bool) -> int | None:
    """Return where a heading in the middle of a block begins.

    "Age: 18 to 55 Performance status: ..." runs on so in texts that begin with a label.
    """
    if not _may_have_heading(text[start:end]):
        return None
    patterns = (_LATER_HEADING, _LATER_SIDE) if is_labelled else (_LATER_SIDE,)
    found = [match.start() for pattern in patterns if (match := pattern.search(text, start, end))]
    return min(found, default=None)


# ------------------------------------------------------------- what stands under it

_EXCLUDES = re.compile(
    rf"non[- ]?inclusion|\b{_EXCLUSION}s?\b|\bexclu(?:ded?|des)\b|\bineligib"
    r"|\bnot (?:be )?eligible|\b(?:must|may|will|should|can) ?not\b|^no(?:ne)?\b",
    re.IGNORECASE,
)
_INCLUDES = re.compile(
    r"(?<!non[- ])\binclu(?:sion|ded?)\b|\beligible\b|\bmust\b|\brequired\b", re.IGNORECASE
)
_BOTH = re.compile(r"\bin(?:clusion)? ?(?:/|and|&) ?ex(?:clusion)?\b", re.IGNORECASE)
_SIDE_WORD = re.compile(rf"\binclusion\b|\b{_EXCLUSION}s?\b", re.IGNORECASE)
_SECTION = re.compile(rf"{_SECTIONS}", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def side_of(label: str) -> Side | None:
    """Return what a heading lets its sentences do; None when it does not tell."""
    if _BOTH.search(label):
        return None
    if _EXCLUDES.search(label):
        return Side.EXCLUDE
    return Side.INCLUDE if _INCLUDES.search(label) else None


@dataclass(slots=True)
class _List:
    """A sentence that opens a list; ``is_deeper`` is None until the next one is seen."""

    label: str
    depth: int
    is_deeper: bool | None = None


@dataclass(slots=True)
class Outline:
    """The headings that hold at one place of the text."""

    _side: Side | None = None
    _side_label: str = ""
    _side_depth: int = 0
    _section: str = ""
    _group: str = ""
    _group_outlives_sides: bool = False
    _group_is_fresh: bool = False
    _subject: str = ""
    _lists: list[_List] = field(default_factory=list)

    def enter(self, label: str, depth: int) -> None:
        """Go under a heading that stands so deep."""
        self._lists.clear()
        self._subject = ""
        is_section, is_role = _SECTION.match(label), _OF_A_ROLE.fullmatch(label)
        if _SIDE_WORD.search(label):
            self._enter_side(label, depth)
            return
        if (is_section or is_role) and depth <= self._side_depth:
            self._leave_exclusions()
        if is_section:
            self._section = label
        elif is_role or _GROUP.search(label) or _BARE.fullmatch(label):
            self._group, self._group_is_fresh = label, True
            self._group_outlives_sides = not self._side_label
        else:
            self._subject = label

    def _leave_exclusions(self) -> None:
        """Forget them: "Donor Criteria" that follow them let donors in until the text says
        otherwise. Below inclusions they change nothing, and nothing is forgotten.
        """
        if self._side is Side.EXCLUDE:
            self._side, self._side_label = None, ""

    def _enter_side(self, label: str, depth: int) -> None:
        self._side, self._side_label, self._side_depth = side_of(label), label, depth
        if _GROUP.search(label):
            self._group, self._group_outlives_sides = "", False
        elif self._group_is_fresh:
            self._group_outlives_sides = True
        elif not self._group_outlives_sides:
            self._group = ""

    def open_list(self, label: str, depth: int) -> None:
        """Go under a sentence that ends in a colon."""
        self._lists = [above for above in self._lists if above.depth < depth]
        self._lists.append(_List(label, depth))

    def above(self, depth: int) -> tuple[Side | None, tuple[str, ...]]:
        """Return the side and the headings of a sentence that stands so deep."""
        self._group_is_fresh = False
        if self._lists and self._lists[-1].is_deeper is None:
            self._lists[-1].is_deeper = depth > self._lists[-1].depth
        self._lists = [
            above for above in self._lists if not above.is_deeper or above.depth < depth
        ]
        below = [self._group, self._subject, *(above.label for above in self._lists)]
        side = self._side
        for label in below:
            side = side_of(label) or side
        return side, tuple(label for label in (self._side_label, self._section, *below) if label)
