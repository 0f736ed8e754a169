"""Age limits in words, the way a family reads them.

maximum 264 months                        younger than 22 (until the 22nd birthday)
from 96 months, maximum 228               8 to 18 years old (until the 19th birthday)
from 1 month, maximum 72 months           from 1 month until the day before the 6th birthday
from 228 months, possibly from 216        19 or older (18 may be possible: the sources differ)
"""

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trials.eligibility.ages import AgeAnchor, AgeLimit, AgeRule, AgeScale, AgeStatus

MONTHS_PER_YEAR = 12

_ANCHORED = {
    AgeAnchor.CONSENT: gettext_lazy("%(ages)s, counted when consent is given"),
    AgeAnchor.SCREENING: gettext_lazy("%(ages)s, counted at screening"),
    AgeAnchor.TREATMENT: gettext_lazy("%(ages)s, counted at the start of the study treatment"),
    AgeAnchor.DIAGNOSIS: gettext_lazy("%(ages)s, counted at the first diagnosis"),
    AgeAnchor.RELAPSE: gettext_lazy("%(ages)s, counted at relapse"),
}


def age_words(rule: AgeRule) -> str:
    """The ages a study takes, with the day they count on unless that is enrolment."""
    if rule.status is AgeStatus.NOT_STATED:
        return _("the source states no age")
    if rule.status is AgeStatus.NOT_READ:
        return _("the source speaks of age, but we could not read the limits")
    if not rule.has_limits:
        return _("no age limit")
    doubt = _doubt(rule)
    words = _range(rule.minimum, rule.maximum, is_short=bool(doubt))
    if doubt:
        words = _("%(ages)s (%(doubt)s)") % {"ages": words, "doubt": doubt}
    anchored = _ANCHORED.get(rule.anchor)
    return anchored % {"ages": words} if anchored else words


def amount_words(limit: AgeLimit) -> str:
    """``22 years``, ``18 months``, ``28 days``; the day after is not part of it."""
    years = _whole_years(limit)
    if years:
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    if limit.scale is AgeScale.MONTHS:
        return ngettext("%(count)d month", "%(count)d months", limit.count) % {
            "count": limit.count
        }
    return ngettext("%(count)d day", "%(count)d days", limit.count) % {"count": limit.count}


def _range(minimum: AgeLimit | None, maximum: AgeLimit | None, *, is_short: bool) -> str:
    """``is_short`` leaves out the birthday that explains the upper end."""
    if minimum is not None and minimum.count == 0:
        minimum = None  # from birth on: no lower limit
    if minimum is None:
        if maximum is None:
            return _("any age from birth on")
        return _below(maximum, is_short=is_short)
    if maximum is None:
        return _from(minimum)
    return _between(minimum, maximum, is_short=is_short)


def _from(minimum: AgeLimit) -> str:
    years = _whole_years(minimum)
    if minimum.plus_day:
        return _("older than %(age)s") % {"age": amount_words(minimum)}
    if years and years > 1:
        return _("%(years)d or older") % {"years": years}
    return _("%(age)s or older") % {"age": amount_words(minimum)}


def _below(maximum: AgeLimit, *, is_short: bool) -> str:
    years = _whole_years(maximum)
    if not years or years == 1:
        return _("younger than %(age)s") % {"age": amount_words(maximum)}
    if is_short:
        return _("younger than %(years)d") % {"years": years}
    return _("younger than %(years)d (until the %(birthday)s birthday)") % {
        "years": years,
        "birthday": ordinal(years),
    }


def _between(minimum: AgeLimit, maximum: AgeLimit, *, is_short: bool) -> str:
    youngest, end = _whole_years(minimum), _whole_years(maximum)
    if minimum.plus_day or not end:
        return _("%(from)s and %(below)s") % {
            "from": _from(minimum),
            "below": _below(maximum, is_short=is_short),
        }
    if not youngest:
        return _("from %(age)s until the day before the %(birthday)s birthday") % {
            "age": amount_words(minimum),
            "birthday": ordinal(end),
        }
    return _years(youngest, end, is_short=is_short)


def _years(youngest: int, end: int, *, is_short: bool) -> str:
    numbers = {"youngest": youngest, "oldest": end - 1, "birthday": ordinal(end)}
    if youngest == end - 1:
        return (
            ngettext("%(youngest)d year old", "%(youngest)d years old", youngest) % numbers
            if is_short
            else _("%(youngest)d years old (until the %(birthday)s birthday)") % numbers
        )
    if is_short:
        return _("%(youngest)d to %(oldest)d years old") % numbers
    return _("%(youngest)d to %(oldest)d years old (until the %(birthday)s birthday)") % numbers


def _doubt(rule: AgeRule) -> str:
    """What only one reading of the sources allows; empty when they agree."""
    doubts = [doubt for doubt in (_doubt_below(rule), _doubt_above(rule)) if doubt]
    if not doubts:
        return ""
    if len(doubts) == 2:
        return _("%(one)s; %(other)s") % {"one": doubts[0], "other": doubts[1]}
    return doubts[0]


def _doubt_below(rule: AgeRule) -> str:
    if rule.wide_minimum_open:
        return _("younger may be possible: the sources differ")
    if rule.wide_minimum is None or rule.wide_minimum == rule.minimum:
        return ""
    one_year = _single_year(rule.wide_minimum, rule.minimum)
    if one_year is not None:
        return _("%(years)d may be possible: the sources differ") % {"years": one_year}
    return _("from %(age)s may be possible: the sources differ") % {
        "age": amount_words(rule.wide_minimum)
    }


def _doubt_above(rule: AgeRule) -> str:
    if rule.wide_maximum_open:
        return _("older may be possible: the sources differ")
    if rule.wide_maximum is None or rule.wide_maximum == rule.maximum:
        return ""
    one_year = _single_year(rule.maximum, rule.wide_maximum)
    if one_year is not None:
        return _("%(years)d may be possible: the sources differ") % {"years": one_year}
    return _("younger than %(age)s may be possible: the sources differ") % {
        "age": amount_words(rule.wide_maximum)
    }


def _single_year(lower: AgeLimit | None, upper: AgeLimit | None) -> int | None:
    """The age in years that is all there is between two limits; None when it is more."""
    if lower is None or upper is None or lower.plus_day or upper.plus_day:
        return None
    start, end = _whole_years(lower), _whole_years(upper)
    return start if start and end and end - start == 1 else None


def _whole_years(limit: AgeLimit) -> int | None:
    """None for a limit that is not a number of years."""
    if limit.scale is AgeScale.MONTHS and limit.count and limit.count % MONTHS_PER_YEAR == 0:
        return limit.count // MONTHS_PER_YEAR
    return None
