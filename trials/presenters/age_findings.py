"""What an age rule came to for somebody, one function per reason."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trials.eligibility.ages import AgeStatus
from trials.eligibility.criteria import AgeCriterion, Finding
from trials.presenters.ages import age_words


def counts_today(finding: Finding) -> bool:
    """Whether it is an age of today; False for ages in the past and for other rules."""
    criterion = finding.criterion
    return isinstance(criterion, AgeCriterion) and criterion.rule.anchor.is_now


def _values(finding: Finding) -> dict[str, str]:
    criterion = finding.criterion
    ages = age_words(criterion.rule) if isinstance(criterion, AgeCriterion) else ""
    days = {
        "opens": finding.opens_on,
        "closes": finding.closes_on,
        "before": finding.born_on_or_before,
        "after": finding.born_on_or_after,
    }
    return {"ages": ages, **{name: date_format(day) for name, day in days.items() if day}}


def age_fits(finding: Finding) -> str:
    if finding.closes_on:
        return _("The age fits until %(closes)s: %(ages)s.") % _values(finding)
    return _("The age fits: %(ages)s.") % _values(finding)


def age_too_young(finding: Finding) -> str:
    if finding.opens_on:
        return _("Old enough on %(opens)s. This study takes: %(ages)s.") % _values(finding)
    if counts_today(finding):
        return _("This study is for people who are older: %(ages)s.") % _values(finding)
    return _("This study is for people who were older then: %(ages)s.") % _values(finding)


def age_too_old(finding: Finding) -> str:
    if counts_today(finding):
        return _("This study is for people who are younger: %(ages)s.") % _values(finding)
    return _("This study is for people who were younger then: %(ages)s.") % _values(finding)


def age_not_told(finding: Finding) -> str:
    if counts_today(finding):
        return _("You did not give an age. This study takes: %(ages)s.") % _values(finding)
    return _("It depends on an age in the past that we did not ask for: %(ages)s.") % _values(
        finding
    )


def age_depends_on_birthday(finding: Finding) -> str:
    before, after = finding.born_on_or_before, finding.born_on_or_after
    if before and after:
        sentence = _(
            "It depends on the birth date: it fits if born from %(after)s to %(before)s. "
            "(%(ages)s)"
        )
    elif before:
        sentence = _(
            "It depends on the birth date: it fits if born on %(before)s or earlier. (%(ages)s)"
        )
    elif after:
        sentence = _(
            "It depends on the birth date: it fits if born on %(after)s or later. (%(ages)s)"
        )
    else:
        sentence = _("It depends on the exact age: %(ages)s.")
    return sentence % _values(finding)


def age_limit_unclear(finding: Finding) -> str:
    criterion = finding.criterion
    if isinstance(criterion, AgeCriterion) and criterion.rule.status is AgeStatus.NOT_READ:
        return _("The source speaks of age, but we could not read the limits: ask the study team.")
    return _("The sources differ about this age, so ask the study team: %(ages)s.") % _values(
        finding
    )


def age_left_out(finding: Finding) -> str:
    return _("This study does not take: %(ages)s.") % _values(finding)


def age_not_left_out(finding: Finding) -> str:
    return _("The age is not one of those that this study leaves out: %(ages)s.") % _values(
        finding
    )


def age_left_out_not_told(finding: Finding) -> str:
    return _("It depends on the age. This study does not take: %(ages)s.") % _values(finding)
