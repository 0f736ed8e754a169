"""Reads a sentence about age: "1 month to < 6 years old at the time of study enrollment".

A wrong reading costs a patient, a refusal costs a coordinator seconds.  So every word of
a sentence must be known and have its place, or the sentence is refused with a reason.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from trials.eligibility.age_clauses import Clause, read_clause
from trials.eligibility.age_reading import (
    AgeReading,
    ReadingNote,
    ReadingStatus,
    Refusal,
    RefusedReading,
)
from trials.eligibility.age_rules import AgeAnchor, AgeRule, AgeRuleError, AgeStatus
from trials.eligibility.age_vocabulary import Word
from trials.eligibility.age_words import normalise, tokens_of, trimmed

__all__ = ["AgeReading", "ReadingNote", "ReadingStatus", "Refusal", "read_age_phrase"]


def read_age_phrase(text: str) -> AgeReading:
    """Read a sentence about age, or refuse it with a reason.

    >>> read_age_phrase("Donor: at least 18 years; recipient: up to 21").ranges.keys()
    dict_keys(['donor', 'recipient'])
    >>> read_age_phrase("teenagers").refusal
    <Refusal.NO_NUMBER: 'no_number'>
    """
    try:
        if len(text) > _LONGEST_SENTENCE:
            raise RefusedReading(Refusal.NOT_RECOGNISED)
        _check_is_no_heading(text)
        return _reading(normalise(text))
    except RefusedReading as refused:
        return AgeReading(ReadingStatus.REFUSED, refusal=refused.refusal)


_LONGEST_SENTENCE = 400
"""Longer texts say more than an age."""


def _check_is_no_heading(text: str) -> None:
    """Refuse "Age 16 and over:", which says for whom the lines below it hold."""
    if text.rstrip().endswith((":", "：")):
        raise RefusedReading(Refusal.DIFFERS_BY_GROUP)


# ------------------------------------------------------------------ roles

_ROLES = {
    "donor": "donor",
    "recipient": "recipient",
    "sibling": "sibling",
    "parent": "parent_caregiver",
    "caregiver": "parent_caregiver",
    "patient": "patient",
    "participant": "patient",
    "subject": "patient",
}
_ROLE_START = re.compile(
    r"(?:^|[;.,]|\band\b)\s*(?:the |for |all )?"
    r"(?:(?:stem cell|bone marrow|marrow|transplant|potential|prospective|eligible|healthy) )*"
    rf"({'|'.join(_ROLES)})s?\b(?! or\b)\s*(?::\s*(?:\1s?\b)?)?\s*"
)
_ONLY_ROLES = re.compile(r"\b(?:donor|recipient|sibling|parent|caregiver)s?\b")


def _reading(plain: str) -> AgeReading:
    if not plain:
        raise RefusedReading(Refusal.NO_AGE_STATED)
    if not _ONLY_ROLES.search(plain):
        return _as_reading({"": _clause_with_brackets(plain)})
    starts = list(_ROLE_START.finditer(plain))
    if not starts or starts[0].start() > 0:
        raise RefusedReading(Refusal.DIFFERS_BY_GROUP)
    ends = [start.start() for start in starts[1:]] + [len(plain)]
    roles = [_ROLES[start.group(1)] for start in starts]
    if len(set(roles)) < len(roles):
        raise RefusedReading(Refusal.DIFFERS_BY_GROUP)
    return _as_reading(
        {
            role: _clause_with_brackets(trimmed(plain[start.end() : end]))
            for role, start, end in zip(roles, starts, ends, strict=True)
        }
    )


def _as_reading(clauses: dict[str, Clause]) -> AgeReading:
    anchors = {clause.anchor or AgeAnchor.ENROLMENT for clause in clauses.values()}
    if len(anchors) > 1:
        raise RefusedReading(Refusal.TWO_DATES)
    ranges = {role: _rule(clause) for role, clause in clauses.items()}
    has_no_limit = all(rule.status is AgeStatus.NO_LIMIT for rule in ranges.values())
    notes = {note: None for clause in clauses.values() for note in clause.bounds.notes}
    return AgeReading(
        ReadingStatus.NO_LIMIT if has_no_limit else ReadingStatus.OK,
        MappingProxyType(ranges),
        anchors.pop(),
        notes=tuple(notes),
        names_age=all(clause.names_age for role, clause in clauses.items() if not role),
    )


def _rule(clause: Clause) -> AgeRule:
    bounds, anchor = clause.bounds, clause.anchor or AgeAnchor.ENROLMENT
    if bounds.minimum is None and bounds.maximum is None:
        return AgeRule(anchor=anchor, status=AgeStatus.NO_LIMIT)
    try:
        return AgeRule(bounds.minimum, bounds.maximum, bounds.wide_minimum, anchor=anchor)
    except AgeRuleError as impossible:
        raise RefusedReading(Refusal.IMPOSSIBLE_RANGE) from impossible


# --------------------------------------------------------------- brackets

_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def _clause_with_brackets(plain: str) -> Clause:
    """Read a clause; a bracket with numbers of its own may only say the same again."""
    restating = [part for part in _BRACKET.findall(plain) if _has_number(part)]
    if not restating or not _has_number(_BRACKET.sub(" ", plain)):
        return read_clause(tokens_of(trimmed(_BRACKET.sub(r" \1 ", plain))))
    told = _BRACKET.sub(
        lambda bracket: "" if _has_number(bracket[1]) else f" {bracket[1]} ", plain
    )
    clause = read_clause(tokens_of(trimmed(told)))
    for part in restating:
        _check_restates(clause, read_clause(tokens_of(trimmed(part))))
    notes = (*clause.bounds.notes, ReadingNote.BRACKET_RESTATES)
    return replace(clause, bounds=replace(clause.bounds, notes=notes))


def _has_number(plain: str) -> bool:
    return any(token.word is Word.NUMBER for token in tokens_of(plain))


def _check_restates(clause: Clause, bracket: Clause) -> None:
    said, again = clause.bounds, bracket.bounds
    if bracket.anchor not in (None, clause.anchor or AgeAnchor.ENROLMENT):
        raise RefusedReading(Refusal.TWO_DATES)
    if again.minimum not in (None, said.minimum) or again.maximum not in (None, said.maximum):
        raise RefusedReading(Refusal.BRACKET_DISAGREES)
