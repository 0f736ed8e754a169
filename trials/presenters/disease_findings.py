"""What a disease rule came to for somebody, one function per reason."""

from collections.abc import Callable, Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.eligibility.criteria import DiseaseCriterion, Finding

NameOf = Callable[[str], str]
"""From the code of a disease to what families call it."""

NAMES_SHOWN = 4


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


def _values(finding: Finding, name_of: NameOf) -> dict[str, str]:
    return {"diseases": disease_list(finding.diseases, name_of)}


def disease_studied(finding: Finding, name_of: NameOf) -> str:
    if not finding.diseases:
        return disease_not_left_out(finding, name_of)
    return _("This study is for: %(diseases)s.") % _values(finding, name_of)


def disease_not_told(finding: Finding, name_of: NameOf) -> str:
    criterion = finding.criterion
    if not isinstance(criterion, DiseaseCriterion) or not criterion.include:
        return disease_left_out_not_told(finding, name_of)
    return _("You did not give a diagnosis. This study is for: %(diseases)s.") % {
        "diseases": disease_list(criterion.include, name_of)
    }


def disease_not_studied(finding: Finding, name_of: NameOf) -> str:
    return _("This study is for other diagnoses: %(diseases)s.") % _values(finding, name_of)


def disease_left_out(finding: Finding, name_of: NameOf) -> str:
    return _("People with this diagnosis cannot join this study: %(diseases)s.") % _values(
        finding, name_of
    )


def disease_not_left_out(finding: Finding, name_of: NameOf) -> str:
    return _("The diagnosis is not one of those that this study leaves out.")


def disease_left_out_not_told(finding: Finding, name_of: NameOf) -> str:
    return _("You did not give a diagnosis. This study leaves some diagnoses out.")


def disease_type_needed(finding: Finding, name_of: NameOf) -> str:
    return _("It depends on the exact type. Is it %(diseases)s?") % {
        "diseases": disease_list(finding.diseases, name_of, last_word=_("or"))
    }


def disease_exception_open(finding: Finding, name_of: NameOf) -> str:
    return _("It depends on the exact type. This study does not take: %(diseases)s.") % _values(
        finding, name_of
    )
