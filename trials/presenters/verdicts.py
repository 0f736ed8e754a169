"""What a study comes to for one person, in words that promise nothing."""

from datetime import date, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trials.eligibility.evaluation import Fit
from trials.eligibility.facts import PatientFacts
from trials.finder import Match
from trials.presenters.explanations import missing_words

FACTS_NAMED = 2
FORESEEABLE = timedelta(days=731)
"""A day further away than two years is none to wait for."""


class Verdict(StrEnum):
    """Where a study stands in the list; also the name of its section and its colour."""

    FITS = "fits"
    POSSIBLE = "possible"
    SOON = "soon"
    NOT_OPEN = "not_open"
    LEFT_OUT = "left_out"


# Whether an age was told, and whether a diagnosis was.
_FITS = {
    (True, True): gettext_lazy("Fits the age and disease you entered"),
    (True, False): gettext_lazy("Fits the age you entered"),
    (False, True): gettext_lazy("Fits the disease you entered"),
    (False, False): gettext_lazy("Fits what you entered"),
}


def verdict_words(verdict: Verdict, match: Match, facts: PatientFacts, today: date) -> str:
    if verdict is Verdict.FITS:
        return _fits_words(match, facts)
    if verdict is Verdict.POSSIBLE:
        return _possible_words(match)
    if verdict is Verdict.SOON:
        return _soon_words(match)
    if verdict is Verdict.NOT_OPEN:
        return _not_open_words(match, facts)
    if match.opens_on and match.opens_on <= today + FORESEEABLE:
        return _("Not right now – old enough on %(day)s") % {"day": date_format(match.opens_on)}
    return _("Probably not a fit")


def _fits_words(match: Match, facts: PatientFacts) -> str:
    if facts.diagnoses and not match.names_a_disease:
        return _("It names no disease we know. Ask the study team")
    return str(_FITS[facts.births is not None, bool(facts.diagnoses)])


def _possible_words(match: Match) -> str:
    missing = missing_words(match.group.unknowns) if match.group else []
    if not missing:
        return _("Might fit – ask the study team about the age limit")
    return _("Might fit – we need to know: %(facts)s") % {
        "facts": get_text_list(missing[:FACTS_NAMED], _("and"))
    }


def _soon_words(match: Match) -> str:
    if match.opens_on is None:
        return _("Not yet – perhaps old enough within a year")
    return _("Not yet – old enough on %(day)s") % {"day": date_format(match.opens_on)}


def _not_open_words(match: Match, facts: PatientFacts) -> str:
    words = {
        "fit": _fits_words(match, facts)
        if match.evaluation.fit is Fit.FITS
        else _("Might fit, but we would need to know more")
    }
    return _("Not taking new patients now. %(fit)s") % words
