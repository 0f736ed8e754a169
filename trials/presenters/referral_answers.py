"""What was told of a person, line by line, as staff read it back."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.eligibility.ages import AgeAnchor, BirthInterval
from trials.eligibility.facts import Role
from trials.eligibility.person import AGE_AT_DIAGNOSIS, DIAGNOSIS, Person
from trials.models.participant_group import ROLE_NAMES
from trials.presenters.referral_values import age_told, value_words
from trials.presenters.referral_words import StaffWords


@dataclass(frozen=True, slots=True)
class AnswerLine:
    label: str
    value: str


def answer_lines(person: Person, words: StaffWords) -> tuple[AnswerLine, ...]:
    """Only what was told; ages are those of the day on which the rules are judged."""
    facts = person.facts
    lines = [
        (words.label("role"), str(ROLE_NAMES[Role(facts.role)])),
        (_("Age"), age_told(person.age_span(AgeAnchor.ENROLMENT))),
        (_("Born"), _born(facts.births)),
        (words.label(DIAGNOSIS), words.diagnosis(person)),
        (words.label(AGE_AT_DIAGNOSIS), age_told(facts.age_at_diagnosis)),
    ]
    lines += [
        (str(fact.label), value_words(fact, facts.told[fact.key]))
        for fact in words.catalogue
        if fact.key in facts.told
    ]
    return tuple(AnswerLine(label, value) for label, value in lines if value)


def role_words(person: Person) -> str:
    return str(ROLE_NAMES[Role(person.facts.role)])


def _born(births: BirthInterval | None) -> str:
    """Empty for an age that is known only roughly: the age itself says as much."""
    return date_format(births.earliest) if births and births.is_exact else ""
