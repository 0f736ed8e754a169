"""The one table from reason codes to sentences a family can read.

A sentence says what the study takes, never what is wrong with anybody. It is whole: no
sentence is put together from halves that a translator could not turn round.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from trials.eligibility.criteria import AgeCriterion, DiseaseCriterion, Finding
from trials.eligibility.facts import Role
from trials.eligibility.reasons import Reason
from trials.presenters.ages import age_words

NameOf = Callable[[str], str]
"""From the code of a disease to what families call it."""

NAMES_SHOWN = 4


def finding_sentence(finding: Finding, name_of: NameOf) -> str:
    """What one rule of a study came to. ``name_of`` knows every disease of the rule."""
    return SENTENCES[finding.reason](finding, name_of)


def role_sentence(role: Role) -> str:
    """Why a study without a group for ``role`` is left out."""
    return str(_NOT_LOOKING_FOR[role])


def missing_words(findings: Iterable[Finding]) -> list[str]:
    """What somebody could still tell us to settle open findings, each thing once."""
    words = (MISSING.get((finding.reason, _counts_today(finding))) for finding in findings)
    return list(dict.fromkeys(str(word) for word in words if word))


def disease_list(codes: Iterable[str], name_of: NameOf, *, last_word: str = "") -> str:
    """``B-cell ALL, T-cell ALL and 3 more``; ``last_word`` stands before the last name."""
    shown = sorted(name_of(code) for code in codes)
    more = len(shown) - NAMES_SHOWN
    if more <= 0:
        return get_text_list(shown, last_word or _("and"))
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": ", ".join(shown[:NAMES_SHOWN]),
        "count": more,
    }


def _age(sentence: StrPromise) -> Callable[[Finding, NameOf], str]:
    return lambda finding, _name_of: str(sentence) % {"ages": _ages_of(finding)}


def _ages_of(finding: Finding) -> str:
    criterion = finding.criterion
    return age_words(criterion.rule) if isinstance(criterion, AgeCriterion) else ""


def _counts_today(finding: Finding) -> bool:
    criterion = finding.criterion
    return isinstance(criterion, AgeCriterion) and criterion.rule.anchor.is_now


def _age_fits(finding: Finding, name_of: NameOf) -> str:
    values = {"ages": _ages_of(finding)}
    if finding.closes_on:
        values["day"] = date_format(finding.closes_on)
        return _("The age fits until %(day)s: %(ages)s.") % values
    return _("The age fits: %(ages)s.") % values


def _age_too_young(finding: Finding, name_of: NameOf) -> str:
    values = {"ages": _ages_of(finding)}
    if finding.opens_on:
        values["day"] = date_format(finding.opens_on)
        return _("Old enough on %(day)s. This study takes: %(ages)s.") % values
    if _counts_today(finding):
        return _("This study is for people who are older: %(ages)s.") % values
    return _("This study is for people who were older then: %(ages)s.") % values


def _age_too_old(finding: Finding, name_of: NameOf) -> str:
    values = {"ages": _ages_of(finding)}
    if _counts_today(finding):
        return _("This study is for people who are younger: %(ages)s.") % values
    return _("This study is for people who were younger then: %(ages)s.") % values


def _age_not_told(finding: Finding, name_of: NameOf) -> str:
    values = {"ages": _ages_of(finding)}
    if _counts_today(finding):
        return _("You did not give an age. This study takes: %(ages)s.") % values
    return _("It depends on an age in the past that we did not ask for: %(ages)s.") % values


def _age_depends_on_birthday(finding: Finding, name_of: NameOf) -> str:
    values = {"ages": _ages_of(finding)}
    before, after = finding.born_on_or_before, finding.born_on_or_after
    if before:
        values["before"] = date_format(before)
    if after:
        values["after"] = date_format(after)
    if before and after:
        return (
            _(
                "It depends on the birth date: it fits if born from %(after)s to %(before)s. "
                "(%(ages)s)"
            )
            % values
        )
    if before:
        return (
            _("It depends on the birth date: it fits if born on %(before)s or earlier. (%(ages)s)")
            % values
        )
    if after:
        return (
            _("It depends on the birth date: it fits if born on %(after)s or later. (%(ages)s)")
            % values
        )
    return _("It depends on the exact age: %(ages)s.") % values


def _disease_studied(finding: Finding, name_of: NameOf) -> str:
    if not finding.diseases:
        return _("The diagnosis is not one of those that this study leaves out.")
    return _("This study is for: %(diseases)s.") % {
        "diseases": disease_list(finding.diseases, name_of)
    }


def _disease_not_told(finding: Finding, name_of: NameOf) -> str:
    criterion = finding.criterion
    if not isinstance(criterion, DiseaseCriterion) or not criterion.include:
        return _("You did not give a diagnosis. This study leaves some diagnoses out.")
    return _("You did not give a diagnosis. This study is for: %(diseases)s.") % {
        "diseases": disease_list(criterion.include, name_of)
    }


def _diseases(
    sentence: StrPromise, last_word: StrPromise | str = ""
) -> Callable[[Finding, NameOf], str]:
    return lambda finding, name_of: (
        str(sentence)
        % {"diseases": disease_list(finding.diseases, name_of, last_word=str(last_word))}
    )


SENTENCES: Mapping[Reason, Callable[[Finding, NameOf], str]] = {
    Reason.ROLE_SOUGHT: lambda *_told: _("This study looks for people in this role."),
    Reason.ROLE_NOT_SOUGHT: lambda *_told: _("This study does not look for people in this role."),
    Reason.AGE_FITS: _age_fits,
    Reason.AGE_NO_LIMIT: lambda *_told: _("This study has no age limit."),
    Reason.AGE_NOT_STATED: lambda *_told: _("The source states no age: ask the study team."),
    Reason.AGE_NOT_TOLD: _age_not_told,
    Reason.AGE_TOO_YOUNG: _age_too_young,
    Reason.AGE_TOO_OLD: _age_too_old,
    Reason.AGE_DEPENDS_ON_BIRTHDAY: _age_depends_on_birthday,
    Reason.AGE_LIMIT_UNCLEAR: _age(
        gettext_lazy("The sources differ about this age, so ask the study team: %(ages)s.")
    ),
    Reason.DISEASE_STUDIED: _disease_studied,
    Reason.DISEASE_NOT_TOLD: _disease_not_told,
    Reason.DISEASE_NOT_STUDIED: _diseases(
        gettext_lazy("This study is for other diagnoses: %(diseases)s.")
    ),
    Reason.DISEASE_EXCEPTED: _diseases(
        gettext_lazy("People with this diagnosis cannot join this study: %(diseases)s.")
    ),
    Reason.DISEASE_TYPE_NEEDED: _diseases(
        gettext_lazy("It depends on the exact type. Is it %(diseases)s?"), gettext_lazy("or")
    ),
    Reason.DISEASE_EXCEPTION_OPEN: _diseases(
        gettext_lazy("It depends on the exact type. This study does not take: %(diseases)s.")
    ),
}


MISSING = {
    (Reason.AGE_NOT_TOLD, True): gettext_lazy("the age"),
    (Reason.AGE_NOT_TOLD, False): gettext_lazy("the age when the illness was found"),
    (Reason.AGE_DEPENDS_ON_BIRTHDAY, True): gettext_lazy("the birth date"),
    (Reason.AGE_DEPENDS_ON_BIRTHDAY, False): gettext_lazy("the age when the illness was found"),
    (Reason.DISEASE_NOT_TOLD, False): gettext_lazy("the diagnosis"),
    (Reason.DISEASE_TYPE_NEEDED, False): gettext_lazy("the exact type of the disease"),
    (Reason.DISEASE_EXCEPTION_OPEN, False): gettext_lazy("the exact type of the disease"),
}

_NOT_LOOKING_FOR = {
    Role.PATIENT: gettext_lazy("This study is not looking for patients."),
    Role.DONOR: gettext_lazy("This study is not looking for donors."),
    Role.SURVIVOR: gettext_lazy("This study is not looking for survivors."),
    Role.SIBLING: gettext_lazy("This study is not looking for brothers or sisters."),
    Role.PARENT_CAREGIVER: gettext_lazy("This study is not looking for parents or caregivers."),
    Role.HEALTHY_VOLUNTEER: gettext_lazy("This study is not looking for healthy volunteers."),
    Role.RELATIVE_OR_FRIEND: gettext_lazy("This study is not looking for relatives or friends."),
}
