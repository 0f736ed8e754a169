"""The one table from reason codes to sentences a family can read.

A sentence says what the study takes, never what is wrong with anybody. It is whole: no
sentence is put together from halves that a translator could not turn round.
"""

from collections.abc import Callable, Iterable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.eligibility.criteria import Finding, Side
from trials.eligibility.facts import Role
from trials.eligibility.reasons import Reason
from trials.presenters import age_findings as age
from trials.presenters import disease_findings as disease
from trials.presenters.disease_findings import NameOf
from trials.presenters.rule_words import rule_words

Sentence = Callable[[Finding, NameOf], str]


def finding_sentence(finding: Finding, name_of: NameOf) -> str:
    """What one rule of a study came to. ``name_of`` knows every disease of the rule."""
    if finding.criterion.side is Side.EXCLUDE:
        keeping_out = KEEPING_OUT.get(finding.reason)
        if keeping_out:
            return keeping_out(finding, name_of)
    return SENTENCES[finding.reason](finding, name_of)


def role_sentence(role: Role) -> str:
    """Why a study without a group for ``role`` is left out."""
    return str(_NOT_LOOKING_FOR[role])


def missing_words(findings: Iterable[Finding]) -> list[str]:
    """What somebody could still tell us to settle open findings, each thing once."""
    words = (MISSING.get((finding.reason, age.counts_today(finding))) for finding in findings)
    return list(dict.fromkeys(str(word) for word in words if word))


def _of_age(sentence: Callable[[Finding], str]) -> Sentence:
    return lambda finding, _name_of: sentence(finding)


def _always(sentence: StrPromise) -> Sentence:
    return lambda _finding, _name_of: str(sentence)


def _washout_running(finding: Finding, name_of: NameOf) -> str:
    values = {"rule": rule_words(finding.criterion)}
    if finding.opens_on is None:
        return _("Not long enough ago yet: %(rule)s") % values
    values["day"] = date_format(finding.opens_on)
    return _("Long enough ago from %(day)s: %(rule)s") % values


def _of_rule(sentence: StrPromise) -> Sentence:
    """A sentence about what the rule asks."""
    return lambda finding, _name_of: str(sentence) % {"rule": rule_words(finding.criterion)}


SENTENCES: Mapping[Reason, Sentence] = {
    Reason.ROLE_SOUGHT: _always(gettext_lazy("This study looks for people in this role.")),
    Reason.ROLE_NOT_SOUGHT: _always(
        gettext_lazy("This study does not look for people in this role.")
    ),
    Reason.AGE_FITS: _of_age(age.age_fits),
    Reason.AGE_NO_LIMIT: _always(gettext_lazy("This study has no age limit.")),
    Reason.AGE_NOT_STATED: _always(gettext_lazy("The source states no age: ask the study team.")),
    Reason.AGE_NOT_TOLD: _of_age(age.age_not_told),
    Reason.AGE_TOO_YOUNG: _of_age(age.age_too_young),
    Reason.AGE_TOO_OLD: _of_age(age.age_too_old),
    Reason.AGE_DEPENDS_ON_BIRTHDAY: _of_age(age.age_depends_on_birthday),
    Reason.AGE_LIMIT_UNCLEAR: _of_age(age.age_limit_unclear),
    Reason.DISEASE_STUDIED: disease.disease_studied,
    Reason.DISEASE_NOT_TOLD: disease.disease_not_told,
    Reason.DISEASE_NOT_STUDIED: disease.disease_not_studied,
    Reason.DISEASE_EXCEPTED: disease.disease_left_out,
    Reason.DISEASE_TYPE_NEEDED: disease.disease_type_needed,
    Reason.DISEASE_EXCEPTION_OPEN: disease.disease_exception_open,
    Reason.FACT_MET: _of_rule(gettext_lazy("Your answer agrees with this: %(rule)s")),
    Reason.FACT_NOT_MET: _of_rule(gettext_lazy("Your answer differs from this: %(rule)s")),
    Reason.FACT_NOT_TOLD: _of_rule(gettext_lazy("We would need to know: %(rule)s")),
    Reason.FACT_FOR_TEAM: _of_rule(gettext_lazy("The study team will check: %(rule)s")),
    Reason.WASHOUT_NEVER_HAD: _of_rule(gettext_lazy("Never given, so no waiting time: %(rule)s")),
    Reason.WASHOUT_OVER: _of_rule(gettext_lazy("Long enough ago: %(rule)s")),
    Reason.WASHOUT_RUNNING: _washout_running,
    Reason.WASHOUT_NOT_TOLD: _of_rule(gettext_lazy("We would need to know: %(rule)s")),
    Reason.WASHOUT_DAYS_NOT_TOLD: _of_rule(gettext_lazy("We would need to know when: %(rule)s")),
    Reason.TEAM_CHECKS: _of_rule(gettext_lazy("The study team will check: %(rule)s")),
}

KEEPING_OUT: Mapping[Reason, Sentence] = {
    Reason.AGE_FITS: _of_age(age.age_left_out),
    Reason.AGE_TOO_YOUNG: _of_age(age.age_not_left_out),
    Reason.AGE_TOO_OLD: _of_age(age.age_not_left_out),
    Reason.AGE_NOT_TOLD: _of_age(age.age_left_out_not_told),
    Reason.AGE_DEPENDS_ON_BIRTHDAY: _of_age(age.age_left_out_not_told),
    Reason.DISEASE_STUDIED: disease.disease_left_out,
    Reason.DISEASE_NOT_STUDIED: disease.disease_not_left_out,
    Reason.DISEASE_EXCEPTED: disease.disease_not_left_out,
    Reason.DISEASE_NOT_TOLD: disease.disease_left_out_not_told,
    Reason.DISEASE_TYPE_NEEDED: disease.disease_exception_open,
    Reason.DISEASE_EXCEPTION_OPEN: disease.disease_type_needed,
}
"""The same for rules that keep people out, where meeting the rule means the opposite."""

MISSING: Mapping[tuple[Reason, bool], StrPromise] = {
    (Reason.AGE_NOT_TOLD, True): gettext_lazy("the age"),
    (Reason.AGE_NOT_TOLD, False): gettext_lazy("the age when the illness was found"),
    (Reason.AGE_DEPENDS_ON_BIRTHDAY, True): gettext_lazy("the birth date"),
    (Reason.AGE_DEPENDS_ON_BIRTHDAY, False): gettext_lazy("the age when the illness was found"),
    (Reason.DISEASE_NOT_TOLD, False): gettext_lazy("the diagnosis"),
    (Reason.DISEASE_TYPE_NEEDED, False): gettext_lazy("the exact type of the disease"),
    (Reason.DISEASE_EXCEPTION_OPEN, False): gettext_lazy("the exact type of the disease"),
    (Reason.FACT_NOT_TOLD, False): gettext_lazy("more about the illness"),
    (Reason.WASHOUT_NOT_TOLD, False): gettext_lazy("earlier treatments"),
    (Reason.WASHOUT_DAYS_NOT_TOLD, False): gettext_lazy("when earlier treatments were given"),
}
"""What to call it when it is missing; the second key is whether an age counts today."""

_NOT_LOOKING_FOR: Mapping[Role, StrPromise] = {
    Role.PATIENT: gettext_lazy("This study is not looking for patients."),
    Role.DONOR: gettext_lazy("This study is not looking for donors."),
    Role.SURVIVOR: gettext_lazy("This study is not looking for survivors."),
    Role.SIBLING: gettext_lazy("This study is not looking for brothers or sisters."),
    Role.PARENT_CAREGIVER: gettext_lazy("This study is not looking for parents or caregivers."),
    Role.HEALTHY_VOLUNTEER: gettext_lazy("This study is not looking for healthy volunteers."),
    Role.RELATIVE_OR_FRIEND: gettext_lazy("This study is not looking for relatives or friends."),
}
