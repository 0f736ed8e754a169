"""Which studies a referral check did not judge, said plainly."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.finder.referral_reach import ReferralReach
from trials.presenters.results import left_out_words


def reach_words(reach: ReferralReach) -> str:
    """Empty when every published study was judged."""
    if reach.judged is None:
        return ""
    sentences = []
    if words := left_out_words(reach.left_out):
        parts = get_text_list([*words], _("and"))
        sentences.append(
            _("Not listed, by role, disease and age alone: %(parts)s.") % {"parts": parts}
        )
    if reach.not_judged:
        sentences.append(
            ngettext(
                "%(count)d more study may fit and was not judged: a narrower diagnosis lists it.",
                "%(count)d more studies may fit and were not judged: a narrower diagnosis lists "
                "them.",
                reach.not_judged,
            )
            % {"count": reach.not_judged}
        )
    return " ".join(sentences)
