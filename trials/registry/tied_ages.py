"""Ages that the criteria tie to diagnoses: "ALL: 1 to 21 years; AML: under 18 years".

Three forms are read, and only where every word has its place:

    ALL: 1 to 21 years; AML: under 18 years                  clauses of one sentence
    * Neuroblastoma, age under 18  * Ewing sarcoma, age ...  one clause in each sentence
    Stratum A (ALL):  * Age 1 to 21 years                    headings above sentences

Which disease the words of a diagnosis mean is looked up later (``diagnosis_groups``): here
"High risk" would do as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from trials.eligibility.age_phrases import AgeReading, ReadingNote, read_age_phrase
from trials.eligibility.ages import AgeLimit, AgeRule, AgeRuleError, AgeStatus
from trials.eligibility.criteria import Side
from trials.eligibility.facts import Role
from trials.registry.age_sentences import (
    AgeSentence,
    RefusedSentence,
    is_for_everybody,
    is_under_age,
    role_of,
)
from trials.registry.ages import RegistryAges, Said
from trials.registry.criteria_text import CriterionSentence

__all__ = ["NO_TIES", "TiedAge", "Ties", "read_ties"]


@dataclass(frozen=True, slots=True)
class TiedAge:
    """What a sentence says about the age of those with one diagnosis.

    ``diagnosis`` are its words as they stand in the sentence or the heading above it.
    """

    diagnosis: str
    said: Said
    sentence: CriterionSentence

    def within(self, fields: RegistryAges) -> AgeRule | None:
        """Return the rule of this diagnosis in a study with these age fields.

        The fields hold for the whole study: what they shut out is not certain, and where the
        sentence is silent they may be another diagnosis's. None when nobody could join.
        """
        rule, low, high = self.said.rule, fields.minimum.limit, fields.maximum.next_limit
        if fields.fault is not None:
            low = high = None
        minimum = max(_given(rule.minimum, low), key=_about_days, default=None)
        maximum = min(_given(rule.maximum, high), key=_about_days, default=None)
        if minimum is None and maximum is None:
            return AgeRule(anchor=rule.anchor, status=AgeStatus.NO_LIMIT)
        first = rule.outer_minimum if self.said.states_minimum else None
        last = rule.outer_maximum if self.said.states_maximum else None
        try:
            return AgeRule(
                minimum=minimum,
                maximum=maximum,
                wide_minimum=first if minimum and first != minimum else None,
                wide_maximum=last if maximum and last != maximum else None,
                wide_minimum_open=minimum is not None and first is None,
                wide_maximum_open=maximum is not None and last is None,
                anchor=rule.anchor,
            )
        except AgeRuleError:
            return None


def _given(*limits: AgeLimit | None) -> list[AgeLimit]:
    return [limit for limit in limits if limit is not None]


def _about_days(limit: AgeLimit) -> float:
    return limit.about_days


@dataclass(frozen=True, slots=True)
class Ties:
    """The tied ages of one study.

    ``are_clear`` unless a diagnosis stands twice, another date counts, or another sentence
    about age, read or not, may change what holds for one of them.
    """

    ages: tuple[TiedAge, ...] = ()
    are_clear: bool = False


NO_TIES = Ties()


def read_ties(
    sentences: Iterable[CriterionSentence],
    found: Sequence[AgeSentence | RefusedSentence],
    is_known: Callable[[Said], bool],
) -> Ties:
    """Return what the criteria tie to names.

    ``found`` are the sentences about the patients' age. ``is_known`` tells of one about
    everybody whether it only repeats the fields.
    """
    by_sentence = [_ties_of(part) for part in found]
    ties = [tie for tied in by_sentence for tie in tied]
    ties += _unnamed(sentences, {part.sentence for part in found})
    if not ties:
        return NO_TIES
    all_fit = all(
        tied or (isinstance(part, AgeSentence) and part.is_sure and is_known(part.said))
        for part, tied in zip(found, by_sentence, strict=True)
    )
    return Ties(tuple(ties), are_clear=all_fit and _are_clear(ties))


def _ties_of(part: AgeSentence | RefusedSentence) -> list[TiedAge]:
    if isinstance(part, RefusedSentence):
        return _in(part.sentence)
    return [] if part.is_sure else _below_heading(part)


def _unnamed(
    sentences: Iterable[CriterionSentence], found: set[CriterionSentence]
) -> Iterator[TiedAge]:
    """Yield from sentences that tie ages to several diagnoses and never call them ages."""
    for sentence in sentences:
        if not _may_be_tied(sentence.words) or sentence in found:
            continue
        if role_of(sentence.headings) in (None, Role.PATIENT):
            tied = _in(sentence)
            yield from tied if len(tied) > 1 else ()


def _may_be_tied(words: str) -> bool:
    if len(words) > _LONGEST or not ("year" in words or "yr" in words):
        return False  # far quicker than the pattern
    return bool(_MAY_BE_TIED.search(words))


_MAY_BE_TIED = re.compile(r"\d.{0,15}\b(?:year|yr).*(?:;|,|\b(?:and|or|while|whereas|but)\b)")
_LONGEST = 300
"""Longer sentences say more than a few ages."""


def _are_clear(ties: Sequence[TiedAge]) -> bool:
    """Whether there are several diagnoses, each once, with ages of today that differ."""
    names = {tie.diagnosis.casefold() for tie in ties}
    rules = {tie.said.rule for tie in ties}
    is_once = len(names) == len(ties)
    return is_once and len(rules) > 1 and all(rule.anchor.is_now for rule in rules)


# ------------------------------------------------------------------ words of diagnoses

_WHO = r"(?:(?:all|the|for|in|eligible) )*(?:patients|participants|subjects|children|those|people)"
_HAVE = r"(?:with|who have|diagnosed with|having)(?: an?)?"
_NAME = r"(?P<name>[A-Za-z][\w'\u2019+-]*(?: [\w'\u2019+-]+){0,6}?(?: \([A-Za-z-]{2,8}\))?)"
_NO_NAME = re.compile(
    r"\b(?:and|or|with|without|who|in|of any|not?|non|other|others|any|all|both|either|only|if"
    r"|except|patients?|participants?|subjects?|donors?|recipients?|siblings?|controls?|healthy"
    r"|males?|females?|boys?|girls?|wom[ae]n|m[ae]n|adults?|child\w*|p(?:a)?ediatric|infants?"
    r"|adolescents?|young|older?|younger|ages?|aged|years?|months?"
    r"|stage|grade|risk|phase|cohort|stratum|strata|arm|group|part|course|dose|level|cycle"
    r"|relapse\w*|refractory|recurrent|progressive|untreated|treated|newly|diagnosed|diagnosis"
    r"|one|following|criteri\w*|remission|transplant\w*|surgery|chemotherapy|radi\w+therapy|therapy|must|should|be|are)\b"
    r"|[<>\u2264\u2265=\d/]"
)


_EMPHATIC = re.compile(r"\bALL [A-Z]{3,}")
"""In "ALL PATIENTS" nobody speaks of a leukemia."""


def _is_name(words: str) -> bool:
    """Whether the words may be a diagnosis; "ALL" is one, "all" is none."""
    parts = words.partition(" (")[0].split()
    return not _NO_NAME.search(" ".join(p if p.isupper() else p.lower() for p in parts))


# ----------------------------------------------------------------------- in sentences

_AGE = (
    r"(?P<age>(?:[<>\u2264\u2265=\d]|(?:age[sd]?|must|should|are|is|may|up|under|over|below|above"
    r"|younger|older|from|between|at|less|greater|more|no|any|all ages|birth)\b).*)"
)
_CLAUSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:{_WHO} {_HAVE} |for )?{_NAME}(?: patients)?(?: ?:|,| [-\u2013\u2014]) *{_AGE}",
        rf"{_WHO} {_HAVE} {_NAME} {_AGE}",
        rf"{_NAME} patients {_AGE}",
        rf"(?:{_WHO} {_HAVE} )?{_NAME}(?: patients)? \({_AGE}\)",
        rf"(?P<age>.+?),? (?:for|in|with)(?: {_WHO}(?: {_HAVE})?)? {_NAME}(?: patients)?",
        rf"(?P<age>.+?),? {_WHO} {_HAVE} {_NAME}",
        rf"(?P<age>.+?) \((?:for )?(?:{_WHO} {_HAVE} )?{_NAME}(?: patients)?(?: only)?\)",
    )
)
_BARE_CLAUSE = re.compile(rf"{_NAME} {_AGE}", re.IGNORECASE)
"""After a clause that names patients: "patients with A must be ..., with B up to 40"."""
_BETWEEN = (
    re.compile(r"; *(?:(?:and|or|while|whereas|but) +)?"),
    re.compile(r", *(?:(?:and|or|while|whereas|but) +)?"),
    re.compile(r" +(?:while|whereas|but) +"),
    re.compile(r" +or +"),
    re.compile(r" +and +"),
)
_PREFIX = re.compile(r"ages?(?: limits?| requirements?)? ?[:\u2013-] *", re.IGNORECASE)
_UNCLEAR = re.compile(r"and/or|\beither\b|\bunless\b|\bexcept|\bif\b", re.IGNORECASE)
_SHORTER_UNITS = re.compile(r"\b(?:month|week|day|mo|wk)s?\b", re.IGNORECASE)

_LISTS = re.compile(
    r"(?:[a-z]+ ){0,6}following (?:[a-z]+ ){0,2}"
    r"(?:diagnos[ei]s|diseases?|malignanc(?:y|ies)|cancers?|tumou?rs?|disorders?)"
    r"(?: (?:and|with) ages?)?"
    r"(?: (?:will be|are|is) (?:considered|eligible|included))?",
    re.IGNORECASE,
)
"""Above a list of diagnoses: each of them lets people in."""


@dataclass(frozen=True, slots=True)
class _Clause:
    name: str
    reading: AgeReading
    said: Said


def _in(sentence: CriterionSentence) -> list[TiedAge]:
    """Read one sentence; empty when it is no list of diagnoses with their ages."""
    words = sentence.words
    if sentence.side is Side.EXCLUDE or len(words) > _LONGEST:
        return []
    if _EMPHATIC.search(words) or _UNCLEAR.search(words):
        return []
    if not all(is_for_everybody(label) or _LISTS.fullmatch(label) for label in sentence.headings):
        return []
    prefix = _PREFIX.match(words)
    clauses = _clauses(words[prefix.end() if prefix else 0 :].rstrip(" .;"))
    names_age = bool(prefix) or is_under_age(sentence)
    if not names_age and not any(map(_is_about_age, clauses)):
        return []
    assumed = any(ReadingNote.UNIT_ASSUMED in clause.reading.notes for clause in clauses)
    if assumed and _SHORTER_UNITS.search(words):
        return []
    return [TiedAge(clause.name, clause.said, sentence) for clause in clauses]


def _clauses(words: str) -> list[_Clause]:
    """Cut at one kind of separator, so that every piece is a clause; empty if none does."""
    whole = _clause(words)
    if whole is not None:
        return [whole]
    for separator in _BETWEEN:
        pieces = separator.split(words)
        read = _all_clauses(pieces) if len(pieces) > 1 else []
        if read:
            return read
    return []


def _all_clauses(pieces: Iterable[str]) -> list[_Clause]:
    """Read every piece; empty as soon as one is no clause."""
    read: list[_Clause] = []
    for piece in pieces:
        clause = _clause(piece)
        if clause is None:
            return []
        read.append(clause)
    return read


def _clause(piece: str) -> _Clause | None:
    for pattern in (*_CLAUSES, _BARE_CLAUSE):
        match = pattern.fullmatch(piece.strip())
        if match is None or not _is_name(match["name"]):
            continue
        reading = read_age_phrase(match["age"])
        said = Said.in_sentence(reading)
        if said is not None:
            return _Clause(match["name"], reading, said)
    return None


_YEARS_OF_CHILDHOOD = 365 * 10


def _is_about_age(clause: _Clause) -> bool:
    """Whether a clause calls it an age, or has an upper limit too late for anything else."""
    last = clause.said.rule.maximum
    return clause.reading.names_age or (
        last is not None and last.about_days >= _YEARS_OF_CHILDHOOD
    )


# --------------------------------------------------------------------- below headings

_HEADING = re.compile(
    rf"(?:(?:stratum|cohort|arm|group|part) [A-Z\d]{{1,2}} ?[(:,\u2013-] ?)?"
    rf"(?:{_WHO} {_HAVE} |for )?{_NAME}(?: patients)?\)?",
    re.IGNORECASE,
)


def _below_heading(part: AgeSentence) -> list[TiedAge]:
    """Read an age that stands below one diagnosis, and below nothing else in particular."""
    headings = part.sentence.headings
    if part.sentence.side is Side.EXCLUDE or not all(map(is_for_everybody, headings[:-1])):
        return []
    match = _HEADING.fullmatch(headings[-1]) if headings else None
    if match is None or _EMPHATIC.search(headings[-1]) or not _is_name(match["name"]):
        return []
    return [TiedAge(match["name"], part.said, part.sentence)]
