"""What an age sentence says about one participant group."""

from collections.abc import Collection
from dataclasses import dataclass

from trials.eligibility.age_phrases import ReadingNote, Refusal, read_age_phrase
from trials.eligibility.ages import AgeLimit, AgeRule
from trials.eligibility.facts import Role

_ROLES_OF_WORD = {
    "recipient": Role.PATIENT,
    "patient": Role.PATIENT,
    "donor": Role.DONOR,
    "sibling": Role.SIBLING,
    "parent_caregiver": Role.PARENT_CAREGIVER,
}


@dataclass(frozen=True, slots=True)
class AgeSentence:
    """A sentence as it was read for one group.

    ``rule``     the limits it states; None when it was refused or is about others.
    ``refusal``  why it was refused; None when it was read.
    ``others``   the sentence was read, but says nothing about this group.
    """

    text: str
    rule: AgeRule | None = None
    refusal: Refusal | None = None
    others: bool = False
    notes: tuple[ReadingNote, ...] = ()


def read_sentence(text: str, roles: Collection[str]) -> AgeSentence:
    """Read a sentence for people in these roles; none means patients."""
    reading = read_age_phrase(text)
    if reading.refusal is not None:
        return AgeSentence(text, refusal=reading.refusal)
    wanted = {Role(role) for role in roles} or {Role.PATIENT}
    meant = [
        rule
        for word, rule in reading.ranges.items()
        if not word or _ROLES_OF_WORD.get(word) in wanted
    ]
    if len(meant) != 1:
        return AgeSentence(text, others=True)
    return AgeSentence(text, rule=meant[0], notes=reading.notes)


def contradicts(typed: AgeRule, read: AgeRule) -> bool:
    """Whether typed limits are others than the sentence states, or drop a doubt it leaves."""
    return _certain(typed) != _certain(read) or (_has_doubt(read) and not _has_doubt(typed))


def adds_doubt(typed: AgeRule, read: AgeRule | None) -> bool:
    """Whether typed limits hold something possible that the sentence itself does not."""
    return _has_doubt(typed) and (read is None or _doubt(typed) != _doubt(read))


def _certain(rule: AgeRule) -> AgeRule:
    return AgeRule(rule.minimum, rule.maximum, anchor=rule.anchor, status=rule.status)


def _has_doubt(rule: AgeRule) -> bool:
    return any(_doubt(rule))


def _doubt(rule: AgeRule) -> tuple[AgeLimit | bool | None, ...]:
    return (
        rule.wide_minimum,
        rule.wide_maximum,
        rule.wide_minimum_open,
        rule.wide_maximum_open,
    )
