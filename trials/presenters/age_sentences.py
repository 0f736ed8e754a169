"""For coordinators: why an age sentence could not be read, and what to know where it was."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.eligibility.age_phrases import ReadingNote, Refusal

_BY_HAND = gettext_lazy("%(why)s Set the limits by hand.")

WHY_REFUSED = {
    Refusal.NO_AGE_STATED: gettext_lazy(
        "There is no age in it. Paste the sentence, set the limits by hand, "
        "or choose that the source states no age."
    ),
    Refusal.HOURS: gettext_lazy("It counts in hours, and our ages begin with days."),
    Refusal.GESTATIONAL_AGE: gettext_lazy("It counts from conception, or corrects the age."),
    Refusal.WEIGHT: gettext_lazy("It also speaks of weight."),
    Refusal.LEGAL_AGE: gettext_lazy("It speaks of the legal age, which differs by place."),
    Refusal.DIFFERS_BY_SITE: gettext_lazy("The limit differs by hospital or country."),
    Refusal.DIFFERS_BY_GROUP: gettext_lazy("The limit differs by cohort, stage or role."),
    Refusal.OTHER_FACT: gettext_lazy("Its numbers count something else than age."),
    Refusal.CONDITION: gettext_lazy("The limit hangs on a condition."),
    Refusal.TWO_DATES: gettext_lazy(
        "It names two dates. Add a second age limit, so that each date has its own."
    ),
    Refusal.UNKNOWN_DATE: gettext_lazy("It counts the age on a day that we do not know."),
    Refusal.EXCLUSION: gettext_lazy("It says who cannot join instead of who can."),
    Refusal.ALTERNATIVES: gettext_lazy("It gives alternatives."),
    Refusal.BRACKET_DISAGREES: gettext_lazy("The words in brackets say something else."),
    Refusal.IMPOSSIBLE_RANGE: gettext_lazy("Nobody is both that old and that young."),
    Refusal.FRACTION: gettext_lazy("It has a fraction that is not a whole number of months."),
    Refusal.UNIT_UNCLEAR: gettext_lazy("It does not say whether it means years, months or days."),
    Refusal.WORDS_DISAGREE: gettext_lazy(
        "Its words, such as “children” or “adults”, do not go with its numbers, "
        "or stand in for a limit."
    ),
    Refusal.NO_NUMBER: gettext_lazy("It names no number."),
    Refusal.NO_DIRECTION: gettext_lazy(
        "It does not say whether the age is a lower or upper limit."
    ),
    Refusal.NOT_RECOGNISED: gettext_lazy("It has words that we do not know."),
}
_COMPLETE = frozenset({Refusal.NO_AGE_STATED, Refusal.TWO_DATES})
"""These say themselves what to do."""

NOTES = {
    ReadingNote.UP_TO_INCLUDED: gettext_lazy("“Up to” takes the last year in."),
    ReadingNote.BIRTHDAY_UNCLEAR: gettext_lazy(
        "“Older than” leaves open whether the birthday itself counts: it is kept as possible."
    ),
    ReadingNote.BRACKET_RESTATES: gettext_lazy("The words in brackets say the same again."),
    ReadingNote.ALMOST_NEXT_YEAR: gettext_lazy("The decimals mean: until the next birthday."),
    ReadingNote.UNIT_ASSUMED: gettext_lazy("It names no unit for a number: years are meant."),
    ReadingNote.FROM_BIRTH: gettext_lazy("It begins at birth."),
    ReadingNote.NO_MAXIMUM_STATED: gettext_lazy("It says that there is no upper limit."),
}


def why_refused(refusal: Refusal) -> str:
    """Why a sentence has to be read by a person, and what to do now."""
    why = str(WHY_REFUSED[refusal])
    return why if refusal in _COMPLETE else str(_BY_HAND) % {"why": why}


def about_others() -> str:
    return _(
        "The sentence is about people in other roles. "
        "Choose the roles of this group, or paste the sentence about them."
    )


def note_words(notes: tuple[ReadingNote, ...]) -> str:
    """What to know about a reading, in one line; empty when there is nothing."""
    return " ".join(str(NOTES[note]) for note in notes)
