"""What a rule or a box of rules came to, in a few words: result, tone, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.eligibility.criteria import Finding, Side
from trials.eligibility.reasons import Reason
from trials.eligibility.truth import Truth, negate
from trials.presenters.disease_findings import disease_list
from trials.presenters.referral_words import StaffWords


class Tone(StrEnum):
    MET = "met"
    FAILED = "failed"
    OPEN = "open"
    TEAM = "team"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree a row stands.

    ``is_inverted``  below a "none of these", where meeting a rule keeps people out.
    ``needs``        the facts that could still matter to the group.
    """

    needs: frozenset[str]
    decides: bool
    depth: int = 0
    is_quiet: bool = False
    is_inverted: bool = False
    way: str = ""


_TONES = {
    Truth.TRUE: Tone.MET,
    Truth.FALSE: Tone.FAILED,
    Truth.UNKNOWN: Tone.OPEN,
    Truth.ASK: Tone.TEAM,
}


def tone_of(truth: Truth, place: Place) -> Tone:
    if place.is_quiet:
        return Tone.QUIET
    return _TONES[negate(truth) if place.is_inverted else truth]


_BOXES: Mapping[Truth, StrPromise] = {
    Truth.TRUE: gettext_lazy("Met"),
    Truth.FALSE: gettext_lazy("Not met"),
    Truth.UNKNOWN: gettext_lazy("Undetermined"),
    Truth.ASK: gettext_lazy("Study team checks"),
}
_INVERTED: Mapping[Truth, StrPromise] = {
    Truth.TRUE: gettext_lazy("Applies"),
    Truth.FALSE: gettext_lazy("Does not apply"),
    Truth.UNKNOWN: gettext_lazy("Not told"),
    Truth.ASK: gettext_lazy("Study team checks"),
}
_EXCLUSIONS: Mapping[Truth, StrPromise] = {
    Truth.TRUE: gettext_lazy("Not excluded"),
    Truth.FALSE: gettext_lazy("Excluded"),
}
_BY_REASON: Mapping[Reason, StrPromise] = {
    Reason.AGE_TOO_YOUNG: gettext_lazy("Too young"),
    Reason.AGE_TOO_OLD: gettext_lazy("Too old"),
    Reason.AGE_NOT_STATED: gettext_lazy("No age stated: ask the study team"),
    Reason.AGE_LIMIT_UNCLEAR: gettext_lazy("Limit unclear: ask the study team"),
    Reason.DISEASE_EXCEPTED: gettext_lazy("Excepted"),
    Reason.DISEASE_NOT_STUDIED: gettext_lazy("Another diagnosis"),
    Reason.WASHOUT_RUNNING: gettext_lazy("Too recent"),
}


def box_result(truth: Truth, place: Place) -> str:
    if place.is_quiet and truth is not Truth.TRUE:
        return _quiet_words(truth)
    return str((_INVERTED if place.is_inverted else _BOXES)[truth])


def result_of(finding: Finding, place: Place, words: StaffWords) -> str:
    truth, reason = finding.truth, finding.reason
    if place.is_quiet and truth is not Truth.TRUE:
        return _quiet_words(truth)
    if truth is Truth.UNKNOWN:
        return _open_words(finding, words)
    if place.is_inverted:
        return str(_INVERTED[truth])
    if finding.criterion.side is Side.EXCLUDE:
        return str(_EXCLUSIONS.get(truth) or _BOXES[truth])
    return str(_BY_REASON.get(reason) or _BOXES[truth])


def _quiet_words(truth: Truth) -> str:
    """Of a way that cannot matter any more, because another one is open or met."""
    return _("Not this way") if truth is Truth.FALSE else _("Not needed")


def _open_words(finding: Finding, words: StaffWords) -> str:
    named = {"diseases": disease_list(finding.diseases, words.name_of, last_word=_("or"))}
    if finding.reason is Reason.AGE_DEPENDS_ON_BIRTHDAY:
        return _("Depends on the birth date")
    if finding.reason is Reason.DISEASE_TYPE_NEEDED:
        return _("Depends on the type: is it %(diseases)s?") % named
    if finding.reason is Reason.DISEASE_EXCEPTION_OPEN:
        return _("Depends on the type: not if it is %(diseases)s") % named
    return _("Not told")


def when(finding: Finding, place: Place) -> str:
    """Until when it holds; for what does not, whether that may change, and when."""
    truth = negate(finding.truth) if place.is_inverted else finding.truth
    reads_as_it_is = not place.is_inverted and finding.criterion.side is Side.INCLUDE
    if truth is Truth.FALSE:
        if finding.opens_on and finding.recoverable and reads_as_it_is:
            return _("Recoverable: from %(day)s") % {"day": date_format(finding.opens_on)}
        return _recoverable(finding) if finding.recoverable else _("Not recoverable")
    if not reads_as_it_is:
        return ""
    if truth is Truth.UNKNOWN:
        return _births(finding)
    if truth is Truth.TRUE and finding.closes_on:
        return _("Until %(day)s") % {"day": date_format(finding.closes_on)}
    return ""


def _recoverable(finding: Finding) -> str:
    """For what may change on a day that nobody knows."""
    if finding.reason is Reason.AGE_TOO_YOUNG:
        return _("Recoverable: with age")
    return _("Recoverable: may change")


def _births(finding: Finding) -> str:
    before, after = finding.born_on_or_before, finding.born_on_or_after
    if before and after:
        return _("Fits if born from %(first)s to %(last)s") % {
            "first": date_format(after),
            "last": date_format(before),
        }
    if before:
        return _("Fits if born on %(day)s or earlier") % {"day": date_format(before)}
    return _("Fits if born on %(day)s or later") % {"day": date_format(after)} if after else ""
